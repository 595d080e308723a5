import Protocol
import Testing

@testable import Chat

/// The rate of commands: waiting, not dropping.
struct ThrottleTests {
    private let limits = Limits()
    private let start = Timestamp(milliseconds: 1_000_000)

    @Test func `Twenty at once pass, and then four a second`() {
        var throttle = Throttle(at: start)
        for _ in 0..<20 { #expect(throttle.spend(1, at: start, limits: limits) == nil) }
        let moment = throttle.spend(1, at: start, limits: limits)
        #expect(moment == Timestamp(milliseconds: 1_000_250))
        #expect(throttle.spend(1, at: Timestamp(milliseconds: 1_000_249), limits: limits) != nil)
        #expect(throttle.spend(1, at: Timestamp(milliseconds: 1_000_250), limits: limits) == nil)
    }

    @Test func `What is dearer waits longer, but not for ever`() {
        var throttle = Throttle(at: start)
        #expect(throttle.spend(20, at: start, limits: limits) == nil)
        #expect(throttle.spend(4, at: start, limits: limits) == Timestamp(milliseconds: 1_001_000))
        #expect(throttle.spend(10_000, at: start, limits: limits) == Timestamp(milliseconds: 1_005_000))
    }

    @Test func `All that was spent is owed, more than the burst, too`() {
        var throttle = Throttle(at: start)
        #expect(throttle.spend(50, at: start, limits: limits) == nil)
        #expect(throttle.spend(1, at: start, limits: limits) == start.advanced(byMilliseconds: 31 * 250))
        #expect(throttle.spend(20, at: start, limits: limits) == start.advanced(byMilliseconds: 50 * 250))
    }

    @Test func `What is owed besides is paid off like what was spent, and begins no earlier than now`() {
        var throttle = Throttle(at: start)
        throttle.owe(20, at: start, limits: limits)
        #expect(throttle.spend(1, at: start, limits: limits) == start.advanced(byMilliseconds: 250))
        let later = start.advanced(bySeconds: 60)
        throttle.owe(1, at: later, limits: limits)
        #expect(throttle.spend(19, at: later, limits: limits) == nil)
        #expect(throttle.spend(1, at: later, limits: limits) != nil)
        throttle.owe(.max, at: later, limits: limits)
        #expect(throttle.spend(0, at: later, limits: limits) != nil)
    }

    @Test func `Each budget has its own bound, and takes nothing from another's`() {
        var throttles = BudgetThrottles(at: start)
        func count(_ budget: Budget) -> Int {
            (0..<1000).prefix { _ in throttles[budget].spend(1, at: start, limits: limits, from: budget) == nil }.count
        }
        #expect(Budget.allCases.map(count) == [20, 100, 100])
        #expect(Budget.allCases.map(count) == [0, 0, 0])
    }

    @Test func `Who rests may burst again, and no more than that`() {
        var throttle = Throttle(at: start)
        _ = throttle.spend(20, at: start, limits: limits)
        let later = start.advanced(bySeconds: 3600)
        #expect(throttle.isPaidOff(at: later))
        #expect(throttle.spend(20, at: later, limits: limits) == nil)
        #expect(throttle.spend(1, at: later, limits: limits) != nil)
    }
}

/// Sessions that must wait. <https://modern.ircdocs.horse/#flood-control> names no numbers; ours stand in Limits.
struct PacingTests {
    private let chat = TestNetwork()
    private static let origin = Origin(address: "192.0.2.1", host: "far")

    init() {
        chat.enter("alice", from: Self.origin)
        chat.enter("bob")
        chat.join("#x", "bob", "alice")
        chat.pass(seconds: 30)
        chat.forget()
    }

    @Test func `Too much said is said later, in order, whole, and its speaker is told once`() {
        for index in 0..<40 { chat.send("alice", "PRIVMSG #x :\(index)") }
        #expect(chat.take("bob").count == 20)
        #expect(chat.take("alice").count == 1)
        chat.pass(seconds: 2)
        #expect(chat.take("bob").count == 8)
        chat.pass(seconds: 3)
        #expect(chat.take("bob").last == ":alice!~alice@far PRIVMSG #x :39")
        #expect(chat.take("alice") == [])
    }

    @Test func `What waits counts as being alive`() {
        for index in 0..<50 { chat.send("alice", "LIST >\(index)") }
        for _ in 0..<5 {
            chat.pass(seconds: 8)
            chat.send("bob", "PONG x")
        }
        #expect(chat.closed == [])
    }

