/// The parser of an answer that a terminal gives between `ESC ]`, `ESC P`, `ESC _`, `ESC ^` or `ESC X` and BEL or `ESC \`.
struct ControlStringParser: Sendable {
    enum Step {
        case continues
        case ended
        /// It was no answer, or is given up: these bytes are no part of it.
        case broken([UInt8])
    }

    /// True for `ESC ]`, an operating system command: the answer to a question of ours.
    let isCommand: Bool
    private var bytes: [UInt8] = []
    private var isWhole = true
    private var hasEscape = false

    init(isCommand: Bool) { self.isCommand = isCommand }

    /// The event that the answer tells of, once it has ended; nil where it means nothing to us.
    var event: TerminalEvent? {
        guard isCommand, isWhole else { return nil }
        return TerminalBackground.lightness(String(decoding: bytes, as: UTF8.self)).map { .background($0) }
    }

    mutating func take(_ byte: UInt8) -> Step {
        if hasEscape { return byte == UInt8(ascii: "\\") ? .ended : .broken([0x1B, byte]) }
        switch byte {
        case 0x07: return .ended
        case 0x1B: hasEscape = true
        case 0x00...0x1F: return .broken([byte])
        default:
            if bytes.count < TerminalEventDecoder.longestAnswer { bytes.append(byte) } else { isWhole = false }
        }
        return .continues
    }
}
