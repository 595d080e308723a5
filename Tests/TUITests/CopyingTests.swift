import Client
import Protocol
import TUI
import Testing

/// What copying a line gives, and what is said of it.
@Suite struct CopyingTests {
    private func picture(_ screen: inout Screen, _ session: ClientSession) -> String {
        screen.draw(session, at: noon).text
    }

    @Test(arguments: [
        ("xterm-256color", false, Clipboard.unknown), ("screen-256color", true, .tmux), ("tmux-256color", true, .tmux),
        ("linux", false, .none), ("vt100", false, .none), ("screen", false, .unknown), ("xterm-kitty", true, .tmux),
    ])
    func `That something was copied is said nowhere, since no terminal says so`(
        term: String, isInTmux: Bool, expected: Clipboard
    ) {
        #expect(Clipboard(term: term, isInTmux: isInTmux) == expected)
        var session = ClientSession.inLobby()
        session.hear(from: "mara", "look at this")
        var screen = Screen(
            width: 120, height: 24, shaper: .forTests, clock: LocalClock { _ in 0 }, theme: Theme(.none),
            clipboard: expected)
        _ = screen.draw(session, at: noon)
        screen.press(.tab, in: &session)
        let intents = screen.handle(.key(.character("y")), session)
        #expect(intents == (expected == .none ? [] : [.copy("look at this")]))
        let text = picture(&screen, session)
        #expect(!text.contains("Copied"))
        #expect(text.contains(expected == .none ? "Not copied" : "Handed to"))
    }

    @Test func `A program for the clipboard is named, also where the terminal has none`() {
        for (clipboard, words) in [
            (Clipboard.none, "Handed to wl-copy."), (.unknown, "Handed to wl-copy, and to the terminal's clipboard."),
            (.tmux, "Handed to wl-copy, and to tmux."),
        ] {
            var session = ClientSession.inLobby()
            session.hear(from: "mara", "look at this")
            var screen = Screen(
                width: 120, height: 24, shaper: .forTests, clock: LocalClock { _ in 0 }, theme: Theme(.none),
                clipboard: clipboard, clipboardProgram: "wl-copy")
            _ = screen.draw(session, at: noon)
            screen.press(.tab, in: &session)
            #expect(screen.handle(.key(.character("y")), session) == [.copy("look at this")])
            #expect(picture(&screen, session).contains(words))
        }
    }

    @Test func `Where the mouse is the program's, the terminal's selection needs Shift`() {
        var session = ClientSession.inLobby()
        var settings = ScreenSettings()
        settings.usesMouse = true
        var screen = Screen(
            width: 120, height: 24, shaper: .forTests, clock: LocalClock { _ in 0 }, theme: Theme(.none),
            settings: settings, clipboard: .none)
        session.hear(from: "mara", "look at this")
        _ = screen.draw(session, at: noon)
        screen.press(.tab, .character("y"), in: &session)
        #expect(picture(&screen, session).contains("Select the text with Shift and the mouse."))
    }

    @Test func `Of a join what is read is copied, and never nothing`() {
        var session = ClientSession.inLobby()
        session.hear(":mara!u@h PART #lobby")
        var screen = Screen.forTests(80, 24)
        _ = screen.draw(session, at: noon)
        screen.press(.tab, in: &session)
        #expect(screen.handle(.key(.character("y")), session) == [.copy("mara left")])
        session.hear(":q1!u@h JOIN #lobby", ":q2!u@h JOIN #lobby")
        screen = Screen.forTests(80, 24)
        _ = screen.draw(session, at: noon)
        screen.press(.tab, in: &session)
        #expect(screen.handle(.key(.character("y")), session) == [.copy("q1 and q2 joined · mara left")])
    }
}
