/// The addresses that begin alike: `192.0.2.0/24`, `2001:db8::/32`, or a single one.
package struct IPNetwork: Hashable, Sendable, CustomStringConvertible {
    private let bytes: [UInt8]
    private let bits: Int

    /// Reads `ADDRESS` or `ADDRESS/BITS`; nil for anything else. What stands behind the bits does not count.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let address = IPAddress(String(parts[0])) else { return nil }
        let whole = address.bytes.count * 8
        var bits = whole
        if parts.count > 1 {
            guard parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = UInt8(parts[1]),
                number <= whole
            else { return nil }
            bits = Int(number)
        }
        self.bits = bits
        bytes = address.bytes.enumerated().map { $1 & Self.mask(of: $0, bits) }
    }

    package func contains(_ address: IPAddress) -> Bool {
        let other = address.bytes
        guard other.count == bytes.count else { return false }
        return bytes.indices.allSatisfy { other[$0] & Self.mask(of: $0, bits) == bytes[$0] }
    }

    package var description: String {
        (IPAddress(bytes: bytes)?.description ?? "") + (bits == bytes.count * 8 ? "" : "/\(bits)")
    }

    /// Which bits of a byte count.
    private static func mask(of index: Int, _ bits: Int) -> UInt8 {
        let left = min(max(bits - index * 8, 0), 8)
        return left == 0 ? 0 : 0xFF << (8 - left)
    }
}
