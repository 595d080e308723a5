import Client
import Protocol
import Testing

@testable import TUI

/// The card of somebody, from a click on their nick or from the user list.
@Suite struct NickCardTests {
    private static func session() -> ClientSession {
        var session = ClientSession.inLobby("@mara +bo ana", topic: nil)
        session.hear(from: "mara", "hello there")
        return session
    }

    private func answer(_ session: inout ClientSession) {
        session.hear(
            ":srv 311 ana mara m host.test * :Mara Miller", ":srv 312 ana mara srv :A server",
            ":srv 319 ana mara :#lobby", ":srv 318 ana mara :End")
    }

    @Test func `A click on a nick asks who that is, and the answer stands in a frame`() {
        var session = Self.session()
        var screen = Screen.forTests(80, 16) { $0.usesMouse = true }
        #expect(screen.click(on: "mara │", in: &session) == [.requestCard("mara", .first)])
        #expect(screen.picture(session).contains("asking the server…"))
        answer(&session)
        let picture = screen.picture(session).split(separator: "\n").map(String.init)
        let top = picture.firstIndex { $0.contains("┌─ mara ─") }
        #expect(top != nil)
        let card = picture[(top ?? 0)...].prefix(7).map { row in
            row.drop { $0 != "┌" && $0 != "└" && $0 != "│" }.prefix { $0 != "┐" && $0 != "┘" }
        }
        #expect(card[1].contains("│ Mara Miller · m@host.test") && card[2].contains("│ not logged in · on srv"))
        #expect(card[3].contains("│ in #lobby"))
        #expect(card[5].contains("│ m message   i ignore   Esc closes"))
    }

    @Test func `In the user list a click opens it as well`() {
        var session = Self.session()
        var screen = Screen.forTests(80, 16) { $0.usesMouse = true }
        #expect(screen.click(on: "@mara", in: &session) == [.requestCard("mara", .first)])
    }

    @Test func `A click on another nick opens the card of that one`() {
        var session = Self.session()
        var screen = Screen.forTests(80, 16) { $0.usesMouse = true }
        screen.click(on: "@mara", in: &session)
        #expect(screen.click(on: "+bo", in: &session) == [.requestCard("bo", .first)])
        #expect(screen.panes.card?.nick == "bo")
        #expect(screen.picture(session).contains("┌─ bo ─"))
    }

    @Test func `Its keys and its words do the same`() {
        for isClicked in [true, false] {
            var session = Self.session()
            var screen = Screen.forTests(80, 16) { $0.usesMouse = true }
            screen.click(on: "mara │", in: &session)
            if isClicked { screen.click(on: "i ignore", in: &session) } else { screen.type("i", in: &session) }
            #expect(session.isIgnored(nick: "mara"))
            screen.click(on: "mara │", in: &session)
            if isClicked { screen.click(on: "unignore", in: &session) } else { screen.type("i", in: &session) }
            #expect(!session.isIgnored(nick: "mara"))
            screen.click(on: "mara │", in: &session)
            if isClicked { screen.click(on: "m message", in: &session) } else { screen.type("m", in: &session) }
            #expect(session.shownBuffer.name == "mara" && screen.panes.card == nil)
        }
    }

    @Test func `Another letter closes it and is typed, Esc and a click beside it close it alone`() {
        var session = Self.session()
        var screen = Screen.forTests(80, 16) { $0.usesMouse = true }
        screen.click(on: "mara │", in: &session)
        screen.press(.escape, in: &session)
        #expect(screen.panes.card == nil)
        screen.click(on: "mara │", in: &session)
        screen.click(at: (2, 1), in: &session)
        #expect(screen.panes.card == nil)
        screen.click(on: "mara │", in: &session)
        screen.type("hm", in: &session)
        #expect(screen.panes.card == nil && screen.draft(of: session.shownBuffer.id) == "hm")
    }

    @Test(arguments: ["i", "m"]) func `Over a draft its letters close it and are typed`(letter: String) {
        var session = Self.session()
        var screen = Screen.forTests(80, 16) { $0.usesMouse = true }
        screen.type("draft", in: &session)
        screen.click(on: "mara │", in: &session)
        screen.type(letter, in: &session)
        #expect(screen.panes.card == nil && screen.draft(of: session.shownBuffer.id) == "draft" + letter)
        #expect(!session.isIgnored(nick: "mara") && session.shownBuffer.name == "#lobby")
    }

    @Test func `It stays with its buffer`() {
        var session = Self.session()
        var screen = Screen.forTests(80, 16) { $0.usesMouse = true }
        screen.click(on: "mara │", in: &session)
        session.setVisible(.server)
        #expect(!screen.picture(session).contains("asking the server…"))
        screen.type("i", in: &session)
        #expect(!session.isIgnored(nick: "mara") && screen.draft(of: .server) == "i")
    }

    @Test func `It is gone once another buffer is shown, or its own is closed: the next click means what is under it`()
    {
        var session = Self.session()
        session.hear(":ana!u@h JOIN #den")
        var screen = Screen.forTests(80, 16) { $0.usesMouse = true }
        screen.click(on: "mara │", in: &session)
        screen.press(.control("p"), in: &session)
        #expect(screen.panes.card == nil && session.shownBuffer.id == .server)
        #expect(screen.click(on: "#lobby", in: &session).count == 1)
        screen.click(on: "mara │", in: &session)
        _ = session.submit("/close", in: session.shownBuffer.id, at: noon)
        #expect(screen.panes.card != nil)
        screen.forgetClosed(ChatModel(session))
        #expect(screen.panes.card == nil)
    }

    @Test(arguments: [(80, 6), (30, 4), (20, 3), (10, 2), (3, 1), (1, 1)])
    func `It has its place on any screen`(width: Int, height: Int) {
        var session = Self.session()
        var screen = Screen.forTests(width, height) { $0.usesMouse = true }
        screen.panes.card = NickCard(
            nick: String(repeating: "long", count: 40), buffer: session.shownBuffer.address)
        #expect(screen.draw(session, at: noon).height == height)
        screen.handleAndApply(.mouse(MouseEvent(.press(.left), x: 0, y: 0)), &session)
        _ = screen.draw(session, at: noon)
    }
}
