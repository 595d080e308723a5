/// The name most like a mistyped one.
package enum NearestName {
    /// Nil where none is near.
    package static func of(_ word: String, among names: some Sequence<String>) -> String? {
        let word = Array(word.lowercased())
        let scored = names.map { ($0, distance(word, Array($0.lowercased()))) }
        guard let best = scored.min(by: { ($0.1, $0.0) < ($1.1, $1.0) }), best.1 <= max(2, word.count / 2) else {
            return nil
        }
        return best.0
    }

    /// Letters to add, drop or change.
    private static func distance(_ a: [Character], _ b: [Character]) -> Int {
        var row = Array(0...b.count)
        for (i, letter) in a.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, other) in b.enumerated() {
                let change = diagonal + (letter == other ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = min(change, row[j] + 1, row[j + 1] + 1)
            }
        }
        return row[b.count]
    }
}
