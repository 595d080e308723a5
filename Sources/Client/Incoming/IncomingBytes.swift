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
