/// The choices of a person for the lines of one network: those that are kept on this machine, and the people who come and go that are shown.
package struct LineChoices: Hashable, Sendable {
    package var log: LogPolicy
    /// The same for single rooms and people, by their names.
    package var logRooms: [String: LogPolicy]
    package var events: EventChoices

    package init(log: LogPolicy, logRooms: [String: LogPolicy] = [:], events: EventChoices = EventChoices()) {
        (self.log, self.logRooms, self.events) = (log, logRooms, events)
    }
}

extension ClientSession {
    /// Takes over the choices that are others now: what comes is kept by them, and all lines are shown by them.
    ///
    /// Those that are the same are left alone: a room that has another name has taken its choice along, which the person's file does not know.
    package mutating func changeLineChoices(from old: LineChoices, to new: LineChoices) {
        if old.log != new.log { configuration.log = new.log }
        if old.logRooms != new.logRooms { configuration.logRooms = new.logRooms }
        if old.events.network != new.events.network { configuration.events.network = new.events.network }
        if old.events.rooms != new.events.rooms { configuration.events.rooms = new.events.rooms }
    }
}
