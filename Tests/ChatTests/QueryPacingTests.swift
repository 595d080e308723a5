import Protocol
import Testing

@testable import Chat

/// Questions that clients ask by themselves, and what is said behind them.
struct QueryPacingTests {
    private let chat = TestNetwork()
    private static let origin = Origin(address: "192.0.2.1", host: "far")

    init() {
        chat.enter("alice", from: Self.origin)
        chat.enter("bob")
        chat.join("#x", "bob", "alice")
        chat.pass(seconds: 30)
        chat.forget()
    }

    private static let questions = ["MODE #x", "WHO #x", "CHATHISTORY LATEST #x * 50"]

    /// Asks as a client does that enters 25 rooms: more than it may at once.
    private func askMuch() -> TestNetwork {
        let chat = TestNetwork()
        chat.enter("alice", caps: "batch draft/chathistory", from: Self.origin)
        chat.enter("bob")
        chat.join("#x", "bob")
        chat.pass(seconds: 30)
        chat.send("alice", "JOIN " + (0..<24).map { "#room\($0)" }.joined(separator: ",") + ",#x")
        for _ in 0..<25 { for question in Self.questions { chat.send("alice", question) } }
        return chat
    }

    @Test func `What a client asks of 25 rooms that it enters delays nothing that a person says`() {
        let chat = askMuch()
        #expect(chat.session("alice")?.input.waitingQuestions.isEmpty == false)
        for index in 0..<20 { chat.send("alice", "PRIVMSG #x :\(index)") }
        #expect(chat.take("bob").count { $0.contains(" PRIVMSG ") } == 20)
        chat.send("alice", "JOIN #y", "NICK ann")
        #expect(chat.take("bob").count { $0.contains(" NICK ") } == 0)
        chat.pass(seconds: 1)
        #expect(chat.take("bob").count { $0.contains(" NICK ") } == 1)
    }

    @Test func `Its questions are answered in their order, all of them, and nobody is told that they wait`() {
        let chat = askMuch()
        for _ in 0..<12 { chat.pass(seconds: 1) }
        let lines = chat.take("alice")
        #expect(lines.count { $0.contains(" 324 ") } == 25)
        #expect(lines.count { $0.contains(" 315 ") } == 25)
        #expect(lines.count { $0.contains(" BATCH +") } == 25)
        #expect(!lines.contains { $0.contains("RATE_LIMITED") || $0.contains("faster") })
        #expect(chat.session("alice")?.input.waitingQuestions.isEmpty == true)
        #expect(chat.network.brokenInvariants() == [])
    }

