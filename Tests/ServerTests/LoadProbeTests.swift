import Dispatch
import Synchronization
import Testing

@testable import Server

@Suite struct LoadProbeTests {
    /// A server that is asked, and answers when the test says so.
    private final class Asked: Sendable {
        private let answers = Mutex<[LoadProbe.Answer]>([])

        var count: Int { answers.withLock { $0.count } }

        func ask(_ answer: @escaping LoadProbe.Answer) { answers.withLock { $0.append(answer) } }

        func answer(_ load: ServerLoad?) {
            for answer in answers.withLock({ $0 }) { answer(load) }
        }
    }

    private final class Answers: Sendable {
        private let loads = Mutex<[ServerLoad?]>([])

        var all: [ServerLoad?] { loads.withLock { $0 } }

        func add(_ load: ServerLoad?) { loads.withLock { $0.append(load) } }
    }

    private func measure(_ probe: LoadProbe, within milliseconds: Int) async -> ServerLoad? {
        await withCheckedContinuation { continuation in
            probe.measure(within: milliseconds) { continuation.resume(returning: $0) }
        }
    }

    @Test func `An answer is passed on`() async {
        let probe = LoadProbe { $0(ServerLoad.example) }
        #expect(await measure(probe, within: 20_000) == ServerLoad.example)
    }

    @Test func `A server that says nothing is not waited for, and is asked once`() async {
        let asked = Asked()
        let probe = LoadProbe { asked.ask($0) }
        for _ in 0..<3 { #expect(await measure(probe, within: 20) == nil) }
        #expect(asked.count == 1)
        // The late answer is nobody's, and the next one is asked for anew.
        asked.answer(.example)
        #expect(await measure(probe, within: 20) == nil)
        #expect(asked.count == 2)
    }

    @Test func `All who ask meanwhile get the one answer`() async {
        let (asked, answers) = (Asked(), Answers())
        let probe = LoadProbe { asked.ask($0) }
        await withCheckedContinuation { done in
            let all = DispatchGroup()
            for _ in 0..<5 {
                all.enter()
                probe.measure(within: 20_000) { load in
                    answers.add(load)
                    all.leave()
                }
            }
            #expect(answers.all == [])
            asked.answer(.example)
            all.notify(queue: .global()) { done.resume() }
        }
        #expect(answers.all == Array(repeating: .example, count: 5))
        #expect(asked.count == 1)
    }

    @Test(arguments: [20, 20_000]) func `Nothing is answered on the queue of whoever was asked`(milliseconds: Int) async
    {
        let (server, key) = (DispatchQueue(label: "server"), DispatchSpecificKey<Bool>())
        server.setSpecific(key: key, value: true)
        let probe = LoadProbe { answer in
            if milliseconds > 1000 { server.async { answer(.example) } }
        }
        let isOnServer = await withCheckedContinuation { continuation in
            probe.measure(within: milliseconds) { _ in
                continuation.resume(returning: DispatchQueue.getSpecific(key: key))
            }
        }
        #expect(isOnServer == nil)
    }

    @Test func `A server that does not answer is not well, nor one whose log fails`() {
        #expect(ServerLoad.problem(with: nil) == "the server does not answer")
        #expect(ServerLoad.problem(with: .example) == nil)
        #expect(ServerLoad.problem(with: .failing) == "history cannot be stored")
    }

    @Test(arguments: [(5.0, nil), (5.001, "history waits for the disk")])
    func `A server whose log has not answered for five seconds is not well`(seconds: Double, problem: String?) {
        #expect(ServerLoad.problem(with: .waiting(seconds: seconds)) == problem)
    }
}
