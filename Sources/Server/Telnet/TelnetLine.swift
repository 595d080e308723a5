import Protocol

/// A line that somebody typed by telnet, or why there is none.
enum TelnetLine: Hashable, Sendable {
    /// Never empty.
    case text(Bytes)
    case tooLong
    /// Nothing more will be typed, but somebody may still be reading.
    case end
}
