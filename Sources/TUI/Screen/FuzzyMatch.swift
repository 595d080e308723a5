/// How well a name fits what was typed of it: its letters in order.
package enum FuzzyMatch {
    /// Higher is better; nil where a letter is missing.
    package static func score(_ query: String, in name: String) -> Int? {
        let wanted = Array(query.lowercased())
        let letters = Array(name.lowercased())
        guard !wanted.isEmpty else { return 0 }
        var score = 0
        var place = 0
        var last: Int?
        for letter in wanted {
            guard let found = letters[place...].firstIndex(of: letter) else { return nil }
            if let last, found == last + 1 { score += 4 }
            if found == 0 || !letters[found - 1].isLetter { score += 3 }
            score -= min(found - place, 3)
            last = found
            place = found + 1
        }
        return score - letters.count / 8
    }
}
