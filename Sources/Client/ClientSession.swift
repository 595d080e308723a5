import Protocol

/// A user's side of IRC: what they see and what they say, over connections that come and go.
///
/// A value without input or output. The shell tells it what happened, one method each, always with the time; what is to be done
/// about it is had from ``drainActions()`` afterwards. A screen reads ``buffers``, ``phase`` and ``status(at:)``, and draws.
///
/// It speaks with any server: <https://modern.ircdocs.horse>, with the extensions of <https://ircv3.net/irc/> that the server offers, or
/// RFC 1459 as it was. Nothing that a server sends stops it.
package struct ClientSession: Sendable {
    package let configuration: SessionConfiguration
    package internal(set) var phase = ConnectionPhase.idle
    package internal(set) var buffers: BufferList
    /// The buffer on the screen. See ``setVisible(_:)``.
    package internal(set) var visible: BufferID? = .server
    /// Whether the person is looking: to be told where the terminal says when it loses and gets the focus.
    package var hasFocus = true
    /// Whether there was a connection before, so that a failure is a loss and no wrong address.
    package internal(set) var hasBeenOnline = false

    /// Whether the server seems to speak TLS where plain IRC was tried.
    package internal(set) var isTLSLikely = false

    /// Nothing of it is there while there is no connection.
    var connection: ConnectionState?
    /// Kept from the last connection, for while there is none.
    var lastNick: String
    /// The nick that the person asked for last, and whether the server gave it.
    var requestedNick: String?
    var grantedNick: String?
    var nickMatcher: MentionMatcher
    var times = ServerTimeReader()
    /// Of the last server that told it.
    var casemapping = Casemapping.rfc1459
    var reconnect = ReconnectPolicy()
    var random: SplitMix64
    /// Why a nick was refused before the welcome, until that has been told.
    var nickRefusal: String?
    /// Where the answers to the person's last question are shown.
    var replyBuffer = BufferID.server
    /// Whether any room or talk has been on the screen.
    var hasShownAny = false
    /// Rooms that the person asked to enter: shown when they are.
    var channelsToShow: Set<FoldedName> = []
    /// Rooms that were asked for and of which nothing has been heard: asked for again after a loss.
    var requestedChannels: [FoldedName: SessionConfiguration.Channel] = [:]
    /// What is still to be shown of the configuration's welcome.
    var pendingWelcome: [String]
    /// Masks of those whom the person does not want to hear.
    package internal(set) var ignored: [String] = []
    /// Goes on over connections, so that no answer is taken for one to an earlier connection's question.
    var labelCount = 0
    /// Increasing with each message sent or heard.
    var sequence = 0
    /// That of the last message that was sent; those after it wait for their turn.
    var lastSequenceSent = 0
    /// When the last connection was heard last, until what was missed has been asked for.
    var offlineSince: Timestamp?
    var lastSeen: Timestamp?
    /// When time passed last.
    var lastTick: Timestamp?
    /// What was last searched for on the server.
    package internal(set) var serverSearch: ServerSearch?
    /// For what of a buffer the person is called, by its name, also while it is not open.
    var notificationLevels: [FoldedName: NotificationLevel] = [:]
    /// How far the person's clock is ahead of UTC, for times they write.
    package var utcOffsetSeconds = 0
    /// What SCRAM needs; without it only PLAIN can be used.
    package var cryptography: SASLCryptography?
    /// The key that is being made, for this connection or one before, and the one that is wanted next.
    var runningDerivation: KeyDerivation?
    var nextDerivation: KeyDerivation?
    /// The account that the person named last, and the password that has not been refused.
    var requestedAccount: String?
    var accountPassword: String?
    /// Of the server, as long as it has not refused it.
    var serverPassword: String?
    /// Whether that is an invitation's secret.
    var isInvited: Bool
    /// The account that the server was asked to make, until it has answered.
    var accountBeingRegistered: (name: String, password: String)?
    /// The password of a new account, until it has been typed once more.
    var firstPasswordEntry: String?
    /// Whether the server knew no account by our certificate: it is not shown for logging in again.
    var isCertificateRefused = false
    /// Whether the server has said, since we were last on it, that it lets nobody in without an account or an invitation.
    var isAccountRequired = false
    /// Finds the words at which the person is called.
    var highlightMatchers: [MentionMatcher]
    /// How often the session has gone over to another server: what was asked for one of them is not told to the next.
    package internal(set) var serverNumber = 0
    /// Why it is not tried again by itself, such as a refused password.
    var noRetryReason: String?

    /// The page of history that is being put into its buffer.
    var merge: HistoryMerge?

    private var actions: [SessionAction] = []
    /// What is to be written to the connection: ``send(_:)`` puts it there.
    var outbox: [UInt8] = []
    private var changed: [BufferID] = []

    /// `seed` is where all chance in the session comes from.
    package init(configuration: SessionConfiguration, seed: UInt64) {
        self.configuration = configuration
        buffers = BufferList(serverName: configuration.hostLabel, limit: configuration.scrollbackLimit)
        random = SplitMix64(seed: seed)
        lastNick = configuration.nicks[0]
        pendingWelcome = configuration.welcome
        lastSeen = configuration.lastSeen
        accountPassword = configuration.accountPassword
        serverPassword = configuration.password
        isInvited = configuration.isInvited
        highlightMatchers = configuration.words.filter { !$0.isEmpty }.map {
            MentionMatcher(name: $0, casemapping: .ascii)
        }
        nickMatcher = MentionMatcher(name: configuration.nicks[0], casemapping: .rfc1459)
    }

    /// Our nick: as the server has it, or as it was, or will be asked for.
    package var nick: String { connection?.nick ?? lastNick }

    /// What the server told of itself; nothing while there is no connection.
    package var isupport: ISupport { connection?.isupport ?? ISupport() }

    /// The capabilities in force.
    package var capabilities: Set<String> { connection?.capabilities.enabled ?? [] }

    /// What is to be done, in order; it is then taken as done. To be asked for after each call that changes the session.
    package mutating func drainActions() -> [SessionAction] {
        flushOutbox()
        if !changed.isEmpty {
            actions.append(.changed(changed))
            changed.removeAll(keepingCapacity: true)
        }
        defer { actions.removeAll(keepingCapacity: true) }
        return actions
    }

    /// Tells which buffer is on the screen, nil where none is. What of it has been read tells ``linesShown(_:through:in:at:)``.
    package mutating func setVisible(_ id: BufferID?) {
        if let visible, visible != id {
            buffers.update(visible) { $0.unreadRule = $0.firstUnread }
            markChanged(visible)
        }
        visible = id
        guard let id else { return }
        if id != .server { hasShownAny = true }
        markChanged(id)
        if let connection, phase == .online { sendHistoryRequests(at: connection.latestTime) }
    }

    /// Writes a line of the program's own into a buffer (the server's where it is closed): what the person should know, such as what the
    /// server says in a numeric, a host's new key, or an error. It is not sent anywhere. One paragraph, without line ends.
    package mutating func note(_ text: String, kind: LineKind = .info, in id: BufferID, at now: Timestamp) {
        let place = buffers[id] == nil ? .server : id
        append(LineContent(time: now, kind: kind, text: Bytes(text)), to: place)
    }
}

