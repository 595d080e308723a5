import Protocol

/// The limit of how fast somebody may give commands: a burst at once, and then so many a second. Dearer commands count as several.
///
/// It keeps one moment: the one at which all that was spent is paid for. <https://en.wikipedia.org/wiki/Generic_cell_rate_algorithm>
struct Throttle: Hashable, Sendable {
    private var paidOffAt: Timestamp

    init(at time: Timestamp) { paidOffAt = time }

    /// True if nothing that was spent is still to be paid for.
    func isPaidOff(at time: Timestamp) -> Bool { paidOffAt <= time }

    /// Spends what a command costs; nil if there was enough, or else the moment at which there will be, and nothing is spent.
    ///
    /// A command that costs more than the whole burst waits until nothing is owed. It is given then, and all of its cost is owed.
    mutating func spend(_ cost: Int, at time: Timestamp, limits: Limits, from budget: Budget = .commands) -> Timestamp?
    {
        let price = 1000 / Int64(max(budget.perSecond(limits), 1))
        let burst = Int64(budget.burst(limits))
        let before = max(paidOffAt.milliseconds, time.milliseconds)
        let excess = before + min(Int64(cost), burst) * price - (time.milliseconds + burst * price)
        guard excess <= 0 else { return time.advanced(byMilliseconds: excess) }
        paidOffAt = Timestamp(milliseconds: before + min(Int64(cost), 1_000_000) * price)
        return nil
    }

    /// Owes what a command has cost beyond what was known when it was given.
    mutating func owe(_ cost: Int, at time: Timestamp, limits: Limits, from budget: Budget = .commands) {
        let price = 1000 / Int64(max(budget.perSecond(limits), 1))
        let before = max(paidOffAt.milliseconds, time.milliseconds)
        paidOffAt = Timestamp(milliseconds: before + min(Int64(cost), 1_000_000) * price)
    }
}

/// The budget that a command is paid from. Each has a bound of its own, so that none of them can be used to flood, and the questions that a
/// client asks by itself when it comes take nothing from the words that a person wants to say then.
enum Budget: Hashable, CaseIterable, Sendable {
    /// The commands that people give.
    case commands
    /// The questions that clients ask by themselves, of each room that they enter: CHATHISTORY, MARKREAD, WHO, MONITOR, NAMES, how a
    /// room is set.
    case questions
    /// Entering rooms: clients enter all of theirs at once.
    case entries

    func burst(_ limits: Limits) -> Int {
        switch self {
        case .commands: limits.commandBurst
        case .questions: limits.questionBurst
        case .entries: max(limits.commandBurst, limits.channels)
        }
    }

    func perSecond(_ limits: Limits) -> Int {
        switch self {
        case .commands: limits.commandsPerSecond
        case .questions: limits.questionsPerSecond
        case .entries: max(limits.commandsPerSecond / 2, 1)
        }
    }
}

/// A throttle for each ``Budget``.
struct BudgetThrottles: Hashable, Sendable {
    private var commands: Throttle
    private var questions: Throttle
    private var entries: Throttle

    init(at time: Timestamp) {
        commands = Throttle(at: time)
        questions = Throttle(at: time)
        entries = Throttle(at: time)
    }

    subscript(budget: Budget) -> Throttle {
        get {
            switch budget {
            case .commands: commands
            case .questions: questions
            case .entries: entries
            }
        }
        set {
            switch budget {
            case .commands: commands = newValue
            case .questions: questions = newValue
            case .entries: entries = newValue
            }
        }
    }
}
