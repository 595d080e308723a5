import Client

extension RowWalker {
    /// The rows of the lines from one that is held to another, both with it, whichever of them are in sight.
    mutating func rows(of lines: ClosedRange<LineID>) -> [VisibleRow] {
        var found: [VisibleRow] = []
        var next: LineID? = lines.lowerBound
        while let id = next, id <= lines.upperBound, let index = buffer.index(of: id) {
            let (line, rows) = rows(index)
            for (number, row) in rows.enumerated() {
                found.append(VisibleRow(line: line, row: row, number: number))
            }
            next = shownLine(beyond: index, isUpward: false)
        }
        return found
    }
}
