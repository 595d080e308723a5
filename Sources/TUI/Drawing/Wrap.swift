/// Breaks cells into rows of a width.
package enum Wrap {
    /// The rows of a text, as ranges of its cells; at least one, and never one wider than `width`.
    ///
    /// A row ends at spaces, which then belong to no row, or beside a wide glyph, as Chinese and Japanese are set. A
    /// word wider than a row is cut between characters (between cells, where even one character is wider).
    ///
    /// - Parameter width: columns, at least 2.
    package static func rows(_ cells: [ShapedCell], width: Int) -> [Range<Int>] {
        var rows: [Range<Int>] = []
        var start = 0
        repeat {
            let (row, next) = row(cells, from: start, width: width)
            rows.append(row)
            start = next
        } while start < cells.count
        return rows
    }

    private static func row(_ cells: [ShapedCell], from start: Int, width: Int) -> (Range<Int>, next: Int) {
        var used = 0
        var index = start
        /// The place where the row may end, and the place where the next row would go on.
        var chance: (end: Int, next: Int)?
        while index < cells.count {
            let cell = cells[index]
            if cell.glyph == .space {
                let spaces = index
                while index < cells.count, cells[index].glyph == .space { index += 1 }
                let kept = min(index - spaces, width - used)
                used += index - spaces
                // Spaces that begin a row indent it; one row may be nothing but them.
                let end = spaces > start ? spaces : spaces + kept
                chance = (end, index)
                if index == cells.count { return (start..<(spaces + kept), index) }
                continue
            }
            if index > start, cell.mayBegin(behind: cells[index - 1]) { chance = (index, index) }
            if used + cell.glyph.width > width {
                if let chance { return (start..<chance.end, chance.next) }
                let cut = cutInsideWord(cells, from: start, before: index)
                return (start..<cut, cut)
            }
            used += cell.glyph.width
            index += 1
        }
        return (start..<index, index)
    }

    private static func cutInsideWord(_ cells: [ShapedCell], from start: Int, before index: Int) -> Int {
        var cut = index
        while cut > start, !cells[cut].startsCluster { cut -= 1 }
        return cut > start ? cut : max(index, start + 1)
    }
}

extension ShapedCell {
    /// True if a row may begin at this cell though no space stands before it.
    fileprivate func mayBegin(behind other: ShapedCell) -> Bool {
        guard startsCluster, other.glyph != .space, glyph.width == 2 || other.glyph.width == 2 else { return false }
        switch glyph.base {
        case "、", "。", "，", "．", "！", "？", "）", "」", "』", "】", "》", "：", "；", "!", "?", ".", ",", ")", ";", ":":
            return false
        default: return true
        }
    }
}
