import Client
import Protocol
import TUI
import Testing

/// Parts of the screen, one rule each.
@Suite("Parts of the screen")
struct ScreenPartTests {
    private func status(_ picture: String) -> Substring { picture.split(separator: "\n").dropLast().last ?? "" }

    @Test func `The status says how the connection stands, and counts down to the next try`() {
        var session = ClientSession.inLobby()
        var screen = Screen.forTests(80, 24)
        #expect(status(screen.picture(session)).hasPrefix(" ana "))
        #expect(status(screen.picture(session)).hasSuffix("  not encrypted"))
        screen.setSecurity(.local, of: .first)
        #expect(status(screen.picture(session)).hasSuffix("  not encrypted · this machine"))
        screen.setSecurity(.tls, of: .first)
        #expect(status(screen.picture(session)).hasSuffix("  TLS"))
        session.disconnected(cause: "the server closed the connection", at: noon)
        let offline = status(screen.picture(session, at: noon))
        #expect(offline.hasPrefix(" offline, again in ") && offline.hasSuffix(" s · ana"))
    }

    @Test func `A row is told in runs of equal cells, a wide one once`() {
        var surface = Surface(width: 8, height: 1)
        surface.draw(
            [Glyph("a"), Glyph("a"), Glyph("日", width: 2), Glyph("b")].map { ShapedCell($0, .plain) }, x: 0, y: 0)
        let runs = surface.runs(row: 0, in: 0..<9)
        #expect(runs.map(\.cell.glyph.text) == ["a", "日", "b", " "])
        #expect(runs.map(\.count) == [2, 1, 1, 3])
        #expect(surface.runs(row: 0, in: 1..<5).map(\.count) == [1, 1, 1])
    }

    @Test func `A draft survives a loss and an error, until the session has taken it`() {
        var session = ClientSession.inLobby()
        var screen = Screen.forTests(80, 24)
        screen.type("important words", in: &session)
        session.disconnected(cause: "the network is gone", at: noon)
        screen.press(.enter, in: &session)
        var picture = screen.picture(session)
        #expect(picture.hasSuffix("› important words"))
        #expect(picture.contains("your line is kept"))
        screen.press(.escape, in: &session)
        #expect(!screen.picture(session).contains("your line is kept"))
        screen.press(.control("u"), in: &session)
        screen.type("/jion #x", in: &session)
        screen.press(.enter, in: &session)
        picture = screen.picture(session)
        #expect(picture.contains("/join"))
        #expect(picture.hasSuffix("› /jion #x"))
    }

    @Test func `Each buffer has its own draft`() {
        var session = ClientSession.inLobby()
        var screen = Screen.forTests(80, 24)
        screen.type("for the lobby", in: &session)
        screen.press(.alt("1"), in: &session)
        #expect(screen.picture(session).hasSuffix("\nana ›"))
        screen.press(.control("n"), in: &session)
        #expect(screen.picture(session).hasSuffix("› for the lobby"))
    }

    @Test func `Several buffers: a strip below 110 columns, a list from there on`() {
        var session = ClientSession.inLobby()
        session.hear(":bo!u@h PRIVMSG ana :psst")
        var screen = Screen.forTests(80, 24)
        #expect(screen.picture(session).contains("\n 1 localhost  ● 3 bo 1!  2 #lobby\n"))
        screen.resize(width: 120, height: 24)
        let picture = screen.picture(session).split(separator: "\n")
        #expect(picture[1].hasPrefix(" 1 localhost      │"))
        #expect(picture[3].hasPrefix(" 3 bo          1! │"))
        #expect(picture[2].hasPrefix(" people ") && picture[4].hasPrefix(" rooms "))
        #expect(picture[5].hasPrefix(" 2 #lobby"))
        screen.press(.function(7), in: &session)
        #expect(!screen.picture(session).contains("1 localhost"))
    }

    @Test func `Users by rank and name, their number on top, the rest counted`() {
        let many = (10..<60).map { "n\($0)" }.joined(separator: " ")
        let session = ClientSession.inLobby("zed @mara +bo ana \(many)")
        var screen = Screen.forTests(80, 12)
        let column = screen.picture(session).split(separator: "\n").compactMap { $0.split(separator: "│").last }
        #expect(Array(column[1...3]) == [" 54 here", " operators", " @mara"])
        #expect(column[9] == "  … 50 more · F9")
        screen.resize(width: 63, height: 12)
        #expect(!screen.picture(session).contains("operators"))
    }

    @Test func `A paste of several lines waits in the input`() {
        var session = ClientSession.inLobby()
        var screen = Screen.forTests(80, 24)
        screen.handleAndApply(.paste("one\ntwo\n"), &session)
        var picture = screen.picture(session)
        #expect(picture.hasSuffix("\n 2 messages · Enter sends · Ctrl-C clears it\nana › one\n      two"))
        #expect(!picture.contains("│ one"))
        screen.press(.enter, in: &session)
        picture = screen.picture(session)
        #expect(picture.contains("│ one") && picture.contains("│ two"))
        #expect(picture.hasSuffix("\nana ›"))
    }

