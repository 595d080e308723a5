import Protocol

/// Text on its way to and from a terminal.
enum TelnetText {
    /// A line to read, with its ending.
    static func line(_ words: String) -> String { PlainText.shown(words) + "\r\n" }

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
