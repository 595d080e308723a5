import Protocol

/// Messages that belong together. <https://ircv3.net/specs/extensions/batch>
extension ClientSession {
    mutating func receiveBatch(_ incoming: IncomingMessage) {
        let reference = incoming.text(0)
        if reference.first == "-" {
            endBatch(String(reference.dropFirst()), at: incoming.now)
            return
        }
        guard reference.first == "+", let connection, connection.batches.count < Batch.maxOpen else { return }
        // One that is begun again takes the place of the one before.
        self.connection?.batchBytes -= connection.batches[String(reference.dropFirst())]?.byteCount ?? 0
        self.connection?.batches[String(reference.dropFirst())] = Batch(
            start: incoming.message, label: incoming.label, parent: incoming.message.tag("batch"))
    }

    /// Keeps a message for the end of its batch; false where it is to be looked at now.
    mutating func collect(_ message: Message) -> Bool {
        guard message.command != "BATCH", let reference = message.tag("batch"), let collector = collector(of: reference)
        else { return false }
        // A copy of the link must not be held while the batch is changed: all of it would be copied.
        if (connection?.batchBytes ?? 0) < Batch.maxBytesInAll {
            let growth = self.connection?.batches[collector]?.add(message) ?? 0
            self.connection?.batchBytes += growth
        }
        return true
    }

    /// The nearest batch around that is looked at as a whole.
    private func collector(of reference: String) -> String? {
        var reference = reference
        for _ in 0..<8 {
            guard let batch = connection?.batches[reference] else { return nil }
            if batch.collects { return reference }
            guard let parent = batch.parent else { return nil }
            reference = parent
        }
        return nil
    }

    private mutating func endBatch(_ reference: String, at now: Timestamp) {
        guard let batch = connection?.batches.removeValue(forKey: reference) else { return }
        connection?.batchBytes -= batch.byteCount
        switch batch.kind {
        case .history: receiveHistory(batch, at: now)
        case .targets: receiveTargets(batch, at: now)
        case .multiline: if let message = batch.joined { receive(message, at: now) }
        case .search: receiveSearch(batch, at: now)
        case .other: break
        }
    }
}
