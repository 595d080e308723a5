import Client
import Protocol

/// The whole screen: the reader's changes to it, its answers to keys, and its drawing.
///
/// A value: keys go in and intents come out, a session goes in and a ``Surface`` comes out. The typed text is kept for each buffer until
/// the session has taken it.
package struct Screen: Sendable {
    /// Whatever changes it makes the next frame a whole one: there is no other way to it.
    var panes: PaneState {
        didSet { lastFrame.invalidate() }
    }
    package let clipboard: Clipboard
    /// The program that is handed what is copied, besides the terminal; nil for none.
    let clipboardProgram: String?
    var inputState = InputState()
    var lastFrame = LastFrame()
    /// The buffer that was on the screen before the one that is; it may be closed by now.
    var lastBuffer: BufferAddress?

    package init(
        width: Int, height: Int, shaper: Shaper, clock: LocalClock, theme: Theme, settings: ScreenSettings = .init(),
        clipboard: Clipboard = .unknown, clipboardProgram: String? = nil
    ) {
        panes = PaneState(
            width: width, height: height, shaper: shaper, clock: clock, theme: theme, settings: settings)
        self.clipboard = clipboard
        self.clipboardProgram = clipboardProgram
    }

    package var width: Int { panes.width }
    package var height: Int { panes.height }
    package var shaper: Shaper { panes.shaper }
    package var clock: LocalClock { panes.clock }

    package var settings: ScreenSettings {
        get { panes.settings }
        set { panes.settings = newValue }
    }

    package var theme: Theme {
        get { panes.theme }
        set { panes.theme = newValue }
    }

    /// Tells how the connection to a network is secured.
    package mutating func setSecurity(_ security: LinkSecurity, of network: NetworkID) {
        panes.security[network] = security
    }

    /// True where the person may be in the middle of something: they have typed anything but answers, and no password since.
    package var hasTyped: Bool { inputState.hasTyped }

    var keyMap: KeyMap { settings.keyMap }

    package mutating func resize(width: Int, height: Int) {
        panes.width = max(width, 1)
        panes.height = max(height, 1)
        panes.selection = nil
    }

    /// To be told before the session makes another buffer visible.
    package mutating func willShow(_ id: BufferAddress, _ chat: ChatModel) {
        guard let buffer = chat[id] else { return }
        let before = chat.shownBuffer.address
        if before != id {
            lastBuffer = before
            panes.card = nil
            panes.arrangement.bufferOffset = nil
        }
        _ = inputState.draft(of: buffer)
        closeBareView()
        let isInSight = panes.arrangement.split != nil && lastFrame.isOneOfTwo(id)
        panes.arrangement.split?.willShow(id, insteadOf: chat.shownBuffer.address)
        // Its marks stay where the person has them before their eyes.
        guard !isInSight else { return }
        let fresh = panes.newView
        panes.views[id, default: fresh].willShow(buffer)
    }

    /// Takes the text that is typed before the first room opens by itself along into that room.
    package mutating func moveDraft(of server: BufferAddress, to channel: BufferAddress, chat: ChatModel) {
        guard server.buffer == .server, let draft = inputState.drafts[server], !draft.isEmpty, !draft.isCommand,
            let buffer = chat[channel]
        else { return }
        guard inputState.draft(of: buffer).isEmpty else { return }
        inputState.drafts[channel] = draft
        inputState.drafts[server] = InputLine()
    }

    /// The session took the text that was typed into a buffer: the input is emptied and the newest line is shown.
    ///
    /// - Parameters:
    ///   - name: the name of the buffer: the text that was sent there is had again there.
    ///   - isRemembered: false where it must not be had again, since there was a password in it.
    package mutating func submitted(in id: BufferAddress, named name: String, isRemembered: Bool = true) {
        if isRemembered { remember(id, named: name) }
        inputState.drafts[id, default: InputLine()].clear()
        panes.views[id]?.answered = nil
        panes.views[id]?.returnToNewest()
    }

    /// The session did not take it, and why: said once, and the text stays.
    package mutating func showNote(_ reason: String) { panes.note = PaneState.Note(text: reason) }

    /// Says what would be lost by leaving. One more Ctrl-C leaves all the same.
    package mutating func warnBeforeQuitting(_ words: String) {
        showNote(words)
        inputState.isQuitPending = true
    }

    /// The text that is typed into a buffer.
    package func draft(of id: BufferAddress) -> String { inputState.drafts[id]?.text ?? "" }

    /// Drops what is kept for buffers that are closed; what was sent in a room that has another name is had again there.
    package mutating func forgetClosed(_ chat: ChatModel) {
        panes.views = panes.views.filter { chat[$0.key] != nil }
        if let card = panes.card, chat[card.buffer] == nil { panes.card = nil }
        endSplitOfClosed(chat)
        inputState.buffersChanged(chat)
    }

    /// The lines that the last picture showed of the history of the buffer that is typed into.
    package var inSight: LinesInSight? { linesInSight(of: lastFrame.shown) }

    /// Those of the buffer beside it.
    package var inSightBeside: LinesInSight? { linesInSight(of: lastFrame.beside) }

    private func linesInSight(of id: BufferAddress?) -> LinesInSight? {
        guard panes.help == nil, !showsBareView, let id, let lines = panes.views[id]?.inSight else { return nil }
        return LinesInSight(buffer: id, oldest: lines.lowerBound, newest: lines.upperBound)
    }

    // MARK: Measures

    func layout(_ chat: ChatModel, _ shown: Buffer) -> PaneLayout {
        let line = inputLine(shown.address)
        return layout(chat, shown, line, hasHint: hint(chat, shown, line) != nil)
    }

    /// - Parameter line: the text that is typed.
    func layout(_ chat: ChatModel, _ shown: Buffer, _ line: InputLine, hasHint: Bool) -> PaneLayout {
        var contents = PaneLayout.Contents()
        contents.conversations = chat.conversationCount
        contents.hasMembers = shown.kind == .channel
        contents.showsMembers = panes.memberList.isShown
        contents.showsBuffers = panes.arrangement.showsBuffers
        contents.memberColumns = settings.memberColumns
        contents.bufferColumns = settings.bufferColumns
        contents.activeSide = panes.split(in: chat)?.activeSide
        contents.inputRows = InputView.rowCount(
            line, behind: prompt(chat, shown), width: width, shaper: shaper)
        contents.hintRows = hasHint ? 1 : 0
        return PaneLayout(width: width, height: height, contents: contents)
    }

    /// What stands before the line that is typed into.
    func prompt(_ chat: ChatModel, _ shown: Buffer) -> InputPrompt {
        InputPrompt(
            nick: panes.query(in: shown.address) == nil ? chat.shown.nick : nil, width: width, shaper: shaper)
    }

    /// The line that is typed into: the draft, or the text that a list is searched for.
    func inputLine(_ id: BufferAddress) -> InputLine {
        panes.query(in: id) ?? inputState.drafts[id] ?? InputLine()
    }

    /// The same, with the draft that was laid aside for the buffer where it is looked at for the first time.
    mutating func inputLine(of buffer: Buffer) -> InputLine {
        panes.query(in: buffer.address) ?? inputState.draft(of: buffer)
    }
}

/// Lines of a buffer that a picture showed.
package struct LinesInSight: Hashable, Sendable {
    package let buffer: BufferAddress
    package let oldest: LineID
    package let newest: LineID
}

extension ClientSession {
    /// The buffer on the screen, to be read where it lies: with every key a copy of it would be felt.
    package var shownBuffer: Buffer {
        _read { yield buffers[visible.flatMap { buffers.position(of: $0) } ?? 0] }
    }
}

extension ChatModel {
    /// The buffer on the screen.
    package var shownBuffer: Buffer {
        _read { yield shown.shownBuffer }
    }
}
