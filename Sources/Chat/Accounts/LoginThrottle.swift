import Basics
import Protocol

/// Counts wrong passwords, and says how long somebody has to wait for the next try.
///
/// Each wrong password counts for the source it came from, which is an address or an IPv6 /64: nobody tries many accounts from one source.
/// For the account it counts twice, and both counts slow only sources that have never logged in to it: once for the wide network that it
/// came from, an IPv4 /16 or an IPv6 /48, so that a stranger with many addresses keeps out those who come for the first time from its own
/// network alone; and once for all networks together, with a bound that few networks do not reach and many do: against those the owner
/// has to come from where they have logged in before, or wait. A source that has logged in to the account before is slowed by its own
/// wrong passwords for that account, and by no others.
final class LoginThrottle {
    private struct Entry {
        var count: Int64 = 0
        var waitsUntil: Timestamp
        var lastAt: Timestamp
        /// Up to when wrong passwords have been forgotten one by one.
        var forgottenTo: Timestamp
    }

    private enum Key: Hashable {
        case source(String)
        case account(FoldedName)
        case network(String, of: FoldedName)
        case knownSource(String, of: FoldedName)
        case registrations(String)
        case serverPassword(String)
    }

    /// The rules of one kind of count.
    private struct Rule {
        /// Wrong passwords that bring no wait.
        let free: Int64
        /// Seconds.
        let longestWait: Int64
        /// Seconds after which one wrong password of the count is forgotten; nil where only an hour's rest forgets them, all at once.
        var forgetsOneAfter: Int64?

        static let source = Rule(free: 3, longestWait: 900)
        static let knownSource = Rule(free: 3, longestWait: 30)
        /// More than a source alone can try in an hour, which is 15 times, and then four times in each that follows.
        static let network = Rule(free: 20, longestWait: 900)
        /// Twenty an hour are forgotten, which is what five networks can try.
        static let account = Rule(free: 100, longestWait: 30, forgetsOneAfter: 180)
    }

    private var entries: [Key: Entry] = [:]
    /// Seconds after which all is forgotten.
    private static let forgetAfterSeconds: Int64 = 3600
    private static let capacity = 20_000
    var count: Int { entries.count }
    /// Accounts that one address may make in an hour; an IPv6 /64 is one.
    static let registrationsAnHour = 5

    /// Seconds to wait; nil if it may try now. Who comes through the host's own door waits for nothing.
    ///
    /// - Parameter isKnown: the origin has logged in to this account before.
    func wait(for account: FoldedName, from origin: Origin, isKnown: Bool, at time: Timestamp) -> Int64? {
        if origin.isHost { return nil }
        return Self.keys(account, origin, isKnown).compactMap { wait(for: $0.key, at: time) }.max()
    }

    func failed(_ account: FoldedName, from origin: Origin, isKnown: Bool, at time: Timestamp) {
        for (key, rule) in Self.keys(account, origin, isKnown) { countFailure(key, rule, at: time) }
        // It may not try other accounts between two tries at its own.
        if isKnown { countFailure(.source(origin.addressPrefix), .source, at: time) }
    }

    /// A login takes back the wrong passwords of its own source for that account. The source keeps its count for all others: whoever
    /// has one account could otherwise try all the others between two logins.
    func succeeded(_ account: FoldedName, from origin: Origin) {
        entries[.knownSource(origin.addressPrefix, of: account)] = nil
    }

    /// The counts by which an origin waits.
    private static func keys(_ account: FoldedName, _ origin: Origin, _ isKnown: Bool) -> [(key: Key, rule: Rule)] {
        isKnown
            ? [(.knownSource(origin.addressPrefix, of: account), .knownSource)]
            : [
                (.source(origin.addressPrefix), .source), (.network(origin.wideNetwork, of: account), .network),
                (.account(account), .account),
            ]
    }

    /// The same for the server's password, whoever guesses: an IPv6 /64 is one.
    func wait(serverPasswordFrom origin: Origin, at time: Timestamp) -> Int64? {
        wait(for: .serverPassword(origin.addressPrefix), at: time)
    }

    func failed(serverPasswordFrom origin: Origin, at time: Timestamp) {
        countFailure(.serverPassword(origin.addressPrefix), .source, at: time)
    }

    func succeeded(serverPasswordFrom origin: Origin) { entries[.serverPassword(origin.addressPrefix)] = nil }

    /// Seconds until one more account may be made from an address; nil if it may be now, and then it is counted.
    func waitToRegister(from origin: Origin, at time: Timestamp) -> Int64? {
        if origin.isExemptFromLimits { return nil }
        evictIfFull(at: time)
        let key = Key.registrations(origin.addressPrefix)
        var entry = fresh(key, at: time)
        guard entry.count < Self.registrationsAnHour else {
            return max(1, Self.forgetAfterSeconds - time.seconds(since: entry.lastAt))
        }
        entry.count += 1
        entries[key] = entry
        return nil
    }

    private func wait(for key: Key, at time: Timestamp) -> Int64? {
        guard let moment = entries[key]?.waitsUntil, moment > time else { return nil }
        return max(1, moment.seconds(since: time))
    }

    private func countFailure(_ key: Key, _ rule: Rule, at time: Timestamp) {
        evictIfFull(at: time)
        var entry = fresh(key, at: time)
        if let pace = rule.forgetsOneAfter {
            let paces = max(0, time.seconds(since: entry.forgottenTo) / pace)
            entry.forgottenTo = paces < entry.count ? entry.forgottenTo.advanced(bySeconds: paces * pace) : time
            entry.count -= min(entry.count, paces)
        }
        entry.count += 1
        entry.lastAt = time
        let excess = entry.count - rule.free
        if excess > 0 { entry.waitsUntil = time.advanced(bySeconds: min(rule.longestWait, 1 << min(excess, 20))) }
        entries[key] = entry
    }

    private func fresh(_ key: Key, at time: Timestamp) -> Entry {
        if let entry = entries[key], time.seconds(since: entry.lastAt) < Self.forgetAfterSeconds { return entry }
        return Entry(waitsUntil: time, lastAt: time, forgottenTo: time)
    }

    private func evictIfFull(at time: Timestamp) {
        guard entries.count >= Self.capacity else { return }
        entries = entries.filter { time.seconds(since: $0.value.lastAt) < Self.forgetAfterSeconds }
        guard entries.count >= Self.capacity else { return }
        // Many at once: looking for the oldest takes long.
        let moment = entries.values.map(\.lastAt).sorted()[entries.count / 4]
        entries = entries.filter { $0.value.lastAt > moment }
    }
}

extension Origin {
    /// The IPv4 /16 or the IPv6 /48 that it comes from; what is no address stands for itself.
    var wideNetwork: String {
        guard let address = IPAddress(address) else { return self.address }
        return address.prefix(bits: address.isV4 ? 16 : 48).description
    }
}
