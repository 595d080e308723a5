import Client
import Protocol
import TUI
import Testing

/// The list of the buffers and the strip: sections, numbers, order, and the counts at their ends.
@Suite struct BufferPaneTests {
    /// In three rooms and two talks; `#r1` is on the screen, and `jun` and `#r3` have news.
    private static func busy() -> ClientSession {
        var session = ClientSession.inChannels(3, mentionedIn: 1)
        session.setVisible(session.buffers.id(named: "#r1"))
        session.markRead(in: session.shownBuffer.id, at: noon)
        session.hear(":zoe!u@h PRIVMSG ana :hello", ":jun!u@h PRIVMSG ana :psst", ":bo!u@h PRIVMSG #r3 :one")
        if let zoe = session.buffers.id(named: "zoe") { session.markRead(in: zoe, at: noon) }
        return session
    }

    private func list(_ screen: inout Screen, _ session: ClientSession) -> [String] {
        screen.picture(session).split(separator: "\n", omittingEmptySubsequences: false).compactMap { row in
            guard let rule = row.firstIndex(of: "│"), row.distance(from: row.startIndex, to: rule) == 18 else {
                return nil
            }
            return String(row[..<rule]).split(separator: " ").joined(separator: " ")
        }
    }

    private func strip(_ screen: inout Screen, _ session: ClientSession) -> Substring {
        screen.picture(session).split(separator: "\n").dropLast(2).last ?? ""
    }

