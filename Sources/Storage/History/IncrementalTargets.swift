import Chat
import Protocol

/// The way to the conversations in which something was said lately, in portions, so that others have their turn between them.
struct IncrementalTargets {
    private let request: TargetsRequest
    /// Those that are still to be looked at, with the first event of each that may be read.
    private var left: [(conversation: Conversation, floor: EventNumber)]
    private var isBegun = false
    private var found: [HistoryTarget] = []

    init(_ request: TargetsRequest) {
        self.request = request
        left = request.channels.map { ($0.key, $0.value) }
    }

    /// One portion: as many conversations as take so many milliseconds, one at least.
    ///
    /// - Returns: those that were found, ordered as their latest events are, the earliest first; nil while there are more.
    mutating func step(on log: any LogReading, milliseconds: Int = 50) throws(LogError) -> [HistoryTarget]? {
        guard request.limit > 0 else { return [] }
        if !isBegun, let name = request.name {
            left += try log.directConversations(of: name).map { ($0, .none) }
        }
        isBegun = true
        let deadline = ContinuousClock.now + .milliseconds(milliseconds)
        while let (conversation, floor) = left.popLast() {
            if let target = try log.target(conversation, floor: floor, request: request) { found.append(target) }
            if ContinuousClock.now > deadline { break }
        }
        guard left.isEmpty else { return nil }
        return choose(surplus: log.surplus)
    }

    /// Those that were asked for of those that were found, and of the rest those of the same millisecond as the last of them: who
    /// asks for more asks for what comes behind that.
    private mutating func choose(surplus: Int) -> [HistoryTarget] {
        found.sort { a, b in
            a.latest == b.latest ? a.conversation.precedes(b.conversation) : a.latest < b.latest
        }
        if !request.isForward { found.reverse() }
        var chosen = Array(found.prefix(request.limit))
        for target in found.dropFirst(chosen.count).prefix(surplus) where target.latest == chosen.last?.latest {
            chosen.append(target)
        }
        return request.isForward ? chosen : chosen.reversed()
    }
}

extension TargetsRequest {
    fileprivate var isForward: Bool { from <= to }
}

extension LogReading {
    /// A conversation whose latest event lies within a window; nil for one whose does not.
    fileprivate func target(
        _ conversation: Conversation, floor: EventNumber, request: TargetsRequest
    ) throws(LogError) -> HistoryTarget? {
        let (low, high) = (min(request.from, request.to), max(request.from, request.to))
        return try inSnapshot { () throws(LogError) -> HistoryTarget? in
            let end = try extent(of: conversation).upperBound
            // Nothing in it is later than its last place.
            guard let last = try place(end - 1, in: conversation), last.time > low else { return nil }
            let page = try page(
                HistoryRequest(
                    .latest(after: .time(low)), in: conversation, limit: 1, floor: floor, kinds: request.kinds),
                surplus: 0)
            guard let event = page.events.last, event.time < high else { return nil }
            return HistoryTarget(conversation: conversation, latest: event.time)
        }
    }

    /// The conversations whose latest event lies within a window, ordered as their latest events are, the earliest first.
    package func targets(_ request: TargetsRequest) throws(LogError) -> [HistoryTarget] {
        try inSnapshot { () throws(LogError) -> [HistoryTarget] in
            var course = IncrementalTargets(request)
            while true {
                if let targets = try course.step(on: self) { return targets }
            }
        }
    }
}
