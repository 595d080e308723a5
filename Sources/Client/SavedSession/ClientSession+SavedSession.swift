import Protocol

/// Sent lines, and what else lives longer than the session.
extension ClientSession {
    static var maxInputHistory: Int { 200 }

    /// What was sent in a buffer, the newest last. Passwords are not among it.
    package func recall(in id: BufferID) -> [String] { places[key(id)]?.recall ?? [] }

    /// Keeps a line that was entered, or one that was cleared away without being sent.
    package mutating func addToInputHistory(_ text: String, in id: BufferID) {
        guard !text.isEmpty, !containsPassword(text, in: id) else { return }
        let key = key(id)
        var recall = places[key]?.recall ?? []
        recall.removeAll { $0 == text }
        recall.append(text)
        recall.removeFirst(max(0, recall.count - Self.maxInputHistory))
        places[key, default: .init()].recall = recall
    }

    package func attention(in id: BufferID) -> NotificationLevel {
        places.isEmpty ? .mentions : places[key(id)]?.attention ?? .mentions
    }

    /// For what of a buffer the person is to be called: see ``SessionAction/mention(_:_:)``.
    package mutating func setNotificationLevel(_ attention: NotificationLevel?, in id: BufferID) {
        places[key(id), default: .init()].attention = attention
        emit(.savedSessionChanged)
        markChanged(id)
    }

    mutating func notify(_ level: NotificationLevel?, in id: BufferID, at now: Timestamp) -> SubmitOutcome {
        if let level { setNotificationLevel(level, in: id) }
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
    package func savedSession(at now: Timestamp) -> SavedSession {
        var savedSession = SavedSession()
        for (name, place) in places where !place.isEmpty { savedSession.places[name.description] = place }
        savedSession.ignored = ignored
        savedSession.lastSeen =
            hasBeenOnline ? (phase == .online ? now : offlineSince ?? now).milliseconds : lastSeen?.milliseconds
        return savedSession
    }

    /// Takes back what was kept. To be done before ``start(at:)``.
    package mutating func restore(_ savedSession: SavedSession) {
        places = [:]
        for (name, place) in savedSession.places.prefix(10_000) {
            var place = place
            place.recall = place.recall.suffix(Self.maxInputHistory)
            places[FoldedName(folded: name)] = place
        }
        ignored = savedSession.ignored
        lastSeen = savedSession.lastSeen.map { Timestamp(milliseconds: $0) } ?? lastSeen
    }

    private func key(_ id: BufferID) -> FoldedName {
        guard id != .server, let name = buffers[id]?.name else { return FoldedName(folded: "") }
        return casemapping.fold(name)
    }
}
