import Client
import Protocol

/// The card of somebody, over the chat: who they are, and what can be done.
struct NickCard: Hashable, Sendable {
    enum Action: Hashable, Sendable {
        case message
        /// Hear them no more, or again.
        case ignore
        case close
    }

    let nick: String
    /// The buffer over which it lies.
    let buffer: BufferAddress

    /// What can be done, each with its key and its words.
    ///
    /// - Parameters:
    ///   - isIgnored: true where the person does not hear them.
    ///   - closingKey: the key that closes the card; nil where none is to be taught.
    static func actions(isIgnored: Bool, closingKey: Key?) -> [(action: Action, key: String, words: String)] {
        [(.message, "m", "message"), (.ignore, "i", isIgnored ? "unignore" : "ignore")]
            + (closingKey.map { [(.close, $0.description, "closes")] } ?? [])
    }
}

extension PaneState {
    /// Draws a card in the middle of the chat, as wide as its lines; without its frame where there is little room.
    func draw(_ card: NickCard, _ chat: ChatModel, into surface: inout Surface, part: Rect) {
        let lines =
            chat.shown.whoisCard(of: card.nick)?.lines ?? [
                chat.shown.phase == .online
                    ? "Not asked: other answers are still to come." : "Not connected: not asked."
            ]
        let actions = NickCard.actions(
            isIgnored: chat.shown.isIgnored(nick: card.nick), closingKey: settings.keyMap.key(for: .escape))
        let actionColumns = actions.reduce(0) { $0 + shaper.width("\($1.key) \($1.words)") + 3 } - 3
        let hasFrame = part.height >= lines.count + 4 && part.width >= 24
        let margin = hasFrame ? 2 : 1
        let wanted = lines.map { shaper.width($0) }.reduce(max(actionColumns, 36), max) + 2 * margin
        let width = hasFrame ? min(wanted, part.width - 2) : part.width
        let height = min(lines.count + (hasFrame ? 4 : 1), part.height)
        guard height > 0, width > 2 * margin else { return }
        let box = Rect(
            x: part.x + (part.width - width) / 2, y: part.y + (part.height - height) / 2, width: width, height: height)
        surface.fill(box, theme.bar)
        let inner = Rect(x: box.x + margin, y: box.y, width: width - 2 * margin, height: height)
        if hasFrame { drawFrame(DrawableText.plain(card.nick), box, into: &surface) }
        let first = box.y + (hasFrame ? 1 : 0)
        for (place, line) in lines.prefix(height - 1).enumerated() {
            let cells = shaper.shape(line, theme.bar, fitting: inner.width)
            surface.draw(cells, x: inner.x, y: first + place, in: inner.columns)
        }
        let y = hasFrame ? box.y + height - 2 : box.y + height - 1
        var x = inner.x
        for (action, key, words) in actions {
            let cells = shaper.shape(key, theme.bar.with(.bold)) + shaper.shape(" \(words)", theme.bar)
            let end = surface.draw(cells, x: x, y: y, in: inner.columns)
            guard end > x else { break }
            surface.add(SurfaceTarget(row: y, columns: x..<end, subject: .card(action)))
            x = end + 3
        }
    }

    private func drawFrame(_ title: String, _ box: Rect, into surface: inout Surface) {
        surface.drawFrame(box, style: theme.bar)
        let words = shaper.shape(" \(title) ", theme.bar.with(.bold), fitting: box.width - 4)
        surface.draw(words, x: box.x + 2, y: box.y, in: box.columns)
    }
}
