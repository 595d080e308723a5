import Client
import Protocol
import Testing

@testable import TUI

/// The user list: its ranks, how it is scrolled, and how somebody in it is found.
@Suite struct MemberListTests {
    private static func session(_ count: Int = 40) -> ClientSession {
        ClientSession.inLobby("@mara +bo ana " + (10..<(10 + count)).map { "n\($0)" }.joined(separator: " "))
    }

    /// The list of users as it is drawn.
    private func column(_ screen: inout Screen, _ session: ClientSession) -> [String] {
        screen.picture(session).split(separator: "\n").dropFirst().prefix { $0.contains("│") }
            .map { String($0.split(separator: "│", omittingEmptySubsequences: false).last!) }
    }

    @Test func `Each rank has its heading, who is away is counted and marked`() {
        var session = ClientSession.inLobby("@mara +bo ana ilya")
        session.hear("@time=2023-10-03T12:00:00Z :ilya!u@h AWAY :gone")
        var screen = Screen.forTests(100, 24)
        #expect(
            column(&screen, session).prefix(11) == [
                " 3 here · 1 away", "", " operators", " @mara", "", " voiced", " +bo", "", " all", "  ana", "  ilya z",
            ])
        // In a low pane there is no row to spare.
        screen.resize(width: 100, height: 15)
        #expect(column(&screen, session).prefix(3) == [" 3 here · 1 away", " operators", " @mara"])
    }

    @Test func `The wheel over the list scrolls it, to its end and no further`() {
        var session = Self.session()
        var screen = Screen.forTests(100, 14)
        #expect(column(&screen, session).last == "  … 37 more · F9")
        screen.wheel(.wheelDown, at: (95, 5), in: &session)
        #expect(column(&screen, session)[1...2] == [" +bo", " all"])
        #expect(column(&screen, session).last == "  … 34 more · F9")
        for _ in 0..<100 { screen.wheel(.wheelDown, at: (95, 5), in: &session) }
        #expect(column(&screen, session).suffix(2) == ["  n49", "  … 34 above"])
        screen.wheel(.wheelUp, at: (95, 5), in: &session)
        #expect(column(&screen, session)[9] == "  n46")
        for _ in 0..<100 { screen.wheel(.wheelUp, at: (95, 5), in: &session) }
        #expect(column(&screen, session)[1] == " operators")
        // The history has not moved.
        #expect(screen.panes.views[session.shownBuffer.address]!.isAtNewest)
    }

    @Test func `Another room's list is at its top`() {
        var session = Self.session()
        var screen = Screen.forTests(100, 14)
        _ = screen.picture(session)
        screen.wheel(.wheelDown, at: (95, 5), in: &session)
        session.hear(":ana!u@h JOIN #other", ":srv 353 ana = #other :@ana zed")
        session.setVisible(session.buffers.id(named: "#other"))
        #expect(column(&screen, session)[1] == " operators")
    }

    @Test func `F9 gives the list the keys, letters filter, and Enter opens a card`() {
        var session = Self.session()
        var screen = Screen.forTests(100, 14)
        screen.type("a draft", in: &session)
        screen.press(.function(9), in: &session)
        screen.type("N1", in: &session)
        let picture = column(&screen, session)
        #expect(picture.prefix(4) == [" 10 of 43", " all", "  n10", "  n11"])
        #expect(screen.picture(session).hasSuffix("› N1"))
        screen.press(.down, .down, .up, in: &session)
        screen.press(.enter, in: &session)
        #expect(screen.panes.card?.nick == "n11")
        screen.press(.enter, in: &session)
        #expect(session.shownBuffer.name == "n11")
        session.setVisible(session.buffers.id(named: "#lobby"))
        #expect(screen.picture(session).hasSuffix("› a draft"))
    }

    @Test func `What is pasted filters as well, and the first who fits is chosen`() {
        var session = Self.session()
        var screen = Screen.forTests(100, 14)
        screen.press(.function(9), in: &session)
        screen.handleAndApply(.paste("n2"), &session)
        #expect(column(&screen, session)[0] == " 10 of 43")
        screen.press(.enter, in: &session)
        #expect(screen.panes.card?.nick == "n20")
    }

    @Test func `The filter is neither a command nor a text in any language, and is typed in its room alone`() {
        var session = Self.session()
        var screen = Screen.forTests(100, 14)
        screen.checkSpelling(by: NoWords())
        screen.type("/msg", in: &session)
        #expect(!screen.picture(session).hasSuffix("› /msg"))
        screen.press(.function(9), in: &session)
        screen.type("/msg", in: &session)
        #expect(screen.picture(session).hasSuffix("\n› /msg"))
        let filter = InputLine("dya ")
        #expect(screen.misspelt(in: filter, ChatModel(session), session.shownBuffer) == [])
        // Before the next picture another buffer is there already.
        session.setVisible(.server)
        #expect(screen.input(ChatModel(session)).text == "")
        #expect(screen.misspelt(in: filter, ChatModel(session), session.shownBuffer) == [0..<3])
    }

    private struct NoWords: SpellChecker {
        func isCorrect(_ word: String) -> Bool { false }
        func corrections(of word: String) -> [String] { [] }
    }

    @Test func `Nobody fits: nothing is chosen, and Enter does nothing`() {
        var session = Self.session()
        var screen = Screen.forTests(100, 14)
        screen.press(.function(9), in: &session)
        screen.type("zzz", in: &session)
        #expect(column(&screen, session)[0] == " 0 of 43")
        screen.press(.enter, .down, .pageDown, in: &session)
        #expect(session.shownBuffer.name == "#lobby")
        screen.press(.escape, in: &session)
        #expect(column(&screen, session)[0] == " 43 here")
        screen.press(.escape, in: &session)
        screen.type("x", in: &session)
        #expect(screen.draft(of: session.shownBuffer.id) == "x")
    }

    @Test func `The chosen one is followed where others come and go, and brought into sight`() {
        var session = Self.session()
        var screen = Screen.forTests(100, 14)
        screen.press(.function(9), .end, in: &session)
        #expect(column(&screen, session).contains("  n49"))
        session.hear(":n10!u@h PART #lobby", ":aaa!u@h JOIN #lobby")
        screen.press(.up, in: &session)
        #expect(screen.panes.memberList.chosen == "n48")
        session.hear(":n48!u@h PART #lobby")
        screen.press(.down, in: &session)
        #expect(screen.panes.memberList.chosen == "mara")
        #expect(column(&screen, session)[1...2] == [" operators", " @mara"])
    }

    @Test(arguments: [(63, 24), (100, 1), (100, 2), (100, 3), (64, 4)])
    func `On any screen F9 is harmless`(width: Int, height: Int) {
        var session = Self.session()
        var screen = Screen.forTests(width, height)
        screen.press(.function(9), .down, .end, .pageUp, in: &session)
        screen.type("n", in: &session)
        #expect(screen.draw(session, at: noon).height == height)
    }

    @Test func `Where there is no list the keys stay with the input, and a line says why`() {
        var session = Self.session()
        var screen = Screen.forTests(63, 14)
        screen.press(.function(9), in: &session)
        #expect(screen.picture(session).contains("make the terminal wider"))
        screen.type("x", in: &session)
        #expect(screen.draft(of: session.shownBuffer.id) == "x")
        session.setVisible(.server)
        screen.press(.function(9), in: &session)
        #expect(screen.picture(session).contains("Only a room has a user list."))
    }

    @Test func `The rows of a part are those of the whole`() {
        var rules = MemberList(
            rules: MemberList.Rules(prefixes: [
                .init(mode: "Y", symbol: "!"), .init(mode: "o", symbol: "@"),
            ]))
        for (nick, prefixes) in [("a", ""), ("b", "@"), ("c", "!"), ("d", "")] {
            rules.insert(Member(nick: nick, prefixes: prefixes))
        }
        for isSpaced in [false, true] {
            let rows = MemberRows(rules, filter: "", isSpaced: isSpaced)
            let whole = rows.slice(0..<100)
            #expect(whole.count == rows.count && whole.first == (isSpaced ? .blank : .heading("rank !")))
            for start in 0...rows.count {
                for end in start...rows.count { #expect(rows.slice(start..<end) == Array(whole[start..<end])) }
                #expect(
                    rows.membersAbove(start)
                        == whole[..<start].filter { if case .member = $0 { true } else { false } }.count)
            }
            for place in 0..<4 {
                #expect(whole[rows.row(ofMember: place)] == .member(rows.members(place..<(place + 1))[0]))
            }
        }
        #expect(MemberRows(rules, filter: "D", isSpaced: false).slice(0..<9).count == 2)
        #expect(MemberRows(rules, filter: "x", isSpaced: false).count == 0)
    }
}
