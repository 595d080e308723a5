import Client
import Protocol
import Testing

@testable import TUI

/// Text that is selected while the screen goes on under the pointer.
@Suite struct TextSelectionTests {
    private var session = ClientSession.inLobby("@mara +bo ana", topic: "Be kind")
    private var screen = Screen.forTests(80, 12) { $0.usesMouse = true }

    init() {
        session.hear(from: "mara", "see you at noon")
        session.hear(from: "bo", "yes")
    }

    /// Presses where a text begins, and drags to where another ends.
    private mutating func select(from first: String, through last: String) {
        let from = screen.place(of: first, session)
        let to = screen.place(of: last, session)
        screen.press(.left, at: from, in: &session)
        screen.drag(to: (to.x + last.count - 1, to.y), in: &session)
    }

    /// The text that is marked, a row each.
    private mutating func marked() -> [String] {
        let surface = screen.draw(session, at: noon)
        return (0..<surface.height).map { y in surface.text(row: y) { $0.attributes.contains(.reverse) } }
            .filter { !$0.isEmpty }
    }

    private mutating func release() -> [Intent] { screen.release(at: (0, 0), in: &session) }

    @Test mutating func `A line that comes meanwhile moves the mark with the text, and what was selected is copied`() {
        select(from: "you", through: "noon")
        #expect(marked() == ["you at noon"])
        let row = screen.place(of: "you at noon", session).y
        session.hear(from: "bo", "or at one")
        #expect(marked() == ["you at noon"])
        #expect(screen.place(of: "you at noon", session).y == row - 1)
        #expect(release() == [.copy("you at noon")])
    }

    @Test mutating func `A line that comes while the pointer goes on is where it ends from then on`() {
        select(from: "you", through: "noon")
        for text in ["or at one", "or two"] { session.hear(from: "bo", text) }
        let to = screen.place(of: "at one", session)
        screen.drag(to: (to.x + 1, to.y), in: &session)
        #expect(release() == [.copy("you at noon\nyes\nor at")])
    }

    @Test mutating func `What has left the screen is copied as well`() {
        select(from: "you", through: "yes")
        for number in 1...30 { session.hear(from: "bo", "line \(number)") }
        #expect(marked() == [])
        #expect(release() == [.copy("you at noon\nyes")])
    }

    @Test mutating func `The wheel scrolls under a selection, and ends a click`() {
        for number in 1...30 { session.hear(from: "bo", "line \(number)") }
        select(from: "line 27", through: "line 28")
        screen.wheel(.wheelUp, at: (20, 5), in: &session)
        #expect(marked().contains { $0.hasPrefix("line 27") })
        #expect(release() == [.copy("line 27\nline 28")])
        screen.press(.left, at: (20, 5), in: &session)
        screen.wheel(.wheelUp, at: (20, 5), in: &session)
        #expect(screen.panes.selection == nil)
    }

    @Test mutating func `Further up, it stays above the newest lines`() {
        screen.resize(width: 80, height: 24)
        for number in 1...30 { session.hear(from: "bo", "line \(number)") }
        screen.press(.pageUp, in: &session)
        let upper = screen.place(of: "┄", session).y - 1
        let from = screen.place(of: "line ", session)
        screen.press(.left, at: (from.x, upper), in: &session)
        screen.drag(to: (from.x + 20, upper + 3), in: &session)
        let last = screen.draw(session, at: noon).text.split(separator: "\n", omittingEmptySubsequences: false)[upper]
        let text = last.split(separator: "│")[1].split(separator: " ").prefix(2).joined(separator: " ")
        #expect(release() == [.copy(text)])
    }

    @Test mutating func `One whose lines are gone ends, and copies nothing`() {
        select(from: "you", through: "noon")
        _ = session.submit("/clear", in: session.shownBuffer.id, at: noon)
        _ = screen.draw(session, at: noon)
        #expect(screen.panes.selection == nil)
        #expect(release() == [])
    }

    @Test mutating func `Without a frame between, lines that are gone are not copied either`() {
        select(from: "you", through: "noon")
        _ = session.submit("/clear", in: session.shownBuffer.id, at: noon)
        #expect(release() == [])
    }

