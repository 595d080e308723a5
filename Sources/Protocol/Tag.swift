/// One message tag. A missing value and an empty one are the same.
/// <https://ircv3.net/specs/extensions/message-tags.html>
package struct Tag: Hashable, Sendable {
    /// With its vendor and, where it is client-only, its `+`.
    package var key: String
    /// Unescaped.
    package var value: String

    package init(_ key: String, _ value: String = "") {
        self.key = key
        self.value = value
    }

    /// Tags that a client makes for other clients and that a server only carries begin with `+`.
    package var isClientOnly: Bool { key.utf8.first == UInt8(ascii: "+") }
}

extension Tag {
    /// Reads a tags section without its `@` and the space behind it. Linear in its length.
    ///
    /// Empty tags (`a;;b`) and values without a key (`=b`) are skipped. A key that stands twice is kept twice: the last one counts.
    package static func parse(_ section: Bytes) -> [Tag] {
        var tags: [Tag] = []
        for item in section.split(separator: ASCII.semicolon) {
            guard let equals = item.firstIndex(of: ASCII.equals) else {
                tags.append(Tag(item.text))
                continue
            }
            guard equals > item.startIndex else { continue }
            tags.append(Tag(item[..<equals].text, unescape(item[(equals + 1)...])))
        }
        return tags
    }

    /// <https://ircv3.net/specs/extensions/message-tags.html#escaping-values>: an unknown escape loses its backslash,
    /// and so does one at the end.
    static func unescape(_ value: Bytes) -> String {
        guard value.contains(ASCII.backslash) else { return value.text }
        var plain: [UInt8] = []
        plain.reserveCapacity(value.count)
        var isEscaped = false
        for byte in value {
            if isEscaped {
                isEscaped = false
                switch byte {
                case UInt8(ascii: ":"): plain.append(ASCII.semicolon)
                case UInt8(ascii: "s"): plain.append(ASCII.space)
                case UInt8(ascii: "r"): plain.append(ASCII.carriageReturn)
                case UInt8(ascii: "n"): plain.append(ASCII.lineFeed)
                default: plain.append(byte)
                }
            } else if byte == ASCII.backslash {
                isEscaped = true
            } else {
                plain.append(byte)
            }
        }
        return plain.text
    }

    /// Appends the tag as it stands on the wire, its value escaped.
    package func serialize(into line: inout [UInt8]) {
        line.append(contentsOf: key.utf8)
        guard !value.isEmpty else { return }
        line.append(ASCII.equals)
        guard value.needsEscape else { return line.append(contentsOf: value.utf8) }
        for byte in value.utf8 {
            switch byte {
            case ASCII.semicolon: line.append(contentsOf: [ASCII.backslash, UInt8(ascii: ":")])
            case ASCII.space: line.append(contentsOf: [ASCII.backslash, UInt8(ascii: "s")])
            case ASCII.carriageReturn: line.append(contentsOf: [ASCII.backslash, UInt8(ascii: "r")])
            case ASCII.lineFeed: line.append(contentsOf: [ASCII.backslash, UInt8(ascii: "n")])
            case ASCII.backslash: line.append(contentsOf: [ASCII.backslash, ASCII.backslash])
            case ASCII.nul: break
            default: line.append(byte)
            }
        }
    }
}

extension String {
    /// True if there is a byte in the text that cannot stand in a tag's value as it is.
    fileprivate var needsEscape: Bool {
        let bytes = utf8Span.span
        for index in bytes.indices where bytes[index].needsEscape { return true }
        return false
    }
}

extension UInt8 {
    /// True if the byte cannot stand in a tag's value as it is.
    fileprivate var needsEscape: Bool {
        switch self {
        case ASCII.semicolon, ASCII.space, ASCII.carriageReturn, ASCII.lineFeed, ASCII.backslash, ASCII.nul: true
        default: false
        }
    }
}
