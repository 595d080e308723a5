import Protocol

/// What a session has said that is not obeyed yet, and how fast it may say more.
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
    /// How often the command in hand has waited for ``Network/checkLists(_:)``.
    var postponedListChecks = 0

    init(at time: Timestamp) { throttles = BudgetThrottles(at: time) }

    /// Forgets what waits, because nobody is there any more who has said it.
    mutating func clear() {
        waiting = WaitingLines()
        waitingQuestions = WaitingQuestions()
    }
}
