/// Keys to be made of passwords, one at a time: each takes a processor for as long as the server likes.
struct KeyDerivationQueue: Sendable {
    /// The key that is being made, for this connection or one before.
    private var running: KeyDerivation?
    /// The one that is wanted next.
    private var next: KeyDerivation?

    /// - Returns: true if the key is to be made now; else it waits, in place of one that waited before.
    mutating func add(_ derivation: KeyDerivation) -> Bool {
        guard running == nil else {
            next = derivation
            return false
        }
        running = derivation
        return true
    }

    /// A key has been made.
    mutating func finished(_ derivation: KeyDerivation) { if running == derivation { running = nil } }

    /// The key that waits, where none is being made. It does not wait any longer then.
    mutating func takeNext() -> KeyDerivation? {
        guard running == nil else { return nil }
        defer { next = nil }
        return next
    }
}
