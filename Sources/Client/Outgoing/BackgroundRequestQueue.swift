import Protocol

/// A question that the program asks by itself about a room or a talk.
struct BackgroundRequest: Hashable, Sendable {
    enum Subject: Hashable, Sendable {
        /// The room's modes: answered by 324.
        case modes
        /// The members of the room: answered by 366.
        case names
        /// The members who are away, their accounts, and which of them are programs: answered by 315.
        case away
        /// How far the person has read on other screens, asked or told: answered by MARKREAD.
        case readMarker
    }

    let subject: Subject
    let buffer: BufferID

    var command: String {
        switch subject {
        case .modes: "MODE"
        case .names: "NAMES"
        case .away: "WHO"
        case .readMarker: "MARKREAD"
        }
    }
}

/// The questions of the program's own making that wait, and the one that is being answered.
///
/// A server that limits how fast one may write counts these questions too, and works them off in order: whatever the person types
/// waits behind them. So no more than one is out at a time, and after an answer that came late, which is how such a server shows that
/// the allowance is used up, none is asked for two seconds.
struct BackgroundRequestQueue: Sendable {
    /// Milliseconds beyond the usual lag after which an answer is late.
    static let lateThreshold: Int64 = 500
    /// Milliseconds without questions after a late answer.
    static let backOff: Int64 = 2_000
    /// Milliseconds after which no answer is waited for any more.
    static let timeout: Int64 = 10_000

    private var waiting: [BackgroundRequest] = []
    private var known: Set<BackgroundRequest> = []
    private(set) var asked: BackgroundRequest?
    /// Questions whose answer is not waited for any more, but is none to the person when it comes; and when that was given up.
    private var overdue: [BackgroundRequest: Timestamp] = [:]
    /// Questions that the server had no time for, and when they are to wait for their turn again.
    private var postponed: [(question: BackgroundRequest, until: Timestamp)] = []
    /// How often the server had no time for a question that it has not answered.
    private var refusals: [BackgroundRequest: Int] = [:]
    /// Milliseconds after which a question is asked anew that the server had no time for, and how often at most.
    static let postponement: Int64 = 15_000
    static let maxRefusals = 3
    /// Milliseconds after which an answer that was given up does not come any more: what comes then was asked by the person.
    static let overdueLifetime: Int64 = 60_000

    private var askedAt = Timestamp(milliseconds: 0)
    private var backOffUntil = Timestamp(milliseconds: 0)

    /// So many questions wait at most: one of each kind for each buffer that a server can make us open.
    static let maxWaiting = 4 * BufferList.maxOpenedByOthers

    var waitingCount: Int { waiting.count }

    /// Puts a question behind the others; nothing happens where it waits already, or too many do.
    mutating func add(_ question: BackgroundRequest) {
        guard waiting.count < Self.maxWaiting, known.insert(question).inserted else { return }
        waiting.append(question)
    }

    /// True while the answer to a question is still to come, however late.
    func isAsked(_ question: BackgroundRequest) -> Bool { asked == question || overdue[question] != nil }

    /// True if a question waits for its turn, also after a while, or is out.
    func awaits(_ question: BackgroundRequest) -> Bool {
        asked == question || known.contains(question) || postponed.contains { $0.question == question }
    }

    /// True if the next question may be asked: none is out, and the time of backing off is over.
    func mayAsk(at now: Timestamp) -> Bool { asked == nil && now >= backOffUntil }

    /// Takes the next question: the first about the buffer on the screen, else the first of all where those are wanted.
    mutating func take(about visible: BufferID?, orAny: Bool) -> BackgroundRequest? {
        let index = waiting.firstIndex { $0.buffer == visible } ?? (orAny && !waiting.isEmpty ? 0 : nil)
        guard let index else { return nil }
        let question = waiting.remove(at: index)
        known.remove(question)
        return question
    }

    mutating func sent(_ question: BackgroundRequest, at now: Timestamp) {
        asked = question
        askedAt = now
    }

    /// Takes the answer to the question that is out; false where it was another, or none.
    ///
    /// - Parameter lag: milliseconds that the server is away.
    mutating func answered(_ question: BackgroundRequest, lag: Int, at now: Timestamp) -> Bool {
        refusals[question] = nil
        guard asked == question else { return overdue.removeValue(forKey: question) != nil }
        asked = nil
        noteAnswer(sentAt: askedAt, lag: lag, at: now)
        return true
    }

    /// The server has no time for the question that is out: it is asked again later, a few times.
    mutating func refused(at now: Timestamp) {
        guard let question = asked else { return }
        asked = nil
        backOff(at: now)
        let count = refusals[question, default: 0] + 1
        guard count <= Self.maxRefusals, postponed.count < Self.maxWaiting else {
            refusals[question] = nil
            return
        }
        refusals[question] = count
        postponed.append((question, now.advanced(byMilliseconds: Self.postponement)))
    }

