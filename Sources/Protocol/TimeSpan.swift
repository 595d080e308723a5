/// How long something is to last, as people write it: `90s`, `30m`, `12 h`, `7d`, `2w`, `1y`, or several in a row (`1d12h`).
package struct TimeSpan: Hashable, Sendable, CustomStringConvertible {
    package let seconds: Int64

    /// A hundred years of 365 days.
    package static let longest: Int64 = 100 * 365 * 86_400

    private static let units: [(letter: Character, seconds: Int64)] = [
        ("y", 365 * 86_400), ("w", 604_800), ("d", 86_400), ("h", 3600), ("m", 60), ("s", 1),
    ]

    package init(seconds: Int64) { self.seconds = seconds }

    /// Nil for what is none: a number without its unit, nothing, more than a hundred years.
    package init?(_ text: String) {
        var total: Int64 = 0
        var rest = Substring(text.lowercased())
        repeat {
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            rest = rest.dropFirst(digits.count).drop { $0 == " " }
            guard let count = Int64(digits), count <= Self.longest, let letter = rest.popFirst(),
                let unit = Self.units.first(where: { $0.letter == letter })
            else { return nil }
            total += count * unit.seconds
            guard total <= Self.longest else { return nil }
        } while !rest.isEmpty
        guard total > 0 else { return nil }
        seconds = total
    }

    /// The short way, in weeks and less: `1d12h`; `0s` for none.
    package var description: String {
        var rest = max(seconds, 0)
        var text = ""
        for unit in Self.units where unit.letter != "y" && rest >= unit.seconds {
            text += "\(rest / unit.seconds)\(unit.letter)"
            rest %= unit.seconds
        }
        return text.isEmpty ? "0s" : text
    }
}
