import Client
import Protocol
import TUI
import Testing

/// The rows of the chat: who says something is told once, the text stands where it stood, and what speaks of the reader is found at once.
@Suite("Rows of the chat")
struct ChatRowTests {
    /// The rows between the topic and the status.
    private func chat(_ session: ClientSession, width: Int = 60, height: Int = 13) -> String {
        var screen = Screen.forTests(width, height)
        return chat(&screen, session)
    }

    private func chat(_ screen: inout Screen, _ session: ClientSession) -> String {
        screen.picture(session).split(separator: "\n", omittingEmptySubsequences: false).dropFirst().dropLast(2)
            .drop { $0.isEmpty }.joined(separator: "\n")
    }

    /// The surface and the row in which a text stands.
    private func drawn(_ session: ClientSession, _ text: String, theme: Theme? = nil) throws -> (Surface, row: Int) {
        var screen = Screen.forTests(60, 13)
        if let theme { screen.theme = theme }
        let surface = screen.draw(session, at: noon)
        let rows = surface.text.split(separator: "\n", omittingEmptySubsequences: false)
        return (surface, try #require(rows.firstIndex { $0.contains(text) }))
    }

    @Test func `A nick stands once above what one person says, and again behind everything else`() {
        var session = ClientSession.inLobby()
        session.hear(from: "mara", "good morning")
        session.hear(from: "mara", "it is tagged")
        session.hear(from: "mara", "and this one is long, so that it goes on in a second row", at: noon + 120)
        session.hear(from: "bo", "ana: hello", at: noon + 130)
        session.hear(from: "mara", "hi bo", at: noon + 140)
        #expect(
            chat(session)
                == rows(
                    """
                    | ─────────────────── Tuesday 3 October ────────────────────
                    | 12:00         → │ ana joined
                    |               · │ Topic: Be kind
                    |            mara │ good morning
                    |                 │ it is tagged
                    | 12:02           │ and this one is long, so that it goes on
                    |                 │ in a second row
                    |       ▌      bo │ ana: hello
                    |            mara │ hi bo
                    """))
    }

    @Test func `The row on top of the screen says who speaks`() {
        var session = ClientSession.inLobby()
        for number in 1...20 { session.hear(from: "mara", "line \(number)") }
        let rows = chat(session).split(separator: "\n")
        #expect(rows.first == " 12:00      mara │ line 11")
        #expect(rows.dropFirst().allSatisfy { $0.hasPrefix("                 │ line ") })
    }

    @Test func `The row on top has its time and its nick also where it goes on with a line`() {
        var session = ClientSession.inLobby()
        session.hear(from: "mara", Array(repeating: "word", count: 100).joined(separator: " "))
        let rows = chat(session).split(separator: "\n")
        #expect(rows.first?.hasPrefix(" 12:00      mara │ word word") == true)
        #expect(rows.dropFirst().allSatisfy { $0.hasPrefix("                 │ word") })
    }

    @Test(arguments: [(60, 8), (89, 8), (90, 10), (140, 10)])
    func `The column of nicks is as wide as the screen has it, whoever speaks`(width: Int, columns: Int) {
        var session = ClientSession.inLobby()
        session.hear(from: "bo", "hello")
        session.hear(from: "a_very_long_nick", "hi")
        var screen = Screen.forTests(width, 24)
        screen.press(.function(7), .function(8), in: &session)
        let rows = chat(&screen, session).split(separator: "\n").filter { $0.contains("│ h") }
        let places = rows.map { row in row.distance(from: row.startIndex, to: row.firstIndex(of: "│") ?? row.endIndex) }
        #expect(places == [9 + columns, 9 + columns])
        #expect(rows.last?.contains(" " + "a_very_long_nick".prefix(columns - 1) + "… │ hi") == true)
    }

