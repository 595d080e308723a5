import Protocol

/// The last event that is known to have reached the sessions of a user that are over, and the replays that it was given.
struct UserArrival {
    /// The last event that is known to have reached one of those sessions; nil where none is over.
    private(set) var ended: Account.LastArrival?
    /// When it was last kept what has reached its sessions; nil for not since it is here.
    private(set) var savedAt: Timestamp?
    private var hasReplayedDirects = false
    private var replayedChannels: Set<FoldedName> = []

    /// Notes that a session is over, which this had reached.
    mutating func sessionEnded(_ arrival: Account.LastArrival) { ended = arrival.orLater(ended) }

    /// Forgets what has reached its sessions, because that is kept with the account.
    mutating func forgetEnded() { ended = nil }

    mutating func saved(at time: Timestamp) { savedAt = time }

    /// - Returns: true if it was not told yet what others had said to it directly while it was not here. It counts as told from now on.
    mutating func beginDirectReplay() -> Bool {
        defer { hasReplayedDirects = true }
        return !hasReplayedDirects
    }

    /// - Returns: true if it was not told yet what it had missed in a room. It counts as told from now on.
    mutating func beginReplay(of channel: FoldedName) -> Bool { replayedChannels.insert(channel).inserted }

    /// Forgets what it was told, because nobody is here any more who was.
    mutating func forgetReplays() {
        hasReplayedDirects = false
        replayedChannels = []
    }
}
