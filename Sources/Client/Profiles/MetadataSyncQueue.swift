import Protocol

/// The people and rooms whose metadata is to be asked for later, as the server wanted it: one question for each.
/// <https://ircv3.net/specs/extensions/metadata#postponed-synchronization>
struct MetadataSyncQueue: Sendable {
    /// So many wait at most, and so often each is asked for without an answer.
    static let maxWaiting = 64
    static let maxTries = 10
    /// Seconds: the shortest and the longest wait. A question is not sent sooner behind another than the shortest.
    static let waits: ClosedRange<Int64> = 1...600
    /// So many are known that have been asked for and not answered.
    private static let maxAsked = 1000

    private var waiting: [FoldedName: (target: String, due: Timestamp)] = [:]
    private var tries: [FoldedName: Int] = [:]
    private var nextAt = Timestamp(milliseconds: 0)

    var waitingCount: Int { waiting.count }

    /// Asks for a target later. One that waits already waits on, for the longer of the two times.
    mutating func add(_ target: String, as name: FoldedName, after seconds: Int64, at now: Timestamp) {
        guard tries[name, default: 0] < Self.maxTries, waiting[name] != nil || waiting.count < Self.maxWaiting else {
            return
        }
        let wait = min(max(seconds, Self.waits.lowerBound), Self.waits.upperBound)
        let due = now.advanced(bySeconds: wait)
        waiting[name] = (target, max(due, waiting[name]?.due ?? due))
    }

    /// Takes the target whose turn it is.
    mutating func takeDue(at now: Timestamp) -> String? {
        guard !waiting.isEmpty, now >= nextAt,
            let (name, entry) = waiting.min(by: { ($0.value.due, $0.key) < ($1.value.due, $1.key) }), entry.due <= now
        else { return nil }
        waiting[name] = nil
        if tries.count >= Self.maxAsked { tries = [:] }
        tries[name, default: 0] += 1
        nextAt = now.advanced(bySeconds: Self.waits.lowerBound)
        return entry.target
    }

    /// The metadata of a target has come.
    mutating func answered(_ name: FoldedName) { tries[name] = nil }

    mutating func clockSetBack(to now: Timestamp) {
        let latest = now.advanced(bySeconds: Self.waits.upperBound)
        for (name, entry) in waiting { waiting[name] = (entry.target, min(entry.due, latest)) }
        nextAt = min(nextAt, now.advanced(bySeconds: Self.waits.lowerBound))
    }
}
