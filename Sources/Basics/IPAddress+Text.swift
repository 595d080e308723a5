extension IPAddress: CustomStringConvertible {
    /// The bytes of the longest spelling: six groups, and an IPv4 address.
    private static let longestText = 45

    /// Reads the text of an address; nil for anything else, such as one with a zone, brackets or a port.
    /// <https://www.rfc-editor.org/rfc/rfc4291#section-2.2>
    package init?(_ text: String) {
        guard text.utf8.count <= Self.longestText else { return nil }
        let text = Array(text.utf8)[...]
        if let v4 = Self.v4(text) {
            self.init(v4: v4)
        } else if let groups = Self.groups(of: text) {
            func number(_ groups: ArraySlice<UInt16>) -> UInt64 { groups.reduce(0) { $0 << 16 | UInt64($1) } }
            self.init(high: number(groups[..<4]), low: number(groups[4...]))
        } else {
            return nil
        }
    }

    /// Reads four decimal numbers.
    private static func v4(_ text: ArraySlice<UInt8>) -> UInt32? {
        let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var address: UInt32 = 0
        for part in parts {
            // A zero in front would mean octal to some.
            guard (1...3).contains(part.count), part.count == 1 || part.first != UInt8(ascii: "0") else { return nil }
            var number: UInt32 = 0
            for digit in part {
                guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
                number = number * 10 + UInt32(digit - UInt8(ascii: "0"))
            }
            guard number <= 255 else { return nil }
            address = address << 8 | number
        }
        return address
    }

    /// Reads eight groups, with `::` for those that are zero.
    private static func groups(of text: ArraySlice<UInt8>) -> [UInt16]? {
        let colon = UInt8(ascii: ":")
        guard let gap = text.indices.dropLast().first(where: { text[$0] == colon && text[$0 + 1] == colon }) else {
            return groups(text, isLast: true).flatMap { $0.count == 8 ? $0 : nil }
        }
        guard let front = groups(text[..<gap], isLast: false), let back = groups(text[(gap + 2)...], isLast: true),
            front.count + back.count <= 7
        else { return nil }
        return front + [UInt16](repeating: 0, count: 8 - front.count - back.count) + back
    }

    /// Reads groups of up to four hexadecimal digits; the last may be an IPv4 address.
    ///
    /// - Parameter isLast: true if nothing follows the text.
    private static func groups(_ text: ArraySlice<UInt8>, isLast: Bool) -> [UInt16]? {
        if text.isEmpty { return [] }
        let parts = text.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        var groups: [UInt16] = []
        for (index, part) in parts.enumerated() {
            if isLast, index == parts.count - 1, let v4 = v4(part) {
                groups += [UInt16(v4 >> 16), UInt16(truncatingIfNeeded: v4)]
                continue
            }
            guard (1...4).contains(part.count) else { return nil }
            var group: UInt16 = 0
            for digit in part {
                guard let value = Hex.value(of: digit) else { return nil }
                group = group << 4 | UInt16(value)
            }
            groups.append(group)
        }
        return groups
    }

    /// The address as <https://www.rfc-editor.org/rfc/rfc5952> has it.
    package var description: String {
        if isV4 { return bytes.map(String.init).joined(separator: ".") }
        let groups = [high, low].flatMap { half in
            (0..<4).map { UInt16(truncatingIfNeeded: half >> (48 - 16 * $0)) }
        }
        func text(_ range: Range<Int>) -> String {
            groups[range].map { String($0, radix: 16) }.joined(separator: ":")
        }
        guard let gap = longestRunOfZeros(in: groups) else { return text(0..<8) }
        return text(0..<gap.lowerBound) + "::" + text(gap.upperBound..<8)
    }

    /// Finds the first of the longest runs, if there is one of two groups or more.
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
