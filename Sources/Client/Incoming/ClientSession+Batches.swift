import Protocol

/// Messages that belong together. <https://ircv3.net/specs/extensions/batch>
extension ClientSession {
    mutating func receiveBatch(_ incoming: IncomingMessage) {
        let reference = incoming.text(0)
        switch reference.first {
        case "-": endBatch(String(reference.dropFirst()), at: incoming.now)
        case "+":
            let batch = Batch(start: incoming.message, label: incoming.label, parent: incoming.message.tag("batch"))
            let isBegun = connection?.batches.begin(batch, reference: String(reference.dropFirst())) == true
            if isBegun, batch.kind == .metadata { metadataBatchBegan(batch) }
            if isBegun, batch.kind == .bouncerNetworks { bouncerBatchBegan() }
        default: break
        }
    }

    private mutating func endBatch(_ reference: String, at now: Timestamp) {
        guard let batch = connection?.batches.end(reference) else { return }
        switch batch.kind {
        case .history: receiveHistory(batch, at: now)
        case .targets: receiveTargets(batch, at: now)
        case .multiline: if let message = batch.joined { receive(message, at: now) }
        case .search: receiveSearch(batch, at: now)
        case .metadata: metadataBatchEnded(batch, at: now)
        case .bouncerNetworks: bouncerBatchEnded(at: now)
        case .other: break
        }
    }
}