    @Test func `A connection that says far too much is not read until there is room again`() {
        for index in 0..<70 { chat.send("alice", "PRIVMSG #x :\(index)") }
        #expect(chat.paused == ["alice"])
        chat.pass(seconds: 20)
        #expect(chat.paused == [])
        #expect(chat.take("bob").count == 70)
    }

    @Test func `Dear commands wait sooner`() {
        for _ in 0..<6 { chat.send("alice", "LIST") }
        #expect(chat.take("alice").filter { $0.contains(" 323 ") }.count == 5)
        chat.pass(seconds: 1)
        #expect(chat.take("alice").filter { $0.contains(" 323 ") }.count == 1)
    }

    @Test(arguments: [
        ("NICK n", 10), ("JOIN #a", 100), ("JOIN #a,#b,#c,#d,#e", 20), ("TOPIC #x :t", 10),
        ("PRIVMSG #x :\u{1}PING\u{1}", 20),
        ("PRIVMSG a,b,c,d :x", 5), ("RENAME #x #y", 2), ("PING x", 20), ("AWAY :x", 10),
    ])
    func `Floods of each command are slowed down by its cost`(_ line: String, _ count: Int) {
        for _ in 0..<count { chat.send("alice", line) }
        #expect(chat.session("alice")?.inputHold == nil)
        chat.send("alice", line)
        guard case .throttled = chat.session("alice")?.inputHold else { return #expect(Bool(false), "it waits") }
    }

    @Test func `Entering and renaming a room cost more the more are told who is in it`() throws {
        chat.join("#big", "bob")
        for number in 0..<100 {
            chat.enter("m\(number)")
            chat.send("m\(number)", "JOIN #big")
        }
        let user = try #require(chat.session("bob")?.user)
        func cost(_ line: String) throws -> Int {
            let message = try Message(parsing: Bytes(line), limits: .fromClient)
            let rule = try #require(chat.network.commands[message.command])
            return rule.cost(of: message, by: user, in: chat.network)
        }
        #expect(try cost("RENAME #big #huge") == 10 + 101 / 10)
        #expect(try cost("JOIN #new,#other") == 2)
        #expect(try cost("JOIN #big,#new") == 2)
        #expect(try cost("JOIN #big," + repeatElement("#big", count: 9).joined(separator: ",")) == 10 + 1)
    }

    // MARK: What waits

    @Test func `What waits is kept as the bytes that it is`() {
        var lines = WaitingLines()
        let said = ["PRIVMSG #x :hello there", "@+draft/reply=a\\:b TAGMSG #x", "TOPIC #x word", "ping :", "AWAY :é"]
        for line in said { lines.append(Network.Input(reading: Bytes(line))) }
        lines.append(.lines(Bytes("PING 1\n\u{7}\nPING 2\n")))
        lines.append(.invalidUTF8(LineHead(of: [])))
        lines.append(.malformed(.bodyTooLong, LineHead(of: [])))
        #expect(lines.count == said.count + 5)
        #expect(lines.byteCount < 300)
        var messages: [Message?] = []
        while let input = lines.first {
            if case .message(let message) = input { messages.append(message) } else { messages.append(nil) }
            lines.removeFirst()
        }
        let read = said.map { try? Message(parsing: Bytes($0), limits: .fromClient) }
        #expect(messages == read + [Message("PING", "1"), nil, Message("PING", "2"), nil, nil])
        #expect(lines.isEmpty && lines.byteCount == 0)
    }

    @Test func `A line as long as it may be is not too long when its turn comes`() {
        let line = "TOPIC #x " + String(repeating: "t", count: LineLimits.fromClient.body - 2 - 9)
        var lines = WaitingLines()
        lines.append(Network.Input(reading: Bytes(line)))
        guard case .message = lines.first else { return #expect(Bool(false), "it is read again") }
    }

    @Test func `Whoever says very much in few lines is not read either, and a read of short lines takes its bytes`() {
        chat.send("alice", "LIST", "LIST", "LIST", "LIST", "LIST")
        chat.network.receive(
            .lines(Bytes(String(repeating: "a\n", count: 32_768))), from: chat.id("alice"), at: chat.now)
        chat.act { _, _ in }
        #expect(chat.paused == ["alice"])
        #expect(chat.session("alice")?.input.waiting.byteCount ?? 0 < 32_768 * 4)
        chat.pass(seconds: 10)
        #expect(chat.paused == ["alice"])
    }

    @Test func `So is what is said by somebody who waits for the store`() {
        let chat = TestNetwork()
        chat.enter("alice", caps: "batch draft/chathistory")
        chat.join("#x", "alice")
        chat.isLogSilent = true
        chat.send("alice", "CHATHISTORY LATEST #x * 50")
        chat.network.receive(
            .lines(Bytes(String(repeating: "PING a\n", count: 5000))), from: chat.id("alice"), at: chat.now)
        chat.act { _, _ in }
        #expect(chat.paused == ["alice"])
        #expect(chat.session("alice")?.input.waiting.byteCount ?? 0 <= 5000 * 9)
        chat.isLogSilent = false
        chat.answer("alice", .page(HistoryPage(events: [], isEnd: true)))
        #expect(chat.take("alice").count { $0.contains("PONG") } == 5000)
        #expect(chat.paused == [])
    }

    @Test func `Who is exempt is not slowed down`() {
        for index in 0..<500 { chat.send("bob", "PRIVMSG #x :\(index)") }
        #expect(chat.take("alice").count == 500)
    }

    @Test func `A message of many lines is paid for at its end`() {
        let chat = TestNetwork()
        chat.enter("alice", caps: "batch draft/multiline", from: Self.origin)
        chat.enter("bob")
        chat.pass(seconds: 30)
        chat.send("alice", "BATCH +b draft/multiline bob")
        for index in 0..<90 { chat.send("alice", "@batch=b PRIVMSG bob :\(index)") }
        chat.send("alice", "BATCH -b")
        #expect(chat.take("bob").count == 90)
        for _ in 0..<2 { chat.send("alice", "PING x") }
        guard case .throttled = chat.session("alice")?.inputHold else { return #expect(Bool(false), "it waits") }
    }

    @Test func `Who leaves while it waits is gone for good`() {
        for index in 0..<30 { chat.send("alice", "PRIVMSG #x :\(index)") }
        chat.hangUp("alice")
        chat.pass(seconds: 30)
        #expect(chat.network.brokenInvariants() == [])
        #expect(chat.take("bob").last?.contains(" QUIT ") == true)
    }

    // MARK: Long answers

    @Test func `A long answer is made as the socket takes it, and what is said meanwhile waits`() {
        let chat = TestNetwork { $0.limits.channels = 300 }
        chat.enter("alice", "bob")
        let topic = String(repeating: "t", count: 380)
        for index in 0..<300 { chat.send("bob", "JOIN #\(index)", "TOPIC #\(index) :\(topic)") }
        chat.stalled = ["alice"]
        chat.forget()
        chat.send("alice", "LIST", "PING x")
        let first = chat.take("alice")
        #expect(first.count > 10 && !first.contains { $0.contains(" 323 ") || $0.contains("PONG") })
        chat.send("bob", "PRIVMSG alice :others do not wait")
        #expect(chat.take("alice").count == 1)
        chat.drain("alice")
        let rest = chat.take("alice")
        #expect(rest.suffix(2).map { $0.hasPrefix(":irc.test 323") || $0.hasPrefix(":irc.test PONG") } == [true, true])
        #expect(first.count + rest.count == 1 + 301 + 2)
    }

    @Test func `So is one with a label, in its batch`() {
        let chat = TestNetwork { $0.limits.channels = 300 }
        chat.enter("alice", caps: "batch labeled-response")
        chat.enter("bob")
        let topic = String(repeating: "t", count: 380)
        for index in 0..<300 { chat.send("bob", "JOIN #\(index)", "TOPIC #\(index) :\(topic)") }
        chat.stalled = ["alice"]
        chat.forget()
        chat.send("alice", "@label=L LIST", "PING x")
        let first = chat.take("alice")
        #expect(first.count > 10 && first.count < 200)
        chat.drain("alice")
        let lines = first + chat.take("alice")
        let reference = lines[0].split(separator: " ")[3].dropFirst()
        #expect(lines[0] == "@label=L :irc.test BATCH +\(reference) labeled-response")
        #expect(lines[1...303].allSatisfy { $0.hasPrefix("@batch=\(reference) :irc.test 32") })
        #expect(lines[304] == ":irc.test BATCH -\(reference)")
        #expect(lines.count == 306)
    }
}
