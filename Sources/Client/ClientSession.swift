import Protocol

/// A user's side of IRC: what they see and what they say, over connections that come and go.
///
/// A value without input or output. The shell tells it what happened, one method each, always with the time; what is to be done
/// about it is had from ``drainActions()`` afterwards. A screen reads ``buffers``, ``phase`` and ``status(at:)``, and draws.
///
/// It speaks with any server: <https://modern.ircdocs.horse>, with the extensions of <https://ircv3.net/irc/> that the server offers, or
/// RFC 1459 as it was. Nothing that a server sends stops it.
///
/// Its parts keep their state to themselves. The extensions of this type decide what is done with a message or a command, and change the
/// parts by their methods.
package struct ClientSession: Sendable {
    package internal(set) var configuration: SessionConfiguration
    /// The network that the session belongs to. Its buffers and its questions carry this id.
    package let network: NetworkID
    package internal(set) var buffers: BufferList
    var focus = ScreenFocus()
    var lifecycle: ConnectionLifecycle
    /// The state that lives as long as one connection; nil while there is none.
    var connection: ConnectionState?
    var ownNick: OwnNick
    var login: LoginCredentials
    var channelEntry: ChannelEntry
    var presence = OwnPresence()
    var outgoing = OutgoingSequence()
    var preferences: PersonalPreferences
    /// The last search on the server; nil if there is none.
    package internal(set) var serverSearch: ServerSearch?
    /// The questions to the log on this machine.
    var log = LogReads()
    var clock = SessionClock()
    /// Counts how often the session has gone over to another server. A question carries the number of its server, so
    /// that the answer is told to no other.
    package private(set) var serverNumber = 0
    var actions = SessionActionBuffer()

    /// `seed` is where all chance in the session comes from.
    package init(configuration: SessionConfiguration, seed: UInt64, network: NetworkID = .first) {
        self.configuration = configuration
        self.network = network
        buffers = BufferList(
            of: network, serverName: configuration.hostLabel, limit: configuration.scrollbackLimit)
        lifecycle = ConnectionLifecycle(seed: seed, lastSeen: configuration.lastSeen)
        ownNick = OwnNick(configured: configuration.nicks)
        login = LoginCredentials(configuration)
        channelEntry = ChannelEntry(welcome: configuration.welcome)
        preferences = PersonalPreferences(
            highlightWords: configuration.words, aliases: configuration.aliases)
    }

    /// The actions to be done, in order; they are then taken as done. To be asked for after each call that changes the session.
    package mutating func drainActions() -> [SessionAction] { actions.drain() }

    /// A number that grows with each change that a screen can show. While it stays the same, the last picture of the
    /// session still holds, but for what time alone changes, such as seconds that are counted down.
    package var revision: Int { actions.revision }

    /// Tells the session which buffer is on the screen; nil if none is. The lines of it that have been read are told with
    /// ``linesShown(_:through:in:at:)``. Where it stood beside the one that was on the screen, the two change places, and none is left.
    package mutating func setVisible(_ id: BufferID?) {
        setOnScreen(id, beside: id != nil && id == focus.beside ? visible : focus.beside)
        guard let id else { return }
        markChanged(id)
        guard let now = connection?.liveness.latest, phase == .online else { return }
        sendHistoryRequests(at: now)
        requestNames(in: id, at: now)
    }

    /// Tells the session which buffer is on the screen beside the one of ``setVisible(_:)``, to be read; nil if none is.
    mutating func setBeside(_ id: BufferID?) {
        guard id != focus.beside else { return }
        setOnScreen(visible, beside: id)
    }

    /// A buffer that goes from the screen by this is left. One that is read from now on, and not typed into, stays there.
    private mutating func setOnScreen(_ id: BufferID?, beside: BufferID?) {
        for case let before? in [visible, focus.beside] where before != id {
            if before != beside {
                leave(before)
            } else if before == visible {
                buffers.update(before) { $0.readPosition.placeRule() }
                markChanged(before)
            }
        }
        focus.show(id)
        focus.beside = beside
    }

    /// Begins as a session that was never connected, with another configuration. The state that the screen and the shell go by stays: the
    /// server's lines, the numbers that buffers have had, what is still to be done, and what the machine gives.
    mutating func startAnew(_ configuration: SessionConfiguration) {
        var fresh = ClientSession(configuration: configuration, seed: lifecycle.nextSeed(), network: network)
        fresh.buffers = buffers
        fresh.buffers.closeAll()
        fresh.buffers.setServerName(configuration.hostLabel)
        fresh.buffers.setRules(MemberList.Rules(ISupport()))
        fresh.focus.hasFocus = hasFocus
        fresh.focus.isCovered = focus.isCovered
        fresh.focus.beside = focus.beside
        if visible == nil { fresh.focus.show(nil) }
        fresh.serverNumber = serverNumber &+ 1
        fresh.preferences.takePersonal(of: preferences)
        fresh.clock = clock
        fresh.log = log
        fresh.log.forgetAll()
        fresh.login.cryptography = cryptography
        fresh.actions = actions
        fresh.actions.forgetChanged()
        // Another network may have the screen: that one stays there.
        let isElsewhere = visible != nil && visible != .server
        self = fresh
        emit(.buffersChanged)
        if isElsewhere { emit(.show(.server)) }
        markChanged(.server)
    }
}