    @Test(arguments: [
        ("PING x", "PRIVMSG bob :said", " PONG "), ("PART #room3", "PRIVMSG #x :said", " PART #room3"),
        ("PART #x", "PRIVMSG bob :said", " PART #x"), ("JOIN 0", "PRIVMSG bob :said", " PART #x"),
        ("CAP LIST", "PRIVMSG #x :said", " CAP "), ("PART #room3", "@+typing=active TAGMSG #x", " PART #room3"),
        ("JOIN 0", "INVITE", " PART #x"), ("PING x", "JOIN #y", " PONG "),
    ])
    func `What stays behind questions holds nothing back that does not depend on it`(
        _ line: String, _ said: String, _ answer: String
    ) {
        let chat = askMuch()
        chat.send("alice", line, said)
        #expect(chat.session("alice")?.input.waitingQuestions.count ?? 0 <= 43)
        #expect(chat.session("alice")?.inputHold == nil && chat.session("alice")?.input.waiting.isEmpty == true)
        if said.hasSuffix("said") { #expect(chat.take("bob").count { $0.hasSuffix("said") } == 1) }
        for _ in 0..<15 { chat.pass(seconds: 1) }
        #expect(chat.take("alice").contains { $0.contains(answer) })
        #expect(chat.session("alice")?.input.waitingQuestions.isEmpty == true)
        #expect(chat.network.brokenInvariants() == [])
    }

    @Test(arguments: ["PING x", "PART #x", "JOIN 0"])
    func `Who asks whether he is there, or leaves, is answered behind what he asked before`(_ line: String) {
        let chat = askMuch()
        chat.forget()
        chat.send("alice", line)
        #expect(chat.take("alice") == [])
        for _ in 0..<15 { chat.pass(seconds: 1) }
        let lines = chat.take("alice")
        let last = line.hasPrefix("PING") ? " PONG " : " PART #x"
        #expect(lines.last { $0.contains(" 315 ") || $0.contains(last) }?.contains(last) == true)
        #expect(lines.count { $0.contains(" 442 ") || $0.contains(" FAIL ") || $0.contains(" 403 ") } == 0)
    }

    @Test func `What is about a room that is being left waits until it is, in its order`() {
        let chat = askMuch()
        chat.send(
            "alice", "PART #x :bye", "JOIN #X", "PRIVMSG #x :again", "PRIVMSG bob :meanwhile", "JOIN 0", "JOIN #z")
        #expect(chat.take("bob").count == 2)
        for _ in 0..<15 { chat.pass(seconds: 1) }
        let words = chat.take("bob").map { $0.split(separator: " ")[1] }
        #expect(words == ["PART", "JOIN", "PRIVMSG", "PART"])
        #expect(chat.session("alice")?.user?.channels.map(\.name) == ["#z"])
    }

    @Test(arguments: ["PART #room3", "JOIN 0"])
    func `A batch for a room that is being left waits whole, and so does what comes behind it`(_ line: String) {
        let chat = TestNetwork()
        chat.enter("alice", caps: "batch draft/multiline draft/chathistory", from: Self.origin)
        chat.enter("bob")
        chat.join("#room3", "bob")
        chat.pass(seconds: 30)
        chat.send("alice", "JOIN #room3")
        for _ in 0..<60 { chat.send("alice", "WHO #room3") }
        chat.forget()
        chat.send("alice", line, "JOIN #room3", "BATCH +b draft/multiline #room3", "@batch=b PRIVMSG #room3 :one")
        chat.send("alice", "@batch=b PRIVMSG #room3 :two", "BATCH -b", "PRIVMSG bob :after")
        #expect(chat.take("bob") == [])
        for _ in 0..<60 { chat.pass(seconds: 1) }
        #expect(
            chat.take("bob").map { $0.split(separator: " ")[1] } == ["PART", "JOIN", "PRIVMSG", "PRIVMSG", "PRIVMSG"])
        #expect(chat.take("alice").count { $0.contains(" FAIL ") } == 0)
        #expect(chat.network.brokenInvariants() == [])
    }

    @Test(arguments: ["PING x", "PART #x", "JOIN 0"])
    func `A batch behind what waits is said at once, and what comes behind it too`(_ line: String) {
        let chat = TestNetwork()
        chat.enter("alice", caps: "batch draft/multiline", from: Self.origin)
        chat.enter("bob")
        chat.pass(seconds: 30)
        for _ in 0..<60 { chat.send("alice", "WHO bob") }
        chat.send("alice", line, "BATCH +b draft/multiline bob", "@batch=b PRIVMSG bob :one")
        chat.send("alice", "@batch=b PRIVMSG bob :two", "BATCH -b", "PRIVMSG bob :after")
        #expect(chat.take("bob").map { $0.split(separator: ":").last } == ["one", "two", "after"])
        for _ in 0..<20 { chat.pass(seconds: 1) }
        let lines = chat.take("alice")
        #expect(lines.count { $0.contains(" 315 ") } == 60)
        #expect(lines.count { $0.contains(" FAIL ") } == 0)
        #expect(chat.session("alice")?.input.waitingQuestions.isEmpty == true)
    }

    @Test func `Rooms that waiting lines are about are counted, and past the capacity all of them are`() {
        func name(_ number: Int) -> FoldedName { FoldedName(folded: "#\(number)") }
        var names = ChannelNameCounts()
        names.add([name(1), name(1)])
        names.remove([name(1), name(2)])
        #expect(names.containsAny(of: [name(2), name(1)]) && !names.containsAny(of: [name(2)]))
        names.remove([name(1)])
        #expect(!names.containsAny(of: [name(1)]))
        names.add((1..<ChannelNameCounts.capacity).map(name))
        #expect(!names.containsAny(of: [name(0)]) && !names.containsAny(of: []))
        names.add([name(ChannelNameCounts.capacity)])
        #expect(names.containsAny(of: [name(0)]) && !names.containsAny(of: []))
    }

