/// `*` for anything and `?` for one element, as in masks of IRC. <https://modern.ircdocs.horse/#wildcard-expressions>
enum Wildcards {
    /// Tells that a pattern describes all of a text, in time proportional to the product of their lengths at worst.
    ///
    /// - Parameters:
    ///   - any: the element that stands for any number of elements.
    ///   - one: the element that stands for one.
    static func matches<Element: Equatable>(
        _ pattern: [Element], _ text: [Element], any: Element, one: Element
    ) -> Bool {
        var (m, s) = (0, 0)
        var (star, mark) = (-1, 0)
        while s < text.count {
            if m < pattern.count, pattern[m] == one || (pattern[m] == text[s] && pattern[m] != any) {
                m += 1
                s += 1
            } else if m < pattern.count, pattern[m] == any {
                star = m
                mark = s
                m += 1
            } else if star >= 0 {
                m = star + 1
                mark += 1
                s = mark
            } else {
                return false
            }
        }
        return pattern[m...].allSatisfy { $0 == any }
    }
}
