/// The answers of a terminal about its background.
package enum TerminalBackground {
    /// How light the colour is that `11;rgb:RRRR/GGGG/BBBB` tells, from 0 for black to 1 for white; nil for another answer.
    package static func lightness(_ answer: String) -> Double? {
        guard answer.hasPrefix("11;rgb:") || answer.hasPrefix("11;rgba:") else { return nil }
        let parts = answer.drop { $0 != ":" }.dropFirst().split(separator: "/").prefix(3).map { part -> Double? in
            guard let value = Int(part, radix: 16), (1...4).contains(part.utf8.count), part.utf8.first != 0x2D else {
                return nil
            }
            return Double(value) / Double((1 << (4 * part.utf8.count)) - 1)
        }
        guard parts.count == 3, let red = parts[0], let green = parts[1], let blue = parts[2] else { return nil }
        return 0.299 * red + 0.587 * green + 0.114 * blue
    }

    /// True if `COLORFGBG` tells of a light ground, as `0;15` does; false if of a dark one, as `15;0` does; nil where it tells nothing.
    package static func isLight(colorFGBG value: String) -> Bool? {
        guard let last = value.split(separator: ";").last, let index = Int(last) else { return nil }
        return index == 7 || (9...15).contains(index)
    }
}
