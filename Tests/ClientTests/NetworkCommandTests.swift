import Protocol
import Testing

@testable import Client

/// /connect, /networks, and /close in the server's own buffer.
@Suite struct NetworkCommandTests {
    @Test(
        arguments: [
            ("den", "den", nil), ("chat.example.org 7000", "chat.example.org", 7000), ("[::1]:6697", "::1", 6697),
            ("ircs://chat.example.org/#den", "chat.example.org", nil),
        ] as [(String, String, UInt16?)])
    func `A network is named in each of its ways`(text: String, host: String, port: UInt16?) throws {
        let target = try ConnectTarget(text)
        #expect(target.host == host && target.port == port)
        var talk = TestSession()
        #expect(talk.enter("/connect \(text)", in: "") == .done)
        #expect(talk.actions.contains(.openNetwork(text)))
    }

    @Test(arguments: ["den 0", "den 65536", "den 6697 more", "http://den", "den:1 2", "grillo://den"])
    func `What names no network is told at once, and stays in the input`(text: String) {
        var talk = TestSession()
        #expect(talk.enter("/connect \(text)", in: "") != .done)
        #expect(!talk.actions.contains(.openNetwork(text)))
    }

    @Test func `The key of a room is neither shown nor kept`() throws {
        let link = "irc://chat.example.org/#den?key=hush"
        let question = try #require(try LinkQuestion(link))
        #expect(question.paragraphs == ["Connect to chat.example.org and enter #den?"])
        #expect(try ConnectTarget(link).channels == [.init(name: "#den", key: "hush")])
        #expect(PasswordMasking.containsPassword("/connect \(link)", to: ""))
        #expect(!PasswordMasking.mayBeSaved("/connect \(link)", in: ""))
        #expect(try LinkQuestion("https://example.org") == nil)
    }

    @Test func `Without a word the newest link of the buffer is asked about`() {
        var talk = TestSession.inChannel()
        #expect(talk.enter("/connect") != .done)
        talk.hear(":bob!b@h PRIVMSG #home :irc://a.test irc://b.test and https://c.test")
        #expect(talk.enter("/connect") == .done)
        let asked = talk.actions.compactMap { action -> String? in
            if case .askToFollow(let question) = action { question.link } else { nil }
        }
        #expect(asked == ["irc://b.test"])
    }

    @Test func `A network that is offline is put away by its server's buffer`() {
        var talk = TestSession.inChannel()
        #expect(talk.enter("/close", in: "") != .done)
        talk.enter("/disconnect")
        #expect(talk.enter("/close", in: "") == .done)
        #expect(talk.actions.contains(.closeNetwork))
    }

    @Test func `The state is told with how long, and why not`() {
        var talk = TestSession.inChannel()
        talk.pass(seconds: 61)
        #expect(talk.session.stateWords(at: talk.now) == "online as ada for 1 min 1 s")
        talk.session.disconnected(cause: "the server is gone", at: talk.now)
        #expect(talk.session.stateWords(at: talk.now).hasSuffix("s: the server is gone"))
        talk.enter("/disconnect", in: "")
        #expect(talk.session.stateWords(at: talk.now) == "offline")
    }
}
