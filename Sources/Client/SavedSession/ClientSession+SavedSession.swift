import Protocol

/// For what the person is called, and what of a session lives longer than it.
extension ClientSession {
    /// For what of a buffer the person is called.
    package func attention(in id: BufferID) -> NotificationLevel {
        notificationLevels.isEmpty ? .mentions : notificationLevels[key(id)] ?? .mentions
    }

    /// For what of a buffer the person is to be called: see ``SessionAction/mention(_:_:)``.
    package mutating func setNotificationLevel(_ level: NotificationLevel?, in id: BufferID) {
        notificationLevels[key(id)] = level
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
        for (name, level) in notificationLevels { savedSession.notificationLevels[name.description] = level }
        savedSession.ignored = ignored
        savedSession.lastSeen =
            hasBeenOnline ? (phase == .online ? now : offlineSince ?? now).milliseconds : lastSeen?.milliseconds
        return savedSession
    }

    /// Takes back what was kept. To be done before ``start(at:)``.
    package mutating func restore(_ savedSession: SavedSession) {
        notificationLevels = [:]
        for (name, level) in savedSession.notificationLevels.prefix(10_000) {
            notificationLevels[FoldedName(folded: name)] = level
        }
        ignored = savedSession.ignored
        lastSeen = savedSession.lastSeen.map { Timestamp(milliseconds: $0) } ?? lastSeen
    }

    private func key(_ id: BufferID) -> FoldedName {
        guard id != .server, let name = buffers[id]?.name else { return FoldedName(folded: "") }
        return casemapping.fold(name)
    }
}