    @Test func `People stand above rooms, each section by number`() {
        let session = Self.busy()
        var screen = Screen.forTests(120, 24)
        let rows = list(&screen, session)
        #expect(
            rows.prefix(8) == ["1 localhost", "people", "5 zoe", "6 jun 1!", "rooms", "2 #r1", "3 #r2", "4 #r3 1"])
    }

    @Test func `Sorted by news, those that call come first, then those with news; the numbers stay`() {
        let session = Self.busy()
        var screen = Screen.forTests(120, 24) { $0.sortsByNews = true }
        let rows = list(&screen, session)
        #expect(
            rows.prefix(8) == ["1 localhost", "people", "6 jun 1!", "5 zoe", "rooms", "4 #r3 1", "2 #r1", "3 #r2"])
        screen.resize(width: 84, height: 24)
        #expect(strip(&screen, session) == " 2 #r1  ● 6 jun 1!  4 #r3 1  1 localhost  3 #r2  5 zoe")
    }

    @Test func `A network with rooms alone has no headings`() {
        var session = ClientSession.inChannels(3, mentionedIn: 1)
        session.setVisible(session.buffers.id(named: "#r1"))
        var screen = Screen.forTests(120, 24)
        #expect(list(&screen, session).prefix(5) == ["1 localhost", "2 #r1", "3 #r2", "4 #r3", ""])
    }

    @Test func `The next buffer is the one that stands below, and the last leads to the first`() {
        var session = Self.busy()
        var screen = Screen.forTests(120, 24) { $0.sortsByNews = true }
        var visited: [String] = []
        for _ in 0..<6 {
            screen.press(.control("n"), in: &session)
            visited.append(session.shownBuffer.name)
        }
        #expect(visited == ["#r2", "#r3", "localhost", "zoe", "jun", "#r1"])
    }

    @Test func `What there is no room for is counted at the ends of the list`() {
        var session = ClientSession.inChannels(40, mentionedIn: 1)
        session.markRead(in: session.buffers.id(named: "#r1") ?? .server, at: noon)
        session.setVisible(session.buffers.id(named: "#r20"))
        var screen = Screen.forTests(120, 12)
        #expect(list(&screen, session).first == "↑ 17 quiet" && list(&screen, session).last == "↓ 17 quiet")
        session.hear(":bo!u@h PRIVMSG #r39 :hello", ":bo!u@h PRIVMSG #r40 :ana?", ":bo!u@h PRIVMSG #r2 :hello")
        #expect(list(&screen, session).first == "↑ 1 new" && list(&screen, session).last == "↓ 2 new 1!")
        #expect(list(&screen, session).contains("21 #r20"))
    }

    @Test func `What there is no room for is counted at the ends of the strip`() {
        var session = ClientSession.inChannels(40, mentionedIn: 1)
        session.markRead(in: session.buffers.id(named: "#r1") ?? .server, at: noon)
        session.setVisible(session.buffers.id(named: "#r20"))
        var screen = Screen.forTests(100, 24)
        let row = strip(&screen, session)
        #expect(row.hasPrefix(" ‹ 1") && row.hasSuffix(" quiet ›") && row.contains(" 21 #r20 "), "\(row)")
        session.hear(":bo!u@h PRIVMSG #r40 :ana?")
        #expect(strip(&screen, session).hasSuffix("  1 new 1! ›"))
        screen.resize(width: 40, height: 24)
        #expect(strip(&screen, session).hasSuffix(" 1! ›"))
    }

    @Test func `In a strip of any width the buffer on the screen is seen`() {
        var session = ClientSession.inChannels(40, mentionedIn: 40)
        var screen = Screen.forTests(100, 24)
        for room in [1, 20, 40] {
            session.setVisible(session.buffers.id(named: "#r\(room)"))
            for width in 20..<110 {
                screen.resize(width: width, height: 24)
                let row = strip(&screen, session)
                #expect(row.contains("\(room + 1) #r"), "\(width): \(row)")
            }
        }
    }

    // MARK: Pictures

    /// In forty rooms, of which `#r2` is on the screen; `jun` and `#r35` call, and in `#r5` something was said.
    private static func forty() -> ClientSession {
        var session = ClientSession.inChannels(40, mentionedIn: 35)
        session.hear(":jun!u@h PRIVMSG ana :psst", ":bo!u@h PRIVMSG #r5 :hello")
        session.setVisible(session.buffers.id(named: "#r2"))
        return session
    }

    private static func lastRows(_ count: Int, of picture: String) -> String {
        picture.split(separator: "\n", omittingEmptySubsequences: false).suffix(count).joined(separator: "\n")
    }

    @Test func `Forty rooms at 100x30, by number`() {
        var screen = Screen.forTests(100, 30)
        #expect(
            Self.lastRows(3, of: screen.picture(Self.forty()))
                == rows(
                    """
                    | 1 localhost  ● 42 jun 1!  2 #r1  3 #r2  4 #r3  5 #r4  6 #r5 1  7 #r6  8 #r7  9 #r8      1 new 1! ›
                    | ana · news: #r35! jun! #r5                                                           not encrypted
                    |ana ›
                    """))
    }

    @Test func `Forty rooms at 84x24, by news`() {
        var screen = Screen.forTests(84, 24) { $0.sortsByNews = true }
        screen.setSecurity(.local, of: .first)
        #expect(
            Self.lastRows(3, of: screen.picture(Self.forty()))
                == rows(
                    """
                    | 3 #r2  ● 36 #r35 1!  ● 42 jun 1!  6 #r5 1  1 localhost  2 #r1  4 #r3   +35 quiet ›
                    | ana · news: #r35! jun! #r5                            not encrypted · this machine
                    |ana ›
                    """))
    }

    @Test func `Forty rooms at 140x12, in the list`() {
        var screen = Screen.forTests(140, 12)
        screen.setSecurity(.tls, of: .first)
        let picture = screen.picture(Self.forty())
        #expect(
            picture.split(separator: "\n").dropFirst().prefix(9).map { $0.prefix(19) }.joined(separator: "\n")
                == rows(
                    """
                    | ↑ 1 quiet        │
                    | 42 jun        1! │
                    | rooms            │
                    |  2 #r1           │
                    |  3 #r2           │
                    |  4 #r3           │
                    |  5 #r4           │
                    |  6 #r5         1 │
                    | ↓ 1 new 1!       │
                    """))
        #expect(Self.lastRows(2, of: picture).hasSuffix(" TLS\nana ›"))
        let calls = screen.theme.mentionNick
        let edge = screen.draw(Self.forty(), at: noon).text(row: 9) { $0 == calls }
        #expect(edge == " ↓ 1 new 1!" + String(repeating: " ", count: 6))
    }

    @Test func `What calls stands out in the status line, and a connection that is not encrypted off this machine`() {
        let session = Self.forty()
        var screen = Screen.forTests(100, 30)
        let alert = screen.theme.barAlert
        #expect(screen.draw(session, at: noon).text(row: 28) { $0 == alert } == "#r35!jun!not encrypted")
        screen.setSecurity(.local, of: .first)
        #expect(screen.draw(session, at: noon).text(row: 28) { $0 == alert } == "#r35!jun!")
    }

    // MARK: Going to a buffer

    @Test(arguments: [("35", 35), ("05", 5), ("5", 5), ("41", 41)])
    func `Alt-J and a number lead to any buffer as soon as the number is whole`(digits: String, number: Int) {
        var session = ClientSession.inChannels(40, mentionedIn: 1)
        session.setVisible(session.buffers.id(named: "#r1"))
        var screen = Screen.forTests(100, 24)
        screen.type("half a ", in: &session)
        screen.press(.alt("j"), in: &session)
        screen.type(digits, in: &session)
        #expect(session.shownBuffer.name == "#r\(number - 1)")
        #expect(screen.draft(of: session.shownBuffer.id).isEmpty)
    }

    @Test func `A number that can go on waits for Enter, and one that is none leads nowhere`() {
        var session = ClientSession.inChannels(40, mentionedIn: 1)
        session.setVisible(session.buffers.id(named: "#r1"))
        var screen = Screen.forTests(100, 24)
        screen.press(.alt("j"), in: &session)
        screen.type("x4", in: &session)
        #expect(screen.picture(session).contains("▸ 4   #r3") && screen.picture(session).contains("  41  #r40"))
        #expect(session.shownBuffer.name == "#r1")
        screen.press(.enter, .alt("j"), in: &session)
        #expect(session.shownBuffer.name == "#r3")
        screen.type("42", in: &session)
        #expect(screen.picture(session).contains("nothing found") && session.shownBuffer.name == "#r3")
        screen.press(.escape, in: &session)
        #expect(!screen.picture(session).contains("nothing found"))
    }

    @Test func `Alt-/ goes to and fro between two buffers, and nowhere where the last one is closed`() {
        var session = Self.busy()
        var screen = Screen.forTests(100, 24)
        #expect(screen.handle(.key(.alt("/")), session) == [])
        screen.press(.alt("4"), in: &session)
        for name in ["#r1", "#r3", "#r1"] {
            screen.press(.alt("/"), in: &session)
            #expect(session.shownBuffer.name == name)
        }
        if let closed = session.buffers.id(named: "#r3") { _ = session.submit("/close", in: closed, at: noon) }
        #expect(screen.handle(.key(.alt("/")), session) == [])
    }

    @Test func `The list of buffers begins with the one where one is called, then news, then the last one`() {
        var session = Self.busy()
        var screen = Screen.forTests(100, 24)
        screen.press(.alt("3"), .alt("2"), .alt("k"), in: &session)
        let rows = screen.picture(session).split(separator: "\n").filter { $0.hasPrefix("  ") || $0.hasPrefix("▸ ") }
        let names = rows.compactMap { row in ["jun", "#r3", "#r2", "localhost"].first { row.contains(" \($0)") } }
        #expect(names.suffix(4) == ["localhost", "#r2", "#r3", "jun"])
    }
}
