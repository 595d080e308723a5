import Protocol

/// Text on its way to and from a terminal that interprets whatever it is sent.
enum TelnetText {
    /// Without control characters, and without IRC's marks for colours with their numbers, and without what turns the direction of writing.
    /// <https://modern.ircdocs.horse/formatting>
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

    /// A line as somebody meant it: what was erased is gone, and so are control characters. Nil for what is not UTF-8.
    static func typed(_ line: Bytes) -> String? {
        guard line.isValidUTF8 else { return nil }
        var characters: [Character] = []
        for character in line.text {
            switch character {
            case "\u{8}", "\u{7F}": _ = characters.popLast()
            case "\u{15}": characters = []
            default: characters.append(character)
            }
        }
        let scalars = String(characters).unicodeScalars.filter { !(0..<0x20).contains($0.value) && $0.value != 0x7F }
        return String(String.UnicodeScalarView(scalars))
    }
}
