/// The rule by which a name in a text is a word of its own: nothing on either side belongs to the same word.
///
/// Words of most scripts are parted by blanks or punctuation. Some scripts write without blanks, so that a name may stand between any
/// two letters; and a letter of another kind of script, as in `adaさん`, is no part of the name.
enum WordBoundary {
    /// How the words of a script are told apart.
    private enum Kind {
        /// By blanks: Latin, Cyrillic, Arabic and most others; and digits.
        case spaced
        /// Not at all: Han, Hiragana, Thai and others.
        case unspaced
        /// By letters of another script: Katakana.
        case katakana
        /// By blanks before it; particles are written to it.
        case hangul
    }

    /// So many `_` around a name, and what is beyond them, are looked at.
    private static let maxUnderscores = 8

    /// Tells that a name stands as a word: it begins and ends where it does, or between as many `_` on either side, as in `_ada_`; and it is no
    /// room's name.
    ///
    /// - Parameters:
    ///   - first: the first scalar of the name.
    ///   - last: the last scalar of it that is no mark.
    ///   - before: the scalars before it, the nearest first.
    ///   - behind: the scalars behind it.
    static func isWord(
        from first: Unicode.Scalar, to last: Unicode.Scalar, before: some Collection<Unicode.Scalar>,
        behind: some Collection<Unicode.Scalar>
    ) -> Bool {
        let lead = before.prefix { $0 == "_" }.prefix(maxUnderscores).count
        let trail = behind.prefix { $0 == "_" }.prefix(maxUnderscores).count
        let underscores = lead == trail ? lead : 0
        let before = before.dropFirst(underscores)
        // `#ada` is a room; so is `&ada`, where no word stands before it.
        if let mark = before.first {
            if mark == "#" { return false }
            if mark == "&", before.dropFirst().first.map({ $0.properties.isWhitespace }) ?? true { return false }
        }
        return isBoundary(first, beside: before, isBehind: false)
            && isBoundary(last, beside: behind.dropFirst(underscores), isBehind: true)
    }

    /// Tells that a name ends, or begins, where it does.
    ///
    /// - Parameters:
    ///   - edge: the last scalar of the name, or the first.
    ///   - neighbours: the scalars beside it, the nearest first; a few are enough.
    ///   - isBehind: true for what follows the name.
    private static func isBoundary(
        _ edge: Unicode.Scalar, beside neighbours: some Sequence<Unicode.Scalar>, isBehind: Bool
    ) -> Bool {
        let kind = self.kind(of: edge) ?? (edge.isASCII ? .spaced : nil)
        var isBeyondSign = false
        for scalar in neighbours {
            if scalar.isInvisible { continue }
            if scalar.isMark {
                // Behind the name it changes its last letter; before it, it belongs to another letter.
                if isBehind, !isBeyondSign { return false }
                continue
            }
            if scalar == "_" { return false }
            let other = self.kind(of: scalar)
            if isBeyondSign { return other != .spaced }
            if kind == .spaced, isNickSign(scalar) {
                // `[ada]` is Ada in brackets, `ada[m]` and `ada-x` are other nicks.
                isBeyondSign = true
                continue
            }
            guard let other, let kind else { return true }
            switch (kind, other) {
            case (.spaced, .spaced), (.katakana, .katakana): return false
            case (.hangul, .hangul): return isBehind
            case (.unspaced, _), (_, .unspaced), (.spaced, _), (.katakana, _), (.hangul, _): return true
            }
        }
        return true
    }

    /// The signs that a nick may have besides letters, digits and `_`. <https://modern.ircdocs.horse/#client-to-server-protocol-structure>
    private static func isNickSign(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "[", "\\", "]", "^", "`", "{", "|", "}", "-": true
        default: false
        }
    }

    /// Nil for what is no letter and no digit.
    private static func kind(of scalar: Unicode.Scalar) -> Kind? {
        switch scalar.value {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: return .spaced
        case 0..<0x80: return nil
        // Apostrophes that Unicode counts among the letters.
        case 0x2BB...0x2BD, 0x2C8, 0x2EE, 0xA78B...0xA78C: return nil
        case 0x30A0...0x30FA, 0x30FC...0x30FF, 0x31F0...0x31FF, 0xFF66...0xFF9F: return .katakana
        case 0x1100...0x11FF, 0x3131...0x318E, 0xA960...0xA97F, 0xAC00...0xD7FF, 0xFFA0...0xFFDC: return .hangul
        default: break
        }
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
            .letterNumber:
            return scalar.isUnspaced ? .unspaced : .spaced
        default: return nil
        }
    }
}

extension Unicode.Scalar {
    /// Takes no place and parts nothing. U+200B parts words, which is what it is for.
    fileprivate var isInvisible: Bool {
        !isASCII && value != 0x200B && properties.isDefaultIgnorableCodePoint
    }

    /// A letter of a script that has no blanks between words. <https://www.unicode.org/reports/tr14/#SA>
    fileprivate var isUnspaced: Bool {
        switch value {
        // Thai, Lao, Tibetan; Burmese; Khmer; Tai Le and New Tai Lue; Tai Tham; Balinese.
        case 0xE00...0xFFF, 0x1000...0x109F, 0x1780...0x17FF, 0x1950...0x19DF, 0x1A20...0x1AAF, 0x1B00...0x1B7F: true
        // Han, Hiragana, Bopomofo, Yi.
        case 0x2E80...0x2FDF, 0x3005...0x3007, 0x3021...0x3029, 0x3031...0x303C, 0x3041...0x309F, 0x3105...0x312F,
            0x31A0...0x31BF, 0x3400...0x4DBF, 0x4E00...0xA4CF, 0xF900...0xFAFF, 0x1B000...0x1B16F, 0x20000...0x3FFFF:
            true
        // Javanese and more of Burmese.
        case 0xA980...0xA9FF, 0xAA60...0xAA7F: true
        default: false
        }
    }
}
