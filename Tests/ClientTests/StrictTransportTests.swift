import Protocol
import Testing

@testable import Client

@Suite("Strict transport security") struct StrictTransportTests {
    @Test(arguments: ["\n", "\r\n", "\r"]) func `The duty to speak TLS outlives other line ends`(end: String) {
        var rules = StrictTransportHosts()
        let now = Timestamp(milliseconds: 1_700_000_000_000)
        rules.hold("a.test", port: 6697, seconds: 60, at: now)
        rules.hold("b.test", port: 7000, seconds: 60, at: now)
        let read = StrictTransportHosts(rules.text.replacing("\n", with: end))
        #expect(read.port(for: "a.test", at: now) == 6697 && read.port(for: "b.test", at: now) == 7000)
    }

    @Test(
        arguments: [
            ("port=6697", 6697, nil), ("duration=300", nil, 300), ("duration=0", nil, 0),
            ("unknown,port=6697,duration=1,preload", 6697, 1), ("port=65535", 65535, nil), ("port=65536", nil, nil),
            ("port=0", nil, nil), ("port=1,port=2", nil, nil), ("duration=1,duration=1", nil, nil), ("port=", nil, nil),
            ("duration=-1", nil, nil), ("duration=+1", nil, nil), ("duration=x", nil, nil), ("", nil, nil),
            ("duration=99999999999999999999", nil, 3_155_760_000),
        ] as [(String, UInt16?, Int?)])
    func `What a policy says`(value: String, port: UInt16?, seconds: Int?) {
        let policy = StrictTransportPolicy(value)
        #expect(policy?.port == port)
        #expect(policy?.seconds == seconds)
        #expect((policy == nil) == (port == nil && seconds == nil))
    }

    @Test func `A host is held to TLS until its time is over, and not for a second more`() {
        let now = Timestamp(milliseconds: 1_700_000_000_000)
        var strict = StrictTransportHosts()
        strict.hold("Irc.Test", port: 7000, seconds: 60, at: now)
        #expect(strict.port(for: "irc.test", at: now.advanced(bySeconds: 59)) == 7000)
        #expect(strict.port(for: "irc.test", at: now.advanced(bySeconds: 60)) == nil)
        #expect(strict.port(for: "other.test", at: now) == nil)
        #expect(StrictTransportHosts(strict.text) == strict)
        #expect(StrictTransportHosts("nonsense\nirc.test 0 2030-01-01T00:00:00.000Z\n").text == "")
        strict.hold("irc.test", port: 7000, seconds: 0, at: now)
        #expect(strict.text == "")
    }

    // MARK: In a session

    private func plain(mayUpgrade: Bool = true) -> TestSession {
        var talk = TestSession(password: "hush")
        talk.session.start(at: talk.now)
        talk.session.connected(mayUpgrade: mayUpgrade, at: talk.now)
        talk.collect()
        return talk
    }

    @Test func `Before the server could ask for TLS, nothing is said but the question`() {
        var talk = plain()
        #expect(talk.sent() == ["CAP LS 302"])
        talk.hear(":s CAP * LS * :multi-prefix", ":s CAP * LS :sts=port=6697 batch")
        #expect(talk.sent() == [])
        #expect(talk.actions.suffix(3).contains(.close))
        #expect(talk.actions.contains(.upgrade(port: 6697)))
        #expect(talk.session.phase == .connecting)
        talk.session.connected(isPrivate: true, isSecure: true, at: talk.now)
        talk.collect()
        #expect(talk.sent().prefix(2) == ["CAP LS 302", "PASS hush"])
    }

    @Test func `Without its wish for TLS, it goes on as it was, and the password stays here`() {
        var talk = plain()
        talk.hear(":s CAP * LS :sts=duration=300")
        #expect(talk.sent() == ["CAP LS 302", "NICK ada", "USER ada 0 * :Ada L", "CAP END"])
        #expect(talk.lines("").contains { $0.contains("password was not sent") })
        #expect(!talk.actions.contains(.requireTLS(seconds: 300)))
    }

    @Test(arguments: [":s 421 * CAP :Unknown command", ":s 451 * :You have not registered"])
    func `A server without capabilities is greeted as soon as it says so`(line: String) {
        var talk = plain()
        talk.forget()
        talk.hear(line)
        #expect(talk.sent() == ["NICK ada", "USER ada 0 * :Ada L"])
    }

    @Test func `One that is silent is greeted after three seconds`() {
        var talk = plain()
        talk.forget()
        talk.pass(seconds: 2)
        #expect(talk.sent() == [])
        talk.pass(seconds: 1)
        #expect(talk.sent() == ["NICK ada", "USER ada 0 * :Ada L"])
        #expect(talk.lines("").contains { $0.contains("perhaps it speaks TLS") })
    }

    @Test func `Over TLS its wish is kept, asked for by nobody, and not taken back by DEL`() {
        var talk = TestSession()
        talk.session.start(at: talk.now)
        talk.session.connected(isPrivate: true, isSecure: true, at: talk.now)
        talk.hear(":s CAP * LS :sts=duration=300,port=1", ":s CAP * DEL :sts", ":s 001 ada :Hi")
        #expect(talk.actions.filter { $0 == .requireTLS(seconds: 300) }.count == 1)
        #expect(!talk.actions.contains { if case .upgrade = $0 { true } else { false } })
        #expect(!talk.sent().contains { $0.hasPrefix("CAP REQ") })
        talk.hear(":s CAP ada NEW :sts=duration=0")
        #expect(talk.actions.last { if case .requireTLS = $0 { true } else { false } } == .requireTLS(seconds: 0))
    }

    @Test func `TLS where plain was tried is told by its first byte`() {
        var talk = plain()
        talk.hear(bytes: [0x15, 3, 1, 0, 2, 2, 22])
        #expect(talk.session.isTLSLikely)
        #expect(talk.lines("").last?.contains("it speaks TLS there") == true)
        talk = plain()
        talk.session.disconnected(cause: "the server closed the connection", at: talk.now)
        #expect(talk.lines("").last?.contains("perhaps it speaks TLS there") == true)
    }
}
