import Client
import Protocol

/// The card in the middle of a room that nobody else is in.
extension PaneState {
    /// Draws it above the lines that the chat has so far, where there is room for all of it.
    func drawEmptyRoomCard(_ chat: ChatModel, _ shown: Buffer, into surface: inout Surface, part: Rect) {
        guard settings.showsFooter, let advice = chat.shown.adviceIfAlone(in: shown) else { return }
        let purposeColumns = (advice.map { shaper.width($0.purpose) }.max() ?? 0) + 3
        var rows = advice.map { advice in
            let gap = String(repeating: " ", count: purposeColumns - shaper.width(advice.purpose))
            return shaper.shape(advice.purpose + gap, theme.quiet) + shaper.shape(advice.command, theme.text)
        }
        rows.append(generalRow)
        let title = "You are in \(DrawableText.plain(shown.name)), and alone so far"
        let columns = ([shaper.width(title) + 1] + rows.map { $0.reduce(0) { $0 + $1.glyph.width } }).max() ?? 0
        let area = freeArea(of: part, in: surface)
        let card = Panel.part(columns: columns, rows: rows.count, in: area)
        let size = Panel.textSize(in: card)
        guard Panel.isFramed(area), size.rows >= rows.count, size.columns >= columns else { return }
        Panel(title: shaper.shape(title, theme.heading), rows: rows)
            .draw(into: &surface, part: card, theme: theme, shaper: shaper)
    }

    /// The key and the commands by which all else is found.
    private var generalRow: [ShapedCell] {
        var row: [ShapedCell] = []
        let help = settings.keyMap.key(for: .help).map { [("Keys", "\($0)")] } ?? []
        for (name, command) in help + [("Commands", "/help"), ("Leave", "/quit")] {
            shaper.append(row.isEmpty ? "\(name) " : "    \(name) ", theme.quiet, to: &row)
            shaper.append(command, theme.text, to: &row)
        }
        return row
    }

    /// The rows of a part above the first in which something is drawn.
    private func freeArea(of part: Rect, in surface: Surface) -> Rect {
        let end = part.rows.first { y in part.columns.contains { surface[$0, y].glyph != .space } }
        return Rect(x: part.x, y: part.y, width: part.width, height: (end ?? part.y + part.height) - part.y)
    }
}
