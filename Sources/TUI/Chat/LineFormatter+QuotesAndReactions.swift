import Client
import Protocol

/// The rows above and below a line: the line that it answers, and the reactions that others put under it.
extension LineFormatter {
    /// One row of the line that is answered.
    func quoteRow(_ quote: Quote) -> ChatRow {
        let words =
            quote.sender.isEmpty
            ? "an earlier message" : "\(DrawableText.plain(quote.sender)): \(DrawableText.plain(quote.excerpt))"
        return sideRow("↳ " + words, .quote)
    }

    /// All reactions in one row, each with how many gave it; own ones are marked.
    func reactionRow(_ reactions: [Reaction]) -> ChatRow {
        let words = reactions.map { reaction in
            let count = reaction.count > 1 ? " \(reaction.count)" : ""
            let text = DrawableText.plain(reaction.text)
            return reaction.isOwn ? "[\(text)\(count)]" : text + count
        }
        return sideRow(words.joined(separator: "  "), .reactions)
    }

    private func sideRow(_ words: String, _ part: ChatRow.Part) -> ChatRow {
        let cells = shaper.shape(words, theme.quiet, fitting: max(width - gutter, 2))
        return ChatRow(part: part, cells: laterGutter + cells, showsTime: false)
    }
}
