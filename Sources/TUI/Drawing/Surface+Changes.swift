extension Surface {
    /// The columns in which a row is not what it was; nil where it is. All of them where there is no before.
    package func changedColumns(row y: Int, since before: Surface?) -> Range<Int>? {
        guard let before else { return 0..<width }
        guard !isRowSame(y, before) else { return nil }
        let new = self[row: y]
        let old = before[row: y]
        var first = 0
        var end = width
        while new[first] == old[first] { first += 1 }
        while new[end - 1] == old[end - 1] { end -= 1 }
        // A wide glyph is put from its left half.
        while first > 0, new[first].glyph.isContinuation || old[first].glyph.isContinuation { first -= 1 }
        return first..<end
    }
}
