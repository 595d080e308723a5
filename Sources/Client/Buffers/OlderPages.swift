import Protocol

/// How the history above the oldest line is fetched.
struct OlderPages: Sendable {
    /// The state of the history above the oldest line.
    private(set) var state = OlderHistory.none
    /// True once the server has no older page, while the log may have one.
    private(set) var isServerDone = false
    /// When a page may be asked for again that was refused.
    private var retryAt = Timestamp(milliseconds: 0)

    /// For how long a page is not asked for that was refused, in seconds.
    private static var retrySeconds: Int64 { 15 }

    func mayFetch(at now: Timestamp) -> Bool { state == .more || state == .failed && now >= retryAt }

    /// The server has no older page: the log is asked from here on.
    mutating func serverEnded() {
        state = .more
        isServerDone = true
    }

    mutating func beginLoading() { state = .loading }

    /// A page has come.
    ///
    /// - Parameter isEnd: true where nothing is above it.
    mutating func arrived(isEnd: Bool) { state = isEnd ? .complete : .more }

    /// A page was refused, or never came.
    ///
    /// - Parameter isFinal: true where the server keeps nothing.
    mutating func fail(isFinal: Bool, at now: Timestamp) {
        state = isFinal ? .none : .failed
        retryAt = now.advanced(bySeconds: Self.retrySeconds)
    }

    /// There is more above the oldest line.
    mutating func foundMore() { state = .more }

    /// The lines that were held are held no more.
    mutating func cleared() {
        if state != .none { state = .more }
        isServerDone = false
    }

    mutating func connectionLost() {
        guard state == .loading else { return }
        state = .failed
        retryAt = Timestamp(milliseconds: 0)
    }

    mutating func clockSetBack(to now: Timestamp) {
        retryAt = min(retryAt, now.advanced(bySeconds: Self.retrySeconds))
    }
}
