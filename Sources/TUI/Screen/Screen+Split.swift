import Client
import Protocol

/// Two buffers side by side.
extension Screen {
    /// The buffer on the screen beside the one that is typed into; nil where the last picture had none, and while text alone is shown.
    package var beside: BufferAddress? { showsBareView ? nil : lastFrame.beside }

    /// Shows another buffer beside the one on the screen, in the place of the one that may be there.
    ///
    /// - Parameter name: its name in any case, its number, or some letters of its name; nil for one with news.
    package mutating func split(with name: String?, _ chat: ChatModel) {
        guard width >= PaneLayout.splitColumns else {
            return showNote(
                "Two buffers need \(PaneLayout.splitColumns) columns; this window has \(width): widen it.")
        }
        let shown = chat.shownBuffer.address
        let found = if let name { buffer(named: name, chat) } else { bufferToRead(chat) }
        guard let buffer = found else {
            let list = keyMap.key(for: .switchBuffer).map { ": \($0) lists them." } ?? "."
            return showNote(
                name.map { "No open buffer is called “\(DrawableText.plain($0))”\(list)" }
                    ?? "There is no other buffer: /join or /query opens one.")
        }
        let id = buffer.address
        guard id != shown else {
            return showNote("\(DrawableText.plain(chat.name(of: buffer))) is shown already. Name another.")
        }
        guard panes.split(in: chat)?.other != id else { return }
        panes.arrangement.formerSplit = nil
        if panes.arrangement.split == nil { panes.arrangement.split = PaneSplit(with: id) }
        panes.arrangement.split?.replaceOther(by: id)
        let fresh = panes.newView
        panes.views[id, default: fresh].willShow(buffer)
    }

    /// Shows the buffer that is typed into alone.
    package mutating func unsplit(_ chat: ChatModel) {
        panes.arrangement.formerSplit = nil
        guard panes.split(in: chat) != nil else {
            return showNote("There is one buffer on the screen: /split shows another beside it.")
        }
        panes.arrangement.split = nil
    }

    /// From now on the other of the two is typed into.
    mutating func goToOtherPane(_ chat: ChatModel) -> [Intent] {
        guard let split = panes.split(in: chat) else {
            showNote("There is one buffer on the screen: /split shows another beside it.")
            return []
        }
        return [.show(split.other)]
    }

    /// Ends the split where the buffer that was read is closed, or has taken the place of the one that was typed into.
    mutating func endSplitOfClosed(_ chat: ChatModel) {
        guard panes.arrangement.split != nil, panes.split(in: chat) == nil else { return }
        panes.arrangement.split = nil
    }

    private func buffer(named name: String, _ chat: ChatModel) -> Buffer? {
        let buffers = chat.buffers
        if let number = Int(name), (1...buffers.count).contains(number) { return buffers[number - 1] }
        if let id = chat.shown.buffers.id(named: name) { return chat.shown.buffers[id] }
        let scored = buffers.compactMap { buffer in
            FuzzyMatch.score(name, in: buffers.name(of: buffer)).map { (score: $0, buffer: buffer) }
        }
        return scored.max { $0.score < $1.score }?.buffer
    }

    /// The buffer to which the key for news leads, else the next.
    private func bufferToRead(_ chat: ChatModel) -> Buffer? {
        let buffers = chat.buffers
        guard buffers.count > 1 else { return nil }
        let shown = chat.shownBuffer.address
        let news = Hotlist(buffers, shown: shown, beside: panes.split(in: chat)?.other).entries.first
        return news.flatMap { chat[$0.address] } ?? buffers[((buffers.position(of: shown) ?? 0) + 1) % buffers.count]
    }
}

extension PaneState {
    /// The split while it holds: the buffer that is read is open, and not the one that is typed into. There may be no room for it.
    func split(in chat: ChatModel) -> PaneSplit? {
        guard let split = arrangement.split, split.other != chat.shownBuffer.address, chat.isOpen(split.other)
        else { return nil }
        return split
    }

    /// The buffer beside the one that is typed into; nil where there is none, or no room for it.
    func besideID(_ layout: PaneLayout) -> BufferAddress? { layout.beside == nil ? nil : arrangement.split?.other }

    /// The buffer beside the one that is typed into, with its topic and its news above, and the rule between the two.
    mutating func drawBeside(
        _ chat: ChatModel, _ layout: PaneLayout, _ pane: PaneLayout.Beside, into surface: inout Surface
    ) {
        surface.verticalRule(x: pane.rule.x, rows: pane.rule.rows, style: theme.rule)
        guard let id = arrangement.split?.other, let buffer = chat[id] else { return }
        var view = views[id] ?? newView
        views[id] = nil
        view.draw(buffer, isWatched: chat[id.network].isWatching, into: &surface, part: pane.chat) {
            self.formatter(layout, chat, buffer, in: pane.chat, wholeNicks: $0)
        }
        let unseen = view.unseen(in: buffer)
        views[id] = view
        guard let part = pane.topic else { return }
        drawTopic(buffer, chat, isTypedInto: false, isSplit: true, into: &surface, part: part)
        guard unseen.lines > 0 else { return }
        let news = " ↓\(unseen.lines)" + (unseen.mentions > 0 ? " \(unseen.mentions)!" : "") + " "
        let cells = shaper.shape(news, theme.barAlert, fitting: part.width)
        surface.draw(cells, x: part.columns.upperBound - cells.columns, y: part.y, in: part.columns)
    }
}
