/// When to try again: 1, 2, 4 … 60 seconds, each with up to a quarter more by chance, so that a thousand clients of a server that
/// came back do not return in the same instant.
package struct ReconnectPolicy: Hashable, Sendable {
    /// How many times in a row it failed.
    package private(set) var attempts = 0
    /// So long online makes the next loss a first one again.
    package static let stableMilliseconds: Int64 = 60_000

    package init() {}

    /// Counts a failure; returns the milliseconds to wait.
    package mutating func delay(random: UInt64) -> Int {
        let seconds = min(60, 1 << min(attempts, 6))
        attempts += 1
        return seconds * 1000 + Int(random % UInt64(seconds * 250))
    }

    package mutating func reset() { attempts = 0 }
}
