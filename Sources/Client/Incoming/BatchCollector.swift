import Protocol

/// The batches that the server has begun and not ended on one connection, and the messages in them.
/// <https://ircv3.net/specs/extensions/batch>
struct BatchCollector: Sendable {
    /// The batches that have no end yet, by their references.
    private(set) var open: [String: Batch] = [:]
    /// The bytes that all open batches hold together.
    private(set) var byteCount = 0

    var isEmpty: Bool { open.isEmpty }

    /// The label of the request that a batch answers.
    func label(of reference: String) -> String? { open[reference]?.label }

    /// Begins a batch, unless too many are open. One that is begun again takes the place of the one before.
    ///
    /// - Returns: false where it is not begun.
    mutating func begin(_ batch: Batch, reference: String) -> Bool {
        guard open.count < Batch.maxOpen else { return false }
        byteCount -= open[reference]?.byteCount ?? 0
        open[reference] = batch
        return true
    }

    /// Keeps a message for the end of its batch; of one that is too much, nothing is kept.
    ///
    /// - Returns: false where it is to be looked at now.
    mutating func collect(_ message: Message) -> Bool {
        guard message.command != "BATCH", let reference = message.tag("batch"), let collector = collector(of: reference)
        else { return false }
        if byteCount < Batch.maxBytesInAll { byteCount += open[collector]?.add(message) ?? 0 }
        return true
    }

    /// Takes out a batch that has ended; nil where none is open.
    mutating func end(_ reference: String) -> Batch? {
        guard let batch = open.removeValue(forKey: reference) else { return nil }
        byteCount -= batch.byteCount
        return batch
    }

    /// The nearest batch around that is looked at as a whole.
    private func collector(of reference: String) -> String? {
        var reference = reference
        for _ in 0..<8 {
            guard let batch = open[reference] else { return nil }
            if batch.collects { return reference }
            guard let parent = batch.parent else { return nil }
            reference = parent
        }
        return nil
    }
}
