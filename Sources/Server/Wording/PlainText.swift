import Protocol

/// Text for a terminal that interprets whatever it is sent, and for people who have no IRC client.
enum PlainText {
    /// The bytes of text in one message at most, so that the line around it stays within its limit.
    static let maxMessageBytes = 300

    /// The messages that say a text: one for each piece of at most ``maxMessageBytes``, cut between characters.
    static func pieces(_ text: Bytes) -> [Bytes] { text.pieces(ofAtMost: maxMessageBytes) }

    /// A text without control characters, without IRC's marks for colours and their numbers, and without the marks that turn the
    /// direction of writing. <https://modern.ircdocs.horse/formatting>
    static func shown(_ text: String) -> String {
        var shown = String.UnicodeScalarView()
        var rest = text.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            switch scalar.value {
            case 0x03:
                takeDigits(&rest, atMost: 2)
                if rest.first == ",", rest.dropFirst().first.map(isDigit) == true {
                    rest.removeFirst()
                    takeDigits(&rest, atMost: 2)
                }
            case 0x04: rest = rest.dropFirst(min(6, rest.prefix(6).prefix { $0.properties.isASCIIHexDigit }.count))
            case 0..<0x20, 0x7F..<0xA0, 0x2028...0x202E, 0x2066...0x2069: break
            default: shown.append(scalar)
            }
        }
        return String(shown)
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

    private static func takeDigits(_ rest: inout Substring.UnicodeScalarView, atMost limit: Int) {
        rest = rest.dropFirst(rest.prefix(limit).prefix(while: isDigit).count)
    }
}
