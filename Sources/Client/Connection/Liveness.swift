import Protocol

/// The watch over the server with our own PINGs: is it still there, and how far away?
///
/// One is sent after 30 s of silence, and every 60 s also without silence, to know the lag. 90 s without a byte behind one is the end.
struct Liveness: Sendable {
    enum Step: Hashable, Sendable {
        case nothing
        case ping(token: String)
        case timedOut
    }

    static let silence: Int64 = 30_000
    static let interval: Int64 = 60_000
    static let timeout: Int64 = 90_000

    /// The last full round trip.
    private(set) var lagMilliseconds: Int?
    private(set) var lastHeard: Timestamp
    private var lastTick: Timestamp
    private var lastSent: Timestamp
    private var outstanding: (token: String, sentAt: Timestamp)?
    private var number = 0

    init(at now: Timestamp) {
        lastHeard = now
        lastTick = now
        lastSent = now
    }

    /// The present, a second late at most: for what happens without being told the time.
    var latest: Timestamp { max(lastHeard, lastTick) }

    mutating func heard(at now: Timestamp) { lastHeard = now }

    /// Time has passed.
    mutating func ticked(at now: Timestamp) { lastTick = now }

    mutating func tick(at now: Timestamp) -> Step {
        // The clock was set back: what was before cannot have been later.
        lastHeard = min(lastHeard, now)
        lastSent = min(lastSent, now)
        if let late = outstanding, late.sentAt > now { outstanding = (late.token, now) }
        if let outstanding {
            let since = max(outstanding.sentAt, lastHeard)
            return now.milliseconds(since: since) >= Self.timeout ? .timedOut : .nothing
        }
        let isSilent = now.milliseconds(since: lastHeard) >= Self.silence
        guard isSilent || now.milliseconds(since: lastSent) >= Self.interval else { return .nothing }
        return .ping(token: ping(at: now))
    }

    var isWaiting: Bool { outstanding != nil }

    mutating func ping(at now: Timestamp) -> String {
        number += 1
        let token = "grillo-\(number)"
        outstanding = (token, now)
        lastSent = now
        return token
    }

    /// Takes a PONG; false where it answers none of ours.
    mutating func pong(_ token: String?, at now: Timestamp) -> Bool {
        guard let outstanding, outstanding.token == token else { return false }
        lagMilliseconds = Int(max(0, now.milliseconds(since: outstanding.sentAt)))
        self.outstanding = nil
        return true
    }

    /// The lag as it must be by now: a PING that has been out longer than the last round trip counts.
    func lag(at now: Timestamp) -> Int? {
        guard let outstanding else { return lagMilliseconds }
        let waiting = Int(now.milliseconds(since: outstanding.sentAt))
        return lagMilliseconds.map { max($0, waiting) } ?? (waiting > 2000 ? waiting : nil)
    }
}
