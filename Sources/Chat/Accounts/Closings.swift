import Protocol

/// To whom a room is closed: not everybody may come in who would, and what is said is for those who are there.
struct Closure: OptionSet, Hashable {
    let rawValue: UInt8

    /// To everybody: invited, with the key, or excepted from a ban on all.
    static let toAll = Closure(rawValue: 1 << 0)
    /// To those without an account.
    static let toGuests = Closure(rawValue: 1 << 1)

    /// The kinds that keep out a user of this sort: a room that is closed to guests is open to whoever has an account.
    static func concerning(_ user: User) -> Closure { user.account == nil ? [.toAll, .toGuests] : .toAll }
}

/// Up to which events a room was closed, to whom; a room that was never closed has ``EventNumber/none``.
struct Closings: Hashable {
    var toAll = EventNumber.none
    var toGuests = EventNumber.none

    /// Up to which event it was closed to somebody.
    func through(for user: User) -> EventNumber { user.account == nil ? max(toAll, toGuests) : toAll }

    /// Says that what was closed was so up to an event.
    mutating func close(_ closure: Closure, through number: EventNumber) {
        if closure.contains(.toAll) { toAll = number }
        if closure.contains(.toGuests) { toGuests = number }
    }

    /// Up to the later of the two.
    var last: EventNumber { max(toAll, toGuests) }
}

extension Room {
    /// To whom it is closed now.
    var closure: Closure {
        var closure: Closure = []
        let isBarred = modes.bans.contains { $0.ban.isForEverybody }
        if modes.flags.contains(.inviteOnly) || modes.key != nil || isBarred { closure.insert(.toAll) }
        if modes.flags.contains(.registeredOnly) { closure.insert(.toGuests) }
        return closure
    }
}

extension Membership {
    /// The first event of its room that a member may read.
    ///
    /// - What was said while the room was closed to newcomers, up to when it was opened, is for those who were there: who came
    ///   later reads from the opening on, and who came while it was closed from the own join on, then and afterwards.
    /// - Who runs the room reads also what was said before the own join, from when it was closed last. For who runs it by registration
    ///   see ``Network/reading(of:by:isHost:)``.
    func floor(in room: Room) -> EventNumber {
        var through = closings.through(for: user)
        let concerned = Closure.concerning(user)
        let wasClosed = !concerned.isDisjoint(with: closure.union(room.closure))
        if wasClosed, !ranks.isAtLeast(.operator) { through = max(through, since.previous) }
        return through == .none ? .none : through.next
    }
}
