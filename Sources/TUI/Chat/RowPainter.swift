import Client

/// Puts rows onto the screen, with the time where it changed. The row on top has its time and its nick, also where they are those of the row
/// above it that is not in sight.
struct RowPainter {
    let formatter: LineFormatter
    let part: Rect
    let chosen: LineID?

    func draw(_ rows: [RowWalker.VisibleRow], into surface: inout Surface, y start: Int) {
        var y = start
        var isFirst = true
        // The last column is the bar's.
        let columns = part.x..<(part.x + max(part.width - 1, 0))
        for visible in rows {
            surface.draw(visible.row.cells, x: part.x, y: y, in: columns)
            for link in visible.row.links {
                let x = part.x + visible.row.cells[..<link.cells.lowerBound].reduce(0) { $0 + $1.glyph.width }
                let end = x + visible.row.cells[link.cells].reduce(0) { $0 + $1.glyph.width }
                surface.add(SurfaceLink(row: y, columns: (x..<end).clamped(to: columns), url: link.url))
            }
            let isTop = isFirst && !formatter.isStacked
            if visible.row.showsTime || (isTop && (visible.row.part == .first || visible.row.part == .nick)) {
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
