import Client
import Protocol
import TUI
import Testing

/// Who heard a line is told on the screen, where that were not all in the room.
@Suite struct AudienceWordingTests {
    private func picture(_ screen: inout Screen, _ session: ClientSession) -> String {
        screen.draw(session, at: noon).text
    }

    @Test func `What was said to operators only is marked on the screen, and in the stream of lines`() {
        var session = ClientSession.inLobby()
        session.hear(
            ":mara!u@h PRIVMSG @#lobby :psst", ":mara!u@h NOTICE @#lobby :note",
            ":mara!u@h PRIVMSG @#lobby :\u{1}ACTION nods\u{1}", ":mara!u@h PRIVMSG #lobby :hello")
        var screen = Screen.forTests(80, 24)
        let text = picture(&screen, session)
        for said in ["psst", "note", "nods"] {
            #expect(text.contains("(@ operators only) \(said)"))
        }
        #expect(text.contains("│ hello"))
        var view = LinearView(clock: LocalClock { _ in 0 })
        let lines = view.updates(session, at: noon)
        #expect(lines.contains { $0.hasSuffix("mara (@ operators only): psst") })
        #expect(lines.contains { $0.hasSuffix("mara (@ operators only), notice: note") })
        #expect(lines.contains { $0.hasSuffix("mara (@ operators only) nods") })
        #expect(lines.contains { $0.hasSuffix("mara: hello") })
        screen.press(.tab, .up, .character("r"), in: &session)
        #expect(picture(&screen, session).contains("↳ replying to mara (@ operators only): nods"))
    }
}
