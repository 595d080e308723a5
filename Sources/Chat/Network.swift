import Protocol

/// Everybody who is here, every room, and the rules. The one state of a server.
///
/// It is a state machine without input or output: what happens comes in through its methods, with the time at which it happened;
/// the effects to be carried out are fetched with ``takeEffects()``. It never waits, and it is not safe to be used from two queues.
///
/// Each of its parts is an object that is never replaced, and no part knows another. A directory keeps its indexes to itself and
/// changes them by its own methods. Variables of users, channels and sessions are also set by the extensions of the network, which
/// tell a directory or an audience where it depends on them. All that needs several parts is an extension of the network: the commands, which
/// ``CommandTable`` names, and the rules. It has more than fifteen variables because a command may need any of the
/// parts.
package final class Network {
    package private(set) var settings: Settings
    package private(set) var reachability: Reachability
    let offer: Offer
    let commands = CommandTable.make()
    /// The primitives that SCRAM is made of; without them nobody can log in.
    let primitives: SCRAM.Primitives?
    let clock: ServerClock
    let events: EventLedger
    private let effects = EffectBuffer()
    let sessions = SessionDirectory()
    let users = UserDirectory()
    let watchers = MonitorWatchers()
    let channels = ChannelDirectory()
    let registry: CurrentRegistry
    let pendingSaves = PendingSaves()
    let queryNumbering = QueryNumbering()
    let serverBans = ServerBans()
    let loginThrottle = LoginThrottle()
    let ownerTokens = OwnerTokens()
    let undeliveredMessages = UndeliveredMessages()
    let channelClosingLimiter = ChannelClosingLimiter()
    let activity = ActivityCounter()

    /// - Parameters:
    ///   - reachability: the ways to the server, as far as the host has found them out already.
    ///   - lastNumber: the number of the last event in the log; the next gets the one after it.
    ///   - time: now. Here, and wherever the network is told of something, by a clock that is not set while it runs; how the
    ///     machine's clock stands to that ``tick(at:clock:)`` tells.
    ///   - lastTime: that of the last event in the log, which may be later than now: then the clock was set back, or the log comes from
    ///     a machine whose clock was ahead.
    ///   - registry: the registry as it was when the server last stopped, with a ``Registry/secretNote``.
    package init(
        settings: Settings, reachability: Reachability = Reachability(), lastNumber: EventNumber,
        registry: Registry = Registry(), primitives: SCRAM.Primitives? = nil,
        at time: Timestamp, lastTime: Timestamp? = nil
    ) {
        self.settings = settings
        self.reachability = reachability
        self.registry = CurrentRegistry(registry)
        self.primitives = primitives
        offer = Offer(settings, reachability, withAccounts: primitives != nil)
        clock = ServerClock(startingAt: time, notBefore: lastTime)
        events = EventLedger(after: lastNumber, at: clock.now)
        openLobby()
        openRegisteredChannels()
        serverBans.replace(with: registry.bans.values)
        restorePresence()
        restoreClosings()
        reviewSettingsNotes()
    }

    /// Takes out the effects since the last call, in order.
    package func takeEffects() -> [Effect] { effects.take() }

    /// Takes out the numbers of what has happened since the last call; nil where nothing has that is counted.
    package func takeActivity() -> ActivityCounts? { activity.take() }

    package var lobby: String { settings.lobby }

    func fold(_ name: String) -> FoldedName { Casemapping.ascii.fold(name) }
}

// MARK: - What happens

extension Network {
    /// Somebody connected.
    package func connectionOpened(_ id: SessionID, from origin: Origin, at time: Timestamp) {
        advance(to: time)
        let session = Session(id: id, origin: cloaked(origin), arrived: latest, at: monotonicNow)
        sessions.add(session)
        turnAwayIfBanned(session)
        guard !origin.isExemptFromLimits, !session.isClosing else { return }
        admit(session)
    }

    /// A session said something. Unknown sessions, and those that are being closed, are ignored.
    ///
    /// - Parameter arrived: the last event up to which all that it was sent had arrived when it said this; nil where that is not
    ///   known. A host whose wires take no time leaves it out: all has arrived.
    package func receive(_ input: Input, from id: SessionID, arrived: EventNumber? = .highest, at time: Timestamp) {
        advance(to: time)
        guard let session = sessions[id], !session.isClosing, session.disconnection == nil else { return }
        session.liveness.heard(at: monotonicNow)
        if let arrived { noteArrival(at: session, through: arrived) }
        executeOrHold(input, from: session)
    }

