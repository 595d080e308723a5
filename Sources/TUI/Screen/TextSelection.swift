/// The text between the cell where the left button went down and the one where the pointer is, both with it, inside of one pane.
struct TextSelection: Hashable, Sendable {
    /// A cell of the screen, in the order in which one reads.
    struct Place: Hashable, Comparable, Sendable {
        let x: Int
        let y: Int

        static func < (a: Place, b: Place) -> Bool { a.y != b.y ? a.y < b.y : a.x < b.x }
    }

    /// The pane: the pointer may leave it, and the selection does not.
    private let part: Rect
    let anchor: Place
    private(set) var head: Place
    /// True where it began in the text of the chat. Then the columns of the time and the nick are left out.
    private let isOfText: Bool

    init(from anchor: Place, in part: Rect, on surface: Surface?) {
        self.part = part
        self.anchor = anchor
        head = anchor
        isOfText = surface?.chatRow(anchor.y, in: part)?.text.contains(anchor.x) ?? false
    }

    /// True while the pointer is where it went down: then it is a click.
    var isEmpty: Bool { head == anchor }

    /// Takes the pointer to a cell, or to the nearest of the pane.
    mutating func extend(to place: Place) {
        guard !part.isEmpty else { return }
        head = Place(
            x: min(max(place.x, part.x), part.x + part.width - 1),
            y: min(max(place.y, part.y), part.y + part.height - 1))
    }

    private var rows: ClosedRange<Int> { min(anchor, head).y...max(anchor, head).y }

    /// The columns of a row that are selected; nil where none are. A wide glyph is in it whole.
    private func columns(row y: Int, on surface: Surface) -> Range<Int>? {
        guard (0..<surface.height).contains(y) else { return nil }
        var whole = part.columns.clamped(to: 0..<surface.width)
        if isOfText {
            guard let row = surface.chatRow(y, in: part) else { return nil }
            whole = row.text.clamped(to: whole)
        }
        let (first, last) = (min(anchor, head), max(anchor, head))
        var start = y == first.y ? max(first.x, whole.lowerBound) : whole.lowerBound
        let end = y == last.y ? min(last.x + 1, whole.upperBound) : whole.upperBound
        guard start < end else { return nil }
        while start > whole.lowerBound, surface[start, y].glyph.isContinuation { start -= 1 }
        return start..<end
    }

    func highlight(on surface: inout Surface) {
        guard !isEmpty else { return }
        for y in rows {
            guard let columns = columns(row: y, on: surface) else { continue }
            surface.restyle(Rect(x: columns.lowerBound, y: y, width: columns.count, height: 1)) { style in
                style.attributes.formSymmetricDifference(.reverse)
            }
        }
    }

    /// The text on the screen, without blanks at the ends of its rows. Rows that a message was broken into are one again, and what parts
    /// messages, such as the rule of a day, is left out of their text.
    func text(on surface: Surface) -> String {
        var text = ""
        for y in rows {
            let joint = isOfText ? surface.chatRow(y, in: part)?.joint : .row
            guard let joint else { continue }
            if y > rows.lowerBound { text += joint.separator }
            guard let columns = columns(row: y, on: surface) else { continue }
            var row = surface[row: y][columns].filter { !$0.glyph.isContinuation }.map(\.glyph.text).joined()
            while row.last == " " { row.removeLast() }
            text += row
        }
        return String(text.drop(while: \.isNewline))
    }
}

extension ChatRow.Joint {
    fileprivate var separator: String {
        switch self {
        case .row: "\n"
        case .space: " "
        case .word: ""
        }
    }
}
