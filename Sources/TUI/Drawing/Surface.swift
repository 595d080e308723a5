/// A part of the screen, in cells from the top left.
package struct Rect: Hashable, Sendable {
    package var x: Int
    package var y: Int
    package var width: Int
    package var height: Int

    package init(x: Int, y: Int, width: Int, height: Int) {
        self.x = x
        self.y = y
        self.width = max(width, 0)
        self.height = max(height, 0)
    }

    package var columns: Range<Int> { x..<(x + width) }
    package var rows: Range<Int> { y..<(y + height) }
    package var isEmpty: Bool { width == 0 || height == 0 }
}

/// A grid of cells, drawn on by the views and shown by whoever has a terminal.
///
/// Drawing outside of it, or of the columns given, does nothing. In every row each glyph two columns wide stands whole:
/// its continuation behind it, none without one; a wide glyph that would be cut becomes a space.
package struct Surface: Equatable, Sendable {
    package let width: Int
    package let height: Int
    /// The cells, each row an array of its own: a frame shares the rows that did not change with the one before.
    private var rows: [[Cell]]
    /// The column and the row of the cursor; nil hides it.
    package var cursor: (x: Int, y: Int)?
    /// True if the mouse is the terminal's own while this is shown, so that it selects what is there.
    package var leavesMouse = false
    /// The links on the surface, from the top.
    package private(set) var links: [SurfaceLink] = []
    /// The parts that mean something to the pointer. They are no part of the picture.
    private var targets: [SurfaceTarget] = []
    /// False where the pointer is the terminal's, and nothing is to be known of what it meets.
    var keepsTargets = true

    package init(width: Int, height: Int) {
        self.width = max(width, 1)
        self.height = max(height, 1)
        rows = Array(repeating: Array(repeating: .blank, count: self.width), count: self.height)
    }

    package subscript(x: Int, y: Int) -> Cell { rows[y][x] }

    func isRowSame(_ y: Int, _ other: Surface) -> Bool { rows[y] == other.rows[y] }

    /// The cells of a row.
    package subscript(row y: Int) -> [Cell] { rows[y] }

    /// The cells of a row from left to right, equal ones that touch told together; a wide one is told once.
    package func runs(row y: Int, in columns: Range<Int>) -> [(cell: Cell, count: Int)] {
        var runs: [(cell: Cell, count: Int)] = []
        for cell in rows[y][columns.clamped(to: 0..<width)] where !cell.glyph.isContinuation {
            if let last = runs.last, last.cell == cell {
                runs[runs.count - 1].count += 1
            } else {
                runs.append((cell, 1))
            }
        }
        return runs
    }

    package static func == (a: Surface, b: Surface) -> Bool {
        a.width == b.width && a.rows == b.rows && a.links == b.links && a.cursor?.x == b.cursor?.x
            && a.cursor?.y == b.cursor?.y
    }

    /// Draws cells from `x` on in a row, inside of `columns`.
    ///
    /// - Returns: the column behind the last one drawn.
    @discardableResult
    package mutating func draw(
        _ text: some Sequence<ShapedCell>, x: Int, y: Int, in columns: Range<Int>
    ) -> Int {
        let limits = columns.clamped(to: 0..<width)
        var x = x
        guard (0..<height).contains(y), !limits.isEmpty else { return x }
        rows[y].withUnsafeMutableBufferPointer { cells in
            for cell in text {
                let end = x + cell.glyph.width
                guard x < limits.upperBound else { break }
                if x >= limits.lowerBound, end <= limits.upperBound {
                    Self.put(cell.glyph, cell.style, at: x, cells: cells)
                } else if end > limits.lowerBound {
                    // Half of a wide glyph is inside.
                    Self.put(.space, cell.style, at: max(x, limits.lowerBound), cells: cells)
                }
                x = end
            }
        }
        return min(x, limits.upperBound)
    }

    @discardableResult
    package mutating func draw(_ text: some Sequence<ShapedCell>, x: Int, y: Int) -> Int {
        draw(text, x: x, y: y, in: 0..<width)
    }

    package mutating func add(_ link: SurfaceLink) {
        if !link.columns.isEmpty { links.append(link) }
    }

    mutating func add(_ target: SurfaceTarget) {
        if keepsTargets, !target.columns.isEmpty { targets.append(target) }
    }

    /// The thing that the pointer means at a cell: of several there, the one that was drawn last.
    func subject(x: Int, y: Int) -> SurfaceTarget.Subject? { targets.last { $0.contains(x: x, y: y) }?.subject }

    /// The row of the chat that stands in a row of a pane.
    func chatRow(_ y: Int, in pane: Rect) -> ChatRowTarget? {
        for target in targets where target.row == y && target.columns.overlaps(pane.columns) {
            if case .chatRow(let row) = target.subject { return row }
        }
        return nil
    }

    /// The link at a cell.
    func link(x: Int, y: Int) -> SurfaceLink? { links.last { $0.row == y && $0.columns.contains(x) } }

    /// Fills a part with one glyph of one column. Links and targets in it are gone.
    package mutating func fill(_ part: Rect, _ style: Style, with glyph: Glyph = .space) {
        links.removeAll { part.rows.contains($0.row) && part.columns.overlaps($0.columns) }
        // Mostly there are none in it, and the array is shared with the last frame: nothing is to copy it.
        if targets.contains(where: { $0.overlaps(part) }) { targets.removeAll { $0.overlaps(part) } }
        let columns = part.columns.clamped(to: 0..<width)
        for y in part.rows.clamped(to: 0..<height) {
            // Of a whole row nothing is left to be kept whole.
            guard columns.count < width else {
                rows[y] = Array(repeating: Cell(glyph, style), count: width)
                continue
            }
            rows[y].withUnsafeMutableBufferPointer { cells in
                for x in columns { Self.put(glyph, style, at: x, cells: cells) }
            }
        }
    }

    package mutating func verticalRule(x: Int, rows: Range<Int>, style: Style) {
        fill(Rect(x: x, y: rows.lowerBound, width: 1, height: rows.count), style, with: Glyph("│"))
    }

    /// Draws a frame along the edges of a part of two columns and two rows or more.
    package mutating func drawFrame(_ part: Rect, style: Style) {
        let (right, bottom) = (part.x + part.width - 1, part.y + part.height - 1)
        for y in [part.y, bottom] {
            fill(Rect(x: part.x, y: y, width: part.width, height: 1), style, with: Glyph("─"))
        }
        for x in [part.x, right] { verticalRule(x: x, rows: part.rows, style: style) }
        let corners: [(Unicode.Scalar, Int, Int)] = [
            ("┌", part.x, part.y), ("┐", right, part.y), ("└", part.x, bottom), ("┘", right, bottom),
        ]
        for (corner, x, y) in corners {
            fill(Rect(x: x, y: y, width: 1, height: 1), style, with: Glyph(corner))
        }
    }

    /// Changes the style of cells that are drawn already.
    package mutating func restyle(_ part: Rect, _ change: (inout Style) -> Void) {
        for y in part.rows.clamped(to: 0..<height) {
            for x in part.columns.clamped(to: 0..<width) { change(&rows[y][x].style) }
        }
    }

    /// Puts one glyph; it must fit in its row.
    private static func put(_ glyph: Glyph, _ style: Style, at place: Int, cells: UnsafeMutableBufferPointer<Cell>) {
        breakWide(at: place, cells: cells)
        if glyph.width == 2 {
            breakWide(at: place + 1, cells: cells)
            cells[place + 1] = Cell(.continuation, style)
        }
        cells[place] = Cell(glyph, style)
    }

    /// Blanks the other half of a wide glyph of which one half is about to be drawn over.
    private static func breakWide(at place: Int, cells: UnsafeMutableBufferPointer<Cell>) {
        switch cells[place].glyph.width {
        case 0: cells[place - 1].glyph = .space
        case 2: cells[place + 1].glyph = .space
        default: break
        }
    }
}
