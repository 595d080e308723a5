import Client
import Protocol
import Testing

@testable import TUI

/// The mouse over the screen: what is clicked, turned and selected there.
@Suite struct MouseTests {
    private static func screen(_ width: Int = 80, _ height: Int = 24) -> Screen {
        Screen.forTests(width, height) { $0.usesMouse = true }
    }

    /// In the lobby, with a link, a long message and some who come in.
    private static func session() -> ClientSession {
        var session = ClientSession.inLobby("@mara +bo ana", topic: nil)
        session.hear(from: "mara", "see https://example.org/a please")
        session.hear(":q1!u@h JOIN #lobby", ":q2!u@h JOIN #lobby", ":q3!u@h JOIN #lobby")
        session.hear(from: "bo", "one two")
        return session
    }

    @Test func `A click on a room goes there, in the strip and in the list`() {
        for width in [80, 120] {
            var session = ClientSession.inChannels(3, mentionedIn: 2)
            session.setVisible(session.buffers.id(named: "#r1"))
            var screen = Self.screen(width)
            #expect(screen.click(on: "#r2", in: &session) == [.show(session.address(of: "#r2"))])
            #expect(session.shownBuffer.name == "#r2")
        }
    }

    @Test func `A click on a name among the news goes there`() {
        var session = ClientSession.inChannels(3, mentionedIn: 2)
        session.setVisible(session.buffers.id(named: "#r1"))
        session.hear(":bo!u@h PRIVMSG #r3 :hello")
        var screen = Self.screen()
        let news = screen.place(of: "news: #r2! #r3", session)
        for (column, name) in [(5, nil), (6, "#r2"), (9, "#r2"), (10, nil), (11, "#r3"), (13, "#r3"), (14, nil)] {
            var screen = screen
            var session = session
            let intents = screen.click(at: (news.x + column, news.y), in: &session)
            #expect(intents == (name.map { [.show(session.address(of: $0))] } ?? []), "column \(column)")
        }
    }

    @Test func `A click on a room that was closed since the last frame does nothing`() {
        var session = ClientSession.inChannels(3, mentionedIn: 2)
        session.setVisible(session.buffers.id(named: "#r1"))
        var screen = Self.screen()
        let place = screen.place(of: "#r2", session)
        session.perform("/close", in: "#r2")
        #expect(screen.press(.left, at: place, in: &session) == [])
        #expect(screen.release(at: place, in: &session) == [])
    }

    @Test(arguments: ["#den", "example.org", "@mara"])
    func `What moved under the button that is down is not clicked`(target: String) {
        for hasMoved in [false, true] {
            var session = ClientSession.inLobby("@mara +bo ana", topic: nil)
            session.hear(from: "mara", "one #den https://example.org/a")
            session.hear(from: "bo", "two #ten https://example.net/b")
            var screen = Self.screen()
            let place = screen.place(of: target, session)
            screen.press(.left, at: place, in: &session)
            if hasMoved {
                session.hear(from: "mara", "three #zeb https://example.com/c")
                session.hear(":srv.test MODE #lobby +o bo")
            }
            _ = screen.draw(session, at: noon)
            let intents = screen.release(at: place, in: &session)
            let isTyped = !screen.draft(of: session.shownBuffer.id).isEmpty
            #expect((isTyped || !intents.isEmpty || screen.panes.card != nil) != hasMoved, "\(target): \(intents)")
        }
    }

    @Test func `A click on a link opens it, and one beside it does not`() {
        var session = Self.session()
        var screen = Self.screen()
        #expect(screen.click(on: "example.org", in: &session) == [.open(url: "https://example.org/a")])
        #expect(screen.click(on: "please", in: &session) == [])
        #expect(screen.click(on: "see", in: &session) == [])
    }

    @Test func `A click on what stands as one row shows each, and one on the first makes it a row again`() {
        var session = Self.session()
        var screen = Self.screen()
        #expect(!screen.picture(session).contains("q2 joined"))
        screen.click(on: "q1, q2", in: &session)
        #expect(screen.picture(session).contains("q2 joined"))
        screen.click(on: "q1 joined", in: &session)
        #expect(!screen.picture(session).contains("q2 joined"))
    }

    @Test func `The right button chooses the message, and types nothing`() {
        var session = Self.session()
        var screen = Self.screen()
        let place = screen.place(of: "one two", session)
        screen.press(.right, at: place, in: &session)
        #expect(screen.picture(session).contains("r reply"))
        #expect(screen.handle(.key(.character("y")), session) == [.copy("one two")])
        #expect(screen.draft(of: session.shownBuffer.id) == "")
    }

    @Test func `A click ends the question whether to take a message back`() {
        var session = Self.session()
        var screen = Self.screen()
        screen.panes.pendingRedaction = LineAddress(
            session.shownBuffer.address, session.shownBuffer.id(at: session.shownBuffer.lineCount - 1))
        screen.click(on: "see", in: &session)
        #expect(screen.panes.pendingRedaction == nil)
    }

