/// An IPv4 or IPv6 address, read from its text. An IPv4 address mapped into IPv6 (`::ffff:192.0.2.1`) is the IPv4 address.
/// <https://www.rfc-editor.org/rfc/rfc4291#section-2.2>
package struct NetworkAddress: Hashable, Sendable, CustomStringConvertible {
    /// Sixteen in network order, IPv4 in its mapped form.
    package let bytes: [UInt8]

    private static let mappedPrefix: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]

    private init(bytes: [UInt8]) { self.bytes = bytes }

    /// Nil for what is none: a zone, brackets, a port, a part too many.
    package init?(_ text: String) {
        if let v4 = Self.v4(Substring(text)) {
            bytes = Self.mappedPrefix + v4
        } else if text.contains(":"), let v6 = Self.v6(text) {
            bytes = v6
        } else {
            return nil
        }
    }

    package var isV4: Bool { bytes.starts(with: Self.mappedPrefix) }

    /// Bits that its own notation has: 32 or 128.
    package var width: Int { isV4 ? 32 : 128 }

    /// The address with all but its first bits zero; they are counted as its own notation does.
    package func prefix(bits: Int) -> NetworkAddress {
        let kept = bits + 128 - width
        return NetworkAddress(
            bytes: bytes.enumerated().map { index, byte in
                let rest = min(max(kept - index * 8, 0), 8)
                return byte & ~UInt8(truncatingIfNeeded: 0xFF >> rest)
            })
    }

    // MARK: Reading

    private static func v4(_ text: Substring) -> [UInt8]? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        let bytes = parts.compactMap { part -> UInt8? in
            guard (1...3).contains(part.utf8.count), part.utf8.allSatisfy(\.isASCIIDigit) else { return nil }
            // A zero in front would mean octal to some.
            return part.hasPrefix("0") && part != "0" ? nil : UInt8(part)
        }
        return bytes.count == 4 ? bytes : nil
    }

    private static func v6(_ text: String) -> [UInt8]? {
        let halves = text.split(separator: "::", omittingEmptySubsequences: false)
        guard halves.count <= 2, let front = groups(halves[0], isLast: halves.count == 1) else {
            return nil
        }
        guard halves.count == 2 else { return front.count == 16 ? front : nil }
        guard let back = groups(halves[1], isLast: true), front.count + back.count <= 14 else { return nil }
        return front + [UInt8](repeating: 0, count: 16 - front.count - back.count) + back
    }

    /// Groups of four hexadecimal digits; the last may be an IPv4 address.
    ///
    /// - Parameter isLast: whether nothing follows the text.
    private static func groups(_ text: Substring, isLast: Bool) -> [UInt8]? {
        if text.isEmpty { return [] }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        var bytes: [UInt8] = []
        for (index, part) in parts.enumerated() {
            if isLast, index == parts.count - 1, part.contains("."), let last = v4(part) {
                bytes += last
            } else if (1...4).contains(part.utf8.count), part.utf8.allSatisfy(\.isASCIIHexDigit),
                let group = UInt16(part, radix: 16)
            {
                bytes += [UInt8(group >> 8), UInt8(truncatingIfNeeded: group)]
            } else {
                return nil
            }
        }
        return bytes
    }

    // MARK: Writing

    /// As <https://www.rfc-editor.org/rfc/rfc5952> has it.
    package var description: String {
        if isV4 { return bytes[12...].map(String.init).joined(separator: ".") }
        let groups = stride(from: 0, to: 16, by: 2).map { UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]) }
        func text(_ range: Range<Int>) -> String {
            groups[range].map { String($0, radix: 16) }.joined(separator: ":")
        }
        guard let gap = longestRunOfZeros(in: groups) else { return text(0..<8) }
        return text(0..<gap.lowerBound) + "::" + text(gap.upperBound..<8)
    }

    /// The first of the longest, if there is one of two groups or more.
    private func longestRunOfZeros(in groups: [UInt16]) -> Range<Int>? {
        var best = 0..<1
        var start = 0
        for index in groups.indices {
            if groups[index] != 0 { start = index + 1 }
            if index + 1 - start > best.count { best = start..<index + 1 }
        }
        return best.count > 1 ? best : nil
    }
}

/// One address, or all those of a network: `192.0.2.7`, `192.0.2.0/24`, `2001:db8::/32`.
/// <https://www.rfc-editor.org/rfc/rfc4632#section-3.1>
package struct AddressRange: Hashable, Sendable, CustomStringConvertible {
    /// The first of them.
    package let first: NetworkAddress
    /// How many bits they have in common.
    package let bits: Int

    /// What is behind the common bits is left out: `192.0.2.7/24` is `192.0.2.0/24`.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let address = NetworkAddress(String(parts[0])) else { return nil }
        var bits = address.width
        if parts.count == 2 {
            guard parts[1].utf8.allSatisfy(\.isASCIIDigit), let given = Int(parts[1]), given <= bits else { return nil }
            bits = given
        }
        self.bits = bits
        first = address.prefix(bits: bits)
    }

    package func contains(_ address: NetworkAddress) -> Bool {
        address.isV4 == first.isV4 && address.prefix(bits: bits) == first
    }

    /// Whether it is one address, or what people share who have the same provider or router: an IPv4 /24, an IPv6 /48 or /64.
    package var isNeighbourhood: Bool {
        bits == first.width || (first.isV4 ? bits == 24 : bits == 48 || bits == 64)
    }

    package var description: String { bits == first.width ? "\(first)" : "\(first)/\(bits)" }
}
