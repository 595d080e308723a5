/// A text that is pasted between `ESC [ 200 ~` and `ESC [ 201 ~`.
/// <https://invisible-island.net/xterm/xterm-paste64.html>
struct BracketedPaste: Sendable {
    private static let end: [UInt8] = [0x1B] + Array("[201~".utf8)

    private var bytes: [UInt8] = []
    /// The number of bytes of the end that have come.
    private var matched = 0
    /// True where nothing has come since something was given.
    private(set) var isGiven = false

    var count: Int { bytes.count }

    /// - Returns: true where the paste has ended with this byte.
    mutating func take(_ byte: UInt8) -> Bool {
        isGiven = false
        if byte == Self.end[matched] {
            matched += 1
            return matched == Self.end.count
        }
        bytes += Self.end[..<matched]
        matched = byte == 0x1B ? 1 : 0
        if matched == 0 { bytes.append(byte) }
        return false
    }

    /// Gives all that has not been given yet.
    mutating func takeAll() -> String? {
        defer { bytes = [] }
        return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
    }

    /// Gives what can be given before the end is known: no half of a scalar, and no line ends behind which nothing may
    /// follow.
    mutating func takeSome() -> String? {
        isGiven = true
        var end = bytes.count - bytes.incompleteScalar
        while end > 0, bytes[end - 1] == 0x0A || bytes[end - 1] == 0x0D { end -= 1 }
        if end == 0 { end = bytes.count - bytes.incompleteScalar }
        defer { bytes.removeFirst(end) }
        return end == 0 ? nil : String(decoding: bytes[..<end], as: UTF8.self)
    }
}

extension [UInt8] {
    /// The number of bytes at the end that begin a scalar in UTF-8 and do not complete it.
    fileprivate var incompleteScalar: Int {
        for length in 1...3 where length <= count {
            let byte = self[count - length]
            if byte & 0xC0 == 0x80 { continue }
            return byte.lengthOfScalar > length ? length : 0
        }
        return 0
    }
}

extension UInt8 {
    /// Bytes of the scalar in UTF-8 that begins with this byte; 1 where none does.
    var lengthOfScalar: Int {
        switch self {
        case 0xC2...0xDF: 2
        case 0xE0...0xEF: 3
        case 0xF0...0xF4: 4
        default: 1
        }
    }
}
