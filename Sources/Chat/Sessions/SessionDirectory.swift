import Protocol

/// All sessions, registered or on their way there, and how many of them come from one place.
final class SessionDirectory {
    private var byID: [SessionID: Session] = [:]
    private var limiter = ConnectionLimiter()
    /// The number of sessions that have registered.
    private(set) var registeredCount = 0
    /// The last number that ``nextUniqueNumber()`` gave.
    private var lastUniqueNumber: UInt64 = 0

    subscript(id: SessionID) -> Session? { byID[id] }

    var count: Int { byID.count }

    /// All sessions, in no order.
    var all: some Collection<Session> { byID.values }

    /// All sessions, in the order in which they came.
    var sorted: [Session] { byID.values.sorted { $0.id.rawValue < $1.id.rawValue } }

    func add(_ session: Session) { byID[session.id] = session }

    /// To be called while the session still has its user.
    func remove(_ session: Session) {
        byID[session.id] = nil
        if session.user != nil { registeredCount -= 1 }
        guard session.isCountedByLimiter else { return }
        limiter.left(session.id, from: session.origin.addressPrefix, wasRegistered: session.user != nil)
    }

    func removeAll() {
        byID = [:]
        limiter = ConnectionLimiter()
        registeredCount = 0
    }

    /// To be called when a session has got its user.
    func registered(_ session: Session) {
        registeredCount += 1
        if session.isCountedByLimiter { limiter.registered(from: session.origin.addressPrefix) }
    }

    // MARK: The limit of connections from one place

    /// Counts a session that comes, if its place may have one more.
    ///
    /// - Returns: why it may not, in words for whoever tried; nil where it may.
    func admit(_ session: Session, limits: Limits) -> String? {
        if let problem = limiter.admit(from: session.origin.addressPrefix, limits: limits) { return problem }
        session.isCountedByLimiter = true
        return nil
    }

    /// - Returns: the session without a connection that has to end before `session` may come; nil where none has to, or none is there.
    func sessionInTheWay(of session: Session, limits: Limits) -> Session? {
        let prefix = session.origin.addressPrefix
        guard limiter.wouldAdmit(withoutOneFrom: prefix, limits: limits) else { return nil }
        return limiter.firstLingering(from: prefix).flatMap { byID[$0] }
    }

    /// Notes that the connection of a session is gone that has something left to say.
    ///
    /// - Returns: the session that has to end for that; nil where none has to.
    func disconnected(_ session: Session) -> Session? {
        limiter.disconnected(session.id, from: session.origin.addressPrefix).flatMap { byID[$0] }
    }

    /// The number of sessions of a place that count for the limit.
    func admitted(from addressPrefix: String) -> Int { limiter.admitted(from: addressPrefix) }

    // MARK: Numbers

    /// A number that this server has not given before: of a broadcast that must reach no session twice, see ``Session/lastBroadcast``,
    /// or of a batch.
    func nextUniqueNumber() -> UInt64 {
        lastUniqueNumber += 1
        return lastUniqueNumber
    }
}
