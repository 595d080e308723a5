/// A colour that a text asks for. <https://modern.ircdocs.horse/formatting#color>
package enum TextColor: Hashable, Sendable {
    /// 0 to 15, as the person's theme has them; 16 to 98, whose values are fixed: see ``rgb``.
    case indexed(UInt8)
    case rgb(UInt8, UInt8, UInt8)

    /// The colour's red, green and blue; for 0 to 15 what most programs show.
    package var rgb: (UInt8, UInt8, UInt8) {
        switch self {
        case .rgb(let red, let green, let blue): return (red, green, blue)
        case .indexed(let number):
            let value = Self.palette[min(Int(number), Self.palette.count - 1)]
            return (UInt8(value >> 16), UInt8(value >> 8 & 0xFF), UInt8(value & 0xFF))
        }
    }

    /// The colours that have a number, from 0.
    package static let count = palette.count

    private static let palette: [UInt32] = [
        0xFFFFFF, 0x000000, 0x00007F, 0x009300, 0xFF0000, 0x7F0000, 0x9C009C, 0xFC7F00, 0xFFFF00, 0x00FC00, 0x009393,
        0x00FFFF, 0x0000FC, 0xFF00FF, 0x7F7F7F, 0xD2D2D2,
        0x470000, 0x472100, 0x474700, 0x324700, 0x004700, 0x00472C, 0x004747, 0x002747, 0x000047, 0x2E0047, 0x470047,
        0x47002A, 0x740000, 0x743A00, 0x747400, 0x517400, 0x007400, 0x007449, 0x007474, 0x004074, 0x000074, 0x4B0074,
        0x740074, 0x740045, 0xB50000, 0xB56300, 0xB5B500, 0x7DB500, 0x00B500, 0x00B571, 0x00B5B5, 0x0063B5, 0x0000B5,
        0x7500B5, 0xB500B5, 0xB5006B, 0xFF0000, 0xFF8C00, 0xFFFF00, 0xB2FF00, 0x00FF00, 0x00FFA0, 0x00FFFF, 0x008CFF,
        0x0000FF, 0xA500FF, 0xFF00FF, 0xFF0098, 0xFF5959, 0xFFB459, 0xFFFF71, 0xCFFF60, 0x6FFF6F, 0x65FFC9, 0x6DFFFF,
        0x59B4FF, 0x5959FF, 0xC459FF, 0xFF66FF, 0xFF59BC, 0xFF9C9C, 0xFFD39C, 0xFFFF9C, 0xE2FF9C, 0x9CFF9C, 0x9CFFDB,
        0x9CFFFF, 0x9CD3FF, 0x9C9CFF, 0xDC9CFF, 0xFF9CFF, 0xFF94D3, 0x000000, 0x131313, 0x282828, 0x363636, 0x4D4D4D,
        0x656565, 0x818181, 0x9F9F9F, 0xBCBCBC, 0xE2E2E2, 0xFFFFFF,
    ]
}

/// How a piece of text is to look. nil colours are the screen's own.
package struct TextStyle: Hashable, Sendable {
    package var foreground: TextColor?
    package var background: TextColor?
    package var isBold = false
    package var isItalic = false
    package var isUnderlined = false
    package var isStruck = false
    package var isMonospace = false
    package var isReversed = false

    package static let plain = TextStyle()

    package init() {}
}

/// A piece of text in one style.
package struct StyledRun: Hashable, Sendable {
    package var text: String
    package var style: TextStyle

    package init(_ text: String, _ style: TextStyle = .plain) {
        self.text = text
        self.style = style
    }
}

/// Reads what IRC knows of formatting: <https://modern.ircdocs.horse/formatting>.
package enum StyledText {
    /// The text in runs of one style each, its formatting codes taken out and its dangers replaced: joined, they are
    /// ``DrawableText/plain(_:)``, but for line ends, which stay. No run is empty; an empty text has none.
    package static func runs(of text: String) -> [StyledRun] {
        if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text.isEmpty ? [] : [StyledRun(text)] }
        var runs: [StyledRun] = []
        var style = TextStyle.plain
        var piece = String.UnicodeScalarView()
        var pieceStyle = style
        var rest = text.unicodeScalars[...]
        func flush() {
            if !piece.isEmpty { runs.append(StyledRun(String(piece), pieceStyle)) }
            piece = String.UnicodeScalarView()
        }
        func draw(_ scalar: Unicode.Scalar) {
            if pieceStyle != style { flush() }
            pieceStyle = style
            piece.append(scalar)
        }
        while let scalar = rest.popFirst() {
            switch DrawableText.treatment(of: scalar) {
            case .draw: draw(scalar)
            case .omit: break
            case .blank: draw(" ")
            case .replace: draw(scalar == "\n" ? "\n" : "\u{FFFD}")
            case .formatting: style.apply(scalar, &rest)
            }
        }
        flush()
        return runs
    }
}

extension TextStyle {
    fileprivate mutating func apply(_ code: Unicode.Scalar, _ rest: inout Substring.UnicodeScalarView) {
        switch code.value {
        case 0x02: isBold.toggle()
        case 0x1D: isItalic.toggle()
        case 0x1F: isUnderlined.toggle()
        case 0x1E: isStruck.toggle()
        case 0x11: isMonospace.toggle()
        case 0x16: isReversed.toggle()
        case 0x0F: self = .plain
        case 0x03: setColors(rest.takeColor(digits: 2, radix: 10)) { $0 > 98 ? nil : .indexed(UInt8($0)) }
        case 0x04:
            setColors(rest.takeColor(digits: 6, radix: 16)) {
                .rgb(UInt8($0 >> 16 & 0xFF), UInt8($0 >> 8 & 0xFF), UInt8($0 & 0xFF))
            }
        default: break
        }
    }

    /// A code without numbers takes both colours back. 99 is the screen's own.
    private mutating func setColors(_ numbers: (Int?, Int?), _ color: (Int) -> TextColor?) {
        guard let first = numbers.0 else {
            foreground = nil
            background = nil
            return
        }
        foreground = color(first)
        if let second = numbers.1 { background = color(second) }
    }
}

extension Substring.UnicodeScalarView {
    /// Takes `n` or `n,n` as it stands behind a colour code: one or two decimal digits each, or six hexadecimal ones and no fewer.
    mutating func takeColor(digits: Int, radix: Int) -> (Int?, Int?) {
        guard let first = takeNumber(digits: digits, radix: radix) else { return (nil, nil) }
        guard self.first == "," else { return (first, nil) }
        let comma = self
        removeFirst()
        guard let second = takeNumber(digits: digits, radix: radix) else {
            self = comma
            return (first, nil)
        }
        return (first, second)
    }

    private mutating func takeNumber(digits: Int, radix: Int) -> Int? {
        let run = prefix(digits).prefix { $0.isASCII && Int(String($0), radix: radix) != nil }
        guard !run.isEmpty, radix == 10 || run.count == digits else { return nil }
        removeFirst(run.count)
        return Int(String(String.UnicodeScalarView(run)), radix: radix)
    }
}
