import Basics

/// The header in which a proxy says first for whom it speaks: the PROXY protocol, version 2.
/// <https://www.haproxy.org/download/2.8/doc/proxy-protocol.txt>
///
/// It is fed as bytes come in, and takes none beyond its own end.
package struct ProxyHeader {
    package enum Progress: Equatable {
        case needsMore
        /// The address that the proxy speaks for; nil where it speaks for itself.
        case done(address: IPAddress?, port: UInt16)
        case invalid
    }

    private static let signature: [UInt8] = [
        0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A,
    ]
    private static let fixed = 16
    /// Addresses, and what proxies add to them.
    private static let longest = 2048

    private var bytes: [UInt8] = []

    package init() {}

    /// Takes what belongs to the header off the front of `input`.
    package mutating func take(_ input: inout UnsafeRawBufferPointer) -> Progress {
        while true {
            if bytes.count >= Self.fixed {
                let rest = Int(bytes[14]) << 8 | Int(bytes[15])
                guard rest <= Self.longest else { return .invalid }
                if bytes.count == Self.fixed + rest { return conclude() }
            }
            guard let byte = input.first else { return .needsMore }
            input = UnsafeRawBufferPointer(rebasing: input.dropFirst())
            guard isRight(byte) else { return .invalid }
            bytes.append(byte)
        }
    }

    /// True for a byte that may be the next one of a header: a peer that is no proxy is told by its first bytes.
    private func isRight(_ byte: UInt8) -> Bool {
        switch bytes.count {
        case ..<12: byte == Self.signature[bytes.count]
        // Version 2; LOCAL or PROXY.
        case 12: byte == 0x20 || byte == 0x21
        // Family and transport.
        case 13: byte >> 4 <= 3 && byte & 0xF <= 2
        default: true
        }
    }

    private func conclude() -> Progress {
        guard bytes[12] == 0x21 else { return .done(address: nil, port: 0) }
        let width: Int
        switch bytes[13] {
        case 0x11: width = 4
        case 0x21: width = 16
        // Of somebody who comes from nowhere we know it cannot be said whether they may come in.
        default: return .invalid
        }
        let start = Self.fixed
        guard bytes.count >= start + 2 * width + 4 else { return .invalid }
        let place = start + 2 * width
        return .done(
            address: IPAddress(bytes: Array(bytes[start..<start + width])),
            port: UInt16(bytes[place]) << 8 | UInt16(bytes[place + 1]))
    }
}
