/// An IPv4 or IPv6 address. An IPv4 address mapped into IPv6 (`::ffff:192.0.2.1`) is the IPv4 address.
package struct IPAddress: Hashable, Sendable {
    /// The address as a 128-bit number, IPv4 in its mapped form.
    let high: UInt64
    let low: UInt64

    private static let mappedPrefix: UInt64 = 0xFFFF_0000_0000

    init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    init(v4: UInt32) { self.init(high: 0, low: Self.mappedPrefix | UInt64(v4)) }

    /// Four bytes, or sixteen, in network order; anything else is nil.
    package init?(bytes: [UInt8]) {
        func number(_ slice: ArraySlice<UInt8>) -> UInt64 { slice.reduce(0) { $0 << 8 | UInt64($1) } }
        switch bytes.count {
        case 4: self.init(high: 0, low: Self.mappedPrefix | number(bytes[...]))
        case 16: self.init(high: number(bytes[..<8]), low: number(bytes[8...]))
        default: return nil
        }
    }

    package var isV4: Bool { high == 0 && low >> 32 == Self.mappedPrefix >> 32 }

    /// The bits that the address has in its own notation: 32 or 128.
    package var width: Int { isV4 ? 32 : 128 }

    /// Four or sixteen bytes in network order.
    package var bytes: [UInt8] { isV4 ? Array(Self.split(low)[4...]) : mappedBytes }

    /// Sixteen bytes in network order, those of IPv4 in the mapped form.
    package var mappedBytes: [UInt8] { Self.split(high) + Self.split(low) }

    private static func split(_ number: UInt64) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - 8 * $0)) }
    }

    var v4: UInt32 { UInt32(truncatingIfNeeded: low) }

    // MARK: Kinds

    /// 127.0.0.0/8 and ::1.
    package var isLoopback: Bool {
        isV4 ? v4 >> 24 == 127 : high == 0 && low == 1
    }

    /// Tells from the text of a host that it is this machine: `localhost`, or a loopback address. No name is looked up.
    package static func isLoopback(host: String) -> Bool { host == "localhost" || IPAddress(host)?.isLoopback == true }

    /// 0.0.0.0 and ::, which stand for all of a machine's addresses.
    package var isUnspecified: Bool { isV4 ? v4 == 0 : high == 0 && low == 0 }

    /// The addresses that are not routed on the internet: RFC 1918, link-local (169.254.0.0/16, fe80::/10) and unique local (fc00::/7).
    package var isPrivate: Bool {
        guard isV4 else { return high >> 57 == 0xFC >> 1 || high >> 54 == 0xFE80 >> 6 }
        return v4 >> 24 == 10 || v4 >> 20 == 0xAC1 || v4 >> 16 == 0xC0A8 || v4 >> 16 == 0xA9FE
    }

    /// The addresses that mean nothing beyond one wire: 169.254.0.0/16, fe80::/10.
    package var isLinkLocal: Bool { isV4 ? v4 >> 16 == 0xA9FE : high >> 54 == 0xFE80 >> 6 }

    // MARK: Beginnings

    /// The address with all but its first bits zero.
    ///
    /// - Parameter bits: counted as the address's own notation does, at most ``width``.
    package func prefix(bits: Int) -> IPAddress {
        func mask(_ count: Int) -> UInt64 { UInt64.max << (64 - min(max(count, 0), 64)) }
        let kept = bits + 128 - width
        return IPAddress(high: high & mask(kept), low: low & mask(kept - 64))
    }

    /// The addresses that count as one neighbour: an IPv4 address itself, an IPv6 address's /64 with the rest zero.
    package var network: IPAddress { isV4 ? self : IPAddress(high: high, low: 0) }
}