    @Test func `What is dragged over is copied, without the time and the nick, and no more is said than is known`() {
        var session = Self.session()
        var screen = Self.screen()
        let from = screen.place(of: "see", session)
        let to = screen.place(of: "example", session)
        #expect(screen.drag(from: from, to: (to.x + 6, to.y), in: &session) == [.copy("see https://example")])
        #expect(screen.picture(session).contains("select it with Shift"))
        // Up, over two rows, and beyond the pane.
        // The note of the first copy lies over the last rows, until a key is pressed.
        screen.press(.escape, in: &session)
        let last = screen.place(of: "one two", session)
        let intents = screen.drag(from: (last.x + 2, last.y), to: (0, screen.place(of: "⇄", session).y), in: &session)
        #expect(intents == [.copy("q1, q2 and q3 joined\none")])
    }

    @Test func `What is selected is marked while the button is down, and not afterwards`() {
        var session = Self.session()
        var screen = Self.screen()
        let place = screen.place(of: "one two", session)
        screen.press(.left, at: place, in: &session)
        func marked(_ screen: inout Screen) -> String {
            screen.draw(session, at: noon).text(row: place.y) { $0.attributes.contains(.reverse) }
        }
        #expect(marked(&screen) == "")
        screen.handleAndApply(.mouse(MouseEvent(.drag(.left), x: place.x + 2, y: place.y)), &session)
        #expect(marked(&screen) == "one")
        screen.release(at: (place.x + 2, place.y), in: &session)
        #expect(marked(&screen) == "")
    }

    @Test func `The rows of one message are one line in the copy, and a cut word is whole`() {
        var session = ClientSession.inLobby(topic: nil)
        let word = String(repeating: "w", count: 90)
        session.hear(from: "mara", "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda")
        session.hear(from: "bo", "\(word) end")
        var screen = Self.screen(64)
        let from = screen.place(of: "alpha", session)
        let to = screen.place(of: "end", session)
        #expect(to.y - from.y >= 3)
        #expect(
            screen.drag(from: from, to: (to.x + 2, to.y), in: &session) == [
                .copy("alpha beta gamma delta epsilon zeta eta theta iota kappa lambda\n\(word) end")
            ])
    }

    @Test func `A selection stays in the pane in which it began, and a wide sign is in it whole`() {
        var session = ClientSession.inLobby(topic: nil)
        session.hear(from: "bo", "ab")
        session.hear(from: "bo", "漢字")
        var screen = Self.screen()
        let from = screen.place(of: "ab", session)
        #expect(screen.drag(from: (from.x + 1, from.y), to: (79, from.y), in: &session) == [.copy("b")])
        #expect(
            screen.drag(from: (from.x + 1, from.y + 1), to: (from.x + 3, from.y + 1), in: &session) == [.copy("漢字")])
    }

    @Test func `The wheel moves what is under it`() {
        var session = ClientSession.inLobby(topic: nil)
        for number in 1...60 { session.hear(from: "bo", "line \(number)") }
        session.hear(":ana!u@h JOIN #other")
        var screen = Self.screen()
        _ = screen.draw(session, at: noon)
        screen.wheel(.wheelUp, at: (10, 10), in: &session)
        #expect(!screen.panes.views[session.shownBuffer.address]!.isAtNewest)
        screen.wheel(.wheelDown, at: (10, 10), in: &session)
        #expect(screen.panes.views[session.shownBuffer.address]!.isAtNewest)
        let strip = screen.place(of: "#other", session)
        #expect(screen.wheel(.wheelDown, at: strip, in: &session) == [.show(session.address(of: "#other"))])
    }

    @Test func `The wheel scrolls the list of buffers, to its ends, until another buffer is shown`() {
        var session = ClientSession.inChannels(40, mentionedIn: 2)
        session.setVisible(session.buffers.id(named: "#r1"))
        var screen = Self.screen(120)
        func isListed(_ name: String) -> Bool {
            // Below the topic.
            screen.picture(session).split(separator: "\n").dropFirst().contains { $0.prefix(18).contains(name + " ") }
        }
        #expect(isListed("#r1") && !isListed("#r40"))
        #expect(screen.wheel(.wheelDown, at: (3, 3), in: &session) == [])
        #expect(session.shownBuffer.name == "#r1" && !isListed("#r1") && isListed("#r20"))
        for _ in 0..<30 { screen.wheel(.wheelDown, at: (3, 3), in: &session) }
        #expect(isListed("#r40"))
        #expect(screen.click(on: "#r40", in: &session) == [.show(session.address(of: "#r40"))])
        screen.wheel(.wheelUp, at: (3, 3), in: &session)
        #expect(!isListed("#r40"))
        for _ in 0..<30 { screen.wheel(.wheelUp, at: (3, 3), in: &session) }
        #expect(isListed("#r1"))
        screen.press(.control("p"), in: &session)
        #expect(isListed("#r39") && !isListed("#r1"))
    }

    @Test func `In a list a click takes what is clicked, and one beside it closes the list`() {
        var session = ClientSession.inChannels(3, mentionedIn: 2)
        session.setVisible(session.buffers.id(named: "#r1"))
        var screen = Self.screen(80, 12)
        screen.press(.alt("k"), in: &session)
        #expect(screen.click(on: "#r3", in: &session) == [.show(session.address(of: "#r3"))])
        screen.press(.alt("k"), in: &session)
        screen.wheel(.wheelUp, at: (3, 3), in: &session)
        #expect(screen.panes.picker?.selected == 1)
        screen.click(at: (70, 1), in: &session)
        #expect(screen.panes.picker == nil)
    }

    @Test(arguments: [(80, 24), (100, 40), (140, 50)])
    func `In the help a click on a tab goes to it, and one beside the help closes it`(_ width: Int, _ height: Int) {
        var session = Self.session()
        var screen = Self.screen(width, height)
        _ = screen.draw(session, at: noon)
        screen.press(.function(1), in: &session)
        #expect(screen.click(on: "Commands", in: &session) == [])
        #expect(screen.panes.help?.tab == .commands)
        let title = screen.place(of: "Commands", session)
        #expect(screen.click(at: (title.x, title.y + 1), in: &session) == [])
        #expect(screen.panes.help?.tab == .commands)
        screen.click(on: "Keys", in: &session)
        #expect(screen.panes.help?.tab == .keys)
        // The row of the topic.
        screen.click(at: (0, 0), in: &session)
        #expect(screen.panes.help == nil && screen.draft(of: session.shownBuffer.id) == "")
    }

    @Test func `The mouse is no typing, whatever it does and wherever`() {
        var session = Self.session()
        var screen = Self.screen()
        _ = screen.draw(session, at: noon)
        let kinds: [MouseEvent.Kind] = [
            .press(.left), .drag(.left), .release, .press(.middle), .press(.right), .drag(.right), .wheelUp, .wheelDown,
        ]
        for kind in kinds {
            for (x, y) in [(0, 0), (79, 23), (80, 24), (9_999_999, 9_999_999), (5, 22), (70, 5)] {
                screen.handleAndApply(.mouse(MouseEvent(kind, x: x, y: y)), &session)
                _ = screen.draw(session, at: noon)
            }
        }
        #expect(!screen.hasTyped && screen.draft(of: session.shownBuffer.id) == "")
    }
}

