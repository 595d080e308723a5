import Protocol

/// The questions about history: a few at once, the others wait.
struct HistoryFetchQueue: Sendable {
    static let maxAtOnce = 3
    static let timeout: Int64 = 30_000

    private(set) var asked: [HistoryFetch] = []
    private var waiting: [HistoryFetch] = []

    /// So many questions wait at most: a few for each buffer that a server can make us open.
    static let maxWaiting = 4000

    /// Puts a question among those that wait, unless the same one is there already. False where there are too many.
    mutating func add(_ request: HistoryFetch) -> Bool {
        if waiting.contains(where: { $0.isSame(as: request) }) { return true }
        guard waiting.count < Self.maxWaiting else { return false }
        waiting.append(request)
        return true
    }

    /// A buffer has another name: what waits to be asked about it is asked by that.
    mutating func rename(_ buffer: BufferID, to name: String) {
        for index in waiting.indices where waiting[index].buffer == buffer { waiting[index].target = name }
    }

    /// Takes the next to be asked: the newest about the buffer on the screen, else the first of all where those are wanted. Two about one
    /// target are not out at once: without labels their answers could not be told apart.
    mutating func next(about visible: BufferID?, orAny: Bool) -> HistoryFetch? {
        guard asked.count < Self.maxAtOnce else { return nil }
        func isFree(_ next: HistoryFetch) -> Bool { !asked.contains { $0.target == next.target } }
        if let visible, let index = waiting.lastIndex(where: { $0.buffer == visible && isFree($0) }) {
            return waiting.remove(at: index)
        }
        guard orAny, let index = waiting.firstIndex(where: isFree) else { return nil }
        var request = waiting.remove(at: index)
        // Nobody's talk waits behind the question who wrote, which not every server answers.
        request.isBackground = request.buffer != nil
        return request
    }

    /// True while a question is out about a buffer that was not on the screen.
    var hasBackground: Bool { asked.contains(where: \.isBackground) }

    mutating func sent(_ request: HistoryFetch) { asked.append(request) }

    /// Takes the question that an answer is to: by its label, else by its target in lower case.
    mutating func answered(label: String?, isTarget: (String) -> Bool) -> HistoryFetch? {
        let index =
            asked.firstIndex { $0.label != nil && $0.label == label }
            ?? asked.firstIndex { ($0.label == nil || label == nil) && isTarget($0.target) }
        return index.map { asked.remove(at: $0) }
    }

    /// The clock was set back: nothing has been waited for yet.
    mutating func clockSetBack(to now: Timestamp) {
        for index in asked.indices { asked[index].sentAt = min(asked[index].sentAt, now) }
    }

    mutating func takeOverdue(at now: Timestamp) -> [HistoryFetch] {
        let overdue = asked.filter { now.milliseconds(since: $0.sentAt) >= Self.timeout }
        asked.removeAll { now.milliseconds(since: $0.sentAt) >= Self.timeout }
        return overdue
    }

    func contains(where holds: (HistoryFetch) -> Bool) -> Bool {
        asked.contains(where: holds) || waiting.contains(where: holds)
    }

    var all: [HistoryFetch] { asked + waiting }
}
