import Protocol

/// How somebody is here who stays in the rooms while not connected, as it is kept over a restart.
package struct Presence: Hashable, Sendable {
    package var nick: String
    package var userName: String
    /// Nil where it was not kept; then its owner is not here after a restart.
    package var host: String?
    package var realName: String
    /// In the order in which they were entered.
    package var rooms: [Room]

    package init(nick: String, userName: String, host: String?, realName: String, rooms: [Room] = []) {
        self.nick = nick
        self.userName = userName
        self.host = host
        self.realName = realName
        self.rooms = rooms
    }

    /// A membership of a room.
    package struct Room: Hashable, Sendable {
        package var name: String
        /// The letters of the ranks' modes.
        package var ranks: String
        /// The first event of the room that may be read.
        package var since: EventNumber
        /// The events that were closed before that; nil where an earlier version of the program kept nothing of them.
        package var closed: Closed?

        package init(name: String, ranks: String, since: EventNumber, closed: Closed?) {
            self.name = name
            self.ranks = ranks
            self.since = since
            self.closed = closed
        }
    }

    /// Up to which events a room was closed to whom, and to whom it was closed when it was entered.
    package struct Closed: Hashable, Sendable {
        package var toAll: EventNumber
        package var toGuests: EventNumber
        /// The raw value of a ``ChannelClosure``.
        package var kinds: UInt8

        package init(toAll: EventNumber, toGuests: EventNumber, kinds: UInt8) {
            self.toAll = toAll
            self.toGuests = toGuests
            self.kinds = kinds
        }
    }
}