    @Test mutating func `Begun at the nick it takes the nick along, and goes with its line`() {
        select(from: "mara │ see", through: "see")
        session.hear(from: "bo", "or at one")
        #expect(release() == [.copy("mara │ see")])
    }

    @Test mutating func `The blanks with which all rows begin are left out`() {
        let (first, last) = (screen.place(of: "see", session), screen.place(of: "yes", session))
        screen.press(.left, at: (first.x - 8, first.y), in: &session)
        screen.drag(to: (first.x + 2, first.y), in: &session)
        #expect(release() == [.copy("mara │ see")])
        screen.press(.left, at: (first.x - 8, first.y), in: &session)
        screen.drag(to: (last.x + 2, last.y), in: &session)
        // The shorter nick stands under the end of the other.
        #expect(release() == [.copy("mara │ see you at noon\n  bo │ yes")])
    }

    @Test mutating func `A cut word ends with the row where the pointer is beyond it`() {
        let word = (0..<30).map { "\($0 % 10)abc" }.joined()
        session.hear(from: "bo", word)
        let from = screen.place(of: "0abc", session)
        // The last of the chat's columns is that of the bar.
        let bar = 80 - 17 - 1
        screen.press(.left, at: from, in: &session)
        screen.drag(to: (bar, from.y), in: &session)
        #expect(release() == [.copy(String(word.prefix(bar - from.x)))])
    }

    @Test mutating func `A wide sign is taken whole from either half`() {
        session.hear(from: "bo", "ab漢字cd")
        let place = screen.place(of: "ab漢字cd", session)
        screen.press(.left, at: (place.x + 3, place.y), in: &session)
        screen.drag(to: (place.x + 4, place.y), in: &session)
        #expect(marked() == ["漢字"])
        session.hear(from: "bo", "more")
        #expect(release() == [.copy("漢字")])
    }

    @Test mutating func `In the other panes it ends when something else stands there`() {
        select(from: "@mara", through: "@mara")
        #expect(marked() == ["@mara"])
        // A line in the chat changes nothing of it.
        session.hear(from: "bo", "more")
        #expect(marked() == ["@mara"])
        session.hear(":srv MODE #lobby +o bo")
        #expect(marked() == [])
        #expect(release() == [])
    }

    @Test mutating func `The topic is copied as it was under the pointer`() {
        select(from: "Be", through: "kind")
        session.hear(":mara!u@h TOPIC #lobby :Be quick")
        #expect(release() == [.copy("Be kind")])
        select(from: "Be", through: "quick")
        session.hear(":mara!u@h TOPIC #lobby :Be silent")
        #expect(marked() == [])
    }

    @Test mutating func `Of hundreds of rows all are copied, and each message of them is whole`() {
        select(from: "you", through: "noon")
        let texts = (10...60).map { "\($0)" + String(repeating: "w", count: 380) } + ["the end"]
        for text in texts { session.hear(from: "bo", text) }
        let to = screen.place(of: "the end", session)
        screen.drag(to: (to.x + 6, to.y), in: &session)
        #expect(release() == [.copy((["you at noon", "yes"] + texts).joined(separator: "\n"))])
    }

    @Test mutating func `Of hundreds of rows none has a nick that it has not on the screen`() throws {
        select(from: "mara │ see", through: "see")
        for number in 1...300 { session.hear(from: "bo", "line \(number)") }
        let to = screen.place(of: "line 300", session)
        screen.drag(to: (to.x + 7, to.y), in: &session)
        let copied = release().first.flatMap { if case .copy(let text) = $0 { text } else { nil } }
        let rows = try #require(copied).split(separator: "\n")
        #expect(rows.count == 302 && rows[0].hasPrefix("mara │ see") && rows[301].hasSuffix("line 300"))
        #expect(rows.filter { $0.contains("bo │") }.count == 1)
    }

    @Test mutating func `Another size of the screen ends it`() {
        select(from: "you", through: "noon")
        screen.resize(width: 70, height: 12)
        #expect(marked() == [])
        #expect(release() == [])
    }
}
