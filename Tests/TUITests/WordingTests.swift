import Client
import Protocol
import Testing

@testable import TUI

/// What the screen offers, and what stands as one row or in one column.
@Suite struct WordingTests {
    private func picture(_ screen: inout Screen, _ session: ClientSession) -> String {
        screen.draw(session, at: noon).text
    }

    // MARK: Keys

    @Test(
        "What only the host or an operator may do takes two rows to refuse",
        arguments: [
            "482 ana #lobby :You're not channel operator: as host, run grillo-tui as the server's user with its --data",
            "481 ana :Permission Denied- You're not an IRC operator: as host, run grillo-tui as the server's user with its --data",
        ])
    func refusalOfRank(line: String) {
        var session = ClientSession.inLobby()
        var screen = Screen.forTests(100, 24)
        screen.type("/topic x", in: &session)
        screen.press(.enter, in: &session)
        let before = screen.picture(session).split(separator: "\n").count { $0.contains("│ ") }
        session.hear(":srv \(line)")
        let rows = screen.picture(session).split(separator: "\n").filter { $0.contains("│ ") }
        #expect(rows.joined().contains("Only ") && rows.joined().contains("--data"))
        #expect(rows.count - before <= 2, "\(rows)")
    }

    @Test func `While a command is typed, what it still wants stands quietly behind the cursor`() throws {
        var session = ClientSession.inLobby()
        var screen = Screen.forTests(80, 24)
        screen.type("/inv", in: &session)
        var surface = screen.draw(session, at: noon)
        #expect(surface.text.hasSuffix("\nana › /invite [nick] [room]"))
        #expect(surface.text(row: 23) { $0 == screen.theme.quiet } == "ana › ite [nick] [room]")
        #expect(try #require(surface.cursor).x == 10)
        // Within the text there is nothing behind the cursor.
        screen.press(.left, in: &session)
        #expect(picture(&screen, session).hasSuffix("\nana › /inv"))
        screen.press(.right, in: &session)
        // It is cut at the edge, and is not sent.
        screen.resize(width: 20, height: 24)
        surface = screen.draw(session, at: noon)
        #expect(surface.text.hasSuffix("\n› /invite [nick] [ro"))
        #expect(screen.input(session).text == "/inv")
    }

    @Test(arguments: [ColorDepth.palette, .eight, .none])
    func `What a search found is marked in its list, and in sight`(_ depth: ColorDepth) throws {
        var session = ClientSession.inLobby()
        session.hear(from: "mara", "the Kettle is on")
        let words = String(repeating: "word ", count: 30)
        session.hear(from: "bo", words + "kettle " + words)
        var screen = Screen.forTests(80, 24, depth: depth)
        screen.press(.control("f"), in: &session)
        screen.type("kettle", in: &session)
        let surface = screen.draw(session, at: noon)
        let isMarked: (Style) -> Bool = {
            depth == .none ? $0.attributes.contains([.bold, .underline]) : $0 == screen.theme.found
        }
        let rows = (0..<24).map { surface.text(row: $0, where: isMarked) }.filter { !$0.isEmpty }
        #expect(rows == ["Kettle", "kettle"])
        #expect(surface.text.contains("…") && surface.text.contains("word kettle word"))
    }

    @Test(
        "The text before what was found is cut, never what was found",
        arguments: [
            ("one two three", "two", 13, "one two three"), ("one two three", "two", 12, "one two thr…"),
            ("one two three", "three", 8, "…o three"), ("one two three", "three", 5, "…thr…"),
            ("Straße", "STRASSE", 9, nil), ("İstanbul", "i̇st", 9, "İstanbul"), ("one", "", 9, nil),
            ("one", "two", 9, nil),
            ("日本語 kettle", "kettle", 9, "… kettle"), ("one two three", "three one", 13, "one two three"),
            ("one two three", "none three", 8, "…o three"), ("one two", "  ", 9, nil),
        ])
    func found(text: String, words: String, width: Int, row: String?) {
        let cells = FoundText(text, finding: words)?.cells(.plain, hit: .plain, width: width, shaper: .forTests)
        #expect(cells.map { $0.map(\.glyph.text).joined() } == row)
    }

    @Test(
        "All words are marked as one piece where they stand so, else each in its first place",
        arguments: [
            ("one two three two", "two", "two"), ("one two three", "TWO three", "two three"),
            ("three, two and three", "two three", "three|two"), ("three, two", "two four", "two"),
            ("kettledrum", "drum ettle", "ettledrum"), ("kettle", "ket ttl kettle", "kettle"),
            ("a b c d e f g h i", "i h g f e d c b a", "b|c|d|e|f|g|h|i"),
        ])
    func marked(text: String, words: String, marks: String) throws {
        let found = try #require(FoundText(text, finding: words))
        let cells = found.cells(.plain, hit: Style(attributes: .bold), width: 40, shaper: .forTests)
        let runs = cells.split { $0.style == .plain }
        #expect(runs.map { $0.map(\.glyph.text).joined() }.joined(separator: "|") == marks)
        #expect(cells.map(\.glyph.text).joined() == text)
    }

    @Test func `A message of several rows is one row in a list`() {
        var session = ClientSession.inLobby()
        session.hear(":mara!u@h BATCH +1 draft/multiline #lobby")
        session.hear("@batch=1 :mara!u@h PRIVMSG #lobby :first")
        session.hear("@batch=1 :mara!u@h PRIVMSG #lobby :second")
        session.hear(":srv BATCH -1")
        var screen = Screen.forTests(80, 24)
        screen.press(.control("f"), in: &session)
        screen.type("second", in: &session)
        #expect(screen.picture(session).contains("mara: first second"))
    }

