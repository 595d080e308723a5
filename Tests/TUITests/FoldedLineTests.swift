import Client
import Protocol
import Testing

@testable import TUI

/// The lines that stand as one row, and those that are not shown.
@Suite("Folded lines")
struct FoldedLineTests {
    /// The rows between the topic and the status.
    private func chat(_ screen: inout Screen, _ session: ClientSession) -> [Substring] {
        screen.picture(session).split(separator: "\n", omittingEmptySubsequences: false).dropFirst().dropLast(2)
            .filter { !$0.isEmpty }
    }

    private func chat(_ session: ClientSession, _ events: EventDisplay = .smart) -> String {
        var screen = Screen.forTests(60, 24) { $0.events = events }
        return chat(&screen, session).joined(separator: "\n")
    }

    // MARK: Coming and going

    @Test func `Each of all people who come and go has a row where all are wanted`() {
        var session = ClientSession.inLobby()
        session.hear(":q1!u@h JOIN #lobby", ":q2!u@h JOIN #lobby", ":q1!u@h QUIT :bye")
        #expect(chat(session).hasSuffix("⇄ │ q2 joined · q1 came and went"))
        #expect(
            chat(session, .all).hasSuffix(
                "→ │ q1 joined\n               → │ q2 joined\n               ← │ q1 quit (bye)"))
    }

    @Test func `Who spoke shortly before has a row also under another nick, or the same in other letters`() {
        var session = ClientSession.inLobby("@mara bo cy ana")
        session.hear(from: "bo", "one")
        session.hear(from: "cy", "two")
        session.hear(":bo!u@h NICK bob", ":q1!u@h JOIN #lobby", ":bob!u@h PART #lobby", ":CY!u@h PART #lobby")
        #expect(chat(session).hasSuffix("→ │ q1 joined\n               ← │ bob left\n               ← │ CY left"))
        // The nick that was given up is nobody's who spoke.
        session.hear(":bo!u@h JOIN #lobby", ":q2!u@h JOIN #lobby")
        #expect(chat(session).hasSuffix("⇄ │ bo and q2 joined"))
    }

    @Test func `Enter opens and closes the first of a run, and goes on from every other line`() {
        var session = ClientSession.inLobby()
        session.hear(from: "mara", "hello")
        session.hear(":q1!u@h JOIN #lobby", ":q2!u@h JOIN #lobby")
        var screen = Screen.forTests(60, 24)
        screen.press(.tab, .enter, in: &session)
        #expect(chat(&screen, session).suffix(2).map { $0.contains("joined") } == [true, true])
        // A later line of the run leads on; the run stays open.
        screen.press(.down, .enter, in: &session)
        #expect(screen.panes.views[session.shownBuffer.address]?.chosen == nil)
        #expect(chat(&screen, session).suffix(2).map { $0.contains("joined") } == [true, true])
        screen.press(.escape, .tab, .up, .enter, in: &session)
        #expect(chat(&screen, session).last?.contains("q1 and q2 joined") == true)
        // So does somebody who came alone, and whoever comes next stands in the same row.
        session.hear(from: "mara", "again")
        session.hear(":q3!u@h JOIN #lobby")
        screen.press(.escape, .tab, .enter, in: &session)
        #expect(screen.panes.views[session.shownBuffer.address]?.chosen == nil)
        session.hear(":q4!u@h JOIN #lobby")
        #expect(chat(&screen, session).last?.contains("q3 and q4 joined") == true)
    }

    @Test func `Nobody but the person comes and goes where none are wanted`() {
        var session = ClientSession.inLobby("@mara bo ana")
        session.hear(from: "mara", "one")
        for number in 1...600 { session.hear(":q\(number)!u@h JOIN #lobby") }
        session.hear(":srv.test MODE #lobby +v q600", ":mara!u@h PART #lobby", ":mara!u@h JOIN #lobby")
        session.hear(from: "mara", "two")
        session.hear(":bo!u@h QUIT :bye")
        let text = chat(session, .none)
        #expect(text.contains("→ │ ana joined\n"))
        #expect(text.hasSuffix("            mara │ one\n                 │ two"))
        #expect(!text.contains("q") && !text.contains("left") && !text.contains("quit"))
    }

    @Test func `One scrolls and chooses past lines that are not shown`() {
        var session = ClientSession.inLobby()
        for number in 1...30 {
            session.hear(from: "mara", "line \(number)")
            session.hear(":q\(number)!u@h JOIN #lobby", ":q\(number)!u@h QUIT :bye")
        }
        var screen = Screen.forTests(60, 13) {
            $0.events = .none
            $0.keepsTail = false
        }
        #expect(chat(&screen, session).last?.hasSuffix("line 30") == true)
        screen.press(.pageUp, in: &session)
        #expect(chat(&screen, session).last?.contains("line 22 ") == true)
        screen.press(.home, in: &session)
        #expect(chat(&screen, session).contains { $0.contains("ana joined") })
        screen.press(.end, .tab, in: &session)
        #expect(chat(&screen, session).last?.contains("▸") == true)
        screen.press(.up, in: &session)
        #expect(chat(&screen, session).contains { $0.contains("▸") && $0.contains("line 29") })
    }

    @Test func `One chooses at once past thousands of lines that are not shown, or stand as one row`() {
        for events in [EventDisplay.none, .smart] {
            var session = ClientSession.inLobby()
            session.hear(from: "mara", "before")
            for number in 1...3000 { session.hear(":q\(number)!u@h JOIN #lobby") }
            session.hear(from: "mara", "after")
            var screen = Screen.forTests(60, 13) { $0.events = events }
            func chosen() -> String? { chat(&screen, session).first { $0.contains("▸") }.map(String.init) }
            screen.press(.tab, in: &session)
            #expect(chosen()?.contains("after") == true)
            var steps = 0
            while chosen()?.contains("before") != true, steps < 20 {
                screen.press(.up, in: &session)
                steps += 1
            }
            // A run does not reach beyond a block of ids, of 256 lines.
            #expect(events == .none ? steps == 1 : steps > 10 && steps < 20)
            for _ in 0..<steps { screen.press(.down, in: &session) }
            #expect(chosen()?.contains("after") == true)
            screen.press(.down, in: &session)
            #expect(chosen()?.contains("after") == true)
        }
    }

    @Test func `A buffer in which no line is shown is empty, and can be scrolled`() {
        var session = ClientSession.online()
        session.hear(":bo!u@h PRIVMSG ana :hello")
        session.setVisible(session.buffers.id(named: "bo"))
        _ = session.submit("/clear", in: session.shownBuffer.id, at: noon)
        session.hear(":bo!u@h QUIT :bye", ":bo!u@h QUIT :bye")
        var screen = Screen.forTests(60, 13) { $0.events = .none }
        #expect(chat(&screen, session).isEmpty)
        screen.press(.pageUp, .pageDown, .home, .tab, .up, .down, in: &session)
        #expect(chat(&screen, session).isEmpty)
        session.hear(":bo!u@h PRIVMSG ana :again")
        #expect(chat(&screen, session).last?.hasSuffix("bo │ again") == true)
    }

    @Test func `A room's choice goes before its network's, and that before the one for all`() {
        var choices = EventChoices()
        func isShown(_ settings: EventDisplay) -> Bool {
            var session = ClientSession.inLobby(events: choices)
            session.hear(":q1!u@h JOIN #lobby")
            return chat(session, settings).contains("q1 joined")
        }
        #expect(isShown(.all) && !isShown(.none))
        choices.network = EventDisplay.none
        #expect(!isShown(.all))
        choices.rooms["#other"] = .all
        #expect(!isShown(.all))
        choices.rooms["#LOBBY"] = .all
        #expect(isShown(.none))
    }

    // MARK: Changes of nick

    @Test func `Who takes another nick stands with those who come and go, and by itself once opened`() {
        var session = ClientSession.inLobby("@mara bo mt ana")
        session.hear(":q1!u@h JOIN #lobby", ":mt!u@h NICK mt_")
        #expect(chat(session).hasSuffix("⇄ │ q1 joined · mt is now mt_"))
        let each = "→ │ q1 joined\n               · │ mt is now called mt_"
        #expect(chat(session, .all).hasSuffix(each))
        #expect(chat(session, .none).hasSuffix("· │ mt is now called mt_"))
        var screen = Screen.forTests(60, 24)
        screen.press(.tab, .enter, .escape, in: &session)
        #expect(chat(&screen, session).joined(separator: "\n").hasSuffix(each))
    }

    @Test func `Alone it is told as ever`() {
        var session = ClientSession.inLobby("@mara bo mt ana")
        session.hear(from: "mara", "hello")
        session.hear(":mt!u@h NICK mt_")
        #expect(chat(session).hasSuffix("· │ mt is now called mt_"))
        session.hear(":mt_!u@h NICK mt")
        #expect(chat(session).hasSuffix("⇄ │ mt changed nick and back"))
    }

    @Test func `Somebody is one person under all their nicks`() {
        var session = ClientSession.inLobby("@mara bo ana")
        session.hear(from: "mara", "hello")
        session.hear(":q1!u@h JOIN #lobby", ":q1!u@h NICK q2", ":q2!u@h QUIT :bye")
        #expect(chat(session).hasSuffix("⇄ │ q1 came and went"))
        session.hear(":q3!u@h JOIN #lobby", ":q3!u@h NICK q4")
        #expect(chat(session).hasSuffix("⇄ │ q4 joined · q1 came and went"))
        // Another takes the nick that was given up.
        session.hear(":q3!u@h JOIN #lobby")
        #expect(chat(session).hasSuffix("⇄ │ q4 and q3 joined · q1 came and went"))
        session.hear(":bo!u@h NICK bob", ":bob!u@h PART #lobby")
        #expect(chat(session).hasSuffix("⇄ │ 2 joined · 1 left · 1 came and went"))
    }

    @Test(arguments: [
        ([":a_!u@h JOIN #lobby", ":a!u@h QUIT :ghost"], "a went and came back"),
        ([":a!u@h QUIT :ghost", ":a_!u@h JOIN #lobby"], "a went and came back"),
        ([":a!u@h QUIT :ghost", ":b!u@h JOIN #lobby", ":a_!u@h JOIN #lobby"], "b joined · a went and came back"),
        ([":a!u@h NICK c", ":a_!u@h JOIN #lobby", ":c!u@h QUIT :x", ":a_!u@h NICK c"], "c went and came back"),
        // Who was there all the time is another.
        ([":z!u@h NICK a_", ":a!u@h QUIT :x"], "a left · z is now a"),
    ]) func `Who comes in while a nick is held by their own ghost, and takes it back, is one person`(
        lines: [String], expected: String
    ) {
        var session = ClientSession.inLobby("@mara a z ana")
        session.hear(from: "mara", "hello")
        for line in lines { session.hear(line) }
        if lines.count < 4 { session.hear(":a_!u@h NICK a") }
        #expect(chat(session).hasSuffix("⇄ │ \(expected)"))
    }

    @Test func `Who is one with another is told in the place of the first, and may go again`() {
        var session = ClientSession.inLobby("@mara a ana")
        session.hear(from: "mara", "hello")
        session.hear(":a_!u@h JOIN #lobby", ":q1!u@h JOIN #lobby", ":q1!u@h QUIT :x", ":a!u@h QUIT :ghost")
        session.hear(":a_!u@h NICK a", ":a!u@h QUIT :x")
        #expect(chat(session).hasSuffix("⇄ │ a and q1 came and went"))
    }

    @Test func `The new nick of somebody who spoke lately stays to be seen, and so does one's own`() {
        for nick in ["bo", "ana"] {
            var session = ClientSession.inLobby("@mara bo ana")
            session.hear(from: "bo", "one")
            session.hear(":q1!u@h JOIN #lobby", ":\(nick)!u@h NICK new", ":q2!u@h JOIN #lobby")
            #expect(
                chat(session).hasSuffix(
                    "→ │ q1 joined\n               · │ \(nick) is now called new\n               → │ q2 joined"))
        }
    }

    @Test func `The rank that somebody gets who came in under another nick belongs to it`() {
        var session = ClientSession.inLobby("@mara ana")
        session.hear(
            ":q1!u@h JOIN #lobby", ":q1!u@h NICK q2", ":srv.test MODE #lobby +v q2", ":q3!u@h JOIN #lobby")
        #expect(chat(session).hasSuffix("⇄ │ q2 and q3 joined"))
    }

    @Test(arguments: [
        (53, "a is now a_ · b is now b_ · c is now c_ · d is now d_"),
        (52, "a is now a_ · b is now b_ · 2 more changed nick"),
        (33, "a is now a_ · 3 more changed nick"), (32, "4 changed nick"),
    ]) func `As many new nicks are told as there is room for`(columns: Int, expected: String) {
        var session = ClientSession.inLobby("@mara a b c d ana")
        for nick in ["a", "b", "c", "d"] { session.hear(":\(nick)!u@h NICK \(nick)_") }
        let buffer = session.shownBuffer
        let lines = (0..<buffer.lineCount).map { buffer.line(at: $0) }.filter { $0.kind == .nick }
        #expect(JoinPartSummary(lines).text(fitting: columns, shaper: .forTests) == expected)
    }

    // MARK: Net splits

    @Test func `Those whom a net split takes stand as one row, also those that were talked with`() {
        var session = ClientSession.inLobby("@mara bo ana zed")
        session.hear(from: "bo", "hello")
        session.hear(":bo!u@h QUIT :a.example b.example", ":zed!u@h QUIT :a.example b.example")
        #expect(chat(session).hasSuffix("⇄ │ bo and zed left in a net split"))
        session.hear(":bo!u@h JOIN #lobby", ":zed!u@h JOIN #lobby")
        #expect(chat(session).hasSuffix("⇄ │ bo and zed went and came back"))
    }

    @Test(arguments: [
        ("a.example b.example", true), ("*.net *.split", true), ("irc-1.x.org hub.x.org", true), ("bye", false),
        ("a.example", false), ("see. you.", false), ("a.example b.example c.example", false),
        ("a.example  b.example", false), ("a.example b.exämple", false), (".a b.example", false), ("", false),
    ]) func `A net split is known by the names of two servers`(reason: String, isSplit: Bool) {
        var session = ClientSession.inLobby("@mara bo ana zed")
        session.hear(from: "bo", "hello")
        session.hear(":zed!u@h QUIT :\(reason)", ":bo!u@h QUIT :\(reason)")
        #expect(chat(session).contains("zed and bo left in a net split") == isSplit)
    }

    // MARK: Losses of the connection

    @Test func `Of a connection that was lost and came back one row tells`() {
        var session = ClientSession.inLobby()
        let later = noon.advanced(bySeconds: 120)
        session.disconnected(cause: "the network is gone", at: noon)
        #expect(chat(session).hasSuffix("! │ You are offline: the network is gone."))
        session.connected(at: later)
        session.hear(
            ":srv CAP * LS :", ":srv 001 ana :Welcome", ":srv 422 ana :no motd", ":ana!u@h JOIN #lobby",
            ":srv 332 ana #lobby :Be kind", ":srv 353 ana = #lobby :ana mara", ":srv 366 ana #lobby :End", at: later)
        let text = chat(session)
        #expect(text.contains("2 min offline") && !text.contains("You are offline"))
        #expect(text.components("ana joined") == 1 && text.components("Topic: ") == 1)
        let all = chat(session, .all)
        #expect(all.contains("You are offline") && all.components("ana joined") == 2)
    }

    @Test func `The person's own losses that are played back are one row, and what they do now is told`() {
        func place(_ index: Int, _ kinds: [LineKind], _ flags: LineFlags, _ events: EventDisplay = .smart)
            -> LineRuns.RunPosition
        {
            var scrollback = Scrollback()
            for kind in kinds {
                scrollback.append(LineContent(time: noon, kind: kind, sender: Bytes("ana"), flags: flags))
            }
            var runs = LineRuns()
            let clock = LocalClock { _ in 0 }
            return runs.place(
                of: index, in: scrollback, clock: clock, events: events, casemapping: .ascii, expandedRuns: [])
        }
        let losses = [LineKind.quit, .join, .quit, .join]
        #expect(place(0, losses, [.own, .history]) == .head(count: 4))
        #expect(place(3, losses, [.own, .history], .none) == .hidden(head: 0))
        #expect(place(0, losses, [.own, .history], .all) == .alone)
        #expect(place(0, losses, [.own]) == .alone && place(1, losses, [.own]) == .alone)
        #expect(place(0, [.part, .part], [.own, .history]) == .alone)
    }

    // MARK: The greeting of a server

    @Test func `A greeting is one row that opens and closes`() {
        var session = ClientSession(
            configuration: SessionConfiguration(nicks: ["ana"], channels: [], hostLabel: "localhost"), seed: 1)
        session.start(at: noon)
        session.connected(at: noon)
        session.hear(
            ":srv.test NOTICE * :*** Looking up your hostname...", ":srv CAP * LS :",
            ":srv 001 ana :Welcome to Testnet",
            ":srv 002 ana :Your host is srv",
            ":srv 251 ana :There are 3 users", ":srv 375 ana :- srv", ":srv 372 ana :- Be kind",
            ":srv 376 ana :End of MOTD")
        var screen = Screen.forTests(60, 24)
        #expect(
            chat(&screen, session).suffix(2).map { $0.dropFirst(15) } == [
                "· │ Connected. Registering as ana.", "· │ Welcome to Testnet · 4 more lines",
            ])
        screen.press(.tab, .enter, in: &session)
        #expect(chat(&screen, session).last?.contains("Be kind") == true)
        screen.press(.enter, in: &session)
        #expect(chat(&screen, session).last?.contains("4 more lines") == true)
        // What is asked for later is an answer.
        session.hear(":srv 372 ana :- again", ":srv 372 ana :- and again")
        screen.press(.escape, in: &session)
        #expect(chat(&screen, session).suffix(2).allSatisfy { $0.contains("again") })
    }
}

extension String {
    /// The number of times that a text stands in it.
    fileprivate func components(_ part: String) -> Int { ranges(of: part).count }
}
