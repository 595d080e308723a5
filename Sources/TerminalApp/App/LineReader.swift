import Protocol

/// Puts the bytes that are read with `--linear` together to lines, and remembers whether reading goes on, pauses or has
/// ended.
struct LineReader {
    /// The time at which the program began to read, from which the lines that were typed wait for a room.
    let startedAt: Timestamp
    /// The bytes of the line that is not complete yet.
    private var bytes: [UInt8] = []
    /// True once the input has come to its end.
    private(set) var hasEnded = false
    /// True where no more is read until some of the lines that are kept have gone.
    private var isPaused = false

    init(startedAt: Timestamp) { self.startedAt = startedAt }

    /// Takes what was read. The last line ends with the input.
    ///
    /// - Returns: the lines that are complete, without their ends.
    mutating func take(_ read: LinearRead) -> [String] {
        switch read {
        case .nothing: return []
        case .bytes(let more): bytes += more
        case .end:
            if !bytes.isEmpty { bytes.append(UInt8(ascii: "\n")) }
            hasEnded = true
        }
        var lines: [String] = []
        var rest = bytes[...]
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            lines.append(String(decoding: rest[..<end], as: UTF8.self))
            rest = rest[(end + 1)...]
        }
        bytes = Array(rest)
        return lines
    }

    /// Reads no more for a while, or goes on.
    ///
    /// - Returns: false where nothing changes by that.
    mutating func pause(_ mustPause: Bool) -> Bool {
        guard mustPause != isPaused, !hasEnded else { return false }
        isPaused = mustPause
        return true
    }
}
