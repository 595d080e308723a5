import Client
import Protocol
import TUI
import Testing

/// The news of other buffers stand in the status line, wherever they are, and a key leads there.
@Suite struct HotlistTests {
    private func status(_ screen: inout Screen, _ session: ClientSession) -> Substring {
        screen.picture(session).split(separator: "\n").dropLast().last ?? ""
    }

    /// In forty rooms, of which `#r2` is on the screen.
    private static func inForty(mentionedIn room: Int) -> ClientSession {
        var session = ClientSession.inChannels(40, mentionedIn: room)
        session.setVisible(session.buffers.id(named: "#r2"))
        return session
    }

    @Test(arguments: [1, 3, 20, 40])
    func `A mention in any of forty rooms is on the screen with the next frame, and one key leads there`(room: Int) {
        var session = Self.inForty(mentionedIn: 2)
        session.markRead(in: session.shownBuffer.id, at: noon)
        var screen = Screen.forTests(100, 30)
        #expect(!screen.picture(session).contains("news:"))
        session.hear(":bo!u@h PRIVMSG #r\(room) :ana: look")
        #expect(status(&screen, session).hasPrefix(" ana · news: #r\(room)!  "))
        screen.press(.alt("a"), in: &session)
        #expect(session.shownBuffer.name == "#r\(room)")
        #expect(!screen.picture(session).contains("news:"))
    }

    @Test func `People and mentions come first, and the keys take them in the order in which they stand there`() {
        var session = Self.inForty(mentionedIn: 35)
        var screen = Screen.forTests(100, 30)
        session.hear(":bo!u@h PRIVMSG #r5 :hello", ":jun!u@h PRIVMSG ana :psst", ":jun!u@h PRIVMSG #r3 :hello")
        #expect(status(&screen, session).hasPrefix(" ana · news: #r35! jun! #r3 #r5  "))
        var visited: [String] = []
        for _ in 0..<4 {
            screen.press(.alt("a"), in: &session)
            visited.append(session.shownBuffer.name)
            session.markRead(in: session.shownBuffer.id, at: noon)
        }
        #expect(visited == ["#r35", "jun", "#r3", "#r5"])
        #expect(screen.handle(.key(.alt("a")), session) == [])
    }

    @Test func `What there is no room for is counted, with the sign where somebody waits for an answer`() {
        var session = Self.inForty(mentionedIn: 30)
        for number in 3...20 { session.hear(":bo!u@h PRIVMSG #r\(number) :hello") }
        for number in 31...36 { session.hear(":bo!u@h PRIVMSG #r\(number) :ana?") }
        var screen = Screen.forTests(80, 24)
        let six = " ana · news: #r30! #r31! #r32! #r33! #r34! #r35!"
        #expect(status(&screen, session).hasPrefix(six + " #r36! #r3 +17  "))
        screen.resize(width: 70, height: 24)
        #expect(status(&screen, session).hasPrefix(six + " +19!  "))
        session.hear(":op!u@h PRIVMSG #r1 :ana")
        for width in 1...120 {
            screen.resize(width: width, height: 6)
            let picture = screen.picture(session)
            #expect(width < 10 || picture.contains("+"), "\(width): \(picture)")
        }
    }

    @Test func `A name as long as a server likes leaves room for the others`() {
        var session = Self.inForty(mentionedIn: 4)
        let name = "#" + String(repeating: "long", count: 40)
        session.hear(":ana!u@h JOIN \(name)", ":bo!u@h PRIVMSG \(name) :ana?")
        var screen = Screen.forTests(100, 30)
        #expect(status(&screen, session).hasPrefix(" ana · news: #r4! #longlonglonglonglonglo…!  "))
    }

    @Test func `What is muted is no news`() {
        var session = ClientSession(
            configuration: SessionConfiguration(nicks: ["ana"], channels: [], hostLabel: "localhost"), seed: 1)
        session.start(at: noon)
        session.connected(at: noon)
        session.hear(
            ":srv CAP * LS :batch draft/metadata-3 soju.im/search",
            ":srv CAP * ACK :batch draft/metadata-3 soju.im/search", ":srv 001 ana :Welcome", ":ana!u@h JOIN #a",
            ":ana!u@h JOIN #b", ":srv 761 ana #b soju.im/muted * :1", ":bo!u@h PRIVMSG #b :ana: look")
        session.setVisible(session.buffers.id(named: "#a"))
        var screen = Screen.forTests(100, 30)
        #expect(!screen.picture(session).contains("news:"))
        #expect(screen.handle(.key(.alt("a")), session) == [])
    }

    @Test func `What calls for nothing is no news, until it may call again`() {
        var session = Self.inForty(mentionedIn: 4)
        var screen = Screen.forTests(100, 30)
        let id = session.buffers.id(named: "#r4") ?? .server
        _ = session.submit("/notify none", in: id, at: noon)
        #expect(!screen.picture(session).contains("news:"))
        #expect(screen.handle(.key(.alt("a")), session) == [])
        _ = session.submit("/notify mentions", in: id, at: noon)
        #expect(screen.picture(session).contains("news: #r4!"))
    }

    @Test func `The modes are told to those who can change them, and the way to the server where one feels it`() {
        var session = ClientSession.inLobby("mara +ana")
        session.hear(":srv MODE #lobby +nt", ":ana MODE ana :+i")
        var screen = Screen.forTests(80, 24)
        #expect(!status(&screen, session).contains("+"))
        session.hear(":srv MODE #lobby +o ana")
        #expect(status(&screen, session).hasPrefix(" ana · +nt "))
        session.hear(":ana MODE ana :+o")
        #expect(status(&screen, session).hasPrefix(" ana · +io +nt "))
    }
}
