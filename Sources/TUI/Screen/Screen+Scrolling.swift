import Client
import Protocol

/// Moving through the history.
extension Screen {
    /// Lends the view of a buffer on the screen, with what is needed to walk over its rows.
    @discardableResult
    mutating func withView<Result>(
        _ chat: ChatModel, _ buffer: Buffer, _ body: (inout ChatView, LineFormatter, _ height: Int) -> Result
    ) -> Result {
        let layout = self.layout(chat, chat.shownBuffer)
        let id = buffer.address
        let part = (id == panes.besideID(layout) ? layout.beside?.chat : nil) ?? layout.chat
        var view = panes.views[id] ?? panes.newView
        panes.views[id] = nil
        let formatter = panes.formatter(layout, chat, buffer, in: part, wholeNicks: view.alikeNicks.whole)
        defer { panes.views[id] = view }
        return body(&view, formatter, part.height)
    }

    mutating func scroll(_ rows: Int, _ chat: ChatModel, _ shown: Buffer) {
        withView(chat, shown) { view, formatter, height in
            view.scroll(by: rows, in: shown, formatter: formatter, height: height)
        }
    }

    mutating func scrollToOldest(_ chat: ChatModel, _ shown: Buffer) {
        withView(chat, shown) { view, formatter, height in
            view.scrollToOldest(in: shown, formatter: formatter, height: height)
        }
    }

    /// To the oldest line there is, also where the server still has to be asked for it.
    mutating func goToOldest(_ chat: ChatModel, _ shown: Buffer) -> [Intent] {
        scrollToOldest(chat, shown)
        guard shown.older == .more || shown.older == .failed else { return [] }
        return [.jumpToTime(Timestamp(milliseconds: 0), shown.address)]
    }

    /// Brings a line of the buffer on the screen to the middle and marks it.
    package mutating func reveal(_ id: LineID, _ chat: ChatModel) { reveal(id, chat, chat.shownBuffer) }

    mutating func reveal(_ id: LineID, _ chat: ChatModel, _ shown: Buffer) {
        withView(chat, shown) { view, formatter, height in
            view.reveal(id, in: shown, formatter: formatter, height: height)
            let line = view.shownLine(for: id, in: shown, formatter: formatter)
            if view.chosen != nil { view.chosen = line } else { view.revealed = line }
        }
    }

    /// A page, less two rows that stay in sight.
    func page(_ chat: ChatModel, _ shown: Buffer) -> Int {
        max(panes.newView.upperRows(layout(chat, shown).chat.height) - 2, 1)
    }

    mutating func jumpToUnread(_ chat: ChatModel, _ shown: Buffer) {
        guard let unread = shown.firstUnread ?? panes.views[shown.address]?.marks.unread, shown.index(of: unread) != nil
        else {
            return showNote("Nothing here is unread.")
        }
        withView(chat, shown) { view, formatter, height in
            view.reveal(unread, in: shown, formatter: formatter, height: height)
        }
    }

    mutating func jumpToMention(isForward: Bool, chat: ChatModel, shown: Buffer) {
        let from = withView(chat, shown) { view, formatter, height in
            view.chosen ?? view.revealed ?? view.middle(of: shown, formatter: formatter, height: height)
        }
        guard let found = panes.views[shown.address]?.mention(isForward, from: from, in: shown) else {
            return showNote("No mention further \(isForward ? "down" : "up").")
        }
        reveal(found, chat, shown)
    }

    /// Asks for older lines while there are still some pages of them above.
    ///
    /// - Parameter isUpward: true if the person wants to go up: then older lines are asked for also where all that is held is in sight.
    func historyIntents(_ chat: ChatModel, _ shown: Buffer, isUpward: Bool = false) -> [Intent] {
        guard let view = panes.views[shown.address], case .at(let id, _) = view.position else {
            return isUpward && shown.lineCount < height ? [.loadOlder(shown.address)] : []
        }
        return shown.index(notBelow: id) < 4 * height ? [.loadOlder(shown.address)] : []
    }
}
