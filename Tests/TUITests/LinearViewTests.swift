import Protocol
import Testing

@testable import Client
@testable import TUI

/// The session as lines: what is told of the person's own.
@Suite struct LinearViewTests {
    @Test func `A line that was perhaps not sent is told in every buffer, though another has its number`() throws {
        var session = ClientSession.inLobby()
        session.hear(":ana!u@h JOIN #den", ":srv 353 ana = #den :ana bo", ":srv 366 ana #den :End")
        let lobby = try #require(session.buffers.id(named: "#lobby"))
        let den = try #require(session.buffers.id(named: "#den"))
        while let (first, second) = ends(session, lobby, den), first != second {
            session.hear(":bo!u@h PRIVMSG \(first < second ? "#lobby" : "#den") :hello")
        }
        var view = LinearView(clock: LocalClock { _ in 0 })
        for (buffer, text) in [(den, "to the den"), (lobby, "to the lobby")] {
            session.setVisible(buffer)
            #expect(session.submit(text, in: buffer, at: noon) == .done)
            #expect(view.updates(session, at: noon).contains { $0.contains(text) })
        }
        session.disconnected(cause: "lost", at: noon)
        let number = try #require(session.buffers[lobby]?.firstPerhapsNotSent)
        #expect(session.buffers[den]?.firstPerhapsNotSent == number)
        #expect(view.updates(session, at: noon).contains { $0.contains("to the lobby") })
        session.setVisible(den)
        #expect(view.updates(session, at: noon).contains { $0.contains("to the den") })
    }

    @Test func `People who come and go are told one by one, or not at all`() {
        func told(_ events: EventDisplay, _ choices: EventChoices = EventChoices()) -> [String] {
            var session = ClientSession.inLobby(events: choices)
            var view = LinearView(clock: LocalClock { _ in 0 }, events: events)
            _ = view.updates(session, at: noon)
            session.hear(":q1!u@h JOIN #lobby", ":q2!u@h JOIN #lobby", ":q1!u@h QUIT :bye", ":ana!u@h PART #lobby")
            return view.updates(session, at: noon)
        }
        let all = ["q1 joined", "q2 joined", "q1 quit (bye)", "ana left"]
        #expect(told(.all) == all && told(.smart) == all)
        #expect(told(.none) == ["ana left"])
        var choices = EventChoices()
        choices.rooms["#lobby"] = .all
        #expect(told(.none, choices) == all)
    }

    /// The numbers that the next lines of two buffers get.
    private func ends(_ session: ClientSession, _ first: BufferID, _ second: BufferID) -> (LineID, LineID)? {
        guard let first = session.buffers[first], let second = session.buffers[second] else { return nil }
        return (first.scrollback.endID, second.scrollback.endID)
    }
}
