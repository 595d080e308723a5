/// How long something is to last, as people write it: `90s`, `30m`, `12h`, `7d`, `2w`, or several in a row (`1d12h`).
package struct TimeSpan: Hashable, Sendable, CustomStringConvertible {
    package let seconds: Int64

    /// Ten years.
    package static let longest: Int64 = 10 * 365 * 86_400

    private static let units: [(letter: Character, seconds: Int64)] = [
        ("w", 604_800), ("d", 86_400), ("h", 3600), ("m", 60), ("s", 1),
    ]

    package init(seconds: Int64) { self.seconds = seconds }

    /// Nil for what is none: a number without its unit, nothing, more than ten years.
    package init?(_ text: String) {
        var total: Int64 = 0
        var digits = ""
        for character in text.lowercased() {
            if character.isASCII, character.isNumber {
                digits.append(character)
            } else if let unit = Self.units.first(where: { $0.letter == character }), let count = Int64(digits),
                count <= Self.longest
            {
                total += count * unit.seconds
                digits = ""
                guard total <= Self.longest else { return nil }
            } else {
                return nil
            }
        }
        guard digits.isEmpty, total > 0 else { return nil }
        seconds = total
    }

    /// The short way: `1d12h`; `0s` for none.
    package var description: String {
        var rest = max(seconds, 0)
        var text = ""
        for unit in Self.units where rest >= unit.seconds {
            text += "\(rest / unit.seconds)\(unit.letter)"
            rest %= unit.seconds
        }
        return text.isEmpty ? "0s" : text
    }
}
