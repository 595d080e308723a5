/// How far a mistyped word is from another: letters to add, drop, change, or to swap with their neighbour.
package enum EditDistance {
    /// Quadratic in the lengths, of which 32 letters at most are looked at.
    package static func between(_ a: String, _ b: String) -> Int {
        let a = Array(a.prefix(32))
        let b = Array(b.prefix(32))
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