    @Test func `Only what can be done with a line is offered for it`() {
        func offered(_ lines: String..., capabilities: String? = nil, rank: String = "") -> String {
            var session = ClientSession.inLobby("@mara +bo \(rank)ana")
            if let capabilities {
                session.hear(":srv CAP ana NEW :\(capabilities)", ":srv CAP ana ACK :\(capabilities)")
            }
            for line in lines { session.hear(line) }
            var screen = Screen.forTests(100, 24)
            _ = screen.draw(session, at: noon)
            screen.press(.tab, in: &session)
            return picture(&screen, session).split(separator: "\n").last.map {
                $0.drop { $0 != "›" }.dropFirst().trimming(" ")
            } ?? ""
        }
        #expect(offered(":mara!u@h PART #lobby") == "y copy · Esc cancel")
        #expect(offered(":q1!u@h JOIN #lobby", ":q2!u@h JOIN #lobby") == "Enter opens · y copy · Esc cancel")
        #expect(offered(":bo!u@h PRIVMSG #lobby :hello") == "r reply · y copy · Esc cancel")
        let link = "@msgid=x :bo!u@h PRIVMSG #lobby :see https://example.org/a"
        #expect(offered(link) == "r reply · y copy · u copy link · o open · Esc cancel")
        let capabilities = "message-tags draft/message-redaction"
        #expect(
            offered(link, capabilities: capabilities)
                == "r reply · + react · y copy · u copy link · o open · Esc cancel")
        let all = "r reply · + react · y copy · u copy link · o open · d delete · Esc cancel"
        #expect(offered(link, capabilities: capabilities, rank: "@") == all)
        let own = "@msgid=x :ana!u@h PRIVMSG #lobby :hello"
        #expect(offered(own, capabilities: capabilities) == "r reply · + react · y copy · d delete · Esc cancel")
        #expect(offered(link, ":srv REDACT #lobby x", capabilities: capabilities) == "Esc cancel")
    }

    // MARK: Coming and going

    @Test func `The rank that a server gives to who comes in does not keep their coming and going apart`() {
        var session = ClientSession.inLobby()
        session.hear(":grillo!u@h JOIN #lobby", ":srv.test MODE #lobby +q grillo")
        var screen = Screen.forTests(80, 24)
        var text = picture(&screen, session)
        #expect(text.contains("grillo joined") && text.contains("srv.test set +q grillo"))
        session.hear(":grillo!u@h QUIT :bye")
        text = picture(&screen, session)
        #expect(text.contains("⇄ │ grillo came and went") && !text.contains("set +q"))
        session.hear(":q1!u@h JOIN #lobby", ":ChanServ!s@s MODE #lobby +v q1", ":q2!u@h JOIN #lobby")
        text = picture(&screen, session)
        #expect(text.contains("⇄ │ q1 and q2 joined · grillo came and went"))
    }

    @Test(arguments: [
        ":mara!u@h MODE #lobby +o q1", ":srv.test MODE #lobby +o bo", ":srv.test MODE #lobby -o q1",
        ":srv.test MODE #lobby +m",
        ":srv.test MODE #lobby +b q1", ":srv.test MODE #lobby +oo q1 bo",
    ]) func `What else is done to modes is told by itself`(_ mode: String) {
        var session = ClientSession.inLobby()
        session.hear(":q1!u@h JOIN #lobby", mode, ":q1!u@h QUIT :bye")
        var screen = Screen.forTests(80, 24)
        let text = picture(&screen, session)
        #expect(text.contains("q1 joined") && text.contains(" set ") && text.contains("q1 quit (bye)"))
    }

    @Test func `Completing before a blank, and a blank typed behind what was completed, leave one`() {
        var session = ClientSession.inLobby()
        var screen = Screen.forTests(80, 24)
        for letter in "mar" { screen.press(.character(letter.unicodeScalars.first!), in: &session) }
        screen.press(.tab, .character(" "), .character("h"), in: &session)
        #expect(screen.draft(of: session.visible!) == "mara: h")
        screen.press(.control("u"), in: &session)
        for letter in "ask mar now" { screen.press(.character(letter.unicodeScalars.first!), in: &session) }
        for _ in 0..<4 { screen.press(.left, in: &session) }
        screen.press(.tab, in: &session)
        #expect(screen.draft(of: session.visible!) == "ask mara now")
    }

    @Test func `The names of the buffers stand in one column, numbered or not`() {
        var session = ClientSession.inChannels(14, mentionedIn: 1)
        session.setVisible(session.buffers.id(named: "#r1"))
        var screen = Screen.forTests(80, 24)
        _ = screen.draw(session, at: noon)
        screen.press(.alt("k"), in: &session)
        let rows = picture(&screen, session).split(separator: "\n").filter { $0.contains("#r") && !$0.contains("…") }
        let columns = rows.compactMap { row -> Int? in
            guard row.hasPrefix("  ") || row.hasPrefix("▸ ") else { return nil }
            return row.firstIndex(of: "#").map { row.distance(from: row.startIndex, to: $0) }
        }
        #expect(columns.count > 8 && Set(columns).count == 1)
    }
}

extension Substring {
    fileprivate func trimming(_ character: Character) -> String {
        String(drop { $0 == character }.reversed().drop { $0 == character }.reversed())
    }
}
