import Protocol

/// The people who come and go that the screen shows: their joins, parts and quits.
package enum EventDisplay: String, Hashable, Sendable, CaseIterable {
    /// Those who spoke shortly before in a row each, all others that follow each other as one.
    case smart
    /// Each in a row of its own.
    case all
    /// None, but for the person's own.
    case none
}

/// The choices of a person for one network, where they differ from those for all.
package struct EventChoices: Hashable, Sendable {
    /// Nil: as for all networks.
    package var network: EventDisplay?
    /// The same for single rooms, by their names.
    package var rooms: [String: EventDisplay] = [:]

    package init() {}
}

extension ClientSession {
    /// The people who come and go that a buffer shows; nil where the person has said nothing of it, nor of its network.
    package func eventDisplay(in buffer: Buffer) -> EventDisplay? {
        configuration.events.display(of: buffer.name, casemapping) ?? configuration.events.network
    }
}
