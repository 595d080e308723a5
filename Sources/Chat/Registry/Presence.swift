import Protocol

/// The place on the network of somebody who stays in the channels while not connected, as the registry keeps it over a
/// restart.
package struct Presence: Hashable, Sendable {
    package var nick: String
    package var userName: String
    /// Nil where an earlier version of the program kept none; its owner is then not restored at a restart.
    package var host: String?
    package var realName: String
    /// The letters of the modes that its owner has, of those that are kept with it, such as `Bi`; see ``UserModes/keptWithPresence``.
    package var modes: String
    /// The channels that its owner is in, in the order in which they were joined.
    package var channels: [Channel]

    package init(
        nick: String, userName: String, host: String?, realName: String, modes: String = "",
        channels: [Channel] = []
    ) {
        self.nick = nick
        self.userName = userName
        self.host = host
        self.realName = realName
        self.modes = modes
        self.channels = channels
    }

    /// A membership of a channel.
    package struct Channel: Hashable, Sendable {
        package var name: String
        /// The letters of the modes of the member's ranks, such as `o`.
        package var ranks: String
        /// The number of the event with which the member joined. It is not the first event that the member may read:
        /// that follows from the closings, see ``Membership/floor(in:)``.
        package var since: EventNumber
        /// The closings of the channel as they were at that join; nil where an earlier version of the program kept
        /// none.
        package var closings: ClosingsAtJoin?

        package init(name: String, ranks: String, since: EventNumber, closings: ClosingsAtJoin?) {
            self.name = name
            self.ranks = ranks
            self.since = since
            self.closings = closings
        }
    }
}
