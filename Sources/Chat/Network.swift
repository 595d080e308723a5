import Protocol

/// Everybody who is here, every room, and the rules. The one state of a server.
///
/// It is a state machine without input or output: what happens comes in through its methods, with the time at which it happened;
/// what is to be done about it is fetched with ``takeEffects()``. It never waits, and it is not safe to be used from two queues.
///
/// The commands are in the folder Commands, a file a family; ``CommandTable`` says which method answers which.
package final class Network {
    package internal(set) var settings: Settings
    /// What 005 tells of them.
    var iSupportTokens: [String]
    /// When the server started.
    let startedAt: Timestamp
    let commands = CommandTable.make()
    var sessions: [SessionID: Session] = [:]
    /// Registered users by nick.
    var users: [FoldedName: User] = [:]
    var rooms: [FoldedName: Room] = [:]
    /// The same rooms by ``RoomNameRules/likeness(of:)``: no two are alike.
    var roomsByLikeness: [FoldedName: Room] = [:]
    /// The sessions that watch a nick with MONITOR, whether anybody has it or not.
    var watchers: [FoldedName: [Session]] = [:]
    var formerUsers = FormerUsers()
    /// The capabilities on offer: all that there are, but for those that the host took back.
    var offered = Capabilities.all
    /// Numbers that LUSERS tells: counted as they change, because everybody who comes in is told them.
    var census = Census()
    /// The time of the input in hand; never runs back.
    private(set) var now: Timestamp
    private var lastNumber: EventNumber
    private var broadcasts: UInt64 = 0
    private var effects: [Effect] = []
    private var pendingLines: [UInt8] = []
    private var pendingRecipient: SessionID?

    struct Census {
        var mostUsers = 0
        var invisibleUsers = 0
        var operators = 0
        var registeredSessions = 0
    }

    /// - Parameters:
    ///   - lastNumber: the number of the last event in the log; the next gets the one after it.
    ///   - time: now, or the time of the last event in the log if the clock is behind it.
    package init(settings: Settings, lastNumber: EventNumber, at time: Timestamp) {
        self.settings = settings
        iSupportTokens = ISupportToken.all(for: settings).map(\.text)
        self.lastNumber = lastNumber
        startedAt = time
        now = time
        openLobby()
    }

    /// What is to be done since it was last asked, in order.
    package func takeEffects() -> [Effect] {
        flushPendingLines()
        defer { effects.removeAll(keepingCapacity: true) }
        return effects
    }

    package var lobby: String { settings.lobby }

    func fold(_ name: String) -> FoldedName { Casemapping.ascii.fold(name) }
}

// MARK: - What happens

extension Network {
    /// A line that a session sent, or why it was none.
    package enum Input: Sendable {
        case message(Message)
        case malformed(MessageError)
        case invalidUTF8
    }

    /// Somebody connected.
    package func open(_ id: SessionID, from origin: Origin, at time: Timestamp) {
        advance(to: time)
        sessions[id] = Session(id: id, origin: origin, at: now)
    }

    /// A session said something. Unknown sessions, and those that are being closed, are ignored.
    package func receive(_ input: Input, from id: SessionID, at time: Timestamp) {
        advance(to: time)
        guard let session = sessions[id], !session.isClosing else { return }
        session.lastHeard = now
        session.pingedAt = nil
        take(input, from: session)
    }

    func obey(_ input: Input, from session: Session) {
        switch input {
        case .message(let message): handle(message, from: session)
        case .malformed(let error): refuse(error, from: session)
        case .invalidUTF8: refuseInvalidUTF8(from: session)
        }
    }

    /// A connection is gone; `reason` is what the others are told.
    package func connectionClosed(_ id: SessionID, reason: String, at time: Timestamp) {
        advance(to: time)
        guard let session = sessions[id] else { return }
        end(session, reason: reason)
    }

    /// Time passed. To be called every few seconds: asks the silent whether they are there, and lets go of those that do not answer.
    package func tick(at time: Timestamp) {
        advance(to: time)
        for session in sortedSessions {
            checkLiveness(of: session)
            checkBatch(of: session)
            wake(session)
        }
    }

    /// All sessions, in the order in which they came.
    var sortedSessions: [Session] { sessions.values.sorted { $0.id.rawValue < $1.id.rawValue } }

    func advance(to time: Timestamp) { now = max(now, time) }
}

// MARK: - What is to be done

extension Network {
    /// Adds an effect behind those that are there.
    func emit(_ effect: Effect) {
        flushPendingLines()
        effects.append(effect)
    }

    /// Sends a line to one session. Lines in a row for the same session leave as one delivery.
    func emit(_ message: Message, to session: Session) {
        if pendingRecipient != session.id {
            flushPendingLines()
            pendingRecipient = session.id
        }
        message.limited(to: .fromServer).serialize(into: &pendingLines)
    }

    private func flushPendingLines() {
        guard let recipient = pendingRecipient else { return }
        pendingRecipient = nil
        effects.append(.deliver(Delivery(pendingLines, to: [recipient])))
        pendingLines = []
    }

    func nextNumber() -> EventNumber {
        lastNumber = lastNumber.next
        return lastNumber
    }

    /// The number of a broadcast that must reach no session twice; see ``Session/lastBroadcast``.
    func nextBroadcast() -> UInt64 {
        broadcasts += 1
        return broadcasts
    }
}
