import Client

/// The networks whose bytes wait to be taken in, each once, in the order in which their turns come. All share the time of a turn of the loop,
/// a piece each: one that floods leaves the others their pieces.
struct ReadQueue {
    private var waiting: [NetworkID] = []
    /// True where a turn of the loop is coming that goes on.
    private var isPlanned = false

    /// Bytes of a network have come.
    ///
    /// - Returns: true if a turn is to be taken now; false where one is coming.
    mutating func arrived(_ network: NetworkID) -> Bool {
        if !waiting.contains(network) { waiting.append(network) }
        return !isPlanned
    }

    /// The turn that was planned begins.
    mutating func planTaken() { isPlanned = false }

    /// The network of which a piece is to be taken in next; it goes behind the others with ``putBack(_:)``.
    mutating func next() -> NetworkID? { waiting.isEmpty ? nil : waiting.removeFirst() }

    /// There may be more of a network.
    mutating func putBack(_ network: NetworkID) {
        if !waiting.contains(network) { waiting.append(network) }
    }

    /// The time of a turn is used up.
    ///
    /// - Returns: true if one more is to be planned.
    mutating func endTurn() -> Bool {
        guard !waiting.isEmpty, !isPlanned else { return false }
        isPlanned = true
        return true
    }

    mutating func forget(_ network: NetworkID) { waiting.removeAll { $0 == network } }
}
