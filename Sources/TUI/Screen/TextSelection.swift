/// The text between the cell where the left button went down and the one where the pointer is, both with it, inside of one pane.
///
/// In the chat it is the text that is selected, and not the cells: it moves with its lines. In the other panes, where nothing says what a row
/// was, it ends when another text stands in its cells.
struct TextSelection: Hashable, Sendable {
    /// A cell of the screen, in the order in which one reads.
    struct Place: Hashable, Comparable, Sendable {
        let x: Int
        let y: Int

        static func < (a: Place, b: Place) -> Bool { a.y != b.y ? a.y < b.y : a.x < b.x }
    }

    private enum Content: Hashable {
        case chat(ChatSelection)
        /// The text in the cells.
        case cells(String)
    }

    /// What the pointer means at a cell.
    private struct Pressed: Hashable {
        let subject: SurfaceTarget.Subject?
        let link: SurfaceLink?

        init(at place: Place, on surface: Surface?) {
            subject = surface?.subject(x: place.x, y: place.y)
            link = surface?.link(x: place.x, y: place.y)
        }
    }

    /// The pane, or the part of it that scrolls alone: the pointer may leave it, and the selection does not.
    private let part: Rect
    let anchor: Place
    private(set) var head: Place
    private var content: Content
    /// What the button went down on.
    private let pressed: Pressed

    init(from anchor: Place, in part: Rect, on surface: Surface?) {
        self.part = part
        self.anchor = anchor
        head = anchor
        pressed = Pressed(at: anchor, on: surface)
        content =
            surface.flatMap { ChatSelection(from: anchor, in: part, on: $0) }.map { .chat($0) } ?? .cells("")
    }

    /// True while nothing is selected: the pointer is where it went down.
    var isEmpty: Bool { head == anchor && ofChat?.isEmpty ?? true }

    /// True where letting go is a click: nothing is selected, and what the button went down on is still there.
    ///
    /// - Parameter surface: the frame that the pointer is over.
    func isClick(on surface: Surface?) -> Bool { isEmpty && pressed == Pressed(at: anchor, on: surface) }

    /// The text of the chat that is selected; nil in the other panes.
    var ofChat: ChatSelection? {
        if case .chat(let selection) = content { selection } else { nil }
    }

    /// The text that is selected in a pane other than the chat; nil in the chat, whose lines have it.
    var ofCells: String? {
        if case .cells(let text) = content { text } else { nil }
    }

    /// Takes the pointer to a cell, or to the nearest of the pane.
    ///
    /// - Parameter surface: the frame that the pointer is over.
    mutating func extend(to place: Place, on surface: Surface?) {
        guard !part.isEmpty, let surface else { return }
        head = Place(
            x: min(max(place.x, part.x), part.x + part.width - 1),
            y: min(max(place.y, part.y), part.y + part.height - 1))
        switch content {
        case .chat(var selection):
            selection.extend(to: head, in: part, on: surface)
            content = .chat(selection)
        case .cells: content = .cells(text(on: surface))
        }
    }

    /// True unless another text stands by now in the cells that are selected.
    func holds(on surface: Surface) -> Bool { isEmpty || ofCells.map { $0 == text(on: surface) } ?? true }

    func highlight(on surface: inout Surface) {
        guard !isEmpty else { return }
        for y in ofChat == nil ? rows : 0...surface.height - 1 {
            let found = ofChat.map { $0.columns(row: y, in: part, on: surface) } ?? columns(row: y, on: surface)
            guard let columns = found else { continue }
            surface.restyle(Rect(x: columns.lowerBound, y: y, width: columns.count, height: 1)) { style in
                style.attributes.formSymmetricDifference(.reverse)
            }
        }
    }

    // MARK: Cells

    private var rows: ClosedRange<Int> { min(anchor, head).y...max(anchor, head).y }

    /// The columns of a row that are selected; nil where none are. A wide glyph is in it whole.
    private func columns(row y: Int, on surface: Surface) -> Range<Int>? {
        guard (0..<surface.height).contains(y) else { return nil }
        let whole = part.columns.clamped(to: 0..<surface.width)
        let (first, last) = (min(anchor, head), max(anchor, head))
        var start = y == first.y ? max(first.x, whole.lowerBound) : whole.lowerBound
        let end = y == last.y ? min(last.x + 1, whole.upperBound) : whole.upperBound
        guard start < end else { return nil }
        while start > whole.lowerBound, surface[start, y].glyph.isContinuation { start -= 1 }
        return start..<end
    }

    /// The text in the cells, without blanks at the ends of its rows.
    private func text(on surface: Surface) -> String {
        surface.text(rows.map { y in (y: y, columns: columns(row: y, on: surface) ?? 0..<0) })
    }
}
