import Client

/// The things that lie over the chat: lists, notes, hints.
extension PaneState {
    /// The list of a picker, the best beside the input.
    func drawPicker(_ picker: Picker, into surface: inout Surface, part: Rect) {
        guard part.width > 4, part.height > 0 else { return }
        let rows = min(picker.items.count, max(part.height - 1, 1), max(part.height * 2 / 3, 1))
        let selected = picker.selected ?? 0
        let first = max(0, min(selected - rows / 2, picker.items.count - rows))
        var y = part.y + part.height - 1
        let isComing = picker.askedRows?.isComplete == false
        if picker.items.isEmpty, !picker.query.isEmpty || isComing, picker.kind.hasList {
            surface.fill(Rect(x: part.x, y: y, width: part.width, height: 1), theme.bar)
            let words = picker.search?.isComplete == false || isComing ? "searching…" : "nothing found"
            surface.draw(shaper.shape(" \(words)", theme.bar), x: part.x, y: y, in: part.columns)
            return
        }
        // In one column, but for those that would leave no room for the text. Of thousands the first tell how wide it is.
        let leadColumns =
            picker.items.prefix(Self.maxMeasuredLeads).map { leadWidth($0) }.filter { $0 <= part.width / 3 }.max() ?? 0
        for place in first..<(first + rows) {
            let item = picker.items[place]
            let isChosen = place == picker.selected
            let style = isChosen ? theme.chosen : theme.bar
            surface.fill(Rect(x: part.x, y: y, width: part.width, height: 1), style)
            let quiet = isChosen ? style : theme.barQuiet
            let lead = shaper.shape((isChosen ? "▸ " : "  ") + item.lead, style, fitting: part.width - 1)
            var x = surface.draw(lead, x: part.x, y: y, in: part.columns)
            let end = part.x + part.width - 1
            for (words, style) in [(item.name, style), (item.aside, quiet)] {
                let cells = searched(words, finding: picker.searchedText, style, width: end - x)
                x = surface.draw(cells, x: x, y: y, in: part.columns)
            }
            x += gap(behind: leadWidth(item), columns: leadColumns)
            let text = item.text.split(whereSeparator: \.isNewline).joined(separator: " ⏎ ")
            surface.draw(
                searched(text, finding: picker.searchedText, style, width: end - x), x: x, y: y, in: part.columns)
            surface.add(SurfaceTarget(row: y, columns: part.columns, subject: .item(item.target)))
            y -= 1
        }
        if picker.isCut || picker.items.count > rows, y >= part.y {
            surface.fill(Rect(x: part.x, y: y, width: part.width, height: 1), theme.bar)
            let more = picker.isCut ? "and perhaps more" : "\(picker.items.count) in all"
            surface.draw(shaper.shape("  \(more)", theme.barQuiet), x: part.x, y: y, in: part.columns)
        }
    }

    private static var maxMeasuredLeads: Int { 200 }

    /// The style of what was found. Where there are no colours a row of the list is reversed already.
    private func foundStyle(on style: Style) -> Style {
        theme.depth == .none ? style.with([.bold, .underline]) : theme.found
    }

    /// The words of an item in a row, with what was found in them marked.
    private func searched(_ words: String, finding text: String, _ style: Style, width: Int) -> [ShapedCell] {
        FoundText(words, finding: text)?.cells(style, hit: foundStyle(on: style), width: width, shaper: shaper)
            ?? shaper.shape(words, style, fitting: width)
    }

    /// Columns of what stands before the text of an item.
    private func leadWidth(_ item: Picker.Item) -> Int { shaper.width(item.lead + item.name + item.aside) }

    /// Blanks between what stands before an item and its text.
    private func gap(behind lead: Int, columns: Int) -> Int {
        lead == 0 && columns == 0 ? 0 : max(columns - lead, 0) + 2
    }

    /// A word to the reader over the last rows of the chat.
    func drawNote(_ note: String, into surface: inout Surface, part: Rect) {
        guard part.width > 4, part.height > 0 else { return }
        let cells = shaper.shape(note, theme.note)
        let rows = Wrap.rows(cells, width: part.width - 2).prefix(min(part.height, 4))
        var y = part.y + part.height - rows.count
        for row in rows {
            surface.fill(Rect(x: part.x, y: y, width: part.width, height: 1), theme.note)
            surface.draw(cells[row], x: part.x + 1, y: y, in: part.columns)
            y += 1
        }
    }

    func drawHint(_ hint: String, into surface: inout Surface, part: Rect) {
        surface.fill(part, theme.text)
        surface.draw(
            shaper.shape(" \(hint)", theme.quiet, fitting: part.width), x: part.x, y: part.y, in: part.columns)
    }
}
