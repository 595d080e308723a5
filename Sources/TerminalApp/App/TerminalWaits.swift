/// Times at which something of the terminal is waited for, on a clock that never goes back.
struct TerminalWaits {
    /// When it is looked next for the end of what was typed in part, in milliseconds; nil where that is not planned.
    private var decoderDeadline: Int64?
    /// When the terminal was asked for its background, in nanoseconds.
    private var askedForBackground: Int64 = 0

    /// The nanoseconds within which the terminal's answer about its background counts: a later one is an answer to somebody else.
    private static var backgroundTimeout: Int64 { 2_000_000_000 }

    /// Plans to look for the end of a sequence.
    ///
    /// - Returns: false where it is looked for as early anyway.
    mutating func planDecoder(_ deadline: Int64) -> Bool {
        if let decoderDeadline, deadline >= decoderDeadline { return false }
        decoderDeadline = deadline
        return true
    }

    /// It is looked for the end of a sequence, as was planned.
    mutating func decoderPlanTaken(_ deadline: Int64) {
        if decoderDeadline == deadline { decoderDeadline = nil }
    }

    mutating func askedForBackground(at now: Int64) { askedForBackground = now }

    /// Tells whether a background that the terminal names is an answer to this program.
    func isAnswerToBackground(at now: Int64) -> Bool {
        now < askedForBackground + Self.backgroundTimeout
    }
}
