import Protocol

/// The lines of a session that are not obeyed yet, and the throttles that say how fast it may send more.
struct SessionInput {
    /// The lines that wait while ``Session/inputHold`` says why.
    var waiting = WaitingLines()
    /// Questions that wait while what else it says goes on.
    var waitingQuestions = WaitingQuestions()
    /// True while its connection is not read because too much waits.
    private(set) var isReadingPaused = false
    private var throttles: BudgetThrottles
    /// True once it was told that what it says waits, until what it has spent is paid off.
    private(set) var isToldOfThrottle = false
    /// The number of times that the command in hand has waited for ``Network/checkLists(_:)``.
    private(set) var postponedListChecks = 0

    init(at time: Timestamp) { throttles = BudgetThrottles(at: time) }

    /// Forgets what waits, because nobody is there any more who has said it.
    mutating func clear() {
        waiting = WaitingLines()
        waitingQuestions = WaitingQuestions()
    }

    mutating func pauseReading() { isReadingPaused = true }

    mutating func resumeReading() { isReadingPaused = false }

    mutating func postponeListCheck() { postponedListChecks += 1 }

    /// To be called when the command in hand has been obeyed.
    mutating func commandObeyed() { postponedListChecks = 0 }

    /// Spends what a command costs; see ``Throttle/spend(_:at:limits:from:)``.
    ///
    /// - Returns: nil if there was enough, or else the moment at which there will be.
    mutating func spend(_ cost: Int, at time: Timestamp, limits: Limits, from budget: Budget) -> Timestamp? {
        if throttles[.commands].isPaidOff(at: time) { isToldOfThrottle = false }
        return throttles[budget].spend(cost, at: time, limits: limits, from: budget)
    }

    /// Owes what a command has cost beyond what was known when it was given.
    mutating func owe(_ cost: Int, at time: Timestamp, limits: Limits) {
        throttles[.commands].owe(cost, at: time, limits: limits)
    }

    /// To be called when it has been told that what it says waits.
    mutating func toldOfThrottle() { isToldOfThrottle = true }
}