    private mutating func backOff(at now: Timestamp) { backOffUntil = now.advanced(byMilliseconds: Self.backOff) }

    /// An answer to a question that was sent at a moment has come.
    mutating func noteAnswer(sentAt: Timestamp, lag: Int, at now: Timestamp) {
        guard now.milliseconds(since: sentAt) > Int64(lag) + Self.lateThreshold else { return }
        backOff(at: now)
    }

    /// Gives up waiting for an answer that does not come, and lets what was put off wait for its turn again.
    mutating func tick(at now: Timestamp) {
        while let first = postponed.first, first.until <= now {
            postponed.removeFirst()
            add(first.question)
        }
        if !overdue.isEmpty { overdue = overdue.filter { now.milliseconds(since: $0.value) < Self.overdueLifetime } }
        guard let asked, now.milliseconds(since: askedAt) >= Self.timeout else { return }
        if overdue.count < Self.maxWaiting { overdue[asked] = now }
        self.asked = nil
    }

    mutating func clockSetBack(to now: Timestamp) {
        for index in postponed.indices {
            postponed[index].until = min(postponed[index].until, now.advanced(byMilliseconds: Self.postponement))
        }
        for (question, time) in overdue { overdue[question] = min(time, now) }
        backOffUntil = min(backOffUntil, now.advanced(byMilliseconds: Self.backOff))
        askedAt = min(askedAt, now)
    }
}

extension ClientSession {
    /// Wants something known of a buffer, when there is nothing better to do.
    mutating func requestInBackground(_ subject: BackgroundRequest.Subject, in id: BufferID, at now: Timestamp) {
        guard phase == .online else { return }
        connection?.backgroundRequests.add(BackgroundRequest(subject: subject, buffer: id))
        sendBackgroundRequests(at: now)
    }

    /// Asks the next question of the program's own making, unless something that was typed waits or an answer is out: first what concerns the
    /// buffer on the screen, then what was said elsewhere, then the rest.
    mutating func sendBackgroundRequests(at now: Timestamp) {
        while phase == .online, waitingCount == 0, let connection, connection.backgroundRequests.mayAsk(at: now),
            !connection.history.hasBackground
        {
            if let question = self.connection?.backgroundRequests.take(about: focus.visible, orAny: false) {
                ask(question, at: now)
            } else if let request = self.connection?.history.next(about: focus.visible, orAny: true) {
                send(request, at: now)
            } else if let question = self.connection?.backgroundRequests.take(about: focus.visible, orAny: true) {
                ask(question, at: now)
            } else {
                return
            }
        }
    }

    private mutating func ask(_ question: BackgroundRequest, at now: Timestamp) {
        guard let buffer = buffers[question.buffer] else { return }
        let isSent: Bool
        switch question.subject {
        case .modes:
            isSent = buffer.isJoined && send("MODE", buffer.name)
        case .names:
            isSent = buffer.isJoined && send("NAMES", buffer.name)
            if isSent { buffers.update(question.buffer) { $0.membership.namesAsked() } }
        case .away: isSent = buffer.isJoined && sendWho(of: buffer.name)
        case .readMarker: isSent = sendReadMarker(of: buffer)
        }
        if isSent { connection?.backgroundRequests.sent(question, at: now) }
    }

    /// The server answered a question about a buffer; true where this program had asked it by itself.
    @discardableResult
    mutating func backgroundRequestAnswered(_ subject: BackgroundRequest.Subject, in id: BufferID, at now: Timestamp)
        -> Bool
    {
        let question = BackgroundRequest(subject: subject, buffer: id)
        let lag = usualLag
        guard connection?.backgroundRequests.answered(question, lag: lag, at: now) == true else { return false }
        sendBackgroundRequests(at: now)
        return true
    }

    /// 421, 461 and 263: the server does not know the question's command, or not now. That is no news for the person, who did not ask.
    mutating func backgroundRequestRefused(_ numeric: UInt16, _ incoming: IncomingMessage) -> Bool {
        guard numeric == 421 || numeric == 461 || numeric == 263, let asked = connection?.backgroundRequests.asked,
            incoming.text(1).uppercased() == asked.command
        else { return false }
        if numeric == 263 {
            connection?.backgroundRequests.refused(at: incoming.now)
            return true
        }
        return backgroundRequestAnswered(asked.subject, in: asked.buffer, at: incoming.now)
    }

    /// Milliseconds to the server and back, as last measured.
    var usualLag: Int { connection?.liveness.lagMilliseconds ?? 0 }
}
