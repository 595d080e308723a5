import Chat

/// The entries that the engine did not take, as where the disk is full, and the decision about each: a fact has been shown, so it waits for the
/// next attempt; something said has been shown to nobody, and is refused.
struct UnstoredEntries {
    /// The facts that wait, in order.
    private(set) var waiting: [LogEntry] = []
    /// The most facts that wait; of more the oldest are lost.
    private let limit: Int

    init(limit: Int) { self.limit = limit }

    /// Takes out all that waits.
    mutating func take() -> [LogEntry] {
        defer { waiting = [] }
        return waiting
    }

    /// Keeps those entries of a failed attempt that are facts.
    ///
    /// - Returns: the numbers of the others, which are refused, and how many facts are lost since too many wait.
    mutating func keep(_ entries: [LogEntry]) -> (refused: [EventNumber], lost: Int) {
        var refused: [EventNumber] = []
        for entry in entries {
            if let number = entry.number, !entry.isStateChange { refused.append(number) } else { waiting.append(entry) }
        }
        let excess = max(waiting.count - limit, 0)
        waiting.removeFirst(excess)
        return (refused, excess)
    }
}
