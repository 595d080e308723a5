import Protocol

/// To whom a room is closed: not everybody may come in who would, and what is said is for those who are there.
package struct ChannelClosure: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// To everybody: invited, with the key, or excepted from a ban on all.
    package static let toAll = ChannelClosure(rawValue: 1 << 0)
    /// To those without an account.
    package static let toGuests = ChannelClosure(rawValue: 1 << 1)

    /// The kinds that keep out a user of this sort: a room that is closed to guests is open to whoever has an account.
    static func concerning(_ user: User) -> ChannelClosure { user.account == nil ? [.toAll, .toGuests] : .toAll }
}

/// The number of the server's last event before a channel was opened again: for the last time that it was closed to
/// everybody, and for the last time that it was closed to those without an account. It is ``EventNumber/none`` where
/// there was no such time.
package struct ClosedThrough: Hashable, Sendable {
    package var toAll: EventNumber
    package var toGuests: EventNumber

    package init(toAll: EventNumber = .none, toGuests: EventNumber = .none) {
        self.toAll = toAll
        self.toGuests = toGuests
    }

    /// Up to which event it was closed to somebody.
    func through(for user: User) -> EventNumber { user.account == nil ? max(toAll, toGuests) : toAll }

    /// Says that what was closed was so up to an event.
    mutating func close(_ closedTo: ChannelClosure, through number: EventNumber) {
        if closedTo.contains(.toAll) { toAll = number }
        if closedTo.contains(.toGuests) { toGuests = number }
    }

    /// Up to the later of the two.
    var last: EventNumber { max(toAll, toGuests) }
}

/// The closings of a channel at the moment when a member joined it. They decide, then and later, from which event on
/// the member may read; see ``Membership/floor(in:)``.
package struct ClosingsAtJoin: Hashable, Sendable {
    /// The ends of the closings that were over when the member joined.
    package var ended: ClosedThrough
    /// The closings that lasted when the member joined.
    package var current: ChannelClosure

    package init(ended: ClosedThrough, current: ChannelClosure) {
        self.ended = ended
        self.current = current
    }
}

extension Channel {
    /// To whom it is closed now.
    var closedTo: ChannelClosure {
        var closedTo: ChannelClosure = []
        let isBarred = modes.bans.contains { $0.ban.isForEverybody }
        if modes.flags.contains(.inviteOnly) || modes.key != nil || isBarred { closedTo.insert(.toAll) }
        if modes.flags.contains(.registeredOnly) { closedTo.insert(.toGuests) }
        return closedTo
    }
}

extension Membership {
    /// The first event of its room that a member may read.
    ///
    /// - The words said while the room was closed to newcomers, up to when it was opened, are for those who were there: whoever came
    ///   later reads from the opening on, and whoever came while it was closed from the own join on, then and afterwards.
    /// - The operators of the room read also the words said before their own join, from when it was closed last. For those who run it by
    ///   registration see ``Network/historyAccess(of:by:isHost:)``.
    func floor(in channel: Channel) -> EventNumber {
        var through = closings.ended.through(for: user)
        let concerned = ChannelClosure.concerning(user)
        let wasClosed = !concerned.isDisjoint(with: closings.current.union(channel.closedTo))
        if wasClosed, !ranks.isAtLeast(.operator) { through = max(through, since.previous) }
        return through == .none ? .none : through.next
    }
}