    func execute(_ input: Input, from session: Session) {
        switch input {
        case .message(let message): handle(message, from: session)
        // They are taken one by one before this.
        case .lines: break
        case .malformed(let error, let head): refuse(error, head, from: session)
        case .invalidUTF8(let head): refuseInvalidUTF8(head, from: session)
        }
    }

    /// A connection is gone; `reason` is what the others are told.
    ///
    /// - Parameter arrived: the last event up to which all that it was sent had arrived at its end; nil where its end tells nothing
    ///   of that, as where it was cut off, or was closed by a proxy.
    package func connectionClosed(
        _ id: SessionID, reason: String, arrived: EventNumber? = .highest, at time: Timestamp
    ) {
        advance(to: time)
        guard let session = sessions[id], session.disconnection == nil else { return }
        if let arrived { noteArrival(at: session, through: arrived) }
        disconnected(session, reason: reason)
    }

    /// Time passed. To be called every few seconds: asks the silent whether they are there, and lets go of those that do not answer.
    ///
    /// - Parameter machineTime: the time that the machine's clock shows, which may have been set; nil for the time that it showed relative
    ///   to `time` before.
    package func tick(at time: Timestamp, clock machineTime: Timestamp? = nil) {
        if let machineTime {
            clock.advance(to: time, showing: machineTime)
        } else {
            clock.advance(to: time)
        }
        endBans()
        var arrivals = 0
        for session in sessions.sorted {
            checkLiveness(of: session)
            checkBatch(of: session)
            saveArrivalIfDue(at: session, count: &arrivals)
            wake(session)
        }
        events.pass(at: messageTime)
    }

    /// Takes other settings from now on, and tells everybody which tokens of 005 have changed.
    package func apply(_ settings: Settings, at time: Timestamp) {
        let lengths = self.settings.limits.password
        changeTokens(at: time) {
            self.settings = settings
            reviewOperatorGrants()
        }
        if settings.limits.password != lengths { tellOfNewValues(.accountRegistration) }
    }

    /// Tells people of other ways to the server from now on, and everybody which tokens of 005 have changed.
    package func apply(_ reachability: Reachability, at time: Timestamp) {
        changeTokens(at: time) { self.reachability = reachability }
    }

    /// Makes a change, and tells everybody which tokens of 005 it changed.
    private func changeTokens(at time: Timestamp, by change: () -> Void) {
        advance(to: time)
        let before = Dictionary(
            ISupportToken.all(for: settings, reachability: reachability).map { ($0.name, $0) }
        ) { $1 }
        change()
        let tokens = ISupportToken.all(for: settings, reachability: reachability)
        offer.setTokens(tokens)
        let gone = Set(before.keys).subtracting(tokens.map(\.name)).sorted().map { "-" + $0 }
        let changes = tokens.filter { before[$0.name] != $0 }.map(\.text) + gone
        guard !changes.isEmpty else { return }
        for session in sessions.sorted where session.user != nil { sendISupport(changes, to: session) }
    }

    /// The way a session came in; nil when it is over, or about to be.
    package func origin(of id: SessionID) -> Origin? {
        sessions[id].flatMap { $0.isClosing ? nil : $0.origin }
    }

    func advance(to time: Timestamp) { clock.advance(to: time) }

    var now: Timestamp { clock.now }

    var monotonicNow: Timestamp { clock.monotonicNow }
}

// MARK: - What is to be done

extension Network {
    /// Adds an effect behind those that are there.
    func emit(_ effect: Effect) { effects.append(effect) }

    /// Adds something to be sent behind what is there.
    func emit(_ output: Output) { emit(.send(output)) }

    /// Sends a line to one session. Lines in a row for the same session leave as one delivery.
    func emit(_ message: Message, to session: Session) { effects.append(message, to: session.id) }

    /// The time of what is told now: that of the last event, where that is ahead of the clock.
    var messageTime: Timestamp { max(clock.now, events.latestTime) }

    /// The number of the last event that was decided.
    package var latestNumber: EventNumber { events.latestNumber }
}