    @Test func `Of two nicks that would look alike each stands whole above its text`() {
        var session = ClientSession.inLobby()
        session.hear(from: "moderator_mara", "one")
        #expect(chat(session).hasSuffix(" moderat… │ one"))
        session.hear(from: "moderator_max", "two")
        session.hear(from: "moderator_max", "ana: three")
        #expect(
            chat(session).hasSuffix(
                rows(
                    """
                    |               · │ Topic: Be kind
                    |        moderator_mara
                    |                 │ one
                    |        moderator_max
                    |                 │ two
                    |       ▌         │ ana: three
                    """)), "\n\(chat(session))\n")
        #expect(chat(session, width: 40).contains("\n moderator_max\n two\n▌ana: three"))
    }

    @Test func `A server's notice takes no nick, and a person's does`() {
        var session = ClientSession.inLobby()
        session.hear(":irc.example.org NOTICE #lobby :maintenance at ten", ":mara!u@h NOTICE #lobby :thank you")
        let text = chat(session)
        #expect(text.contains("                 │ maintenance at ten\n"))
        #expect(text.contains("          -mara- │ thank you"))
        #expect(chat(session, width: 40).contains("\n maintenance at ten\n -mara-\n thank you"))
    }

    @Test(arguments: [ColorDepth.none, .eight, .palette])
    func `A mention is a bar and the word in its colour, and nothing else is`(depth: ColorDepth) throws {
        var session = ClientSession.inLobby()
        session.hear(from: "mara", "well, ANA: anabel said ana!")
        let theme = Theme(depth)
        let (surface, row) = try drawn(session, "anabel", theme: theme)
        #expect(surface.text(row: row) { $0 == theme.mentionText } == "▌ANAana")
        #expect(surface.text(row: row) { $0 == theme.nick(Casemapping.ascii.fold("mara")) }.contains("mara"))
    }

    @Test func `In a talk with one person only what names the reader has the bar`() {
        var session = ClientSession.online()
        session.hear(":bo!u@h PRIVMSG ana :are you there?", ":bo!u@h PRIVMSG ana :ana!")
        session.setVisible(session.buffers.id(named: "bo"))
        #expect(chat(session).hasSuffix(" 12:00        bo │ are you there?\n       ▌         │ ana!"))
    }

    @Test func `Of an error the sign is red and the command bold; its words are plain`() throws {
        var session = ClientSession.inLobby()
        session.note("Type /join #x, or see and/or.", kind: .error, in: session.shownBuffer.id, at: noon)
        let theme = Theme(.palette)
        let (surface, row) = try drawn(session, "and/or", theme: theme)
        #expect(surface.text(row: row) { $0 == theme.error } == "!")
        #expect(surface.text(row: row) { $0 == theme.text.with(.bold) } == "/join")
    }

    @Test(arguments: [
        ("/join", ["/join"]), ("type /join #x or /part.", ["/join", "/part"]), ("and/or", []), ("/etc/passwd", []),
        ("a / b", []), ("//x /1", []), ("see\u{00A0}/help", ["/help"]), ("", []), ("/", []),
    ])
    func `A command is a word with a slash before it`(text: String, commands: [String]) {
        var session = ClientSession.inLobby()
        session.note("ä " + text, kind: .error, in: session.shownBuffer.id, at: noon)
        guard let (surface, row) = try? drawn(session, "! │ ä") else { return #expect(Bool(false), "no row") }
        #expect(surface.text(row: row) { $0 == .plain.with(.bold) } == commands.joined())
    }

    @Test func `The rule above what is unread tells how many there are, and is not red`() {
        var session = ClientSession.inLobby()
        var screen = Screen.forTests(60, 13)
        session.hear(from: "mara", "read")
        _ = screen.draw(session, at: noon)
        session.markRead(in: session.shownBuffer.id, at: noon)
        session.setVisible(.server)
        session.hear(from: "mara", "one")
        session.hear(from: "mara", "two")
        guard let lobby = session.buffers.id(named: "#lobby") else { return #expect(Bool(false), "no room") }
        screen.willShow(lobby, session)
        session.setVisible(lobby)
        #expect(chat(&screen, session).contains("────── 2 unread ──────"))
        #expect(chat(&screen, session).hasSuffix("            mara │ one\n                 │ two"))
    }

    @Test(arguments: [ColorDepth.eight, .sixteen, .palette])
    func `Red is what is wrong, and nothing else`(depth: ColorDepth) {
        /// True for what looks red: the colours of lesser terminals, and those of the cube in which red is more than twice as bright as all else.
        func isRed(_ color: Color) -> Bool {
            let number = color.number(in: .palette)
            if number == 1 || number == 9 { return true }
            guard (16..<232).contains(number) else { return false }
            let parts = [(number - 16) / 36, (number - 16) / 6 % 6, (number - 16) % 6].map {
                $0 == 0 ? 0 : 55 + 40 * $0
            }
            return parts[0] > 2 * max(parts[1], parts[2])
        }
        for ground in [Theme.Background.dark, .light] {
            let theme = Theme(depth, ground)
            #expect(isRed(theme.error.foreground))
            let others = [
                theme.bar, theme.barAlert, theme.note, theme.rule, theme.time, theme.text, theme.quiet, theme.notice,
                theme.mentionNick, theme.mentionText, theme.link, theme.unread, theme.found,
            ]
            for style in others + theme.nicks { #expect(!isRed(style.foreground) && !isRed(style.background)) }
            #expect(Set(theme.nicks).count == theme.nicks.count)
        }
    }

    @Test func `The title of a day is quiet, and its rule a rule`() throws {
        let theme = Theme(.palette, .light)
        let (surface, row) = try drawn(ClientSession.inLobby(), " Tuesday 3 October ", theme: theme)
        #expect(surface.text(row: row) { $0 == theme.quiet } == " Tuesday 3 October ")
        #expect(surface.text(row: row) { $0 == theme.rule }.allSatisfy { $0 == "─" })
    }

    @Test func `A day of another year than the newest line's is told with its year`() {
        var session = ClientSession.inLobby()
        session.hear(from: "mara", "a year later", at: noon + 366 * 86_400)
        let text = chat(session)
        #expect(text.contains(" Tuesday 3 October 2023 ") && text.contains(" Thursday 3 October ─"))
    }
}

extension Timestamp {
    fileprivate static func + (time: Timestamp, seconds: Int64) -> Timestamp { time.advanced(bySeconds: seconds) }
}
