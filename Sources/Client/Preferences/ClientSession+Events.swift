import Protocol

/// `/events`: the people who come and go that a room shows.
extension ClientSession {
    /// The choices there are, in words.
    private static let choices = "/events smart, all or none"

    mutating func events(_ display: EventDisplay?, in buffer: Buffer, at now: Timestamp) -> SubmitOutcome {
        guard buffer.kind == .channel else {
            return .notSent(reason: "Joins and parts are those of a room: go there first. /set events is for all.")
        }
        if let display {
            emit(.changeSetting(.setEvents(display, room: buffer.name)))
        } else {
            note(eventWords(in: buffer), in: buffer.id, at: now)
        }
        return .done
    }

    /// Tells what a room shows, and where it is chosen.
    private func eventWords(in buffer: Buffer) -> String {
        let (room, network) = (configuration.events.display(of: buffer.name, casemapping), configuration.events.network)
        guard let display = room ?? network else {
            return
                "This room shows who comes and goes as /set events has it for all. \(Self.choices) is for this room alone."
        }
        let place = room == nil ? "events of this network (/set server.events)" : "events-rooms of this network"
        return "This room shows \(display.words), by \(place). \(Self.choices) changes that for this room."
    }

    /// Shows the people who come and go in a room in this way, until the program ends.
    package mutating func setEvents(_ display: EventDisplay, inRoom name: String) {
        configuration.events.set(display, of: name, casemapping)
    }

    /// The choices for single rooms, and this one among them: to be kept in the place of all of them.
    package func eventRooms(with display: EventDisplay, inRoom name: String) -> [String: EventDisplay] {
        var choices = configuration.events
        choices.set(display, of: name, casemapping)
        return choices.rooms
    }
}

extension EventChoices {
    /// The choice for a room, in whatever case its name is; nil where there is none.
    func display(of name: String, _ casemapping: Casemapping) -> EventDisplay? {
        guard !rooms.isEmpty else { return nil }
        let folded = casemapping.fold(name)
        return rooms.first { casemapping.fold($0.key) == folded }?.value
    }

    fileprivate mutating func set(_ display: EventDisplay, of name: String, _ casemapping: Casemapping) {
        let folded = casemapping.fold(name)
        rooms = rooms.filter { casemapping.fold($0.key) != folded }
        rooms[name] = display
    }
}

extension EventDisplay {
    /// The people who come and go, in words.
    package var words: String {
        switch self {
        case .smart: "who comes and goes after speaking lately, and folds all others (smart)"
        case .all: "everybody who comes and goes (all)"
        case .none: "nobody who comes and goes (none)"
        }
    }
}
