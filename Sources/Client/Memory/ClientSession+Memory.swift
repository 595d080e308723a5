import Protocol

/// Sent lines, and what else lives longer than the session.
extension ClientSession {
    static var longestRecall: Int { 200 }

    /// What was sent in a buffer, the newest last. Passwords are not among it.
    package func recall(in id: BufferID) -> [String] { places[key(id)]?.recall ?? [] }

    /// Keeps a line that was entered, or one that was cleared away without being sent.
    package mutating func addRecall(_ text: String, in id: BufferID) {
        guard !text.isEmpty, !isSecret(text, in: id) else { return }
        let key = key(id)
        var recall = places[key]?.recall ?? []
        recall.removeAll { $0 == text }
        recall.append(text)
        recall.removeFirst(max(0, recall.count - Self.longestRecall))
        places[key, default: .init()].recall = recall
    }

    package func attention(in id: BufferID) -> Attention {
        places.isEmpty ? .mentions : places[key(id)]?.attention ?? .mentions
    }

    /// For what of a buffer the person is to be called: see ``SessionAction/mention(_:_:)``.
    package mutating func setAttention(_ attention: Attention?, in id: BufferID) {
        places[key(id), default: .init()].attention = attention
        emit(.memoryChanged)
        markChanged(id)
    }

    mutating func notify(_ level: Attention?, in id: BufferID, at now: Timestamp) -> SubmitOutcome {
        if let level { setAttention(level, in: id) }
        let words =
            switch attention(in: id) {
            case .all: "everything that is said"
            case .mentions: "what speaks of you"
            case .none: "nothing"
            }
        note("Here \(words) calls you. /notify all, mentions or none changes that.", in: id, at: now)
        return .done
    }

    /// All that is to be kept.
    package func memory(at now: Timestamp) -> SessionMemory {
        var memory = SessionMemory()
        for (name, place) in places where !place.isEmpty { memory.places[name.description] = place }
        memory.ignored = ignored
        memory.lastSeen =
            hasBeenOnline ? (phase == .online ? now : offlineSince ?? now).milliseconds : lastSeen?.milliseconds
        return memory
    }

    /// Takes back what was kept. To be done before ``start(at:)``.
    package mutating func restore(_ memory: SessionMemory) {
        places = [:]
        for (name, place) in memory.places.prefix(10_000) {
            var place = place
            place.recall = place.recall.suffix(Self.longestRecall)
            places[FoldedName(folded: name)] = place
        }
        ignored = memory.ignored
        lastSeen = memory.lastSeen.map { Timestamp(milliseconds: $0) } ?? lastSeen
    }

    private func key(_ id: BufferID) -> FoldedName {
        guard id != .server, let name = buffers[id]?.name else { return FoldedName(folded: "") }
        return casemapping.fold(name)
    }
}
