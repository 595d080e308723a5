import Protocol

/// The lines of a session that are not obeyed yet, and the throttles that say how fast it may send more.
struct SessionInput {
    /// The lines that wait while ``Session/inputHold`` says why.
    var waiting = WaitingLines()
    /// Questions that wait while what else it says goes on.
    var waitingQuestions = WaitingQuestions()
    /// True while its connection is not read because too much waits.
    var isReadingPaused = false
    var throttles: BudgetThrottles
    /// True once it was told that what it says waits.
    var isToldOfThrottle = false
    /// The number of times that the command in hand has waited for ``Network/checkLists(_:)``.
    var postponedListChecks = 0

    init(at time: Timestamp) { throttles = BudgetThrottles(at: time) }

    /// Forgets what waits, because nobody is there any more who has said it.
    mutating func clear() {
        waiting = WaitingLines()
        waitingQuestions = WaitingQuestions()
    }
}