    @Test func `Keys are told by the names that they have`() {
        var session = ClientSession.inLobby()
        var screen = Screen.forTests(80, 24) {
            $0.keyMap.bind(.control("x"), to: .interrupt)
            $0.keyMap.bind(.function(2), to: .send)
            $0.keyMap.bind(.function(3), to: .escape)
        }
        screen.handleAndApply(.paste("one\ntwo"), &session)
        #expect(screen.picture(session).contains("\n 2 messages · F2 sends · Ctrl-X clears it\n"))
        screen.press(.control("x"), .control("x"), in: &session)
        #expect(screen.picture(session).contains("Press Ctrl-X again to quit."))
        screen.press(.function(9), in: &session)
        #expect(screen.picture(session).contains("\n users · letters filter · F2: who that is · F3 closes\n"))
        // One that has no key is not told of.
        screen.settings.keyMap.bind(.function(2), to: nil)
        screen.settings.keyMap.bind(.enter, to: nil)
        #expect(screen.picture(session).contains("\n users · letters filter · F3 closes\n"))
    }

    @Test func `Lists, the help, a chosen message and a card tell their keys by the names that they have`() {
        var session = ClientSession.inLobby("@mara +bo ana", topic: nil)
        session.hear(from: "mara", "hello")
        session.hear(":q1!u@h JOIN #lobby", ":q2!u@h JOIN #lobby")
        var screen = Screen.forTests(80, 24) {
            $0.usesMouse = true
            $0.keyMap.bind(.function(2), to: .send)
            $0.keyMap.bind(.function(3), to: .escape)
            $0.keyMap.bind(.function(4), to: .complete)
        }
        func tells(_ words: String) -> Bool { screen.picture(session).contains(words) }
        screen.press(.alt("k"), in: &session)
        #expect(tells(" go to buffer · F2 goes there · F3 closes\n"))
        screen.press(.function(3), .control("f"), in: &session)
        #expect(tells(" search here · Up chooses · F2 asks the server · F4: all buffers · F3 closes\n"))
        screen.press(.function(3), .function(1), in: &session)
        #expect(tells("F3 closes · F4 commands · type to filter · Up/Down scroll"))
        screen.press(.function(3), .function(4), in: &session)
        #expect(tells("F2 opens · ") && tells(" · F3 cancel"))
        screen.press(.function(3), in: &session)
        screen.click(on: "mara │", in: &session)
        #expect(tells("m message   i ignore   F3 closes"))
        // One that has no key is not told of.
        screen.settings.keyMap.bind(.function(3), to: nil)
        screen.settings.keyMap.bind(.escape, to: nil)
        #expect(tells("m message   i ignore  ") && !tells("closes"))
    }

    @Test func `Tab completes nicks, the next Tab offers the next`() {
        var session = ClientSession.inLobby("mara mario ana bo")
        var screen = Screen.forTests(80, 24)
        session.hear(from: "mario", "hi")
        screen.type("mar", in: &session)
        screen.press(.tab, in: &session)
        #expect(screen.picture(session).hasSuffix("› mario:"))
        screen.press(.tab, in: &session)
        #expect(screen.picture(session).hasSuffix("› mara:"))
        screen.press(.control("u"), in: &session)
        screen.type("/jo", in: &session)
        screen.press(.tab, in: &session)
        #expect(screen.picture(session).hasSuffix("› /join room[,room] [key]"))
        #expect(screen.input(session).text == "/join ")
    }

