import Client
import TUI
import Testing

/// One line each: what is typed before with `|` at the cursor, the keys, and what is typed then.
@Suite("Keys in the input")
struct InputKeyTests {
    private func check(
        _ before: String, _ keys: Key..., gives after: String, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        var session = ClientSession.inLobby()
        var screen = Screen.forTests(40, 24)
        let parts = before.split(separator: "|", omittingEmptySubsequences: false)
        screen.handleAndApply(.paste(String(parts[0] + parts[1])), &session)
        for _ in 0..<parts[1].count { screen.press(.left, in: &session) }
        for key in keys { screen.press(key, in: &session) }
        #expect(screen.inputPicture(session) == after, sourceLocation: sourceLocation)
    }

    @Test func `Readline's keys, with a ring of what was cut, and undo`() {
        check("one two three|", .control("w"), .control("w"), .control("y"), gives: "one two three|")
        check("one two|", .control("w"), .control("a"), .control("y"), gives: "two|one ")
        check("one two|", .control("w"), .left, .control("w"), .control("e"), .control("y"), gives: " one|")
        check("one two|", .control("w"), .left, .control("w"), .control("y"), .alt("y"), gives: "two| ")
        check("ab|", .control("t"), gives: "ba|")
        check("one two|", .alt("b"), .alt("d"), gives: "one |")
        check("one two|", .control("u"), .control("_"), gives: "one two|")
        check("|", .character("a"), .character("b"), .control("w"), .control("_"), .control("_"), gives: "|")
        check("one two|", .control(.left), .control("k"), gives: "one |")
    }

    @Test func `A typed mark joins the letter before it, and stands alone where there is none`() {
        check("|", .character("e"), .character("\u{301}"), .left, gives: "|e\u{301}")
        check("|", .character("\u{301}"), .character("e"), .left, gives: "\u{301}|e")
        check("日|", .character("本"), .character("x"), .left, .left, gives: "日|本x")
    }

    @Test func `Up and Down move inside a draft of several rows`() {
        check("one\ntwo|", .up, gives: "one|\ntwo")
        check("one\nlonger|", .up, .down, gives: "one\nlon|ger")
        check(
            "1234567890 1234567890 1234567890 1234567890|", .up, gives: "1234567890| 1234567890 1234567890 1234567890")
        check("ab|", .alt(.enter), .character("c"), gives: "ab\nc|")
    }

    @Test func `A held Up stops at the draft's edge; pressed again, it scrolls`() {
        var session = ClientSession.busyLobby()
        var screen = Screen.forTests(80, 24)
        screen.handleAndApply(.paste("one\ntwo\nthree"), &session)
        var now: Int64 = 1000
        for _ in 0..<20 {
            _ = screen.handle(.key(.up), session, at: now)
            now += 30
        }
        #expect(screen.inputPicture(session).hasPrefix("one|\n"))
        #expect(!screen.picture(session).contains("┄"))
        _ = screen.handle(.key(.up), session, at: now + 151)
        #expect(screen.picture(session).contains("┄"))
        // With one row there is nothing to stop at.
        var other = Screen.forTests(80, 24)
        for step in 0..<3 { _ = other.handle(.key(.up), session, at: Int64(step) * 30) }
        #expect(other.picture(session).contains("┄"))
    }

    @Test func `Lines sent earlier come back, and the draft after them; a list of them is searched`() {
        var session = ClientSession.inLobby()
        var screen = Screen.forTests(80, 24)
        for line in ["first", "second", "third"] {
            screen.type(line, in: &session)
            screen.press(.enter, in: &session)
        }
        screen.type("draft", in: &session)
        screen.press(.control(.up), .control(.up), in: &session)
        #expect(screen.inputPicture(session) == "second|")
        screen.press(.control(.down), .control(.down), in: &session)
        #expect(screen.inputPicture(session) == "draft|")
        screen.press(.control("r"), in: &session)
        screen.type("fir", in: &session)
        #expect(screen.picture(session).contains("▸ first"))
        screen.press(.enter, in: &session)
        #expect(screen.inputPicture(session) == "first|")
    }

    @Test func `A room's lines come back in that room; the list has those of all`() {
        var session = ClientSession.inLobby()
        var screen = Screen.forTests(80, 24)
        screen.type("to the lobby", in: &session)
        screen.press(.enter, in: &session)
        session.hear(":ana!u@h JOIN #other")
        session.setVisible(session.buffers.id(named: "#other"))
        screen.press(.control(.up), in: &session)
        #expect(screen.inputPicture(session) == "|")
        screen.type("to the other", in: &session)
        screen.press(.enter, .control(.up), .control(.up), in: &session)
        #expect(screen.inputPicture(session) == "to the other|")
        screen.press(.control("r"), in: &session)
        let picture = screen.picture(session)
        #expect(picture.contains("to the lobby") && picture.contains("▸ to the other"))
    }

