import Protocol

/// `*` and `?` as they stand in masks of IRC. <https://modern.ircdocs.horse/#wildcard-expressions>
package enum Hostmask {
    /// A mask for what a person wrote: a nick alone means whoever bears it.
    package static func full(_ text: String) -> String {
        if text.contains("!") { return text.contains("@") ? text : text + "@*" }
        return text.contains("@") ? "*!" + text : text + "!*@*"
    }

    /// In time proportional to the product of the lengths at worst. A source without user and host is matched by its nick.
    static func matches(_ mask: [UInt8], _ source: [UInt8]) -> Bool {
        var source = source
        if !source.contains(ASCII.exclamationMark), !source.contains(ASCII.at) { source += Array("!@".utf8) }
        return Wildcards.matches(mask, source, any: UInt8(ascii: "*"), one: UInt8(ascii: "?"))
    }
}
