import Protocol

/// Compares names and finds one in a text, byte by byte and without allocating, by the server's casemapping.
struct NameMatcher: Sendable {
    private let table: [UInt8]
    private(set) var name: [UInt8]

    init(name: String, casemapping: Casemapping) {
        table = casemapping.fold(UInt8.min...UInt8.max).bytes
        self.name = casemapping.fold(name).bytes
    }

    /// Whether this is the name.
    func matches(_ other: Bytes) -> Bool {
        guard other.count == name.count else { return false }
        var place = 0
        for byte in other {
            if table[Int(byte)] != name[place] { return false }
            place += 1
        }
        return true
    }

    /// Whether the name stands in a text as a word: what is on either side could not belong to a nick.
    func isMentioned(in text: Bytes) -> Bool {
        guard let first = name.first, text.count >= name.count else { return false }
        return text.withUnsafeBufferPointer { text in
            var start = 0
            while start + name.count <= text.count {
                if table[Int(text[start])] == first, start == 0 || !Self.isNickByte(text[start - 1]) {
                    var length = 1
                    while length < name.count, table[Int(text[start + length])] == name[length] { length += 1 }
                    let end = start + length
                    if length == name.count, end == text.count || !Self.isNickByte(text[end]) { return true }
                }
                start += 1
            }
            return false
        }
    }

    private static func isNickByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x80...0xFF: true
        // [ \ ] ^ _ ` { | } and -
        case 0x5B...0x60, 0x7B...0x7D, 0x2D: true
        default: false
        }
    }
}
