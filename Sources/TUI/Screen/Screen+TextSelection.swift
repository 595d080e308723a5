import Client

/// The text that is selected by the mouse.
extension Screen {
    /// The pane at a cell in which text can be selected, or the part of it that scrolls alone.
    func selectablePart(at place: TextSelection.Place, _ chat: ChatModel, _ shown: Buffer) -> Rect? {
        let layout = layout(chat, shown)
        guard let pane = layout.pane(x: place.x, y: place.y) else { return nil }
        if pane == layout.chat { return panes.views[shown.address]?.selectablePart(at: place.y, of: pane) ?? pane }
        guard pane == layout.beside?.chat, let other = panes.besideID(layout) else { return pane }
        return panes.views[other]?.selectablePart(at: place.y, of: pane) ?? pane
    }

    /// Copies the text that was selected: what the pointer was over, wherever it stands by now.
    mutating func copy(_ selection: TextSelection, _ chat: ChatModel) -> [Intent] {
        let text = selection.ofChat.map { self.text(of: $0, chat) } ?? selection.ofCells ?? ""
        return text.isEmpty ? [] : copy(text)
    }

    private mutating func text(of selection: ChatSelection, _ chat: ChatModel) -> String {
        guard selection.isHeld(in: chat), let buffer = chat[selection.buffer] else { return "" }
        return withView(chat, buffer) { view, formatter, _ in
            view.text(of: selection, in: buffer, formatter: formatter)
        }
    }
}
