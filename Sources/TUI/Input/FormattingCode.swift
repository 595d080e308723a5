import Client

/// A code in the text of a message that formats what stands behind it. A second one of a kind ends it.
/// <https://modern.ircdocs.horse/formatting>
enum FormattingCode: UInt8, CaseIterable {
    case bold = 0x02
    /// Digits stand behind it: the colour, and behind a comma that of the ground. Without digits the colours end.
    case color = 0x03
    /// Six digits in base 16 stand behind it.
    case hexColor = 0x04
    case reset = 0x0F
    case monospace = 0x11
    case reverse = 0x16
    case italic = 0x1D
    case strikethrough = 0x1E
    case underline = 0x1F

    /// The code that a letter stands for, in whatever case; nil where it stands for none.
    init?(letter: Unicode.Scalar) {
        guard let code = Self.allCases.first(where: { $0.letter == letter.properties.lowercaseMapping }) else {
            return nil
        }
        self = code
    }

    /// The letter that is typed for it.
    var letter: String {
        switch self {
        case .bold: "b"
        case .color: "c"
        case .hexColor: "h"
        case .reset: "o"
        case .monospace: "m"
        case .reverse: "r"
        case .italic: "i"
        case .strikethrough: "s"
        case .underline: "u"
        }
    }

    /// The code as it stands in a text.
    var text: String { String(Unicode.Scalar(rawValue)) }

    /// The sign that stands for it while the text is typed: its letter, to be drawn in reverse.
    var sign: String { letter.uppercased() }
}

/// Formatting what is typed: one key, and then a letter.
extension Screen {
    mutating func beginFormatting() {
        inputState.isFormatting = true
        showNote("b bold · i italic · u underline · s struck · m monospace · r reverse · c colour · o plain")
    }

    /// Takes the key behind the one for formatting, and puts a code into what is typed.
    ///
    /// - Returns: false for a key that ends it and means what it always does.
    mutating func format(by key: Key, _ shown: Buffer) -> Bool {
        inputState.isFormatting = false
        guard case .character(let letter) = key.code, key.modifiers.isEmpty else { return key == .escape }
        guard let code = FormattingCode(letter: letter) else {
            let again = keyMap.key(for: .format).map { "\($0) and then " } ?? ""
            let letters =
                "b bold, i italic, u underlined, s struck, m monospace, r reverse, c colour, h hex colour, o off"
            showNote("No format has this letter: \(again)\(letters).")
            return true
        }
        inputState.edit(shown.address) { $0.insert(code.text) }
        switch code {
        case .color: showNote("Now two digits: 02 blue, 03 green, 04 red, 06 purple, 07 orange, 08 yellow…")
        case .hexColor: showNote("Now the colour, in six digits from 0 to F: red, green, blue, as in FF7F00.")
        case .bold, .reset, .monospace, .reverse, .italic, .strikethrough, .underline: break
        }
        return true
    }
}
