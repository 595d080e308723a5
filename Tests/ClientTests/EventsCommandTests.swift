import Protocol
import Testing

@testable import Client

/// `/events`: the joins, parts and quits that a room shows.
@Suite struct EventsCommandTests {
    private func told(_ talk: inout TestSession) -> String {
        talk.enter("/events")
        return talk.lines().last ?? ""
    }

    @Test func `Alone it tells what holds, and from where`() {
        var talk = TestSession.inChannel()
        #expect(told(&talk).contains("as /set events has it for all. /events smart, all or none"))
        talk.session.configuration.events.network = .all
        #expect(told(&talk).contains("everybody who comes and goes (all), by events of this network"))
        talk.session.configuration.events.rooms = ["#HOME": EventDisplay.none]
        #expect(told(&talk).contains("nobody who comes and goes (none), by events-rooms of this network"))
    }

    @Test(arguments: [("smart", EventDisplay.smart), ("ALL", .all), ("none", EventDisplay.none)])
    func `A word asks for another choice for the room`(word: String, display: EventDisplay) {
        var talk = TestSession.inChannel()
        talk.enter("/events \(word)")
        #expect(talk.takeActions().contains(.changeSetting(.setEvents(display, room: "#home"))))
    }

    @Test func `A wrong word names the allowed ones, and no other buffer than a room has it`() {
        var talk = TestSession.inChannel()
        for (input, words) in [
            ("/events off", "must be smart, all or none"), ("/ev off please", "must be smart, all or none"),
            ("/events none please", "too many words"),
        ] {
            guard case .notSent(let reason) = talk.enter(input) else {
                Issue.record("taken: \(input)")
                continue
            }
            #expect(reason.contains(words))
        }
        guard case .notSent(let reason) = talk.enter("/events none", in: "") else {
            Issue.record("taken in the server's own buffer")
            return
        }
        #expect(reason.contains("/set events is for all"))
    }

    @Test func `The choice takes the place of the one for the room in another case`() {
        var talk = TestSession.inChannel()
        talk.session.configuration.events.rooms = ["#HOME": .all, "#den": .all]
        #expect(talk.session.eventRooms(with: .none, inRoom: "#home") == ["#home": EventDisplay.none, "#den": .all])
        talk.session.setEvents(.none, inRoom: "#home")
        guard let buffer = talk.buffer("#home") else { return }
        #expect(talk.session.eventDisplay(in: buffer) == EventDisplay.none)
    }
}
