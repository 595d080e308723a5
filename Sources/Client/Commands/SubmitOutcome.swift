/// The outcome of a line that the person entered.
package enum SubmitOutcome: Hashable, Sendable {
    /// Taken: the input line may be emptied.
    case done
    /// Not taken, and why, as one sentence with its remedy. The input keeps what was typed.
    case notSent(reason: String)
}
