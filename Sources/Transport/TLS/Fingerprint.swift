import Basics

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
    package var description: String { Self.prefix + Base64.encode(bytes, isPadded: false) }

    /// The same in groups of four letters: two people compare it by eye.
    package var grouped: String { GroupedFingerprint.text(description) }

    /// 64 lower-case digits, as IRC services keep one.
    package var hex: String { Hex.encode(bytes) }

    private static let prefix = "SHA256:"

    /// Reads the form that `description` writes.
    package init?(_ text: String) {
        guard text.hasPrefix(Self.prefix),
            let bytes = Base64.decode(unpadded: text.utf8.dropFirst(Self.prefix.utf8.count))
        else { return nil }
        self.init(bytes: bytes)
    }
}