/// The properties of the parts that the shell and the screen read.
extension ClientSession {
    package var phase: ConnectionPhase { lifecycle.phase }

    /// True once there has been a connection, so that a failure is a loss and no wrong address.
    package var hasBeenOnline: Bool { lifecycle.hasBeenOnline }

    /// True if the server seems to speak TLS on a connection on which plain IRC was tried.
    package var isTLSLikely: Bool { lifecycle.isTLSLikely }

    /// Our nick: as the server has it, or as it was, or will be asked for.
    package var nick: String { ownNick.current }

    /// The features that the server told of itself in 005; none while there is no connection.
    package var isupport: ISupport { connection?.features.isupport ?? ISupport() }

    /// The capabilities in force.
    package var capabilities: Set<String> { connection?.capabilities.enabled ?? [] }

    /// The account that we are logged in to.
    package var account: String? { connection?.identity.account }

    /// How names are compared: as the last server said that told it.
    var casemapping: Casemapping { buffers.casemapping }

    /// The buffer on the screen. See ``setVisible(_:)``.
    package var visible: BufferID? { focus.visible }

    /// The buffer in which the answers to the person's last question are shown.
    package var replyBuffer: BufferID { focus.replyBuffer }

    /// Masks of those whom the person does not want to hear.
    package var ignored: [String] { preferences.ignored }

    /// The person's own commands. They are the same in all networks: the shell tells each session of a change.
    package var aliases: AliasTable {
        get { preferences.aliases }
        set { preferences.aliases = newValue }
    }

    /// True while the person is looking. To be set if the terminal tells when it loses and gets the focus.
    package var hasFocus: Bool {
        get { focus.hasFocus }
        set {
            focus.hasFocus = newValue
            if newValue { personReturned() }
        }
    }

    /// True while the person sees the lines that come into the buffers on the screen.
    package var isWatching: Bool { focus.isWatching }

    /// See ``ChatModel/cover(_:)``.
    mutating func cover(_ isCovered: Bool) { focus.isCovered = isCovered }

    /// How far the person's clock is ahead of UTC, for times they write.
    package var utcOffsetSeconds: Int {
        get { clock.utcOffsetSeconds }
        set { clock.utcOffsetSeconds = newValue }
    }

    /// The cryptography that SCRAM needs; without it only PLAIN and EXTERNAL can be used.
    package var cryptography: SASLCryptography? {
        get { login.cryptography }
        set { login.cryptography = newValue }
    }
}

extension ClientSession {
    mutating func emit(_ action: SessionAction) { actions.emit(action) }

    mutating func markChanged(_ id: BufferID) { actions.markChanged(id) }

    /// Asks for a room to be put on the screen that was entered. While another network has the screen, the person looks
    /// at that, and types there: nothing that a server does takes them away.
    mutating func showEntered(_ id: BufferID) {
        guard visible != nil else { return }
        focus.willShowAny()
        emit(.show(id))
    }
}
