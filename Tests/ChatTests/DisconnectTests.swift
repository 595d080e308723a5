import Protocol
import Testing

@testable import Chat

/// Connections that end while what was said waits for its turn.
struct DisconnectTests {
    private let chat = TestNetwork()
    private static let origin = Origin(address: "192.0.2.1", host: "far")

    init() {
        chat.enter("alice", caps: "draft/chathistory batch", from: Self.origin)
        chat.enter("bob")
        chat.join("#x", "bob", "alice")
        chat.pass(seconds: 30)
        chat.forget()
    }

    private func say(_ count: Int, then last: String...) {
        for number in 0..<count { chat.send("alice", "PRIVMSG #x :\(number)") }
        for line in last { chat.send("alice", line) }
    }

    /// The text of each line that bob reads.
    private func heard() -> [String] {
        chat.take("bob").filter { !$0.hasPrefix("PING") }.map { $0.split(separator: " :").last.map(String.init) ?? "" }
    }

    @Test func `What was said before the connection ended is obeyed at its rate, and then the QUIT behind it`() {
        say(40, then: "QUIT :all done")
        chat.hangUp("alice")
        #expect(heard() == (0..<20).map(String.init))
        chat.pass(seconds: 1)
        #expect(heard() == (20..<24).map(String.init))
        #expect(chat.network.sessions.admitted(from: "192.0.2.1") == 1)
        chat.pass(seconds: 5)
        #expect(heard() == (24..<40).map(String.init) + ["Quit: all done"])
        #expect(chat.session("alice") == nil && chat.closed == ["alice"])
        #expect(chat.network.sessions.admitted(from: "192.0.2.1") == 0)
        #expect(chat.network.brokenInvariants() == [] && chat.network.waitingSessions() == [])
    }

    @Test(arguments: ["Connection closed", "Connection reset by peer"])
    func `Without a QUIT it ends with what happened, when the last line is said`(_ reason: String) {
        say(25)
        chat.hangUp("alice", reason)
        chat.pass(seconds: 5)
        #expect(heard() == (0..<25).map(String.init) + [reason])
        #expect(chat.network.brokenInvariants() == [])
    }

    @Test func `What it only asked is not answered, and holds nothing up`() {
        for _ in 0..<100 { chat.send("alice", "CHATHISTORY LATEST #x * 50") }
        chat.send("alice", "PING x", "QUIT :bye")
        #expect(chat.session("alice") != nil)
        chat.hangUp("alice")
        #expect(heard() == ["Quit: bye"])
        #expect(chat.session("alice") == nil)
    }

    @Test func `Lines that a long answer held back are said, and nothing more of the answer is made`() {
        for index in 0..<95 {
            chat.send("bob", "JOIN #\(index)", "TOPIC #\(index) :" + String(repeating: "t", count: 380))
        }
        chat.stalled = ["alice"]
        chat.send("alice", "NAMES", "LIST", "PRIVMSG #x :behind it")
        chat.forget()
        chat.hangUp("alice")
        #expect(heard() == ["behind it", "Connection closed"])
        #expect(chat.take("alice").count <= 1)
    }

    @Test func `Lines that wait for an answer of the log are said when it is there`() {
        chat.isLogSilent = true
        chat.send("alice", "CHATHISTORY LATEST #x * 50", "PRIVMSG #x :behind it")
        chat.hangUp("alice")
        #expect(heard() == [])
        chat.answer("alice", .failed)
        #expect(heard() == ["behind it", "Connection closed"])
    }

    @Test func `Where the log never answers it ends all the same, and what is said then is ignored`() {
        chat.isLogSilent = true
        chat.send("alice", "CHATHISTORY LATEST #x * 50", "PRIVMSG #x :behind it")
        chat.hangUp("alice")
        chat.send("alice", "PRIVMSG #x :late")
        chat.pass(seconds: Network.lingerSeconds - 1)
        #expect(heard() == [])
        chat.pass(seconds: 1)
        #expect(heard() == ["Connection closed"])
        #expect(chat.session("alice") == nil)
    }

