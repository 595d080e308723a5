import Protocol

/// The server's side of one connection as bytes: cut into lines, and looked at for what is no IRC.
struct IncomingBytes: Sendable {
    private var framer = LineFramer(limits: .lenient)
    /// True once the first byte of the server has been looked at.
    private(set) var hasBegun = false
    /// True once a line has come that is not IRC.
    private var hasMalformed = false

    /// Takes note of the first bytes.
    ///
    /// - Returns: true if the other side speaks TLS in its first bytes: a handshake or an alert. False for all later ones.
    ///   <https://www.rfc-editor.org/rfc/rfc8446#section-5.1>
    mutating func beginsWithTLS(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard !hasBegun, let first = bytes.first else { return false }
        hasBegun = true
        return first == 0x15 || first == 0x16
    }

    /// The lines that end in these bytes.
    mutating func lines(in bytes: UnsafeRawBufferPointer) -> [LineFramer.Line] {
        var lines: [LineFramer.Line] = []
        framer.append(bytes) { lines.append($0) }
        return lines
    }

    /// Takes note of a line that is not IRC.
    ///
    /// - Returns: true if the line is the first such line.
    mutating func isFirstMalformed() -> Bool {
        defer { hasMalformed = true }
        return !hasMalformed
    }
}

/// Lets answers to CTCP questions go out: four at once, then one in four seconds.
struct CTCPLimiter: Sendable {
    private static let most = 4
    private static let millisecondsEach: Int64 = 4000

    private var left = CTCPLimiter.most
    private var refilledAt: Timestamp

    init(at now: Timestamp) { refilledAt = now }

    /// - Returns: true if an answer may be sent now; it is then counted.
    mutating func take(at now: Timestamp) -> Bool {
        let refill = Int(max(0, now.milliseconds(since: refilledAt)) / Self.millisecondsEach)
        if refill > 0 {
            left = min(Self.most, left + refill)
            refilledAt = now
        }
        guard left > 0 else { return false }
        left -= 1
        return true
    }

    mutating func clockSetBack(to now: Timestamp) { refilledAt = min(refilledAt, now) }
}
