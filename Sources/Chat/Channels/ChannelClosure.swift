import Protocol

/// To whom a room is closed: not everybody may come in who would, and what is said is for those who are there.
struct ChannelClosure: OptionSet, Hashable {
    let rawValue: UInt8

    /// To everybody: invited, with the key, or excepted from a ban on all.
    static let toAll = ChannelClosure(rawValue: 1 << 0)
    /// To those without an account.
    static let toGuests = ChannelClosure(rawValue: 1 << 1)

    /// The kinds that keep out a user of this sort: a room that is closed to guests is open to whoever has an account.
    static func concerning(_ user: User) -> ChannelClosure { user.account == nil ? [.toAll, .toGuests] : .toAll }
}

/// Up to which events a room was closed, to whom; a room that was never closed has ``EventNumber/none``.
struct ClosedThrough: Hashable {
    var toAll = EventNumber.none
    var toGuests = EventNumber.none

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
        var through = closedThrough.through(for: user)
        let concerned = ChannelClosure.concerning(user)
        let wasClosed = !concerned.isDisjoint(with: closedTo.union(channel.closedTo))
        if wasClosed, !ranks.isAtLeast(.operator) { through = max(through, since.previous) }
        return through == .none ? .none : through.next
    }
}
