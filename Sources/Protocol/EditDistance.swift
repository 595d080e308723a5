/// How far a mistyped word is from another: letters to add, drop, change, or to swap with their neighbour.
package enum EditDistance {
    /// The letters of a word that are looked at.
    package static let maxLetters = 32

    /// Quadratic in the lengths, of which ``maxLetters`` at most are looked at.
    package static func between(_ a: String, _ b: String) -> Int {
        let a = Array(a.prefix(maxLetters))
        let b = Array(b.prefix(maxLetters))
        var rows = [Array(0...b.count)]
        for i in 0..<a.count {
            var row = [i + 1]
            for j in 0..<b.count {
                var best = min(rows[i][j + 1] + 1, row[j] + 1, rows[i][j] + (a[i] == b[j] ? 0 : 1))
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { best = min(best, rows[i - 1][j - 1] + 1) }
                row.append(best)
            }
            rows.append(row)
        }
        return rows[a.count][b.count]
    }
}
