import Protocol

/// The words at which the person is called, and the parts of a session that outlive it.
extension ClientSession {
    // MARK: Being called

    /// For what of a buffer the person is called.
    package func notificationLevel(in id: BufferID) -> NotificationLevel {
        preferences.notificationLevel(of: savedName(of: id))
    }

    /// For what of a buffer the person is to be called: see ``SessionAction/mention(_:_:)``.
    package mutating func setNotificationLevel(_ level: NotificationLevel?, in id: BufferID) {
        preferences.setNotificationLevel(level, of: savedName(of: id))
        refreshFlags(of: id)
        emit(.savedSessionChanged)
        markChanged(id)
    }

    mutating func notify(_ level: NotificationLevel?, in id: BufferID, at now: Timestamp) -> SubmitOutcome {
        if let level { setNotificationLevel(level, in: id) }
        let words =
            switch notificationLevel(in: id) {
            case .all: "everything that is said"
            case .mentions: "mentions"
            case .none: "nothing"
            }
        note("You are notified here of \(words). /notify all, mentions or none changes that.", in: id, at: now)
        return .done
    }

    // MARK: Changing while it runs

    /// Takes over what the person has chosen anew.
    ///
    /// - Parameters:
    ///   - words: see ``SessionConfiguration/words``.
    ///   - tellsTyping: see ``SessionConfiguration/tellsTyping``.
    package mutating func choose(words: [String], tellsTyping: Bool) {
        configuration.words = words
        configuration.tellsTyping = tellsTyping
        preferences.setHighlightWords(words)
    }

    /// Tells the settings that `/set` knows by now.
    package mutating func setKnownSettings(_ settings: [KnownSetting]) { configuration.settings = settings }

    // MARK: Keeping

    /// All that is to be kept.
    package func savedSession(at now: Timestamp) -> SavedSession {
        var saved = SavedSession()
        preferences.save(in: &saved)
        saveChannels(in: &saved)
        saved.order = buffers.orderByHand
        saved.lastSeen = lifecycle.seen(at: now)?.milliseconds
        saved.casemapping = log.casemapping
        return saved
    }

    /// Takes back what was kept. To be done before ``start(at:)``.
    package mutating func restore(_ saved: SavedSession) {
        preferences.restore(saved)
        buffers.restore(orderByHand: saved.order, others: saved.channels.map(\.name) + saved.queries)
        refreshBufferFlags()
        lifecycle.restore(lastSeen: saved.lastSeen.map { Timestamp(milliseconds: $0) })
        log.restore(saved.casemapping)
    }

    /// The name under which a buffer's level is kept.
    private func savedName(of id: BufferID) -> FoldedName {
        guard id != .server, let name = buffers[id]?.name else { return FoldedName(folded: "") }
        return casemapping.fold(name)
    }
}
