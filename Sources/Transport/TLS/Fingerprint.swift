/// A SHA-256: of a certificate, or of a public key.
package struct Fingerprint: Hashable, Sendable, CustomStringConvertible {
    /// 32 bytes.
    package let bytes: [UInt8]

    /// Nil unless there are 32 bytes.
    package init?(bytes: [UInt8]) {
        guard bytes.count == 32 else { return nil }
        self.bytes = bytes
    }

    /// As ssh shows one: `SHA256:` and base64 without padding.
    package var description: String { "SHA256:" + base64 }

    /// `ab:cd:…`, as browsers and `openssl x509 -fingerprint` show one, in lower case.
    package var colonHex: String { bytes.map(Self.hex).joined(separator: ":") }

    /// 64 lower-case digits, as IRC services keep one.
    package var hex: String { bytes.map(Self.hex).joined() }

    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    private static func hex(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16)
        return digits.count == 1 ? "0" + digits : digits
    }

    private var base64: String {
        var text: [UInt8] = []
        var (bits, held) = (0, 0)
        for byte in bytes {
            bits = (bits << 8 | Int(byte)) & 0xFFFF
            held += 8
            while held >= 6 {
                held -= 6
                text.append(Self.alphabet[bits >> held & 63])
            }
        }
        if held > 0 { text.append(Self.alphabet[bits << (6 - held) & 63]) }
        return String(decoding: text, as: UTF8.self)
    }

    /// Reads the form that `description` writes.
    package init?(_ text: String) {
        guard text.hasPrefix("SHA256:") else { return nil }
        var bytes: [UInt8] = []
        var (bits, held) = (0, 0)
        for character in text.utf8.dropFirst(7) {
            guard let value = Self.alphabet.firstIndex(of: character) else { return nil }
            bits = (bits << 6 | value) & 0xFFFF
            held += 6
            if held >= 8 {
                held -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> held))
            }
        }
        self.init(bytes: bytes)
    }
}
