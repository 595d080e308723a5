import Protocol

/// The maker of a room, by whom the rooms are counted that are closed in a day.
enum ChannelCreator: Hashable {
    case account(FoldedName)
    /// Somebody without an account.
    ///
    /// - Parameters:
    ///   - source: an address, or an IPv6 /64.
    ///   - network: the IPv4 /16, or the IPv6 /48, of that.
    case guest(source: String, network: String)
}

/// Counts the notes, within a day, that rooms were closed.
///
/// A note is made when a room of that name is closed or registered for the first time, and of a name that a room has left. It stays for as
/// long as the log holds what was stored there, and while the room is closed or registered.
struct DailyClosingCount {
    private(set) var count = 0
    /// On the clock that only counts.
    let since: Timestamp

    init(at time: Timestamp) { since = time }

    func isOver(at time: Timestamp) -> Bool { time.seconds(since: since) >= 86_400 }

    func isFull(_ limit: Int, at time: Timestamp) -> Bool { count >= limit && !isOver(at: time) }

    /// One more, also beyond the limit, so that whatever is taken back was counted. After a day it begins anew.
    mutating func add(at time: Timestamp) {
        if isOver(at: time) { self = DailyClosingCount(at: time) }
        count += 1
    }

    /// One of them has left nothing.
    mutating func takeBack() { count = max(0, count - 1) }
}

/// The counts of all makers, at most ``ChannelClosingLimiter/capacity``.
///
/// An account is counted by itself, and kept from closing rooms by nobody else. Those without an account are counted by the source they
/// come from; by the wide network of that, so that a stranger with many addresses keeps back those who come from the same network alone;
/// and all together, with a bound that few networks do not reach and many do: then only those close rooms who have an account.
final class ChannelClosingLimiter {
    /// The makers whose closed rooms are counted as one number.
    enum Scope: Hashable {
        case account(FoldedName)
        case source(String)
        case network(String)
        case guests

        /// Notes that may be made in a day.
        var limit: Int {
            switch self {
            case .account, .source: 200
            case .network: 1000
            case .guests: 20_000
            }
        }
    }

    static let capacity = 4000
    private var counts: [Scope: DailyClosingCount] = [:]
    var count: Int { counts.count }

    /// The narrowest count that lets a maker make no more notes today; nil where it may.
    func bound(on creator: ChannelCreator, at time: Timestamp) -> Scope? {
        Self.scopes(of: creator).first { counts[$0]?.isFull($0.limit, at: time) == true }
    }

    func add(_ creator: ChannelCreator, at time: Timestamp) {
        let scopes = Self.scopes(of: creator)
        if counts.count + scopes.count > Self.capacity { evictIfFull(at: time) }
        for scope in scopes { counts[scope, default: DailyClosingCount(at: time)].add(at: time) }
    }

    func takeBack(_ creator: ChannelCreator) {
        for scope in Self.scopes(of: creator) { counts[scope]?.takeBack() }
    }

    private static func scopes(of creator: ChannelCreator) -> [Scope] {
        switch creator {
        case .account(let name): [.account(name)]
        case .guest(let source, let network): [.source(source), .network(network), .guests]
        }
    }

    /// Forgets the counts of days that are over, or else the lowest: whoever has made the most notes stays counted.
    private func evictIfFull(at time: Timestamp) {
        counts = counts.filter { !$0.value.isOver(at: time) }
        guard counts.count > Self.capacity * 3 / 4 else { return }
        // Many at once: looking for the lowest takes long.
        let bound = counts.values.map(\.count).sorted()[counts.count / 4]
        counts = counts.filter { $0.value.count > bound || $0.key == .guests }
    }
}

extension Network {
    /// As whom somebody who makes rooms is counted; nil for who is exempt from limits.
    func creator(_ session: Session) -> ChannelCreator? {
        if session.origin.isExemptFromLimits { return nil }
        return session.account.map { .account(fold($0)) }
            ?? .guest(source: session.origin.addressPrefix, network: session.origin.wideNetwork)
    }

    /// Why one more note is more than may be made today; nil where it is not.
    ///
    /// - Parameters:
    ///   - creator: whoever the note is counted for; nil for nobody.
    ///   - session: the one that is told the reason.
    func refusal(ofClosing name: FoldedName, madeBy creator: ChannelCreator?, for session: Session) -> String? {
        guard let creator, settings.keepsHistory, !hasClosingNote(name),
            let bound = channelClosingLimiter.bound(on: creator, at: monotonicNow)
        else { return nil }
        let isOwn = creator == self.creator(session)
        let whose =
            switch bound {
            case .account: isOwn ? "of yours" : "of whoever made this one"
            case .source: isOwn ? "from your address" : "from the address where this one was made"
            case .network: isOwn ? "from your network" : "from the network where this one was made"
            case .guests: "of people without an account"
            }
        let remedy =
            switch bound {
            case .account: "wait until tomorrow"
            case .source, .network, .guests: "log in to an account and use a new room, or wait until tomorrow"
            }
        let done = "were closed, registered or renamed today, which is the limit"
        return "\(bound.limit) rooms \(whose) \(done): \(remedy)"
    }

    /// Undoes a change of a room's modes if it closes the room and may not; that is told then.
    ///
    /// - Parameters:
    ///   - before: the modes before the change.
    ///   - command: the one that changed them.
    /// - Returns: true if the change stays; false if it was undone.
    func mayClose(_ session: Session, _ channel: Channel, changedFrom before: ChannelModes, by command: Command) -> Bool
    {
        guard !channel.closedTo.isEmpty,
            let refusal = refusal(ofClosing: channel.folded, madeBy: channel.creator, for: session)
        else { return true }
        channel.modes = before
        fail(session, command, "CANNOT_CLOSE", refusal, context: [channel.name])
        return false
    }
}
