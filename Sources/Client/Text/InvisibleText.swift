/// Text that nobody sees: blanks of every kind, and characters without a picture of their own.
enum InvisibleText {
    /// A text without what nobody sees at its beginning, and without marks that would stand on that.
    static func trimmed(_ text: some StringProtocol) -> Substring {
        Substring(String(text).unicodeScalars.drop(while: isUnseen))
    }

    static func isUnseen(_ scalar: Unicode.Scalar) -> Bool {
        // Nearly all that is typed begins with a letter.
        if scalar.isASCII { return scalar.value <= 0x20 || scalar.value == 0x7F }
        let properties = scalar.properties
        if properties.isWhitespace || properties.isDefaultIgnorableCodePoint { return true }
        return switch properties.generalCategory {
        case .control, .format, .nonspacingMark, .enclosingMark: true
        // The braille pattern without a dot is drawn as a blank.
        default: scalar == "\u{2800}"
        }
    }
}
