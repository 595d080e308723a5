import Client
import Protocol
import TUI
import Testing

@Suite("Formatting, links and what the terminal is told")
struct TextTests {
    @Test func `Bold, italic and colours are drawn, and end where they end`() {
        var session = ClientSession.inLobby()
        session.hear(from: "mara", "\u{2}bold\u{2} \u{1D}slanted\u{1D} \u{3}04,01red\u{3} plain")
        var screen = Screen.forTests(80, 24)
        let surface = screen.draw(session, at: noon)
        let y =
            surface.text.split(separator: "\n", omittingEmptySubsequences: false)
            .firstIndex { $0.contains("bold slanted red plain") } ?? 0
        let chat = { (part: (Style) -> Bool) in String(surface.text(row: y) { part($0) }.prefix(40)) }
        #expect(chat { $0.attributes == .bold && $0.foreground.isStandard } == "bold")
        #expect(chat { $0.attributes == .italic } == "slanted")
        #expect(chat { !$0.background.isStandard } == "red")
        var quiet = Screen.forTests(80, 24, depth: .none)
        let plain = quiet.draw(session, at: noon)
        #expect(plain[row: y].allSatisfy { $0.style.foreground.isStandard && $0.style.background.isStandard })
    }

    /// The bytes for one link in a screen that shows nothing else of the kind.
    private func linkBytes(_ width: Int, _ text: String) -> String {
        var session = ClientSession.inLobby("ana mara", topic: nil)
        session.hear(from: "mara", text)
        var screen = Screen.forTests(width, 12, depth: .none)
        return HyperlinkSequences.text(screen.draw(session, at: noon), since: nil, depth: .none)
    }

