/// What stands on, below or around the letter before it. <https://www.unicode.org/reports/tr44/#General_Category_Values>
extension Unicode.Scalar {
    /// True for a mark that takes no place of its own, such as an accent or a vowel point.
    var isNonspacingMark: Bool {
        guard !isASCII else { return false }
        switch properties.generalCategory {
        case .nonspacingMark, .enclosingMark: return true
        default: return false
        }
    }

    /// True for any mark: also for one that takes a place of its own, such as a vowel of Devanagari, which looks like a letter.
    var isMark: Bool { isNonspacingMark || !isASCII && properties.generalCategory == .spacingMark }
}
