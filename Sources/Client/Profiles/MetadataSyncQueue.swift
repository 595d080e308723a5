import Protocol

/// The people and rooms whose metadata is to be asked for later, as the server wanted it: one question for each.
/// <https://ircv3.net/specs/extensions/metadata#postponed-synchronization>
struct MetadataSyncQueue: Sendable {
    /// So many wait at most, so many of those who have just come in, and so often each is asked for without an answer.
    static let maxWaiting = 256
    static let maxNewcomers = 64
    static let maxTries = 10
    /// Seconds: the shortest and the longest wait. A question is not sent sooner behind another than the shortest.
    static let waits: ClosedRange<Int64> = 1...600
    /// So many are known that have been asked for and not answered.
    private static let maxAsked = 1000

    private struct Entry {
        let target: String
        var due: Timestamp
        /// True for somebody who has come in: they wait behind what the server has put off.
        let isNewcomer: Bool
    }

    private var waiting: [FoldedName: Entry] = [:]
    private var newcomers = 0
    private var tries: [FoldedName: Int] = [:]
    private var nextAt = Timestamp(milliseconds: 0)
    /// The name that stands for all, while it waits in place of more than can wait.
    private var everything: FoldedName?

    var waitingCount: Int { waiting.count }

    /// Asks for a target later. One that waits already waits on, for the longer of the two times.
    ///
    /// - Returns: false where it would be one too many.
    @discardableResult
    mutating func add(
        _ target: String, as name: FoldedName, isNewcomer: Bool = false, after seconds: Int64, at now: Timestamp
    ) -> Bool {
        guard everything == nil, tries[name, default: 0] < Self.maxTries else { return true }
        let due = Self.due(after: seconds, at: now)
        if let known = waiting[name] {
            waiting[name]?.due = max(due, known.due)
            return true
        }
        guard waiting.count < Self.maxWaiting, !isNewcomer || newcomers < Self.maxNewcomers else { return false }
        if isNewcomer { newcomers += 1 }
        waiting[name] = Entry(target: target, due: due, isNewcomer: isNewcomer)
        return true
    }

    /// Asks once for all in place of everything that waits, since more wait than can.
    mutating func addEverything(_ target: String, as name: FoldedName, after seconds: Int64, at now: Timestamp) {
        guard everything == nil, tries[name, default: 0] < Self.maxTries else { return }
        waiting = [name: Entry(target: target, due: Self.due(after: seconds, at: now), isNewcomer: false)]
        newcomers = 0
        everything = name
    }

    private static func due(after seconds: Int64, at now: Timestamp) -> Timestamp {
        now.advanced(bySeconds: min(max(seconds, waits.lowerBound), waits.upperBound))
    }

    /// Takes the target whose turn it is.
    mutating func takeDue(at now: Timestamp) -> String? {
        guard !waiting.isEmpty, now >= nextAt,
            let (name, entry) = waiting.filter({ $0.value.due <= now }).min(by: { Self.comesBefore($0, $1) })
        else { return nil }
        waiting[name] = nil
        if entry.isNewcomer { newcomers -= 1 }
        if everything == name { everything = nil }
        if tries.count >= Self.maxAsked { tries = [:] }
        tries[name, default: 0] += 1
        nextAt = now.advanced(bySeconds: Self.waits.lowerBound)
        return entry.target
    }

    private static func comesBefore(
        _ a: (key: FoldedName, value: Entry), _ b: (key: FoldedName, value: Entry)
    ) -> Bool {
        if a.value.isNewcomer != b.value.isNewcomer { return b.value.isNewcomer }
        return a.value.due != b.value.due ? a.value.due < b.value.due : a.key < b.key
    }

    /// True if a target has been asked for, and nothing has been told of it since.
    func isAsked(_ name: FoldedName) -> Bool { tries[name] != nil }

    /// The metadata of a target has come.
    mutating func answered(_ name: FoldedName) { tries[name] = nil }

    mutating func clockSetBack(to now: Timestamp) {
        let latest = now.advanced(bySeconds: Self.waits.upperBound)
        for (name, entry) in waiting { waiting[name]?.due = min(entry.due, latest) }
        nextAt = min(nextAt, now.advanced(bySeconds: Self.waits.lowerBound))
    }
}