    @Test(arguments: [
        ("TOPIC #x", true), ("TOPIC #x :", false), ("MODE #x b", true), ("MODE #x +b", true), ("MODE #x beIB", true),
        ("MODE #x b *!*@*", false), ("MODE #x +bi", false), ("MODE #x i", false), ("MODE #x", true), ("TBAN #x", true),
        ("TBAN #x 1h eve", false),
    ])
    func `Asking for a topic or a list is paid for with the questions, and setting them is not`(
        _ line: String, _ isQuestion: Bool
    ) throws {
        let message = try Message(parsing: Bytes(line), limits: .fromClient)
        #expect(chat.network.commands[message.command]?.budget(of: message) == (isQuestion ? .questions : .commands))
    }

    @Test(arguments: ["TOPIC #x", "MODE #x b"])
    func `What a client asks of 25 rooms holds up nothing that is typed`(_ line: String) {
        for _ in 0..<25 { chat.send("alice", line) }
        chat.send("alice", "PRIVMSG bob :typed")
        #expect(chat.take("bob").count == 1)
    }

    @Test func `Who leaves all rooms at once goes on at once`() {
        let chat = TestNetwork()
        chat.enter("alice", from: Self.origin)
        chat.enter("bob")
        chat.pass(seconds: 30)
        chat.send("alice", "JOIN " + (0..<100).map { "#r\($0)" }.joined(separator: ","))
        chat.forget()
        chat.send("alice", "JOIN 0", "PRIVMSG bob :gone")
        #expect(chat.take("alice").count { $0.contains(" PART ") } == 100)
        #expect(chat.take("bob").count == 1)
    }

    @Test(arguments: ["QUIT :that was it", "QUIT"])
    func `The words of a QUIT that waited are told, though the connection ended first`(_ line: String) {
        let chat = askMuch()
        chat.send("alice", line)
        #expect(chat.session("alice") != nil)
        chat.hangUp("alice")
        #expect(chat.events.last?.text == Bytes(line == "QUIT" ? "Quit" : "Quit: that was it"))
    }

    @Test func `Who is not read because its questions wait is not closed for its silence`() {
        let chat = TestNetwork()
        chat.enter("alice", from: Self.origin)
        chat.pass(seconds: 30)
        let channels = (0..<50).map { "#a-\($0)" }.joined(separator: ",")
        for _ in 0..<60 { chat.send("alice", "NAMES \(channels)") }
        #expect(chat.paused == ["alice"])
        chat.forget()
        for _ in 0..<60 { chat.pass(seconds: 5) }
        #expect(chat.closed == [])
        #expect(chat.paused == ["alice"])
        #expect(!chat.take("alice").contains { $0.hasPrefix("PING") })
    }

    @Test func `Who does not take what it is answered is closed, though it is not read`() {
        let chat = TestNetwork { $0.limits.channels = 300 }
        chat.enter("alice", from: Self.origin)
        chat.enter("bob")
        let topic = String(repeating: "t", count: 380)
        for index in 0..<300 { chat.send("bob", "JOIN #\(index)", "TOPIC #\(index) :\(topic)") }
        chat.pass(seconds: 30)
        chat.stalled = ["alice"]
        chat.send("alice", "LIST")
        for _ in 0..<60 { chat.send("alice", "PING x") }
        #expect(chat.paused == ["alice"])
        for _ in 0..<60 { chat.pass(seconds: 5) }
        #expect(chat.closed.contains("alice"))
    }

    @Test func `Neither what is asked nor what is entered can be used to flood`() {
        for _ in 0..<200 { chat.send("alice", "WHO #x") }
        #expect(chat.take("alice").count { $0.contains(" 315 ") } == 33)
        chat.pass(seconds: 3)
        #expect(chat.take("alice").count { $0.contains(" 315 ") } == 8)
        for _ in 0..<200 { chat.send("alice", "JOIN #bad!") }
        chat.pass(seconds: 1)
        #expect(chat.take("alice").count { $0.contains("#bad") } <= 102)
    }

    @Test func `A batch of lines stays whole between questions that wait`() {
        let chat = TestNetwork()
        chat.enter("alice", caps: "batch draft/multiline", from: Self.origin)
        chat.enter("bob")
        chat.pass(seconds: 30)
        for _ in 0..<60 { chat.send("alice", "WHO bob") }
        chat.send("alice", "BATCH +b draft/multiline bob", "@batch=b PRIVMSG bob :one")
        chat.pass(seconds: 5)
        chat.send("alice", "@batch=b PRIVMSG bob :two", "BATCH -b")
        #expect(chat.take("bob").count == 2)
        for _ in 0..<15 { chat.pass(seconds: 1) }
        #expect(chat.take("alice").count { $0.contains(" 315 ") } == 60)
    }
}
