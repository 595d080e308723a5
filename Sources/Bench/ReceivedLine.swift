import Glibc

/// A line from the server, looked at where it lies. The generator must not be what is measured, so it parses nothing
/// that it does not need.
struct ReceivedLine {
    /// Without its line ending.
    let bytes: UnsafeRawBufferPointer
    /// From the source's colon on, past the tags; or the body, where no source is given.
    private let sourced: UnsafeRawBufferPointer
    /// From the command on, past tags and source.
    let body: UnsafeRawBufferPointer

    init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
        var rest = bytes
        if rest.first == UInt8(ascii: "@") { rest = Self.afterWord(rest) }
        sourced = rest
        if rest.first == UInt8(ascii: ":") { rest = Self.afterWord(rest) }
        body = rest
    }

    @inline(__always)
    func begins(with word: Word) -> Bool { word.begins(body) }

    /// True where the source of the line, with its colon, begins with the word.
    @inline(__always)
    func isFrom(_ word: Word) -> Bool { word.begins(sourced) }

    /// Its three-digit number, if it is a numeric.
    var numeric: Int? {
        guard body.count > 3, body[3] == UInt8(ascii: " ") else { return nil }
        return body[..<3].reduce(0) { sum, byte in
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) ? sum.map { $0 * 10 + Int(byte & 15) } : nil
        }
    }

    /// The bytes behind the first colon of the body.
    var text: UnsafeRawBufferPointer {
        guard let colon = body.firstIndex(of: UInt8(ascii: ":")) else { return Self.nothing }
        return UnsafeRawBufferPointer(rebasing: body[(colon + 1)...])
    }

    var words: String { String(decoding: bytes, as: UTF8.self) }

    /// Eight bytes at most, to compare at once with the first eight of something.
    struct Word {
        private let value, mask: UInt64

        init(_ text: String) {
            precondition((1...8).contains(text.utf8.count))
            value = text.utf8.reversed().reduce(0) { $0 << 8 | UInt64($1) }
            mask = .max >> UInt64(64 - 8 * text.utf8.count)
        }

        /// False for what is shorter than eight bytes, which no line is that is looked for.
        @inline(__always)
        fileprivate func begins(_ bytes: UnsafeRawBufferPointer) -> Bool {
            bytes.count >= 8 && UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self)) & mask == value
        }

        static let privmsg = Word("PRIVMSG ")
        /// The source of all that this load says.
        static let fromLoad = Word(":" + Nick.loadPrefix)
    }

    private static var nothing: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: nil, count: 0) }

    @inline(__always)
    private static func afterWord(_ bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        guard let start = bytes.baseAddress, let space = memchr(start, 0x20, bytes.count) else { return nothing }
        let next = UnsafeRawPointer(space) + 1
        return UnsafeRawBufferPointer(start: next, count: bytes.count - (next - start))
    }
}
