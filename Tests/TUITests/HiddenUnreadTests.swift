import Client
import Protocol
import Synchronization
import TUI
import Testing

/// What is new in buffers that the list, or the strip, has no room for is told at its ends.
@Suite struct HiddenUnreadTests {
    private func picture(_ screen: inout Screen, _ session: ClientSession) -> String {
        screen.draw(session, at: noon).text
    }

    @Test func `A mention in a room that the list has no row for is told at its end`() {
        var session = ClientSession.inChannels(40, mentionedIn: 40)
        session.setVisible(session.buffers.id(named: "#r2"))
        var screen = Screen.forTests(120, 24)
        #expect(picture(&screen, session).contains(" ↓ 1 new 1!"))
        session.setVisible(session.buffers.id(named: "#r40"))
        screen = Screen.forTests(120, 24)
        #expect(!picture(&screen, session).contains("↓ 1"))
        session = ClientSession.inChannels(40, mentionedIn: 3)
        session.setVisible(session.buffers.id(named: "#r38"))
        screen = Screen.forTests(120, 24)
        #expect(picture(&screen, session).contains(" ↑ 1 new 1!"))
    }

    @Test func `In a list that has room for all nothing is told at its ends`() {
        var session = ClientSession.inChannels(5, mentionedIn: 5)
        session.setVisible(session.buffers.id(named: "#r1"))
        var screen = Screen.forTests(120, 24)
        let text = picture(&screen, session)
        #expect(!text.contains("↓") && !text.contains("↑") && text.contains("1!"))
    }

    @Test func `In the strip it is told at its ends as well`() {
        var session = ClientSession.inChannels(40, mentionedIn: 40)
        session.setVisible(session.buffers.id(named: "#r2"))
        var screen = Screen.forTests(80, 24)
        #expect(picture(&screen, session).contains(" 1 new 1! ›"))
        session = ClientSession.inChannels(40, mentionedIn: 3)
        session.setVisible(session.buffers.id(named: "#r38"))
        screen = Screen.forTests(80, 24)
        let text = picture(&screen, session)
        #expect(text.contains(" ‹ 1 new 1! ") && text.contains("#r38"))
    }

    @Test func `A strip takes no longer to draw with rooms that it has no room for`() {
        func countedScalars(rooms: Int) -> Int {
            let count = Mutex(0)
            var session = ClientSession.online()
            // The width of a scalar beyond ASCII is asked for whenever it is shaped.
            for number in 1...rooms { session.hear(":ana!u@h JOIN #é\(number)") }
            session.setVisible(session.buffers.id(named: "#é1"))
            let shaper = Shaper { _ in
                count.withLock { $0 += 1 }
                return 1
            }
            var screen = Screen(
                width: 80, height: 24, shaper: shaper, clock: LocalClock { _ in 0 }, theme: Theme(.palette))
            _ = screen.draw(session, at: noon)
            return count.withLock { $0 }
        }
        #expect(countedScalars(rooms: 300) <= countedScalars(rooms: 30))
    }
}
