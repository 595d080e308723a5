import Protocol
import TUI
import Testing

@testable import Client

/// Text alone, for copying by the terminal. A picture's rows begin behind the `|`.
@Suite("The bare view")
struct BareViewTests {
    private var session = ClientSession.busyLobby()
    private var screen = Screen.forTests(80, 24)

    @Test func `Time and nick stand before each text, from the left edge to the right, and nothing else is there`() {
        check(
            act: { screen, session in screen.press(.alt("l"), in: &session) },
            [
                """
                |12:03 <mara> line 11 of the morning
                |12:04 <bo> line 12 of the morning
                |12:04 <mara> line 13 of the morning
                |12:04 <mara> line 14 of the morning
                |12:05 <bo> line 15 of the morning
                |12:05 <mara> line 16 of the morning
                |12:05 <mara> line 17 of the morning
                |12:06 <bo> line 18 of the morning
                |12:06 <mara> line 19 of the morning
                |12:06 <mara> line 20 of the morning
                |12:07 <bo> line 21 of the morning
                |12:07 <mara> line 22 of the morning
                |12:07 <mara> line 23 of the morning
                |12:08 <bo> line 24 of the morning
                |12:08 <mara> line 25 of the morning
                |12:08 <mara> line 26 of the morning
                |12:09 <bo> line 27 of the morning
                |12:09 <mara> line 28 of the morning
                |12:09 <mara> line 29 of the morning
                |12:10 <bo> line 30 of the morning
                |12:00 ⇄ q1 and q3 joined · q2 came and went
                |12:01 <bo> ana: see https://example.org/a/b please
                |12:01 ← bo left
                |12:01 <mara> so quiet
                """,
                """
                |12:07 <bo> line 21 of the morning
                |12:07 <mara> line 22 of the morning
                |12:07 <mara> line 23 of the morning
                |12:08 <bo> line 24 of the morning
                |12:08 <mara> line 25 of the morning
                |12:08 <mara> line 26 of the morning
                |12:09 <bo> line 27 of the morning
                |12:09 <mara> line 28 of the morning
                |12:09 <mara> line 29 of the morning
                |12:10 <bo> line 30 of the morning
                |12:00 ⇄ q1 and q3 joined · q2 came and went
                |12:01 <bo> ana: see https://example.org/a/b please
                |12:01 ← bo left
                |12:01 <mara> so quiet
                """,
                """
                |· q2 came and went
                |12:01 <bo> ana: see
                |https://example.org/a/b
                |please
                |12:01 ← bo left
                |12:01 <mara> so quiet
                """,
            ])
    }

    @Test(arguments: [Key.alt("l"), .character("x"), .escape, .enter, .up, .control("c"), Key(.wheelUp)])
    func `Any key goes back, and does nothing else`(key: Key) {
        var (session, screen) = (session, screen)
        screen.type("half a draft", in: &session)
        let before = screen.picture(session)
        screen.press(.alt("l"), in: &session)
        let surface = screen.draw(session, at: noon)
        #expect(surface.text != before && surface.cursor == nil && screen.showsBareView)
        #expect(screen.handle(.key(key), session) == [])
        #expect(screen.picture(session) == before && !screen.showsBareView)
    }

    @Test mutating func `What is pasted goes back as well, and into the input`() {
        screen.press(.alt("l"), in: &session)
        screen.handleAndApply(.paste("pasted"), &session)
        #expect(!screen.showsBareView && screen.picture(session).hasSuffix("\nana › pasted"))
    }

    @Test mutating func `It stands still while something comes, which is there afterwards`() {
        screen.press(.alt("l"), in: &session)
        let before = screen.picture(session)
        session.hear(from: "bo", "just now")
        #expect(screen.picture(session) == before)
        screen.press(.alt("l"), in: &session)
        #expect(screen.picture(session).contains("bo │ just now"))
        screen.press(.alt("l"), in: &session)
        #expect(screen.picture(session).hasSuffix("<bo> just now"))
    }

