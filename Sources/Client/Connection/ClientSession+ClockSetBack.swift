import Protocol

/// The machine's clock can be set back while something is waited for. A question that was asked "later than now" then counts as just asked,
/// so that every wait still ends. A state that holds until a moment holds no longer than it would from now on.
extension ClientSession {
    /// To be told the time first with each tick.
    mutating func watchClock(at now: Timestamp) {
        guard clock.tick(at: now) else { return }
        connection?.clockSetBack(to: now)
        serverSearch?.clockSetBack(to: now)
        lifecycle.clockSetBack(to: now)
        for id in buffers.map(\.id) { buffers.update(id) { $0.clockSetBack(to: now) } }
    }
}

extension Buffer {
    fileprivate mutating func clockSetBack(to now: Timestamp) {
        olderPages.clockSetBack(to: now)
        typists.clockSetBack(to: now)
    }
}
