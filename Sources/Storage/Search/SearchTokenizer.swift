import Chat
import Foundation
import Protocol

/// Takes a text apart for the search: the words in order, in lower case and without accents.
///
/// Letters and digits make words. Han, kana, Hangul and Thai are not set apart by spaces, so each character of theirs is a
/// word, and a run of them is looked for as a phrase: 日本 is found in 日本語. A picture is a word too. The colours and the bold
/// of IRC, and the frame of an action, are left out.
package enum SearchTokenizer {
    /// A longer word is cut, in the index as in a query.
    static let longestWord = 48

    package static func words(of text: some Collection<UInt8>) -> [String] {
        words(of: composed(String(decoding: unformatted(text), as: UTF8.self)))
    }

    private static func words(of text: String) -> [String] {
        var words: [String] = []
        var word = ""
        func finish() {
            guard !word.isEmpty else { return }
            words.append(word)
            word = ""
        }
        for scalar in text.unicodeScalars {
            switch Folding.of(scalar) {
            case .none: finish()
            case .mark: break
            case .letter(let folded):
                if word.utf8.count < longestWord { word.unicodeScalars.append(folded) }
            case .letters(let folded):
                if word.utf8.count < longestWord { word += folded }
            case .word(let folded):
                finish()
                words.append(String(folded))
            }
        }
        finish()
        return words
    }

    /// With voiced kana and Hangul as one character each, and wide and narrow forms as the usual ones.
    private static func composed(_ text: String) -> String {
        let needsWork = text.unicodeScalars.contains { scalar in
            switch scalar.value {
            case 0x1100...0x11FF, 0x3099...0x309A, 0xA960...0xA97F, 0xD7B0...0xD7FF, 0xFF00...0xFFEF: true
            default: false
            }
        }
        return needsWork ? text.decomposedStringWithCompatibilityMapping.precomposedStringWithCanonicalMapping : text
    }

    /// Without the codes of <https://modern.ircdocs.horse/formatting> and the frame of `ACTION`.
    package static func unformatted(_ text: some Collection<UInt8>) -> [UInt8] {
        guard text.contains(where: { $0 < 0x20 }) else { return Array(text) }
        var rest = ArraySlice(Array(text))
        var plain: [UInt8] = []
        if rest.starts(with: Array("\u{1}ACTION ".utf8)) { rest = rest.dropFirst(8) }
        while let byte = rest.popFirst() {
            switch byte {
            case 0x03:
                let digits = rest.prefix(2).prefix(while: \.isASCIIDigit).count
                rest = rest.dropFirst(digits)
                let background = rest.dropFirst().prefix(2).prefix(while: \.isASCIIDigit).count
                if digits > 0, rest.first == ASCII.comma, background > 0 { rest = rest.dropFirst(1 + background) }
            case 0x04:
                if rest.prefix(6).allSatisfy({ $0.isASCIIDigit || (0x61...0x66).contains($0 | 0x20) }) {
                    rest = rest.dropFirst(6)
                }
            case 0x02, 0x0F, 0x11, 0x16, 0x1D, 0x1E, 0x1F: break
            default: plain.append(byte)
            }
        }
        return plain
    }
}

/// The outcome for one character.
private enum Folding {
    /// It parts words.
    case none
    /// An accent: it leaves no trace.
    case mark
    /// Part of a word.
    case letter(Unicode.Scalar)
    case letters(String)
    /// A word by itself.
    case word(Unicode.Scalar)

    static func of(_ scalar: Unicode.Scalar) -> Folding {
        switch scalar.value {
        case 0x61...0x7A, 0x30...0x39: .letter(scalar)
        case 0x41...0x5A: .letter(Unicode.Scalar(UInt8(scalar.value | 0x20)))
        case 0..<0x80: .none
        case 0x80..<UInt32(latinGreekCyrillic.count): latinGreekCyrillic[Int(scalar.value)]
        case 0x1E00..<0x2000: extended[Int(scalar.value) - 0x1E00]
        case 0x0E00...0x0E7F,  // Thai
            0x3005...0x3007, 0x3041...0x30FF, 0x31F0...0x31FF,  // kana
            0x3131...0x318E, 0xAC00...0xD7A3,  // Hangul
            0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x3FFFF:  // Han
            scalar.properties.isAlphabetic || isMark(scalar) || isNumber(scalar) ? .word(scalar) : .none
        default: general(scalar)
        }
    }

    /// The parts of Unicode in which accents are common, worked out once.
    private static let latinGreekCyrillic = (0..<0x530 as Range<UInt32>).map(decomposed)
    private static let extended = (0x1E00..<0x2000 as Range<UInt32>).map(decomposed)

    private static func decomposed(_ value: UInt32) -> Folding {
        guard let scalar = Unicode.Scalar(value) else { return .none }
        switch scalar {
        case "ß", "ẞ": return .letters("ss")
        case "æ", "Æ", "ǽ", "Ǽ", "ǣ", "Ǣ": return .letters("ae")
        case "œ", "Œ": return .letters("oe")
        case "ø", "Ø", "ǿ", "Ǿ": return .letter("o")
        case "ł", "Ł": return .letter("l")
        case "đ", "Đ": return .letter("d")
        case "ħ", "Ħ": return .letter("h")
        case "ı": return .letter("i")
        case "ς": return .letter("σ")
        default: break
        }
        if isMark(scalar) { return .mark }
        guard scalar.properties.isAlphabetic || isNumber(scalar) else { return .none }
        let bare = String(scalar).decomposedStringWithCanonicalMapping.lowercased().unicodeScalars
            .filter { !isMark($0) }
        guard let first = bare.first else { return .mark }
        return bare.count == 1 ? .letter(first) : .letters(String(String.UnicodeScalarView(bare)))
    }

    private static func general(_ scalar: Unicode.Scalar) -> Folding {
        switch scalar.value {
        // Points and short vowels of Hebrew and Arabic, accents for symbols, variation selectors.
        case 0x0591...0x05C7, 0x0610...0x061A, 0x064B...0x065F, 0x0670, 0x06D6...0x06ED, 0x1AB0...0x1AFF,
            0x1DC0...0x1DFF, 0x20D0...0x20FF, 0xFE00...0xFE0F, 0xFE20...0xFE2F:
            return isMark(scalar) ? .mark : .none
        default: break
        }
        let properties = scalar.properties
        if properties.isAlphabetic || isMark(scalar) || isNumber(scalar) {
            let lower = properties.lowercaseMapping
            return lower.unicodeScalars.count == 1 ? .letter(lower.unicodeScalars.first!) : .letters(lower)
        }
        return properties.isEmojiPresentation || (properties.isEmoji && scalar.value > 0x2000) ? .word(scalar) : .none
    }

    private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark: true
        default: false
        }
    }

    private static func isNumber(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .decimalNumber, .letterNumber, .otherNumber: true
        default: false
        }
    }
}
