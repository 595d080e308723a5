import Client

/// Puts rows onto the screen, with the time where it changed. The row on top has its time and its nick, also where they are those of the row
/// above it that is not in sight.
struct RowPainter {
    let formatter: LineFormatter
    let part: Rect
    let chosen: LineID?
    let buffer: BufferAddress

    /// - Parameter isOnTop: false where rows that stand above these were drawn elsewhere.
    func draw(
        _ rows: some Sequence<RowWalker.VisibleRow>, into surface: inout Surface, y start: Int, isOnTop: Bool = true
    ) {
        var y = start
        var isFirst = isOnTop
        // The last column is the bar's.
        let columns = part.x..<(part.x + max(part.width - 1, 0))
        for visible in rows {
            surface.draw(visible.row.cells, x: part.x, y: y, in: columns)
            for link in visible.row.links {
                let x = part.x + visible.row.cells[..<link.cells.lowerBound].reduce(0) { $0 + $1.glyph.width }
                let end = x + visible.row.cells[link.cells].reduce(0) { $0 + $1.glyph.width }
                surface.add(SurfaceLink(row: y, columns: (x..<end).clamped(to: columns), url: link.url))
            }
            addTargets(of: visible, y, columns, to: &surface)
            let isTop = isFirst && !formatter.isStacked
            if visible.row.showsTime || (isTop && !visible.row.isRule) {
                surface.draw(formatter.time(of: visible.line), x: part.x + 1, y: y, in: columns)
            }
            if isTop, visible.row.omitsNick {
                surface.draw(
                    formatter.nick(of: visible.line), x: part.x + formatter.leadColumns, y: y, in: columns)
            }
            if !visible.row.isRule { isFirst = false }
            if visible.line.id == chosen, !visible.row.isRule { markChosen(visible.row, y, columns, &surface) }
            y += 1
        }
    }

    /// Tells what the pointer meets in a row: the line, and the nick before it.
    private func addTargets(
        of visible: RowWalker.VisibleRow, _ y: Int, _ columns: Range<Int>, to surface: inout Surface
    ) {
        let row = visible.row
        guard surface.keepsTargets, let section = row.section else { return }
        let text = min(part.x + formatter.gutter, columns.upperBound)..<columns.upperBound
        let target = ChatRowTarget(
            line: LineAddress(buffer, visible.line.id), text: text, section: section,
            cells: row.textOffset..<(row.textOffset + row.cellCount(behind: formatter.gutter)), joint: row.joint)
        surface.add(SurfaceTarget(row: y, columns: columns, subject: .chatRow(target)))
        // Names of servers have a dot in them, nicks have none.
        guard visible.line.hasNick, !row.omitsNick, !visible.line.sender.contains("."),
            row.part == .nick || (row.part == .first && !formatter.isStacked)
        else { return }
        // The nick stands behind the time and the bar, and before the rule.
        let start = formatter.isStacked ? 1 : formatter.leadColumns
        let place = start..<(row.part == .nick ? max(columns.count, start) : start + formatter.nickColumns)
        var nick: Range<Int>?
        var x = 0
        for cell in row.cells {
            let next = x + cell.glyph.width
            if next > place.upperBound { break }
            if x >= place.lowerBound, cell.glyph != .space {
                nick = (nick?.lowerBound ?? part.x + x)..<(part.x + next)
            }
            x = next
        }
        guard let nick else { return }
        let subject = SurfaceTarget.Subject.nick(visible.line.sender)
        surface.add(SurfaceTarget(row: y, columns: nick.clamped(to: columns), subject: subject))
    }

    private func markChosen(_ row: ChatRow, _ y: Int, _ columns: Range<Int>, _ surface: inout Surface) {
        let chosen = formatter.theme.chosen
        surface.restyle(Rect(x: columns.lowerBound, y: y, width: columns.count, height: 1)) { style in
            style = Style(
                chosen.foreground, on: chosen.background, attributes: chosen.attributes.union(style.attributes))
        }
        guard !formatter.isStacked, row.part == .first else { return }
        surface.draw([ShapedCell("▸", chosen)], x: part.x + formatter.markColumn, y: y, in: columns)
    }
}

extension ChatRow {
    /// The number of cells behind the first columns.
    fileprivate func cellCount(behind columns: Int) -> Int {
        var x = 0
        return cells.count { cell in
            defer { x += cell.glyph.width }
            return x >= columns
        }
    }
}