    @Test mutating func `Nothing is read while it is there, and a rule stands above what came meanwhile`() {
        session.markRead(in: session.shownBuffer.id, at: noon)
        session.hear(":ana!u@h JOIN #tea", ":bo!u@h PRIVMSG #tea :cup")
        screen.resize(width: 120, height: 24)
        screen.split(with: "#tea", ChatModel(session))
        #expect(!screen.picture(session).contains(" 2 unread "))
        #expect(screen.inSight != nil && screen.beside != nil)
        screen.press(.alt("l"), in: &session)
        show()
        #expect(screen.inSight == nil && screen.inSightBeside == nil && screen.beside == nil)
        for text in ["one", "two"] { session.hear(from: "bo", text) }
        screen.press(.escape, in: &session)
        for _ in 0..<2 { #expect(show().contains(" 2 unread ")) }
        #expect(screen.inSight != nil && screen.beside != nil)
        // The rule stays where nothing more comes.
        let before = screen.picture(session)
        screen.press(.alt("l"), .escape, in: &session)
        #expect(screen.picture(session) == before)
    }

    @Test mutating func `The rule is there also where another buffer is shown first`() {
        session.markRead(in: session.shownBuffer.id, at: noon)
        let lobby = session.shownBuffer.id
        show()
        screen.press(.alt("l"), in: &session)
        show()
        for text in ["one", "two"] { session.hear(from: "bo", text) }
        // As a JOIN that was asked for does.
        for id in [BufferID.server, lobby] {
            screen.willShow(id, session)
            session.setVisible(id)
            #expect(!screen.showsBareView && show().contains(" 2 unread ") == (id == lobby))
        }
        #expect(session.shownBuffer.unread == 2)
    }

    @Test mutating func `What comes once there are panes again is read as it comes`() {
        session.markRead(in: session.shownBuffer.id, at: noon)
        show()
        for _ in 0..<2 {
            screen.press(.alt("l"), in: &session)
            show()
        }
        #expect(session.isWatching)
        session.hear(from: "bo", "one")
        #expect(!show().contains(" unread "))
    }

    @Test mutating func `Further up, what came has the rule where it begins, below what is in sight`() {
        session.markRead(in: session.shownBuffer.id, at: noon)
        show()
        screen.press(.pageUp, .alt("l"), in: &session)
        show()
        session.hear(from: "bo", "one")
        screen.press(.escape, in: &session)
        show()
        screen.press(.alt("u"), in: &session)
        #expect(show().contains(" 1 unread "))
    }

    /// A picture, behind which the session is told what lies over the buffers.
    @discardableResult
    private mutating func show() -> String {
        defer { session.cover(screen.showsBareView) }
        return screen.picture(session)
    }

    @Test mutating func `What stands as one row does not grow meanwhile`() {
        for nick in ["r1", "r2"] { session.hear(":\(nick)!u@h JOIN #lobby") }
        screen.press(.alt("l"), in: &session)
        let before = screen.picture(session)
        #expect(before.hasSuffix("⇄ r1 and r2 joined"))
        session.hear(":r3!u@h JOIN #lobby")
        #expect(screen.picture(session) == before)
    }

    @Test func `The time and the events that the person chose hold here`() {
        var (session, screen) = (session, Screen.forTests(80, 24) { ($0.timeFormat, $0.events) = ("%H:%M:%S", .none) })
        screen.press(.alt("l"), in: &session)
        let picture = screen.picture(session)
        #expect(picture.hasSuffix("12:01:00 <bo> ana: see https://example.org/a/b please\n12:01:20 <mara> so quiet"))
        #expect(!picture.contains("q1"))
        // Also where they are the newest.
        var (other, empty) = (ClientSession.online(), Screen.forTests(80, 24) { $0.events = .none })
        other.hear(":ana!u@h JOIN #den", ":srv 366 ana #den :End", ":bo!u@h JOIN #den", ":cy!u@h JOIN #den")
        other.setVisible(other.buffers.id(named: "#den"))
        empty.press(.alt("l"), in: &other)
        #expect(!empty.picture(other).contains("cy"))
    }

    @Test mutating func `The mouse is the terminal's own, and what it still tells does nothing`() {
        #expect(!screen.draw(session, at: noon).leavesMouse)
        screen.press(.alt("l"), in: &session)
        let before = screen.draw(session, at: noon)
        #expect(before.leavesMouse)
        for kind in [MouseEvent.Kind.press(.left), .release, .press(.right), .wheelUp] {
            #expect(screen.handle(.mouse(MouseEvent(kind, x: 3, y: 20)), session) == [])
        }
        #expect(screen.draw(session, at: noon) == before)
        screen.press(.escape, in: &session)
        #expect(!screen.draw(session, at: noon).leavesMouse)
    }

    @Test mutating func `Of two buffers side by side it is that which is typed into, from edge to edge`() {
        session.hear(":ana!u@h JOIN #tea", ":bo!u@h PRIVMSG #tea :cup")
        session.setVisible(session.buffers.id(named: "#lobby"))
        screen.resize(width: 120, height: 24)
        screen.split(with: "#tea", ChatModel(session))
        screen.press(.alt("l"), in: &session)
        let picture = screen.picture(session)
        #expect(picture.hasSuffix("12:01 <mara> so quiet") && !picture.contains("cup") && !picture.contains("│"))
    }

    @Test mutating func `Further up, it ends where one is`() {
        screen.press(.pageUp, .alt("l"), in: &session)
        #expect(screen.picture(session).contains("<mara> line 16 of the morning"))
        #expect(!screen.picture(session).contains("line 17"))
        // The place is kept.
        screen.press(.escape, in: &session)
        #expect(screen.picture(session).contains("┄"))
    }

    @Test mutating func `Joins that stand line by line do so here`() {
        screen.press(.tab, .up, .up, .up, .enter, .escape, .alt("l"), in: &session)
        let picture = screen.picture(session)
        #expect(picture.contains("12:00 → q1 joined\n12:00 → q2 joined") && !picture.contains("⇄"))
    }

    @Test mutating func `A link that is cut at the edge is one link`() {
        let url = "https://example.org/" + String(repeating: "a", count: 100)
        session.hear(from: "bo", "see \(url) there")
        screen.press(.alt("l"), in: &session)
        let links = screen.draw(session, at: noon).links.filter { $0.url == url }
        #expect(links.map(\.columns) == [0..<80, 0..<40])
    }

    @Test mutating func `A wide sign and rows of one message are cut as elsewhere, and no width is too small`() {
        session.hear(from: "bo", String(repeating: "日本", count: 60))
        for (width, height) in [(1, 1), (2, 3), (3, 2), (7, 5), (200, 60)] {
            screen.resize(width: width, height: height)
            screen.press(.alt("l"), in: &session)
            let surface = screen.draw(session, at: noon)
            #expect(surface.width == width && surface.height == height && screen.showsBareView)
            screen.press(.escape, in: &session)
        }
    }

    @Test mutating func `Another buffer that is shown has its panes, and an empty one has nothing to copy`() {
        screen.press(.alt("l"), in: &session)
        screen.willShow(.server, session)
        session.setVisible(.server)
        #expect(!screen.showsBareView && screen.picture(session).hasSuffix("\nana ›"))
        let empty = ClientSession(
            configuration: SessionConfiguration(nicks: ["ana"], channels: [], hostLabel: "localhost"), seed: 1)
        var other = Screen.forTests(80, 24)
        #expect(other.handle(.key(.alt("l")), empty) == [])
        #expect(!other.showsBareView)
        #expect(other.picture(empty).contains("There is nothing here to copy."))
    }

    @Test mutating func `A list and the help give way to it`() {
        for key in [Key.alt("k"), .function(1), .tab] {
            screen.press(key, .alt("l"), in: &session)
            #expect(screen.showsBareView, "\(key)")
            #expect(screen.picture(session).hasSuffix("12:01 <mara> so quiet"))
            screen.press(.escape, in: &session)
        }
    }
}
