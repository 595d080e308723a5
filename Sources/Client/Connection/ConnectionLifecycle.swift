import Basics
import Protocol

/// The connection's life: where it stands, whether and when it is tried again, and when the person was last online.
struct ConnectionLifecycle: Sendable {
    private(set) var phase = ConnectionPhase.idle
    /// True once there has been a connection, so that a failure is a loss and no wrong address.
    private(set) var hasBeenOnline = false
    /// True if the server seems to speak TLS on a connection on which plain IRC was tried.
    private(set) var isTLSLikely = false
    /// Why it is not tried again by itself, such as a refused password, as a sentence with its remedy.
    private(set) var noRetryReason: String?
    /// When the last connection was heard last, until what was missed has been asked for.
    private(set) var offlineSince: Timestamp?
    /// When the person was online last, as it was kept from an earlier start.
    private(set) var lastSeen: Timestamp?
    /// Why there is no connection, as one clause without a full stop; nil while there is one, and where none was tried.
    private(set) var failure: String?
    private var policy = ReconnectPolicy()
    /// All chance in the session comes from here.
    private var random: SplitMix64

    init(seed: UInt64, lastSeen: Timestamp?) {
        random = SplitMix64(seed: seed)
        self.lastSeen = lastSeen
    }

    /// A seed for the session that follows on this one.
    mutating func nextSeed() -> UInt64 { random.next() }

    // MARK: Phases

    mutating func dial() { phase = .connecting }

    /// The person does not want to wait, whatever spoke against trying again.
    mutating func dialNow() {
        noRetryReason = nil
        policy.reset()
        phase = .connecting
    }

    /// The moment of ``ConnectionPhase/waiting(until:)`` has come.
    ///
    /// - Returns: false where nothing was waited for.
    mutating func endWait() -> Bool {
        guard case .waiting = phase else { return false }
        phase = .connecting
        return true
    }

    mutating func connected() { phase = .registering }

    mutating func welcomed() {
        phase = .online
        failure = nil
    }

    /// The rooms have been asked for.
    ///
    /// - Returns: true if that is the first time.
    mutating func enteredChannels() -> Bool {
        defer { hasBeenOnline = true }
        return !hasBeenOnline
    }

    /// The person has gone and may come back.
    mutating func pause() {
        phase = .idle
        failure = nil
    }

    /// The person has left for good.
    mutating func end() { phase = .ended }

    // MARK: Trying again

    /// The next step after a connection that has ended, or never stood.
    enum Retry {
        case after(milliseconds: Int)
        /// Nothing, until the person wants it: why, as in ``noRetryReason``.
        case never(because: String)
    }

    /// - Parameter cause: why there is no connection, as one clause.
    mutating func planRetry(after cause: String, at now: Timestamp) -> Retry {
        failure = cause
        if let noRetryReason {
            phase = .idle
            return .never(because: noRetryReason)
        }
        let delay = policy.delay(random: random.next())
        phase = .waiting(until: now.advanced(byMilliseconds: Int64(delay)))
        return .after(milliseconds: delay)
    }

    /// - Parameter reason: a sentence that says what the person can do.
    mutating func stopRetrying(because reason: String) { noRetryReason = reason }

    mutating func allowRetrying() { noRetryReason = nil }

    mutating func foundTLS() { isTLSLikely = true }

    /// - Parameter milliseconds: how long we have been online: after a while the next loss is a first one again.
    mutating func stayedOnline(for milliseconds: Int64) {
        if milliseconds >= ReconnectPolicy.stableMilliseconds { policy.reset() }
    }

    // MARK: When we were there

    /// The connection went.
    ///
    /// - Parameter time: when the server was heard last.
    mutating func wentOffline(at time: Timestamp) { offlineSince = offlineSince ?? time }

    /// Since when something may have been missed; nil where nothing is known of an earlier time. It is asked for once.
    mutating func takeOfflineSince() -> Timestamp? {
        defer { offlineSince = nil }
        return offlineSince ?? lastSeen
    }

    /// When the person was online last, to be kept.
    func seen(at now: Timestamp) -> Timestamp? {
        hasBeenOnline ? (phase == .online ? now : offlineSince ?? now) : lastSeen
    }

    mutating func restore(lastSeen: Timestamp?) { self.lastSeen = lastSeen ?? self.lastSeen }

    mutating func clockSetBack(to now: Timestamp) { offlineSince = offlineSince.map { min($0, now) } }
}
