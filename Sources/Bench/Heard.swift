import Glibc

/// A line from the server, looked at where it lies. The generator must not be what is measured, so it parses nothing
/// that it does not need.
struct Heard {
    /// Without its line ending.
    let bytes: UnsafeRawBufferPointer
    /// From the command on, past tags and source.
    let body: UnsafeRawBufferPointer

    init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
        var rest = bytes
        if rest.first == UInt8(ascii: "@") { rest = Self.afterWord(rest) }
        if rest.first == UInt8(ascii: ":") { rest = Self.afterWord(rest) }
        body = rest
    }

    /// `word` must be eight bytes.
    @inline(__always)
    func begins(with word: Word) -> Bool {
        body.count >= 8 && body.loadUnaligned(as: UInt64.self) == word.value
    }

    /// Its three-digit number, if it is a numeric.
    var numeric: Int? {
        guard body.count > 3, body[3] == UInt8(ascii: " ") else { return nil }
        return body[..<3].reduce(0) { sum, byte in
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) ? sum.map { $0 * 10 + Int(byte & 15) } : nil
        }
    }

    /// What follows the first ` :` of the body.
    var text: UnsafeRawBufferPointer {
        guard let colon = body.firstIndex(of: UInt8(ascii: ":")) else { return Self.nothing }
        return UnsafeRawBufferPointer(rebasing: body[(colon + 1)...])
    }

    var words: String { String(decoding: bytes, as: UTF8.self) }

    /// Eight bytes to compare at once.
    struct Word {
        let value: UInt64

        init(_ text: StaticString) {
            precondition(text.utf8CodeUnitCount == 8)
            value = UnsafeRawPointer(text.utf8Start).loadUnaligned(as: UInt64.self)
        }

        static let privmsg = Word("PRIVMSG ")
    }

    private static var nothing: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: nil, count: 0) }

    @inline(__always)
    private static func afterWord(_ bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        guard let start = bytes.baseAddress, let space = memchr(start, 0x20, bytes.count) else { return nothing }
        let next = UnsafeRawPointer(space) + 1
        return UnsafeRawBufferPointer(start: next, count: bytes.count - (next - start))
    }
}
