/// Base64. <https://www.rfc-editor.org/rfc/rfc4648#section-4>
package enum Base64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    private static let padding = UInt8(ascii: "=")

    /// - Parameter isPadded: true to fill the last group of four characters with `=`.
    package static func encode(_ bytes: some Collection<UInt8>, isPadded: Bool = true) -> String {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
        var (bits, held) = (0, 0)
        for byte in bytes {
            bits = (bits << 8 | Int(byte)) & 0xFFFF
            held += 8
            while held >= 6 {
                held -= 6
                text.append(alphabet[bits >> held & 63])
            }
        }
        if held > 0 { text.append(alphabet[bits << (6 - held) & 63]) }
        while isPadded, text.count % 4 != 0 { text.append(padding) }
        return String(decoding: text, as: UTF8.self)
    }

    /// Nil for what ``encode(_:isPadded:)`` does not write with padding.
    package static func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
        guard text.count % 4 == 0 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count / 4 * 3)
        var (bits, held, padded) = (0, 0, 0)
        for character in text {
            if character == padding {
                padded += 1
                continue
            }
            guard padded == 0, let value = value(of: character) else { return nil }
            bits = (bits << 6 | value) & 0xFFFF
            held += 6
            guard held >= 8 else { continue }
            held -= 8
            bytes.append(UInt8(truncatingIfNeeded: bits >> held))
        }
        // The bits that are left over are the padding's, and are 0.
        guard padded <= 2, held == padded * 2, bits & (1 << held - 1) == 0 else { return nil }
        return bytes
    }

    package static func decode(_ text: String) -> [UInt8]? { decode(text.utf8) }

    /// Reads Base64 that has no padding; nil for anything else.
    package static func decode(unpadded text: some Collection<UInt8>) -> [UInt8]? {
        decode(Array(text) + [UInt8](repeating: padding, count: (4 - text.count % 4) % 4)).flatMap { bytes in
            text.contains(padding) ? nil : bytes
        }
    }

    private static func value(of character: UInt8) -> Int? {
        switch character {
        case 0x41...0x5A: Int(character) - 0x41
        case 0x61...0x7A: Int(character) - 0x61 + 26
        case 0x30...0x39: Int(character) - 0x30 + 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}
