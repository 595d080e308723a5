import Protocol

/// `*` and `?` as they stand in masks of IRC. <https://modern.ircdocs.horse/#wildcard-expressions>
enum Hostmask {
    /// A mask for what a person wrote: a nick alone means whoever bears it.
    static func full(_ text: String) -> String {
        if text.contains("!") { return text.contains("@") ? text : text + "@*" }
        return text.contains("@") ? "*!" + text : text + "!*@*"
    }

    /// In time proportional to the product of the lengths at worst. A source without user and host is matched by its nick.
    static func matches(_ mask: [UInt8], _ source: [UInt8]) -> Bool {
        var source = source
        if !source.contains(ASCII.exclamationMark), !source.contains(ASCII.at) { source += Array("!@".utf8) }
        var (m, s) = (0, 0)
        var (star, mark) = (-1, 0)
        while s < source.count {
            if m < mask.count, mask[m] == UInt8(ascii: "?") || (mask[m] == source[s] && mask[m] != UInt8(ascii: "*")) {
                m += 1
                s += 1
            } else if m < mask.count, mask[m] == UInt8(ascii: "*") {
                star = m
                mark = s
                m += 1
            } else if star >= 0 {
                m = star + 1
                mark += 1
                s = mark
            } else {
                return false
            }
        }
        return mask[m...].allSatisfy { $0 == UInt8(ascii: "*") }
    }
}
