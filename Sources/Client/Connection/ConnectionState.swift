import Protocol

/// Where the connection stands.
package enum ConnectionPhase: Hashable, Sendable {
    /// Not connected, and not trying.
    case idle
    case connecting
    /// Connected; the server has not welcomed us yet.
    case registering
    case online
    /// Lost; it is tried again at this moment.
    case waiting(until: Timestamp)
    /// The person has left.
    case ended
}

/// All that holds for one connection only, and is new with the next.
struct ConnectionState: Sendable {
    var framer = LineFramer(limits: .lenient)
    var capabilities = CapabilityNegotiation()
    var isCapabilityEndSent = false
    var isupport = ISupport()
    /// How often the server has changed what ranks there are, or which names are equal, while somebody was in a room.
    var ruleChanges = 0
    var liveness: Liveness
    var connectedAt: Timestamp
    /// When time was last told to have passed.
    var tickedAt: Timestamp
    /// When the server said 001.
    var welcomedAt: Timestamp?
    var playback = PlaybackWindow()
    /// Whether the rooms have been asked for, at the end of the message of the day.
    var hasEnteredChannels = false
    var nick: String
    var fallback: NickFallback
    var user: String?
    var host: String?
    var userModes: Set<Character> = []
    var isAway = false
    var batches: [String: Batch] = [:]
    /// What the open ones hold together.
    var batchBytes = 0
    /// The reason that the server gave with ERROR: why it is about to close.
    var disconnectReason: String?
    /// What the server said last with NOTICE, before the welcome.
    var lastNotice: String?
    /// Whether nobody else can read what is sent.
    var isPrivate = false
    /// Whether it is TLS.
    var isSecure = false
    /// Whether the server may ask for TLS.
    var mayUpgrade = false
    /// Shows the server that the person hosts it.
    var ownerToken: String?
    /// Whether it has been said who we are.
    var hasSentRegistration = false
    /// Whether the first byte of the server has been looked at.
    var hasReceivedBytes = false
    /// What the server said where it does not let us in, or not any longer: told once the connection has ended.
    var entryRefusal: String?
    /// Whether a password, or a certificate, was refused.
    var isLoginRefused = false
    var account: String?
    /// Whether the last exchange was one in which a server proves that it knows the password, and it did not.
    var isServerUnproved = false
    var sasl: SASLClientExchange?
    /// The ways to log in that have been tried.
    var triedMechanisms: Set<SASLMechanism> = []
    /// The ways to log in, as 908 named them.
    var knownMechanisms: [String]?
    /// When the server was last asked something in it, or answered.
    var saslMovedAt = Timestamp(milliseconds: 0)
    /// The parts of what the server says in it.
    var saslAnswer: [UInt8] = []
    var history = HistoryFetchQueue()
    var typing: [BufferID: TypingNotice] = [:]
    /// When the server was last told of our typing, in buffers of which it has not been heard that it passed that on.
    var typingUnanswered: [BufferID: Timestamp] = [:]
    /// Reactions of ours of which it is not known yet whether the server took them.
    var reactions: [SentReaction] = []
    /// Whom the person knows to be away, with the words that they were told.
    var awayReplies: [FoldedName: AwayReply] = [:]
    /// Whom the answer to a WHOIS is about that has begun and not ended.
    var whoisNick: FoldedName?
    var sendRateLimiter = SendRateLimiter()
    /// Messages that wait for their turn.
    var waiting: [QueuedMessage] = []
    /// Lines that were sent to a server that sends nothing back: with the PONG to a PING behind them they have arrived.
    var awaitingPong: [(sequence: Int, buffer: BufferID, line: LineID)] = []
    /// The last lines that were known to have arrived by what answered them.
    var answered: [AnsweredLine] = []
    var ctcpBudget = 4
    var ctcpRefilledAt: Timestamp
    /// The last message sent before our PING: with its PONG, what was sent until then has been dealt with.
    var sequenceAtPing = 0
    /// The last message that was sent before the last command that is about no message.
    var sequenceAtCommand = Int.min
    /// Rooms whose NAMES the person asked for, with the nicks so far.
    var requestedNames: [FoldedName: [String]] = [:]
    /// Whether the person has asked for anything since it stands: what comes before that is the server's greeting.
    var hasTyped = false
    /// Lists of which a line has come and the end has not, by the numerics of their ends.
    var listed: Set<UInt16> = []
    /// What this program wants to know by itself.
    var backgroundRequests = BackgroundRequestQueue()
    /// Malformed lines, so that only the first is spoken of.
    var malformedCount = 0

    init(nick: String, fallback: NickFallback, at now: Timestamp) {
        self.nick = nick
        self.fallback = fallback
        connectedAt = now
        tickedAt = now
        ctcpRefilledAt = now
        liveness = Liveness(at: now)
    }

    /// The ways to log in, as far as the server names them.
    var saslMechanisms: [String] { knownMechanisms ?? ConnectionState.mechanisms(capabilities.offered["sasl"] ?? "") }

    /// Whether the server names a way to log in, or none at all.
    func isKnown(_ mechanism: SASLMechanism) -> Bool {
        saslMechanisms.isEmpty || saslMechanisms.contains(mechanism.rawValue)
    }

    static func mechanisms(_ list: String) -> [String] {
        list.uppercased().split(separator: ",").map(String.init)
    }

    var heardAt: Timestamp { liveness.lastHeard }

    /// The present, a second late at most: for what happens without being told the time.
    var latestTime: Timestamp { max(heardAt, tickedAt) }

    /// Whether the answer to a CTCP may be sent: four at once, then one in four seconds.
    mutating func takeCTCPTurn(at now: Timestamp) -> Bool {
        let refill = Int(max(0, now.milliseconds(since: ctcpRefilledAt)) / 4000)
        if refill > 0 {
            ctcpBudget = min(4, ctcpBudget + refill)
            ctcpRefilledAt = now
        }
        guard ctcpBudget > 0 else { return false }
        ctcpBudget -= 1
        return true
    }
}
