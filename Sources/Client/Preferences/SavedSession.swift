import Protocol

/// The part of a session that is kept from one start of the program to the next: plain values, for the shell to write down and hand back.
package struct SavedSession: Hashable, Sendable {
    /// The level at which the person is called for each room or talk, by its name in lower case; the server's own buffer has an empty name.
    /// A room or talk that is not named here has ``NotificationLevel/mentions``.
    package var notificationLevels: [String: NotificationLevel] = [:]
    /// Masks of those whom the person does not want to hear.
    package var ignored: [String] = []
    /// The nicks of whom the person wants to hear when they come and go, at most ``FriendList/maxCount``.
    package var friends: [String] = []
    /// When the person was online last, in milliseconds since 1970.
    package var lastSeen: Int64?
    /// The rooms to enter again, in the order of their buffers, at most ``RememberedChannels/maxCount``. Their keys are secrets.
    package var channels: [SessionConfiguration.Channel] = []
    /// The nicks of the talks to open again, at most ``RememberedChannels/maxQueries``.
    package var queries: [String] = []
    /// The rules by which the server compared names last: the log on this machine has them folded so. Nil where that is not known.
    package var casemapping: Casemapping?
    /// The names of the buffers that are pinned here, in lower case.
    package var pinned: [String] = []
    /// The names of the buffers in the order by hand, at most ``HandOrder/maxNames``; empty where none was moved.
    package var order: [String] = []

    package init() {}
}

/// For what of a buffer the person is called.
package enum NotificationLevel: String, Hashable, Sendable, CaseIterable {
    /// For everything that is said.
    case all
    /// When they are named, or written to alone.
    case mentions
    case none
}
