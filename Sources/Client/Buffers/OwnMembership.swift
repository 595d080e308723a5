import Protocol

/// Our place in a room or a talk: if we are in it, and what entering it again takes.
struct OwnMembership: Sendable {
    /// Always true but for rooms.
    private(set) var isJoined: Bool
    /// Opens the door of a room; nil where it has none, as far as we know.
    var key: String?
    /// True where a room is to be entered again when the connection is back.
    private(set) var shouldRejoin = false
    /// When we were last there; nil while we are, or where that is settled.
    private(set) var absentSince: Timestamp?
    /// True where WHO has been asked since we came in.
    private var hasAskedWho = false
    /// True where the server has told, since we came in, who is there.
    private(set) var hasNames = false
    /// The number of times that NAMES has been asked since we came in, and the most: an answer can get lost.
    private var namesAskedCount = 0
    private static let maxNamesAsked = 3
    /// The topic that the room's lines told last, and when; nil where they told none.
    private var toldTopic: (text: String, time: Timestamp)?
    /// True from when we come in until the server tells the topic.
    private var awaitsTopic = false
    /// For so long a topic that stays the same is not told again where we come in again.
    private static let topicSeconds: Int64 = 86_400

    init(isJoined: Bool) { self.isJoined = isJoined }

    mutating func entered() {
        isJoined = true
        shouldRejoin = false
        hasAskedWho = false
        hasNames = false
        namesAskedCount = 0
        awaitsTopic = true
    }

    /// We went, or were thrown out.
    mutating func left(at now: Timestamp) {
        absentSince = now
        isJoined = false
        hasNames = false
        shouldRejoin = false
    }

    /// The connection has taken a room away.
    mutating func lost() {
        isJoined = false
        hasNames = false
        shouldRejoin = true
    }

    /// The person does not want to be there any more.
    mutating func giveUp() { shouldRejoin = false }

    /// We have not been there since a time, unless that is known already.
    mutating func beginAbsence(at time: Timestamp) { absentSince = absentSince ?? time }

    /// Forgets the absence: the lines that were missed are known, or asked for.
    mutating func endAbsence() { absentSince = nil }

    /// Allows WHO once each time that we come in.
    mutating func mayAskWho() -> Bool {
        guard isJoined, !hasAskedWho else { return false }
        hasAskedWho = true
        return true
    }

    /// True if NAMES may be asked: the server has not told who is there, and has not been asked too often.
    var mayAskNames: Bool { isJoined && !hasNames && namesAskedCount < Self.maxNamesAsked }

    mutating func namesAsked() { namesAskedCount += 1 }

    /// The server has told the topic.
    ///
    /// - Returns: false where the room's lines need not tell it: we have come in again, and they told the same within a day.
    mutating func topicCame(_ text: String, at now: Timestamp) -> Bool {
        defer { awaitsTopic = false }
        if awaitsTopic, let toldTopic, toldTopic.text == text,
            (0..<Self.topicSeconds).contains(now.seconds(since: toldTopic.time))
        {
            return false
        }
        toldTopic = (text, now)
        return true
    }

    /// The server has told who is there.
    mutating func namesCame() { hasNames = true }
}
