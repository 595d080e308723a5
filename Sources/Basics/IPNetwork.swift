/// The addresses that begin alike, or a single one: `192.0.2.0/24`, `2001:db8::/32`, `192.0.2.7`.
/// <https://www.rfc-editor.org/rfc/rfc4632#section-3.1>
package struct IPNetwork: Hashable, Sendable, CustomStringConvertible {
    /// The first of the addresses.
    package let first: IPAddress
    /// The number of bits that the addresses have in common.
    package let bits: Int

    /// Reads `ADDRESS` or `ADDRESS/BITS`; nil for anything else. The bits behind the common ones are left out: `192.0.2.7/24` is
    /// `192.0.2.0/24`.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let address = IPAddress(String(parts[0])) else { return nil }
        var bits = address.width
        if parts.count == 2 {
            let isNumber = parts[1].utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            guard isNumber, let given = Int(parts[1]), given <= bits else { return nil }
            bits = given
        }
        self.bits = bits
        first = address.prefix(bits: bits)
    }

    package func contains(_ address: IPAddress) -> Bool {
        address.isV4 == first.isV4 && address.prefix(bits: bits) == first
    }

    /// True if the network is one address, or is shared by people who have the same provider or router: an IPv4 /24, an IPv6 /48 or /64.
    package var isNeighbourhood: Bool {
        bits == first.width || (first.isV4 ? bits == 24 : bits == 48 || bits == 64)
    }

    package var description: String { bits == first.width ? "\(first)" : "\(first)/\(bits)" }
}
