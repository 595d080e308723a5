import Protocol

/// How often somebody guessed wrong, and how long it has to wait for the next try.
///
/// It counts for the address (an IPv6 /64 is one), so that nobody tries many accounts, and for the account, so that nobody tries from many addresses.
/// The owner of an account pays for the guesses of others too, so that wait is short.
struct Guesses {
    private struct Entry {
        var count = 0
        var waitsUntil: Timestamp
        var lastAt: Timestamp
    }

    private enum Key: Hashable {
        case address(String)
        case account(FoldedName)
        case registrations(String)
        case door(String)
    }

    private var entries: [Key: Entry] = [:]
    /// Guesses that cost nothing.
    private static let free = 3
    private static let longestWait: Int64 = 900
    private static let longestWaitForAccount: Int64 = 30
    /// Seconds after which all is forgotten.
    private static let memory: Int64 = 3600
    private static let capacity = 20_000
    private static let registrationsAnHour = 5

    /// Seconds to wait; nil if it may try now. Who comes through the host's own door waits for nothing.
    func wait(for account: FoldedName, from origin: Origin, at time: Timestamp) -> Int64? {
        if origin.isHost { return nil }
        let moment = [Key.address(origin.neighbourhood), .account(account)].compactMap { entries[$0]?.waitsUntil }.max()
        guard let moment, moment > time else { return nil }
        return max(1, moment.seconds(since: time))
    }

    mutating func failed(_ account: FoldedName, from origin: Origin, at time: Timestamp) {
        punish(.address(origin.neighbourhood), longest: Self.longestWait, at: time)
        punish(.account(account), longest: Self.longestWaitForAccount, at: time)
    }

    mutating func succeeded(_ account: FoldedName, from origin: Origin) {
        // The address keeps its count: whoever has one account could guess at all the others between two logins.
        entries[.account(account)] = nil
    }

    /// The same for the server's password, whoever guesses: an IPv6 /64 is one.
    func wait(atDoorFrom origin: Origin, at time: Timestamp) -> Int64? {
        guard let moment = entries[.door(origin.neighbourhood)]?.waitsUntil, moment > time else { return nil }
        return max(1, moment.seconds(since: time))
    }

    mutating func failed(atDoorFrom origin: Origin, at time: Timestamp) {
        punish(.door(origin.neighbourhood), longest: Self.longestWait, at: time)
    }

    mutating func succeeded(atDoorFrom origin: Origin) { entries[.door(origin.neighbourhood)] = nil }

    /// Whether one more account may be made from an address; counts it if so.
    mutating func mayRegister(from origin: Origin, at time: Timestamp) -> Bool {
        if origin.isExemptFromLimits { return true }
        makeRoom(at: time)
        var entry = fresh(.registrations(origin.neighbourhood), at: time)
        guard entry.count < Self.registrationsAnHour else { return false }
        entry.count += 1
        entries[.registrations(origin.neighbourhood)] = entry
        return true
    }

    private mutating func punish(_ key: Key, longest: Int64, at time: Timestamp) {
        makeRoom(at: time)
        var entry = fresh(key, at: time)
        entry.count += 1
        entry.lastAt = time
        let excess = entry.count - Self.free
        if excess > 0 { entry.waitsUntil = time.advanced(bySeconds: min(longest, 1 << Int64(min(excess, 20)))) }
        entries[key] = entry
    }

    private func fresh(_ key: Key, at time: Timestamp) -> Entry {
        if let entry = entries[key], time.seconds(since: entry.lastAt) < Self.memory { return entry }
        return Entry(waitsUntil: time, lastAt: time)
    }

    private mutating func makeRoom(at time: Timestamp) {
        guard entries.count >= Self.capacity else { return }
        entries = entries.filter { time.seconds(since: $0.value.lastAt) < Self.memory }
        while entries.count >= Self.capacity, let oldest = entries.min(by: { $0.value.lastAt < $1.value.lastAt })?.key {
            entries[oldest] = nil
        }
    }
}