    @Test func `A link is told to the terminal behind the picture, where it stands, and the cursor comes back`() {
        let bytes = linkBytes(80, "see https://x.org/a.")
        #expect(
            bytes.hasPrefix("\u{1B}7\u{1B}[10;24H\u{1B}]8;id=") && bytes.hasSuffix("\u{1B}]8;;\u{1B}\\\u{1B}[m\u{1B}8"))
        #expect(bytes.contains(";https://x.org/a\u{1B}\\\u{1B}[0;4mhttps://x.org/a\u{1B}]8;;"))
    }

    @Test func `A link that is wrapped is one link in several rows`() {
        let bytes = linkBytes(50, "https://example.org/a/path/that/does/not/fit/in/one/row/of/it")
        let openings = bytes.split(separator: "\u{1B}").filter { $0.hasPrefix("]8;id=") }
        #expect(openings.count == 3 && Set(openings).count == 1)
        #expect(openings.first?.hasSuffix(";https://example.org/a/path/that/does/not/fit/in/one/row/of/it") == true)
    }

    @Test func `What is no ASCII in an address is encoded; nothing of it can end the mark`() {
        #expect(linkBytes(80, "https://x.org/é").contains(";https://x.org/%C3%A9\u{1B}\\"))
        #expect(!linkBytes(80, "https://x.org/\u{7}\u{1B}\\x").contains("\u{7}"))
    }

    @Test func `Only rows that changed are told again, and a link that is gone is taken back`() {
        var session = ClientSession.inLobby("ana", topic: nil)
        session.hear(from: "mara", "https://x.org/a")
        var screen = Screen.forTests(80, 12, depth: .none)
        let first = screen.draw(session, at: noon)
        #expect(HyperlinkSequences.text(screen.draw(session, at: noon), since: first, depth: .none) == "")
        screen.type("x", in: &session)
        #expect(HyperlinkSequences.text(screen.draw(session, at: noon), since: first, depth: .none) == "")
        session.hear(from: "mara", "more")
        let second = screen.draw(session, at: noon)
        #expect(HyperlinkSequences.text(second, since: first, depth: .none).contains("https://x.org/a"))
        screen.press(.function(1), in: &session)
        #expect(!HyperlinkSequences.text(screen.draw(session, at: noon), since: second, depth: .none).contains("]8;id"))
    }

    @Test func `Styles as sequences, for each kind of terminal`() {
        let style = Style(Color(196), on: Color(red: 1, green: 2, blue: 3), attributes: [.bold])
        #expect(style.sequence(in: .none) == "\u{1B}[0;1m")
        #expect(style.sequence(in: .palette) == "\u{1B}[0;1;38;5;196;48;5;16m")
        #expect(style.sequence(in: .direct) == "\u{1B}[0;1;38;2;255;0;0;48;2;1;2;3m")
        #expect(Style(Color(3), on: Color(12)).sequence(in: .sixteen) == "\u{1B}[0;33;104m")
        #expect(
            ColorDepth(count: 1 << 24, isDirect: true) == .direct && ColorDepth(count: 256, isDirect: false) == .palette
        )
    }

    @Test func `Copying, ringing, and the colour behind the text`() {
        #expect(EscapeSequences.copy("Man") == "\u{1B}]52;c;TWFu\u{1B}\\")
        #expect(EscapeSequences.copy("Ma") == "\u{1B}]52;c;TWE=\u{1B}\\")
        #expect(EscapeSequences.copy("é") == "\u{1B}]52;c;w6k=\u{1B}\\")
        let note = EscapeSequences.notification("bo\u{1B}", "a;b\u{7}", rings: true, showsText: true)
        #expect(note == "\u{7}\u{1B}]9;bo\u{FFFD}: a,b\u{FFFD}\u{1B}\\\u{1B}]777;notify;bo\u{FFFD};a,b\u{FFFD}\u{1B}\\")
        #expect(EscapeSequences.notification("bo", "hi", rings: true, showsText: false) == "\u{7}")
        #expect(EscapeSequences.notification("bo", "hi", rings: false, showsText: false) == "")
        let silent = EscapeSequences.notification("bo", "hi", rings: false, showsText: true)
        #expect(silent == "\u{1B}]9;bo: hi\u{1B}\\\u{1B}]777;notify;bo;hi\u{1B}\\")
        #expect(TerminalBackground.lightness("11;rgb:ffff/ffff/ffff").map { $0 > 0.99 } == true)
        #expect(TerminalBackground.lightness("11;rgb:00/00/00") == 0)
        #expect(
            TerminalBackground.lightness("10;rgb:00/00/00") == nil
                && TerminalBackground.lightness("11;rgb:zz/0/0") == nil)
        #expect(
            TerminalBackground.isLight(colorFGBG: "0;15") == true
                && TerminalBackground.isLight(colorFGBG: "15;0") == false)
    }

    @Test func `What is kept over restarts is read as it was written`() {
        var session = ClientSession.inLobby()
        var screen = Screen.forTests(80, 24)
        screen.type("sent", in: &session)
        screen.press(.enter, in: &session)
        screen.handleAndApply(.paste("a\tb\\n\nc"), &session)
        var savedState = SavedState("draft\tother #x\tstays\nnonsense\nsent\tother #x\ttheirs\n")
        screen.save(in: &savedState, server: "srv", session)
        let read = SavedState(savedState.text)
        #expect(read == savedState && read.drafts["other #x"] == "stays")
        #expect(read.sent == [.init("theirs", in: "other #x"), .init("sent", in: "srv #lobby")])
        #expect(SavedState(savedState.text.replacing("\n", with: "\r\n")) == read)
        #expect(SavedState("sent\tof before\n").sent == [.init("of before", in: "")])
        var later = Screen.forTests(80, 24)
        later.restore(read, server: "srv")
        #expect(later.inputPicture(session) == "|")
        _ = later.draw(session, at: noon)
        #expect(later.inputPicture(session) == "a b\\n\nc|")
    }

    @Test func `Two programs of one person keep what the other has written down`() {
        var session = ClientSession.inLobby()
        var screen = Screen.forTests(80, 24)
        screen.type("mine", in: &session)
        screen.press(.enter, in: &session)
        var savedState = SavedState(
            "sent\tsrv #lobby\ttheirs\ndraft\tsrv #other\tbegun\ndraft\tsrv #lobby\tlong sent\n")
        screen.save(in: &savedState, server: "srv", session)
        #expect(savedState.sent.map(\.text) == ["theirs", "mine"])
        #expect(savedState.drafts == ["srv #other": "begun"])
        screen.save(in: &savedState, server: "srv", session)
        #expect(savedState.sent.map(\.text) == ["theirs", "mine"])
    }

    @Test func `As lines, everything is told once and in words`() {
        var session = ClientSession.inLobby()
        var view = LinearView(clock: LocalClock { _ in 0 })
        session.hear(from: "mara", "good \u{2}morning\u{2}")
        #expect(
            view.updates(session, at: noon).suffix(3) == ["Topic: Be kind", "mara: good morning", "--- online as ana"])
        #expect(view.updates(session, at: noon) == [])
        session.hear(from: "bo", "\u{1}ACTION waves\u{1}", at: noon.advanced(bySeconds: 60))
        session.hear(":zed!u@h PRIVMSG ana :psst", at: noon.advanced(bySeconds: 61))
        #expect(view.updates(session, at: noon) == ["12:01 bo waves", "in zed, zed: psst"])
        session.setVisible(session.buffers.id(named: "zed"))
        #expect(view.updates(session, at: noon) == ["--- zed"])
    }

    @Test
    func `As lines, what is answered, put under a line and taken back is told in words, and rows stay rows`() {
        var session = ClientSession.inLobby()
        var view = LinearView(clock: LocalClock { _ in 0 })
        _ = view.updates(session, at: noon)
        session.hear("@msgid=1 :mara!u@h PRIVMSG #lobby :who comes?")
        session.hear("@msgid=2;+draft/reply=1 :bo!u@h PRIVMSG #lobby :I do")
        #expect(view.updates(session, at: noon) == ["mara: who comes?", "bo replies to mara (who comes?): I do"])
        session.hear("@+draft/reply=1;+draft/react=👍 :zed!u@h TAGMSG #lobby")
        #expect(view.updates(session, at: noon) == ["zed reacts 👍 to mara: who comes?"])
        session.hear("@+draft/reply=1;+draft/react=👍 :bo!u@h TAGMSG #lobby")
        #expect(view.updates(session, at: noon) == ["bo reacts 👍 to mara: who comes?"])
        session.hear(":bo!u@h REDACT #lobby 2 :oops")
        #expect(view.updates(session, at: noon) == ["what bo said was deleted by bo (oops)"])
        session.hear(
            ":mara!u@h BATCH +b draft/multiline #lobby", "@batch=b :mara!u@h PRIVMSG #lobby :one",
            "@batch=b :mara!u@h PRIVMSG #lobby :two", ":mara!u@h BATCH -b")
        #expect(view.updates(session, at: noon) == ["mara: one", "two"])
        #expect(view.updates(session, at: noon) == [])
    }
}
