/// The two things that the program waits for from the terminal: the rest of a key or a paste that has come in part, and
/// the answer to the question for the background colour. All times are of a clock that never goes back.
struct TerminalWaits {
    /// The time, in milliseconds, at which the decoder is asked next to take the part that has come as it is; nil where
    /// that is not planned.
    private var decoderDeadline: Int64?
    /// The time, in nanoseconds, at which the terminal was asked for its background.
    private var askedForBackground: Int64 = 0

    /// The nanoseconds within which the terminal's answer about its background counts: a later one is an answer to somebody else.
    private static var backgroundTimeout: Int64 { 2_000_000_000 }

    /// Plans to ask the decoder at a time, in milliseconds.
    ///
    /// - Returns: false where it is asked as early anyway.
    mutating func planDecoder(_ deadline: Int64) -> Bool {
        if let decoderDeadline, deadline >= decoderDeadline { return false }
        decoderDeadline = deadline
        return true
    }

    /// The decoder is asked now, as was planned for this time.
    mutating func decoderPlanTaken(_ deadline: Int64) {
        if decoderDeadline == deadline { decoderDeadline = nil }
    }

    mutating func askedForBackground(at now: Int64) { askedForBackground = now }

    /// True while a background colour that the terminal names answers the question of this program.
    func isAnswerToBackground(at now: Int64) -> Bool {
        now < askedForBackground + Self.backgroundTimeout
    }
}
