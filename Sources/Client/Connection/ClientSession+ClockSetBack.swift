import Protocol

/// The machine's clock can be set back while something is waited for. What was asked "later than now" has then just been asked, so that every
/// wait still ends. What holds until a moment holds no longer than it would from now on.
extension ClientSession {
    /// To be told the time first with each tick.
    mutating func watchClock(at now: Timestamp) {
        defer { lastTick = now }
        guard let lastTick, now < lastTick else { return }
        connection?.clockSetBack(to: now)
        if let search = serverSearch, search.askedAt > now { serverSearch?.askedAt = now }
        if let sentAt = offlineSince { offlineSince = min(sentAt, now) }
        for id in buffers.map(\.id) { buffers.update(id) { $0.clockSetBack(to: now) } }
    }
}

extension ConnectionState {
    fileprivate mutating func clockSetBack(to now: Timestamp) {
        connectedAt = min(connectedAt, now)
        welcomedAt = welcomedAt.map { min($0, now) }
        ctcpRefilledAt = min(ctcpRefilledAt, now)
        saslMovedAt = min(saslMovedAt, now)
        history.clockSetBack(to: now)
        backgroundRequests.clockSetBack(to: now)
        for (id, notice) in typing {
            typing[id]?.sentAt = min(notice.sentAt, now)
            typing[id]?.changedAt = min(notice.changedAt, now)
        }
    }
}

extension Buffer {
    fileprivate mutating func clockSetBack(to now: Timestamp) {
        olderRetryAt = min(olderRetryAt, now.advanced(bySeconds: 15))
        for index in typists.indices { typists[index].until = min(typists[index].until, now.advanced(bySeconds: 30)) }
    }
}
