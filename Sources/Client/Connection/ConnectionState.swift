import Protocol

/// All that holds for one connection only, and is new with the next: parts that keep their state to themselves.
///
/// They are more than fifteen, since a connection has as many sides, and each of them is small.
struct ConnectionState: Sendable {
    let security: ConnectionSecurity
    var incoming = IncomingBytes()
    var liveness: Liveness
    var capabilities = CapabilityNegotiation()
    var features = ServerFeatures()
    var registration: RegistrationState
    var login = SASLLogin()
    var identity = OwnIdentity()
    var batches = BatchCollector()
    var history = HistoryFetchQueue()
    var playback = PlaybackWindow()
    var sendQueue = SendQueue()
    var reactions = SentReactions()
    var typing = TypingNotices()
    var replies = AwaitedReplies()
    /// The lists that the person looks through.
    var lists = AskedLists()
    /// The questions that this program asks the server by itself.
    var backgroundRequests = BackgroundRequestQueue()
    var ctcpLimiter: CTCPLimiter
    /// Friends, and the people with whom a talk is open.
    var monitor = MonitorList()
    /// The profiles of people, and what the person's other devices know of rooms and talks.
    var metadata = MetadataState()

    /// The networks of the bouncer that the server is.
    var bouncer = BouncerNetworkList()

    init(_ security: ConnectionSecurity, at now: Timestamp) {
        self.security = security
        registration = RegistrationState(at: now)
        liveness = Liveness(at: now)
        ctcpLimiter = CTCPLimiter(at: now)
    }

    /// The machine's clock was set back: nothing has been waited for longer than until now.
    mutating func clockSetBack(to now: Timestamp) {
        registration.clockSetBack(to: now)
        ctcpLimiter.clockSetBack(to: now)
        login.clockSetBack(to: now)
        history.clockSetBack(to: now)
        backgroundRequests.clockSetBack(to: now)
        typing.clockSetBack(to: now)
        metadata.syncs.clockSetBack(to: now)
    }
}