    @Test func `Of one place two hundred lines are kept, and those of others stay`() {
        var inputHistory = InputHistory()
        let busy = InputHistory.Place(.first, "#a")
        inputHistory.add("other", in: InputHistory.Place(.first, "#b"))
        for number in 1...InputHistory.limitPerBuffer { inputHistory.add("\(number)", in: busy) }
        #expect(inputHistory.lines.count == InputHistory.limitPerBuffer + 1)
        inputHistory.add("one more", in: busy)
        #expect(inputHistory.lines.count == InputHistory.limitPerBuffer + 1)
        #expect(inputHistory.lines.first?.text == "other" && inputHistory.lines[1].text == "2")
    }

    @Test func `With arrows = recall, Up brings back what was sent`() {
        var session = ClientSession.busyLobby()
        var screen = Screen.forTests(80, 24) { $0.arrows = .inputHistory }
        screen.type("said", in: &session)
        screen.press(.enter, .up, in: &session)
        #expect(screen.inputPicture(session) == "said|")
        #expect(!screen.picture(session).contains("┄"))
        screen.press(.down, in: &session)
        #expect(screen.inputPicture(session) == "|")
    }

    @Test(arguments: ["Quit: ", "Quit", ""])
    func `Who quits without a reason is said to have quit, and no more`(_ reason: String) {
        var session = ClientSession.inLobby()
        session.hear(from: "bo", "hi")
        session.hear(":bo!u@h QUIT :\(reason)")
        var screen = Screen.forTests(80, 24)
        let picture = screen.picture(session)
        #expect(picture.contains("bo quit") && !picture.contains("bo quit ("))
    }

    @Test func `Keys have names, and the other way round`() {
        let keys = KeyMap.standard.bindings.flatMap(\.actions).flatMap(\.keys)
        for key in keys { #expect(Key(named: key.description) == key, "\(key)") }
        #expect(Key(named: "ctrl-F") == .control("f"))
        #expect(Key(named: "Alt-Shift-Up") == Key(.up, [.alt, .shift]))
        #expect(Key(named: "Ctrl-") == nil && Key(named: "") == nil && Key(named: "Hyper-X") == nil)
    }

    /// People have them in their `tui.toml`.
    @Test func `The names of actions in the configuration stay what they are`() {
        #expect(
            Action.allCases.map(\.rawValue) == [
                "up", "down", "page-up", "page-down", "oldest", "newest", "wheel-up", "wheel-down", "line-start",
                "line-end", "move-left", "move-right", "word-left", "word-right", "input-start", "input-end",
                "delete-backward", "delete-forward", "cut-to-start", "cut-to-end", "cut-word", "cut-word-forward",
                "yank", "yank-older", "transpose", "undo", "send", "new-row", "format", "complete", "complete-back",
                "interrupt", "recall-older",
                "recall-newer", "recall-list", "next-buffer", "previous-buffer", "buffer-with-news", "switch-buffer",
                "buffer-1", "buffer-2", "buffer-3", "buffer-4", "buffer-5", "buffer-6", "buffer-7", "buffer-8",
                "buffer-9", "buffer-by-number", "last-buffer", "first-unread", "previous-mention", "next-mention",
                "search", "go-to-time", "choose", "toggle-buffers", "toggle-members", "members-focus", "other-pane",
                "bare-view", "help", "redraw", "suspend", "escape",
            ])
        #expect(Action.buffer3.bufferNumber == 3 && Action.bufferWithNews.bufferNumber == nil)
    }

    @Test func `Every action has a key and a purpose in the help`() {
        let bound = Set(KeyMap.standard.bindings.flatMap(\.actions).filter { !$0.keys.isEmpty }.map(\.action))
        #expect(Action.allCases.filter { !bound.contains($0) } == [])
    }

    @Test func `A key can be given another meaning, and the help shows it`() {
        var map = KeyMap.standard
        map.bind(.function(5), to: .search)
        map.bind(.control("l"), to: nil)
        #expect(map.action(of: .function(5)) == .search && map.action(of: .control("f")) == .search)
        #expect(map.action(of: .control("l")) == nil)
        #expect(map.bindings.contains { $0.names == "F5 Ctrl-F" })
    }
}

extension Screen {
    /// What is typed, with `|` at the cursor.
    func inputPicture(_ session: ClientSession) -> String {
        let (text, cursor) = input(session)
        return String(text.prefix(cursor)) + "|" + String(text.dropFirst(cursor))
    }
}
