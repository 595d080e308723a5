import Protocol
// The standard library composes text and does not offer it to everybody yet. Foundation would, and this module has none.
@_spi(_Unicode) import Swift

/// The rules for a room's name: `#` and visible UTF-8 without spaces and commas, of one script.
/// <https://modern.ircdocs.horse/#channels>, <https://www.unicode.org/reports/tr39/#Restriction_Level_Detection>
package struct ChannelNameRules {
    package init() {}

    /// The one spelling of all those that look the same for certain (NFC).
    static func composed(_ name: String) -> String {
        if name.utf8.allSatisfy({ $0 < 0x80 }) { return name }
        var scalars = String.UnicodeScalarView()
        scalars.append(contentsOf: name._nfc)
        return String(scalars)
    }

    /// The form that is the same for names that nobody should have to tell apart: the letters in lower case, of all alphabets.
    static func unicodeFolding(of name: String) -> FoldedName {
        if name.utf8.allSatisfy({ $0 < 0x80 }) { return Casemapping.ascii.fold(name) }
        return FoldedName(folded: composed(name.lowercased()))
    }

    /// Why `name` cannot be one, in words for whoever wants it; nil if it can.
    package mutating func problem(with name: String, limit: Int) -> String? {
        guard name.hasPrefix("#") else { return "A room's name begins with #" }
        guard name.utf8.count > 1 else { return "A room's name has something behind its #" }
        if name.utf8.count > limit { return "A room's name has at most \(limit) bytes" }
        for scalar in name.unicodeScalars {
            if scalar == "," || scalar == " " { return "A room's name has no spaces and no commas" }
            guard Self.isVisible(scalar) else { return "A room's name has visible characters only" }
        }
        if name.utf8.contains(where: { $0 >= 0x80 }), !isOfOneScript(name) {
            return "A room's name has letters of one script only"
        }
        return nil
    }

    private static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.properties.isDefaultIgnorableCodePoint { return false }
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator,
            .spaceSeparator:
            return false
        default:
            return true
        }
    }

    /// The scripts in use today, each alone; East Asian ones as they are written together.
    /// <https://www.unicode.org/reports/tr31/#Table_Recommended_Scripts>
    private static let scripts: [[String]] =
        [
            ["Latin"], ["Latin", "Han", "Hiragana", "Katakana"], ["Latin", "Han", "Hangul"],
            ["Latin", "Han", "Bopomofo"],
        ]
        + [
            "Cyrillic", "Greek", "Arabic", "Hebrew", "Devanagari", "Thai", "Armenian", "Bengali", "Ethiopic",
            "Georgian",
            "Gujarati", "Gurmukhi", "Kannada", "Khmer", "Lao", "Malayalam", "Myanmar", "Oriya", "Sinhala", "Tamil",
            "Telugu", "Thaana", "Tibetan",
        ].map { [$0] }

    /// One expression for each of ``scripts``. A regular expression is the standard library's one way to ask for a script.
    private let expressions: [Regex<AnyRegexOutput>] = scripts.compactMap { set in
        let classes = (["Common", "Inherited"] + set).map { "\\p{Script=\($0)}" }.joined()
        return try? Regex("[\(classes)]").matchingSemantics(.unicodeScalar)
    }

    /// In which of ``scripts`` a character may stand, a bit each, for those that were asked for: asking takes some microseconds.
    private var known: [Unicode.Scalar: UInt64] = [:]

    private mutating func isOfOneScript(_ name: String) -> Bool {
        name.unicodeScalars.reduce(~0) { $0 & memberships(of: $1) } != 0
    }

    private mutating func memberships(of scalar: Unicode.Scalar) -> UInt64 {
        if let memberships = known[scalar] { return memberships }
        let text = String(Character(scalar))
        var memberships: UInt64 = 0
        for (bit, expression) in expressions.enumerated() where text.wholeMatch(of: expression) != nil {
            memberships |= 1 << UInt64(bit)
        }
        if known.count >= 8192 { known = [:] }
        known[scalar] = memberships
        return memberships
    }
}