    @Test func `Who is told that it waits is told what becomes of it after the end, and that is so`() {
        var lines: [Bytes] = []
        for number in 0..<1000 { lines.append(Bytes("PRIVMSG #x :\(number)\r\n")) }
        say(21)
        let words = "you leave is lost"
        #expect(
            chat.take("alice").contains { $0.contains("180 seconds after \(words)") })
        for line in lines { chat.send("alice", bytes: line.dropLast(2)) }
        chat.hangUp("alice")
        chat.pass(seconds: Network.lingerSeconds - 1)
        #expect(chat.session("alice") != nil)
        chat.pass(seconds: 1)
        #expect(chat.session("alice") == nil && heard().last == "Connection closed")
    }

    @Test func `What is said to somebody without an account whose lines run out is answered as to one who is not here`()
    {
        say(40)
        chat.hangUp("alice")
        #expect(chat.ask("bob", "PRIVMSG alice :there?").contains { $0.contains(" 401 ") })
    }

    /// Somebody whose connection is gone and whose lines take long.
    private func leaveGhost(_ name: String, from origin: Origin) {
        chat.enter(name, from: origin)
        for _ in 0..<40 { chat.send(name, "PRIVMSG #x :y") }
        chat.hangUp(name)
    }

    @Test func `Of one address no more than so many have something left to say, and the oldest ends for the next`() {
        let most = ConnectionLimiter.maxLingering.ofPrefix
        for number in 0..<most { leaveGhost("g\(number)", from: Self.origin) }
        #expect(chat.session("g0") != nil)
        leaveGhost("late", from: Self.origin)
        #expect(chat.session("g0") == nil && chat.session("g1") != nil && chat.session("late") != nil)
        #expect(chat.network.sessions.admitted(from: "192.0.2.1") == most + 1)
        leaveGhost("other", from: Origin(address: "192.0.2.2", host: "near"))
        #expect(chat.session("g1") != nil && chat.session("other") != nil)
        chat.pass(seconds: Network.lingerSeconds)
        chat.pass(seconds: 1)
        #expect(chat.network.sessions.admitted(from: "192.0.2.1") == 1)
        #expect(chat.network.brokenInvariants() == [])
    }

    @Test func `In all there are no more than so many, either`() {
        let most = ConnectionLimiter.maxLingering.inAll
        for number in 0..<most { leaveGhost("g\(number)", from: Origin(address: "10.0.0.\(number)", host: "h")) }
        #expect(chat.session("g0") != nil)
        leaveGhost("late", from: Origin(address: "10.0.1.0", host: "h"))
        #expect(chat.session("g0") == nil && chat.session("g1") != nil && chat.session("late") != nil)
    }

    @Test func `Where an address has as many as it may, those whose connection is gone make room for who comes`() {
        let chat = TestNetwork { $0.limits.sessionsPerAddress = 2 }
        chat.enter("a", "b", from: Self.origin)
        for _ in 0..<40 { chat.send("a", "PRIVMSG a :y") }
        chat.hangUp("a")
        chat.connect("c", from: Self.origin)
        #expect(chat.closed == ["a"] && chat.session("c") != nil)
        chat.connect("d", from: Self.origin)
        #expect(chat.closed == ["a", "d"])
        #expect(chat.take("d").first?.contains("There are 2 connections from your address") == true)
    }

    @Test func `Nobody's words are given up for one who is not let in all the same`() {
        let chat = TestNetwork { ($0.limits.sessionsPerAddress, $0.limits.unregisteredPerAddress) = (2, 1) }
        chat.enter("a", from: Self.origin)
        for _ in 0..<40 { chat.send("a", "PRIVMSG a :y") }
        chat.hangUp("a")
        chat.connect("b", from: Self.origin)
        chat.connect("c", from: Self.origin)
        #expect(chat.closed == ["c"] && chat.session("a") != nil)
        #expect(chat.take("c").first?.contains("have not registered yet") == true)
    }

    @Test func `What is over with the session itself holds nothing up`() {
        say(25)
        for _ in 0..<100 { chat.send("alice", "AWAY :x", "MONITOR + bob", "CAP REQ away-notify") }
        chat.send("alice", "QUIT :bye")
        chat.hangUp("alice")
        chat.pass(seconds: 3)
        #expect(heard() == (0..<25).map(String.init) + ["Quit: bye"])
    }

    @Test func `Who had nothing to say any more is gone at once`() {
        say(20)
        chat.hangUp("alice")
        #expect(heard().last == "Connection closed")
        #expect(chat.session("alice") == nil && chat.closed == [])
    }
}
