/// The command of a message, which asks for something or reports it: a verb in capital letters, or a numeric in three digits.
/// <https://modern.ircdocs.horse/#command>
package struct Command: Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
    /// In capital letters.
    package let name: String

    /// `name` must be in capital letters.
    package init(stringLiteral name: String) { self.name = name }

    package init(_ numeric: Numeric) { name = numeric.digits }

    /// Reads a verb in any case. Nothing unless it is all letters, or three digits.
    init?(parsing bytes: Bytes) {
        let isNumeric = bytes.count == 3 && bytes.allSatisfy(\.isASCIIDigit)
        guard isNumeric || (!bytes.isEmpty && bytes.allSatisfy(\.isASCIILetter)) else { return nil }
        name = String(unsafeUninitializedCapacity: bytes.count) { buffer in
            for (offset, byte) in bytes.enumerated() {
                buffer[offset] = byte >= 0x61 ? byte & 0xDF : byte
            }
            return bytes.count
        }
    }

    /// The numeric, where it is one.
    package var numeric: UInt16? {
        name.utf8.count == 3 ? UInt16(name) : nil
    }

    package var description: String { name }
}
