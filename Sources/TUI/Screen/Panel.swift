/// Rows of text in a frame over the panes, with a title in the upper edge and the keys that work in the lower one.
///
/// In a small part of the screen (below 40 columns or 5 rows) there is no frame: title and keys, if there are any, then share the first row.
struct Panel {
    var title: [ShapedCell] = []
    /// The keys that work, and what they do.
    var keys: [ShapedCell] = []
    var rows: [[ShapedCell]] = []
    /// Rows above the first in sight.
    var offset = 0

    /// Columns and rows of a panel's text in a part of the screen.
    ///
    /// - Parameter hasHeader: false for a panel with neither title nor keys.
    static func textSize(in part: Rect, hasHeader: Bool = true) -> (columns: Int, rows: Int) {
        guard isFramed(part) else { return (max(part.width - 2, 0), max(part.height - (hasHeader ? 1 : 0), 0)) }
        return (part.width - 4, part.height - 2)
    }

    /// The part that a panel with so much text takes in the middle of another part, which it never exceeds.
    ///
    /// - Parameters:
    ///   - columns: of the widest row.
    ///   - rows: how many there are.
    static func part(columns: Int, rows: Int, in area: Rect) -> Rect {
        guard isFramed(area) else { return area }
        let width = min(max(columns + 4, 40), area.width)
        let height = min(max(rows + 2, 5), area.height)
        return Rect(
            x: area.x + (area.width - width) / 2, y: area.y + (area.height - height) / 2, width: width, height: height)
    }

    /// The column of the screen at which title, text and keys begin.
    static func start(in part: Rect) -> Int { part.x + (isFramed(part) ? 2 : 1) }

    static func isFramed(_ part: Rect) -> Bool { part.width >= 40 && part.height >= 5 }

    /// Draws it over all that is in the part.
    func draw(into surface: inout Surface, part: Rect, theme: Theme, shaper: Shaper) {
        guard !part.isEmpty else { return }
        surface.fill(part, theme.text)
        let isFramed = Self.isFramed(part)
        let hasHeader = !title.isEmpty || !keys.isEmpty
        let size = Self.textSize(in: part, hasHeader: hasHeader)
        let x = Self.start(in: part)
        let y = part.y + (isFramed || hasHeader ? 1 : 0)
        if isFramed {
            drawFrame(into: &surface, part: part, theme: theme, shaper: shaper)
        } else if hasHeader {
            surface.draw(title + [.blank, .blank] + keys, x: x, y: part.y, in: part.columns)
        }
        for (place, row) in rows.dropFirst(offset).prefix(size.rows).enumerated() {
            surface.draw(row, x: x, y: y + place, in: x..<(x + size.columns))
        }
    }

    private func drawFrame(into surface: inout Surface, part: Rect, theme: Theme, shaper: Shaper) {
        let below = rows.count - offset - Self.textSize(in: part).rows
        let more = below > 0 ? shaper.shape("\(below) more", theme.quiet) : []
        surface.drawFrame(part, style: theme.rule)
        for (y, lead, end) in [(part.y, title, []), (part.y + part.height - 1, keys, more)] {
            let endColumn = part.x + part.width - 2 - (end.isEmpty ? 0 : end.count + 3)
            if !lead.isEmpty { surface.draw([.blank] + lead + [.blank], x: part.x + 1, y: y, in: part.x..<endColumn) }
            if !end.isEmpty { surface.draw([.blank] + end + [.blank], x: endColumn + 1, y: y, in: part.columns) }
        }
    }
}

extension ShapedCell {
    fileprivate static let blank = ShapedCell(.space, .plain)
}
