import Client

/// The buffers in one row, with what is unread in them. Those that there is no room for are counted at its ends.
struct BufferStrip {
    private let buffers: OpenBuffers
    private let shown: BufferAddress
    private let theme: Theme
    private let shaper: Shaper
    /// The places of the buffers, in their order.
    private let order: [Int]
    private let counts: HiddenBufferCounts
    private let columns: Int
    /// Those of the buffers that have been asked for, by their number in the order: most of many have no room.
    private var parts: [Int: [ShapedCell]] = [:]

    init(
        _ buffers: OpenBuffers, shown: BufferAddress, sortsByNews: Bool, columns: Int, theme: Theme, shaper: Shaper
    ) {
        (self.buffers, self.shown, self.columns, self.theme, self.shaper) = (buffers, shown, columns, theme, shaper)
        order = BufferOrder.inStrip(buffers, shown: buffers.position(of: shown) ?? 0, sortsByNews: sortsByNews)
        counts = HiddenBufferCounts(order.lazy.map { buffers[$0].urgency })
    }

    mutating func draw(into surface: inout Surface, part: Rect) {
        let range = visibleRange(around: buffers.position(of: shown).flatMap { order.firstIndex(of: $0) } ?? 0)
        let (left, right) = (leftSign(before: range), rightSign(behind: range))
        let end = part.x + part.width - right.columns
        let start = surface.draw(left, x: part.x, y: part.y, in: part.columns)
        let columns = start..<max(end, start)
        var x = start
        for row in range {
            let next = surface.draw(cells(row), x: x, y: part.y, in: columns)
            let address = buffers[order[row]].address
            surface.add(
                SurfaceTarget(row: part.y, columns: (x..<next).clamped(to: columns), subject: .buffer(address)))
            x = next
        }
        surface.draw(right, x: max(end, start), y: part.y, in: part.columns)
    }

    /// As many buffers as there is room for on both sides of one, which is there in any case.
    private mutating func visibleRange(around place: Int) -> Range<Int> {
        var (start, end) = (place, place + 1)
        while true {
            let count = end - start
            if end < order.count, fits(start..<(end + 1)) { end += 1 }
            if start > 0, fits((start - 1)..<end) { start -= 1 }
            if end - start == count { return start..<end }
        }
    }

    private mutating func fits(_ range: Range<Int>) -> Bool {
        let signs = leftSign(before: range).columns + rightSign(behind: range).columns
        return range.reduce(signs) { $0 + cells($1).columns } <= columns
    }

    // MARK: The ends

    /// Below so many columns the ends tell no more than a number.
    private static let columnsForWords = 50

    private func leftSign(before range: Range<Int>) -> [ShapedCell] {
        let hidden = counts[..<range.lowerBound]
        guard hidden.count > 0 else { return [] }
        let words = hidden.news == 0 || columns < Self.columnsForWords ? hidden.short : hidden.wording
        return shaper.shape(" ‹ \(words) ", hidden.style(theme), fitting: columns / 3)
    }

    private func rightSign(behind range: Range<Int>) -> [ShapedCell] {
        let hidden = counts[range.upperBound...]
        guard hidden.count > 0 else { return [] }
        let words = columns < Self.columnsForWords ? hidden.short : (hidden.news == 0 ? "+" : "") + hidden.wording
        return shaper.shape(" \(words) › ", hidden.style(theme), fitting: columns / 3)
    }

    // MARK: The buffers

    /// A dot says from afar that the person is called.
    private mutating func cells(_ row: Int) -> [ShapedCell] {
        if let cells = parts[row] { return cells }
        let place = order[row]
        let buffer = buffers[place]
        let isShown = buffer.address == shown
        let dot = !isShown && buffer.urgency == .call ? "● " : ""
        let news = isShown || buffer.news.isEmpty ? "" : " \(buffer.news)"
        let name = buffer.label(named: buffers.name(of: buffer))
        let cells = shaper.shape(
            " \(dot)\(place + 1) \(name)\(news) ", buffer.style(isShown: isShown, theme), fitting: columns)
        parts[row] = cells
        return cells
    }
}