    @Test func `The help lists every binding, from the table that binds`() {
        var session = ClientSession.inLobby()
        var screen = Screen.forTests(100, 60)
        screen.press(.function(1), in: &session)
        let picture = screen.picture(session)
        for binding in KeyMap.standard.bindings { #expect(picture.contains(binding.names)) }
        screen.press(.escape, in: &session)
        #expect(screen.picture(session).contains("operators"))
    }

    @Test(
        "What is unread above the screen is read where the person goes to the newest line once more",
        arguments: [Key.escape, .control(.end), .end])
    func allRead(key: Key) throws {
        var session = ClientSession.inLobby()
        var screen = Screen.forTests(80, 24)
        for number in 0..<200 { session.hear(from: "mara", "line \(number)") }
        _ = screen.picture(session)
        let id = try #require(session.visible)
        screen.press(.pageUp, in: &session)
        #expect(screen.handle(.key(key), session) == [])
        #expect(session.buffers[id]?.unread == 200)
        #expect(screen.handle(.key(key), session) == [.markRead(id.address)])
        session.markRead(in: id, at: noon)
        #expect(session.buffers[id]?.unread == 0)
        #expect(screen.handle(.key(key), session) == [])
    }

    @Test func `Typing filters the help while that is open; the search finds what /list answered`() {
        var session = ClientSession.inLobby()
        var screen = Screen.forTests(100, 60)
        screen.type("a half draft", in: &session)
        screen.press(.function(1), .control("f"), in: &session)
        screen.type("MENTION", in: &session)
        #expect(screen.picture(session).contains("Alt-P/N") && !screen.picture(session).contains("cut the word"))
        screen.type("x", in: &session)
        #expect(screen.picture(session).contains("nothing found"))
        screen.press(.backspace, in: &session)
        // Enter sends nothing that is typed elsewhere, and what is pasted is looked for.
        #expect(screen.handleAndApply(.key(.enter), &session) == [])
        screen.press(.control("u"), in: &session)
        #expect(screen.handleAndApply(.paste("cut\nthe"), &session) == [])
        #expect(screen.picture(session).contains("cut the word") && !screen.picture(session).contains("Alt-P/N"))
        screen.press(.escape, in: &session)
        #expect(screen.picture(session).contains("cut the word"))
        screen.press(.escape, in: &session)
        #expect(screen.picture(session).contains("operators") && screen.inputPicture(session) == "a half draft|")
        screen.press(.control("u"), in: &session)
        session.hear(":localhost 322 ana #teahouse 3 :Tea for all")
        session.setVisible(.server)
        screen.press(.control("f"), in: &session)
        screen.type("teah", in: &session)
        #expect(
            screen.picture(session).contains("  #teahouse  3  Tea for all")
                || screen.picture(session).contains("#teahouse"))
    }

    @Test func `Ctrl-C puts the draft away, and on an empty input asks before it quits`() {
        var session = ClientSession.inLobby()
        var screen = Screen.forTests(80, 24)
        screen.type("oops", in: &session)
        #expect(screen.handle(.key(.control("c")), session) == [])
        #expect(screen.picture(session).hasSuffix("\nana ›"))
        screen.press(.control(.up), in: &session)
        #expect(screen.picture(session).hasSuffix("› oops"))
        screen.press(.control("u"), in: &session)
        #expect(screen.handle(.key(.control("c")), session) == [])
        #expect(screen.picture(session).contains("Ctrl-C again"))
        #expect(screen.handle(.key(.control("c")), session) == [.quit])
    }

    @Test
    func `Own nick, mentions and joins each have their style; a nick's colour does not depend on its case`() {
        var session = ClientSession.inLobby()
        session.hear(from: "mara", "ana: hello")
        session.hear(from: "MARA", "and you")
        session.hear(from: "bo", "fine")
        var screen = Screen.forTests(80, 24)
        let surface = screen.draw(session, at: noon)
        let theme = screen.theme
        let rows = surface.text.split(separator: "\n", omittingEmptySubsequences: false)
        func row(_ text: String) -> Int { rows.firstIndex { $0.contains(text) } ?? 0 }
        #expect(surface.text(row: row("ana: hello")) { $0 == theme.mentionText } == "▌ana")
        #expect(surface.text(row: row("ana joined")) { $0 == theme.quiet }.contains("ana joined"))
        let folded = Casemapping.ascii.fold("Mara")
        #expect(surface.text(row: row("and you")) { $0 == theme.nick(folded) }.contains("MARA"))
        #expect(Theme(.none).nick(folded) == .plain)
    }

    @Test func `Without colours nothing has one`() {
        var session = ClientSession.inLobby()
        session.hear(from: "mara", "ana: hello")
        var screen = Screen.forTests(120, 24, depth: .none)
        let surface = screen.draw(session, at: noon)
        for y in 0..<24 {
            #expect(surface[row: y].allSatisfy { $0.style.foreground == .standard && $0.style.background == .standard })
        }
    }

    @Test func `When one was here last, how names are compared, and what calls comes back for its own server`() {
        var savedState = SavedState()
        var memory = SavedSession()
        memory.lastSeen = 1_700_000_000_123
        memory.casemapping = .strictRFC1459
        memory.notificationLevels["#a b\t"] = NotificationLevel.none
        savedState.take(memory, server: "one")
        savedState.take(SavedSession(), server: "two")
        let read = SavedState(savedState.text)
        #expect(read == savedState)
        #expect(read.memory(server: "one").lastSeen == memory.lastSeen)
        #expect(read.memory(server: "one").casemapping == .strictRFC1459)
        #expect(read.memory(server: "two").casemapping == nil)
        #expect(SavedState("casemapping\tone\tklingon\n").memory(server: "one").casemapping == nil)
        #expect(read.memory(server: "one").notificationLevels == memory.notificationLevels)
        #expect(read.memory(server: "two").notificationLevels.isEmpty)
    }
}
