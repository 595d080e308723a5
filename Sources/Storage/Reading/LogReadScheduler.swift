import DequeModule

/// The time that a question about the log takes.
enum LogReadCost {
    /// Answered at once, within milliseconds as a rule.
    case quick
    /// Answered in portions, with the turns of others between them.
    case long
}

/// The order in which questions about the log have their turn. Knows no queue.
///
/// 1. What one source asks has its turn in the order in which it was asked, quick questions and long ones each for themselves.
/// 2. Sources of which something waits take turns.
/// 3. Quick questions go before long ones; behind ``maxQuickInRow`` of them in a row a portion of a long one has its turn.
/// 4. A question whose asker is gone is dropped.
struct LogReadScheduler<Job: Sendable>: Sendable {
    struct QueuedRead: Sendable {
        let job: Job
        let context: LogReadContext
        let effort: LogReadCost
    }

    static var maxQuickInRow: Int { 8 }

    private var quick = SourceRotation()
    private var long = SourceRotation()
    private var quickInRow = 0

    /// Puts a question behind what its source has asked before.
    mutating func put(_ job: Job, _ effort: LogReadCost, of context: LogReadContext) {
        let turn = QueuedRead(job: job, context: context, effort: effort)
        switch effort {
        case .quick: quick.put(turn)
        case .long: long.put(turn)
        }
    }

    /// Gives the rest of a job the next turn of its source.
    mutating func putBack(_ turn: QueuedRead) {
        switch turn.effort {
        case .quick: quick.putBack(turn)
        case .long: long.putBack(turn)
        }
    }

    /// Takes what has its turn; nil when nothing waits.
    mutating func next() -> QueuedRead? {
        if quickInRow < Self.maxQuickInRow, let turn = quick.next() {
            quickInRow += 1
            return turn
        }
        quickInRow = 0
        return long.next() ?? quick.next()
    }

    /// Questions of one kind, by source.
    private struct SourceRotation: Sendable {
        private var waiting: [String: Deque<QueuedRead>] = [:]
        /// Each source of which something waits, once.
        private var sources: Deque<String> = []

        mutating func put(_ turn: QueuedRead) {
            if waiting[turn.context.source] == nil { sources.append(turn.context.source) }
            waiting[turn.context.source, default: []].append(turn)
        }

        mutating func putBack(_ turn: QueuedRead) {
            if waiting[turn.context.source] == nil { sources.append(turn.context.source) }
            waiting[turn.context.source, default: []].prepend(turn)
        }

        mutating func next() -> QueuedRead? {
            while let source = sources.popFirst() {
                var turn = waiting[source]?.popFirst()
                while let dropped = turn, dropped.context.isCancelled { turn = waiting[source]?.popFirst() }
                if waiting[source]?.isEmpty == false { sources.append(source) } else { waiting[source] = nil }
                if let turn { return turn }
            }
            return nil
        }
    }
}
