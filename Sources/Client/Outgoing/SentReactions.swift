import Protocol

/// A reaction of ours of which it is not known yet whether the server took it.
struct SentReaction: Sendable {
    /// Seconds after which no refusal without a label is expected any more.
    static let refusalTimeout: Int64 = 30

    let label: String?
    let buffer: BufferID
    let line: LineID
    let text: String
    /// True if this takes away a reaction that was there.
    let isTakingAway: Bool
    /// True if the line shows the reaction already, since the server sends nothing back of it.
    let isShown: Bool
    /// The number of the last message that was sent before the reaction.
    let sequence: Int
    let sentAt: Timestamp
    /// True once a PING has been sent behind the reaction: after the PONG the reaction can be refused no more.
    fileprivate(set) var isPinged = false

    init(
        label: String?, buffer: BufferID, line: LineID, text: String, isTakingAway: Bool, isShown: Bool, sequence: Int,
        sentAt: Timestamp
    ) {
        self.label = label
        self.buffer = buffer
        self.line = line
        self.text = text
        self.isTakingAway = isTakingAway
        self.isShown = isShown
        self.sequence = sequence
        self.sentAt = sentAt
    }
}

/// The reactions that were sent on one connection and that the server has neither taken nor refused, in the order sent.
struct SentReactions: Sendable {
    /// So many are remembered.
    static let most = 32

    private var all: [SentReaction] = []

    var isEmpty: Bool { all.isEmpty }
    var count: Int { all.count }

    /// True while there is a reaction behind which no PING was sent.
    var wantsPing: Bool { all.contains { !$0.isPinged } }

    func contains(label: String) -> Bool { all.contains { $0.label == label } }

    mutating func add(_ reaction: SentReaction) {
        all.append(reaction)
        if all.count > Self.most { all.removeFirst() }
    }

    /// A PING was sent: those that are under way stand before it.
    mutating func pinged() { for index in all.indices { all[index].isPinged = true } }

    /// Takes out those that the PONG shows not to have been refused.
    mutating func takePinged() -> [SentReaction] {
        let settled = all.filter(\.isPinged)
        if !settled.isEmpty { all.removeAll(where: \.isPinged) }
        return settled
    }

    /// The server sent one back.
    mutating func cameBack(_ text: String, under line: LineID, in id: BufferID) {
        all.removeAll { $0.buffer == id && $0.line == line && $0.text == text }
    }

    /// The place of the oldest of which something holds: for ``take(at:)``.
    func place(where holds: (SentReaction) -> Bool) -> Int? { all.firstIndex(where: holds) }

    mutating func take(at place: Int) -> SentReaction { all.remove(at: place) }

    /// Takes out the one with a label.
    mutating func take(label: String) -> SentReaction? { place { $0.label == label }.map { take(at: $0) } }
}
