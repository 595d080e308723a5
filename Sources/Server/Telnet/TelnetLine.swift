import Protocol

/// What came from somebody on the plain road.
enum TelnetLine: Hashable, Sendable {
    /// Never empty.
    case text(Bytes)
    case tooLong
    /// He will type no more, but may still be reading.
    case end
}
