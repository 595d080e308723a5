import Testing

@testable import Bench

/// What a load makes of servers that are not as they should be: a figure that is right, or one line that says what is wrong.
@Suite struct ServerBehaviourTests {
    private let fanOut: FanOut
    private let latency: Latency

    init() throws {
        fanOut = try FanOut(rooms: 1, members: 4, senders: 1, window: 4, bytes: 30, seconds: 0.1)
        latency = try Latency(members: 4, rate: 100, warmUp: 0.1, seconds: 0.1, bytes: 30)
    }

    @Test(arguments: [MockServer.Behaviour.right, .talkative])
    func `What was said before the start does not count`(behaviour: MockServer.Behaviour) throws {
        let mock = try MockServer(behaviour)
        let delays = try latency.run(at: mock.place()) { _ in }
        #expect(delays["deliveries"] == 30, "ten messages that count, each to three others")
        #expect(try #require(delays["max_us"]) < 50_000_000)
        let rates = try fanOut.run(at: mock.place()) { _ in }
        let (said, heard) = (try #require(rates["messages_per_second"]), try #require(rates["deliveries_per_second"]))
        #expect(abs(heard - said * 3) < 1)
    }

    @Test(arguments: [MockServer.Behaviour.uneven, .twice])
    func `Each must hear its own share`(behaviour: MockServer.Behaviour) throws {
        let mock = try MockServer(behaviour)
        for load in [fanOut, latency] as [any Load] {
            let error = #expect(throws: BenchError.self) { try load.run(at: mock.place()) { _ in } }
            guard case .wrongDeliveryCount(_, session: 1..., let got, let expected) = error else {
                Issue.record("the shares were not looked at")
                continue
            }
            #expect(got > expected || behaviour == .uneven)
        }
    }

    @Test func `What is no TLS is said to be none`() throws {
        let mock = try MockServer(.silent)
        #expect(throws: BenchError.tlsFailed(try mock.place().target, "no handshake in 1 s")) {
            try latency.run(at: mock.place(isTLS: true)) { _ in }
        }
    }

    @Test func `Who hangs up at once may want TLS`() throws {
        let mock = try MockServer(.hangsUp)
        let error = #expect(throws: BenchError.self) { try latency.run(at: mock.place()) { _ in } }
        #expect(error.map { "\($0)" }?.hasSuffix("or say --tls if it speaks TLS there") == true)
    }

    @Test(arguments: [
        ("JOIN", ":mock 471 b #bench0 :full", true), ("JOIN", ":mock 403 b #bench0 :no such room", false),
        ("NICK", ":mock 433 * b :taken", false), ("NICK", "ERROR :too many", true),
    ])
    func `Limits are to be lifted where there is one`(line: String, answer: String, isLimit: Bool) throws {
        let mock = try MockServer(.answers(line, with: answer))
        let words = answer
        #expect(throws: BenchError.refused(try mock.place().target, words: words, isLimit: isLimit)) {
            try latency.run(at: mock.place()) { _ in }
        }
    }

    @Test func `A server without capabilities has no history`() throws {
        let mock = try MockServer(.answers("CAP", with: ":mock 421 * CAP :unknown"))
        let history = try HistoryPages(room: nil, pages: 1, pageSize: 1, busy: 0)
        #expect(throws: BenchError.noHistory(try mock.place().target, words: ":mock 421 * CAP :unknown")) {
            try history.run(at: mock.place()) { _ in }
        }
    }

    @Test func `All come at once, however many`() throws {
        let mock = try MockServer(.right)
        let report = try Storm(sessions: 300).run(at: mock.place()) { _ in }
        #expect(report["sessions"] == 300)
    }

    @Test func `A line that does not end is not kept`() throws {
        let mock = try MockServer(.answers("NICK", with: String(repeating: "x", count: 1 << 18)))
        #expect(throws: BenchError.endlessLine(try mock.place().target)) {
            try latency.run(at: mock.place()) { _ in }
        }
    }
}
