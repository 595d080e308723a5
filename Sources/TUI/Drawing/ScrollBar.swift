import Client
import Protocol

/// The column beside the chat that shows the reader's place in the buffer: the lines in sight, the beginnings of days, the mentions of the
/// reader, and the beginning of the unread lines. It costs a look at a few lines for each of its rows.
struct ScrollBar {
    let buffer: Buffer
    let clock: LocalClock
    let theme: Theme
    let inSight: ClosedRange<Int>
    let mentions: [LineID]
    let unread: LineID?

    func draw(into surface: inout Surface, x: Int, y: Int, height: Int) {
        let scrollback = buffer.scrollback
        let count = scrollback.count
        guard count > 0, height > 0 else { return }
        func row(of index: Int) -> Int { min(max(index, 0) * height / count, height - 1) }
        let thumb = row(of: inSight.lowerBound)...row(of: inSight.upperBound)
        let unreadRow = unread.flatMap { scrollback.index(of: $0) }.map { row(of: $0) }
        for line in 0..<height {
            var glyph: Glyph = thumb.contains(line) ? "┃" : "╎"
            var style = thumb.contains(line) ? theme.text : theme.rule
            if !thumb.contains(line), isDayChange(line, count, height) { glyph = "╾" }
            if isMentioned(line, count, height) { (glyph, style) = ("!", theme.mentionText) }
            if line == unreadRow { (glyph, style) = ("━", theme.unread) }
            surface.draw([ShapedCell(glyph, style)], x: x, y: y + line)
        }
    }

    private func isMentioned(_ row: Int, _ count: Int, _ height: Int) -> Bool {
        let start = (row * count + height - 1) / height
        let end = min(((row + 1) * count + height - 1) / height, count)
        guard !mentions.isEmpty, start < end else { return false }
        let (first, last) = (buffer.scrollback.id(at: start), buffer.scrollback.id(at: end - 1))
        var (low, high) = (0, mentions.count)
        while low < high {
            let middle = (low + high) / 2
            if mentions[middle] < first { low = middle + 1 } else { high = middle }
        }
        return low < mentions.count && mentions[low] <= last
    }

    private func isDayChange(_ row: Int, _ count: Int, _ height: Int) -> Bool {
        let start = (row * count + height - 1) / height
        let end = min(((row + 1) * count + height - 1) / height, count - 1)
        guard start > 0, start <= end else { return false }
        let scrollback = buffer.scrollback
        return clock.day(scrollback.time(at: start - 1)) != clock.day(scrollback.time(at: max(end - 1, start)))
    }
}

extension Glyph: ExpressibleByUnicodeScalarLiteral {
    package init(unicodeScalarLiteral scalar: Unicode.Scalar) { self.init(scalar) }
}