extension ClientSession {
    func address(of name: String) -> BufferAddress { buffers.id(named: name)!.address }

    fileprivate mutating func perform(_ text: String, in name: String) {
        _ = submit(text, in: buffers.id(named: name)!, at: noon)
    }
}

extension Screen {
    /// The cell where a text begins, in the first row that has it. Everything before it is one column wide.
    mutating func place(of text: String, _ session: ClientSession) -> (x: Int, y: Int) {
        let surface = draw(session, at: noon)
        for y in 0..<surface.height {
            let row = surface[row: y].map { $0.glyph.isContinuation ? "" : $0.glyph.text }.joined()
            if let range = row.firstRange(of: text) {
                return (row.unicodeScalars.distance(from: row.startIndex, to: range.lowerBound), y)
            }
        }
        Issue.record("“\(text)” is not on the screen:\n\(surface.text)")
        return (0, 0)
    }

    @discardableResult
    mutating func press(_ button: MouseEvent.Button, at place: (x: Int, y: Int), in session: inout ClientSession)
        -> [Intent]
    {
        handleAndApply(.mouse(MouseEvent(.press(button), x: place.x, y: place.y)), &session)
    }

    @discardableResult
    mutating func release(at place: (x: Int, y: Int), in session: inout ClientSession) -> [Intent] {
        handleAndApply(.mouse(MouseEvent(.release, x: place.x, y: place.y)), &session)
    }

    @discardableResult
    mutating func click(at place: (x: Int, y: Int), in session: inout ClientSession) -> [Intent] {
        press(.left, at: place, in: &session) + release(at: place, in: &session)
    }

    @discardableResult
    mutating func click(on text: String, in session: inout ClientSession) -> [Intent] {
        click(at: place(of: text, session), in: &session)
    }

    /// Drags from one cell to another, with a frame between, and lets go there.
    mutating func drag(from: (x: Int, y: Int), to: (x: Int, y: Int), in session: inout ClientSession) -> [Intent] {
        press(.left, at: from, in: &session)
        drag(to: to, in: &session)
        _ = draw(session, at: noon)
        return release(at: to, in: &session)
    }

    /// Takes the pointer to a cell while the left button is down.
    mutating func drag(to place: (x: Int, y: Int), in session: inout ClientSession) {
        handleAndApply(.mouse(MouseEvent(.drag(.left), x: place.x, y: place.y)), &session)
    }

    @discardableResult
    mutating func wheel(_ kind: MouseEvent.Kind, at place: (x: Int, y: Int), in session: inout ClientSession)
        -> [Intent]
    {
        handleAndApply(.mouse(MouseEvent(kind, x: place.x, y: place.y)), &session)
    }
}