extension ClientSession {
    /// Begins as a session that was never connected, with another configuration. What the screen and the shell go by stays: the server's
    /// lines, the numbers that buffers have had, what is still to be done, and what the machine gives.
    mutating func startAnew(_ configuration: SessionConfiguration) {
        flushOutbox()
        var fresh = ClientSession(configuration: configuration, seed: random.next())
        fresh.buffers = buffers
        fresh.buffers.closeAll()
        fresh.buffers.setServerName(configuration.hostLabel)
        fresh.buffers.setRules(MemberList.Rules(ISupport()))
        fresh.hasFocus = hasFocus
        fresh.serverNumber = serverNumber &+ 1
        fresh.ignored = ignored
        fresh.lastTick = lastTick
        fresh.utcOffsetSeconds = utcOffsetSeconds
        fresh.cryptography = cryptography
        fresh.actions = actions
        let isElsewhere = visible != .server
        self = fresh
        emit(.buffersChanged)
        if isElsewhere { emit(.show(.server)) }
        markChanged(.server)
    }

    mutating func emit(_ action: SessionAction) {
        flushOutbox()
        actions.append(action)
    }

    private mutating func flushOutbox() {
        guard !outbox.isEmpty else { return }
        actions.append(.send(outbox))
        outbox.removeAll(keepingCapacity: true)
    }

    mutating func markChanged(_ id: BufferID) {
        if changed.last != id, !changed.contains(id) { changed.append(id) }
    }

    /// Writes a line into a buffer, counts it, and says so.
    @discardableResult
    mutating func append(_ line: LineContent, to id: BufferID) -> LineID? {
        if line.flags.contains(.history) { return playBack(line, to: id) }
        let isWatched = visible == id && hasFocus
        let place = buffers.update(id) { buffer in
            let place = buffer.scrollback.append(line)
            if let replyTo = line.replyTo { buffer.updateAnnotations(place) { $0.replyTo = replyTo } }
            if !buffer.typists.isEmpty, line.kind.isTalk || line.kind == .part || line.kind == .quit {
                let sender = line.sender.text
                buffer.typists.removeAll { $0.nick == sender }
            }
            if buffer.countsAsUnread(line.kind, line.flags, sender: line.sender) {
                buffer.unread += 1
                if buffer.firstUnread == nil {
                    buffer.firstUnread = place
                    if !isWatched { buffer.unreadRule = place }
                }
            }
            if line.flags.contains(.mention) { buffer.mentions += 1 }
            return place
        }
        guard let place else { return nil }
        markChanged(id)
        notifyPerson(line, place, in: id)
        return place
    }

    /// Calls the person where they want to be called.
    private mutating func notifyPerson(_ line: LineContent, _ place: LineID, in id: BufferID) {
        guard line.kind.isTalk || line.flags.contains(.mention), !line.flags.contains(.own) else { return }
        switch attention(in: id) {
        case .all where id != .server || line.flags.contains(.mention): emit(.mention(id, place))
        case .mentions where line.flags.contains(.mention): emit(.mention(id, place))
        case .all, .mentions, .none: break
        }
    }
}
