extension StringProtocol {
    /// The lines of a text, without their ends: LF or CRLF. The text behind the last end is a line, too, even an empty one.
    ///
    /// Swift takes CRLF for one character, so that a split at `"\n"` finds no end in a file that has CRLF.
    package var lines: [SubSequence] {
        split(omittingEmptySubsequences: false, whereSeparator: { $0 == "\n" || $0 == "\r\n" })
    }
}
