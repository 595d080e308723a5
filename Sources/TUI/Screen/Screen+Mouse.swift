import Client

/// The mouse, where it is the program's: what is under the pointer is what the last frame shows there.
extension Screen {
    /// Rows that a notch of the wheel moves a pane by.
    private static let rowsPerNotch = 3

    /// Takes what the mouse did. Nothing of it answers a question, or counts as being in the middle of something, and nothing types but a click
    /// on the name of a room that is not open: it begins the command that enters it.
    ///
    /// The left button acts when it is let go where it went down, if what it went down on is still there; elsewhere it has selected text. The right
    /// button chooses a message.
    mutating func handle(
        _ mouse: MouseEvent, _ chat: ChatModel, _ shown: Buffer, at milliseconds: Int64?
    ) -> [Intent] {
        guard !panes.isTypingSecret else { return [] }
        let place = TextSelection.Place(x: mouse.x, y: mouse.y)
        switch mouse.kind {
        case .wheelUp: return turnWheel(-1, at: place, chat, shown, milliseconds)
        case .wheelDown: return turnWheel(1, at: place, chat, shown, milliseconds)
        case .press(let button):
            beginAnew()
            switch button {
            case .left:
                let part = selectablePart(at: place, chat, shown) ?? Rect(x: 0, y: 0, width: 0, height: 0)
                panes.selection = TextSelection(from: place, in: part, on: lastFrame.surface)
            case .right:
                panes.card = nil
                return chooseMessage(at: place, chat, shown)
            case .middle: break
            }
        case .drag(.left):
            let surface = lastFrame.surface
            panes.selection?.extend(to: place, on: surface)
        case .release:
            guard let selection = panes.selection else { return [] }
            panes.selection = nil
            guard selection.isEmpty else { return copy(selection, chat) }
            return selection.isClick(on: lastFrame.surface) ? click(at: selection.anchor, chat, shown) : []
        case .drag(.middle), .drag(.right): break
        }
        return []
    }

    /// Ends what the next key would end as well.
    private mutating func beginAnew() {
        panes.note = nil
        panes.selection = nil
        panes.pendingRedaction = nil
        inputState.isQuitPending = false
        inputState.completion = nil
    }

    // MARK: The wheel

    /// - Parameter step: -1 for up, 1 for down.
    private mutating func turnWheel(
        _ step: Int, at place: TextSelection.Place, _ chat: ChatModel, _ shown: Buffer, _ milliseconds: Int64?
    ) -> [Intent] {
        // A selection in the chat goes with its lines. One of nothing yet was a click, and is none any more.
        if panes.selection.map({ $0.isEmpty || $0.ofChat == nil }) ?? false { panes.selection = nil }
        if panes.picker != nil {
            panes.picker?.move(-step)
            return []
        }
        let layout = layout(chat, shown)
        if panes.help == nil, layout.members?.contains(x: place.x, y: place.y) ?? false {
            scrollMembers(step * Self.rowsPerNotch, chat, shown)
            return []
        }
        if panes.help == nil, let part = layout.buffers, part.contains(x: place.x, y: place.y) {
            let pane = panes.bufferPane(chat, shown, layout)
            panes.arrangement.bufferOffset = pane.offset(scrolledBy: step * Self.rowsPerNotch, height: part.height)
            return []
        }
        if panes.help == nil, layout.strip?.contains(x: place.x, y: place.y) ?? false {
            leaveChoosing(shown)
            return show(step, chat)
        }
        if let read = bufferBeside(at: place, chat, shown) {
            scroll(step * Self.rowsPerNotch, chat, read)
            return historyIntents(chat, read, isUpward: step < 0)
        }
        return handle(.key(Key(step < 0 ? .wheelUp : .wheelDown)), chat, shown, at: milliseconds)
    }

    // MARK: Buttons

    /// The buffer that is read beside the one that is typed into, if the pointer is over it.
    private func bufferBeside(at place: TextSelection.Place, _ chat: ChatModel, _ shown: Buffer) -> Buffer? {
        let layout = layout(chat, shown)
        guard panes.help == nil, let pane = layout.beside, pane.contains(x: place.x, y: place.y) else { return nil }
        return panes.besideID(layout).flatMap { chat[$0] }
    }

    private mutating func click(at place: TextSelection.Place, _ chat: ChatModel, _ shown: Buffer) -> [Intent] {
        guard let surface = lastFrame.surface else { return [] }
        let subject = surface.subject(x: place.x, y: place.y)
        guard panes.help == nil else {
            clickInHelp(subject)
            return []
        }
        if var picker = panes.picker {
            guard case .item(let target) = subject, let item = picker.items.firstIndex(where: { $0.target == target })
            else {
                panes.picker = nil
                return []
            }
            picker.selected = item
            return choose(picker, chat, shown)
        }
        if panes.card != nil {
            if case .card(let action) = subject { return act(action, chat, shown) }
            panes.card = nil
            // Another person's card takes its place. Any other click means no more than that.
            guard case .nick(let nick) = subject, bufferBeside(at: place, chat, shown) == nil else { return [] }
            return openCard(of: nick, shown)
        }
        var intents: [Intent] = []
        let read = bufferBeside(at: place, chat, shown)
        if let read {
            leaveChoosing(shown)
            intents.append(.show(read.address))
        }
        if let link = surface.link(x: place.x, y: place.y) { return intents + follow(link.url) }
        // From now on it is typed into: the next click there means what is under it.
        guard read == nil else { return intents }
        switch subject {
        // The buffer may have been closed since.
        case .buffer(let address):
            guard chat[address] != nil else { return [] }
            leaveChoosing(shown)
            return [.show(address)]
        case .chatRow(let row):
            guard row.line.buffer == shown.address, let line = shown.line(row.line.line) else { return [] }
            if let room = roomName(at: place, in: row, of: line, chat) { return go(toRoom: room, chat, shown) }
            _ = toggleRun(line, chat, shown)
            return []
        case .nick(let nick): return openCard(of: nick, shown)
        case .item, .card, .help, nil: return []
        }
    }

    /// Chooses the message under the pointer, as one chooses it with the keys. What is typed goes to its buffer from then on.
    private mutating func chooseMessage(
        at place: TextSelection.Place, _ chat: ChatModel, _ shown: Buffer
    ) -> [Intent] {
        guard panes.help == nil, panes.picker == nil else { return [] }
        let layout = layout(chat, shown)
        let read = bufferBeside(at: place, chat, shown)
        let intents: [Intent] = read.map { [.show($0.address)] } ?? []
        if read != nil { leaveChoosing(shown) }
        let buffer = read ?? shown
        guard let part = read == nil ? layout.chat : layout.beside?.chat, part.contains(x: place.x, y: place.y),
            let row = lastFrame.surface?.chatRow(place.y, in: part), row.line.buffer == buffer.address,
            buffer.line(row.line.line) != nil
        else { return intents }
        leaveChoosing(shown)
        panes.views[buffer.address]?.revealed = nil
        panes.views[buffer.address]?.chosen = row.line.line
        return intents
    }
}
