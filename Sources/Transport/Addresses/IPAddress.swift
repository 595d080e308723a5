import Glibc

/// An IPv4 or IPv6 address. An IPv4 address mapped into IPv6 (`::ffff:192.0.2.1`) is the IPv4 address.
package struct IPAddress: Hashable, Sendable, CustomStringConvertible {
    /// The address as a 128-bit number, IPv4 in its mapped form.
    private let high: UInt64
    private let low: UInt64

    private static let mappedPrefix: UInt64 = 0xFFFF_0000_0000

    private init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Four bytes, or sixteen, in network order; anything else is nil.
    package init?(bytes: [UInt8]) {
        func number(_ slice: ArraySlice<UInt8>) -> UInt64 { slice.reduce(0) { $0 << 8 | UInt64($1) } }
        switch bytes.count {
        case 4: self.init(high: 0, low: Self.mappedPrefix | number(bytes[...]))
        case 16: self.init(high: number(bytes[..<8]), low: number(bytes[8...]))
        default: return nil
        }
    }

    /// Parses what `inet_pton` parses: no zone, no brackets, no port.
    package init?(_ text: String) {
        // C would read only what stands before a NUL.
        guard !text.utf8.contains(0) else { return nil }
        var bytes = [UInt8](repeating: 0, count: 16)
        if inet_pton(AF_INET, text, &bytes) == 1 {
            self.init(bytes: Array(bytes[..<4]))
        } else if inet_pton(AF_INET6, text, &bytes) == 1 {
            self.init(bytes: bytes)
        } else {
            return nil
        }
    }

    package var isV4: Bool { high == 0 && low >> 32 == Self.mappedPrefix >> 32 }

    /// Four or sixteen bytes in network order.
    package var bytes: [UInt8] {
        func split(_ number: UInt64) -> [UInt8] { (0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - 8 * $0)) } }
        return isV4 ? Array(split(low)[4...]) : split(high) + split(low)
    }

    /// 127.0.0.0/8 and ::1.
    package var isLoopback: Bool {
        isV4 ? v4 >> 24 == 127 : high == 0 && low == 1
    }

    /// What is not routed on the internet: RFC 1918, link-local (169.254.0.0/16, fe80::/10) and unique local (fc00::/7).
    package var isPrivate: Bool {
        guard isV4 else { return high >> 57 == 0xFC >> 1 || high >> 54 == 0xFE80 >> 6 }
        return v4 >> 24 == 10 || v4 >> 20 == 0xAC1 || v4 >> 16 == 0xC0A8 || v4 >> 16 == 0xA9FE
    }

    /// Means nothing beyond one wire: 169.254.0.0/16, fe80::/10.
    package var isLinkLocal: Bool { isV4 ? v4 >> 16 == 0xA9FE : high >> 54 == 0xFE80 >> 6 }

    /// What counts as one neighbour: an IPv4 address itself, an IPv6 address's /64 with the rest zero.
    package var network: IPAddress {
        isV4 ? self : IPAddress(high: high, low: 0)
    }

    package var description: String {
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        _ = inet_ntop(isV4 ? AF_INET : AF_INET6, bytes, &text, socklen_t(text.count))
        return text.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
    }

    private var v4: UInt32 { UInt32(truncatingIfNeeded: low) }
}
