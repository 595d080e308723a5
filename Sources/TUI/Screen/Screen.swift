import Client
import Protocol

/// The whole screen: what the reader has done to it, how it answers keys, how it is drawn.
///
/// A value: keys go in and intents come out, a session goes in and a ``Surface`` comes out. What is typed is kept for each
/// buffer until the session has taken it.
package struct Screen: Sendable {
    package let shaper: Shaper
    package let clock: LocalClock
    package var theme: Theme {
        didSet { lastFrame = nil }
    }
    package let settings: ScreenSettings
    package private(set) var width: Int
    package private(set) var height: Int
    package var security = LinkSecurity.plain {
        didSet { lastFrame = nil }
    }

    var views: [BufferAddress: ChatView] = [:]
    var inputHistory = InputHistory()
    var kills = KillRing()
    /// Drafts of buffers that are not open yet, by their names.
    var pendingDrafts: [String: String] = [:]
    var showsMembers = true
    var showsBuffers = true
    /// What the program has to say about the last key; gone with the next, or after a while: it may lie over what is said meanwhile.
    var note: String? {
        didSet { noteShownAt = nil }
    }
    /// When it was drawn first.
    var noteShownAt: Timestamp?
    /// How far the help is scrolled, nil while it is closed.
    var helpOffset: Int?
    /// What is looked for in the help, nil where all of it is shown.
    var helpQuery: InputLine?
    var picker: Picker?
    /// What is asked of a server that nobody vouches for; nothing else goes on meanwhile.
    var trustQuestion: TrustQuestion?
    /// Whether an account is to be kept.
    var keepQuestion: SaveAccountQuestion?
    /// Passwords that the server wants, where it is asked first whether the person wants to type them.
    var secretQuestions: [PasswordPrompt] = []
    /// Whether the person may be in the middle of something: they have typed anything but answers, and no password since.
    package internal(set) var hasTyped = false
    /// What is being typed while one of these stands: an answer, or the rest of what the person was writing.
    var typedReply = InputLine()
    /// Whether something that was no answer to it was put back where it was being written, and whether Enter ended that.
    var returnedInput = ReturnedInput.nothing
    /// Whether the server found something that has not been shown, as something was being typed.
    var hasUnshownResults = false
    var isQuitPending = false
    /// The message that `d` was pressed for once.
    var pendingRedaction: LineID?
    /// The message that a reaction is being typed for.
    var reactionTarget: LineID?
    var completion: Completion?
    var keyRepeat = KeyRepeat()
    /// What the footer has taught.
    var keyHints = KeyHints()
    /// What the last frame was of, and when it was drawn.
    var lastShown: BufferAddress?
    var lastDrawn: Timestamp?
    /// The last frame, while nothing but what is typed and the status can have changed since.
    var lastFrame: Surface?
    var lastLayout: PaneLayout?
    var lastStatus: SessionStatus?

    var keyMap: KeyMap { settings.keyMap }

    /// A view of a buffer that has not been looked at yet.
    var newView: ChatView { ChatView(keepsTail: settings.keepsTail) }

    package init(
        width: Int, height: Int, shaper: Shaper, clock: LocalClock, theme: Theme, settings: ScreenSettings = .init()
    ) {
        self.width = max(width, 1)
        self.height = max(height, 1)
        self.shaper = shaper
        self.clock = clock
        self.theme = theme
        self.settings = settings
    }

    package mutating func resize(width: Int, height: Int) {
        self.width = max(width, 1)
        self.height = max(height, 1)
        lastFrame = nil
    }

    /// To be told before the session makes another buffer visible.
    package mutating func willShow(_ id: BufferAddress, _ chat: ChatModel) {
        guard let buffer = chat[id] else { return }
        var view = view(of: buffer)
        view.willShow(buffer)
        views[id] = view
        lastFrame = nil
    }

    /// What is typed before the first room opens by itself goes along into it.
    package mutating func moveDraft(of server: BufferAddress, to channel: BufferAddress, _ chat: ChatModel) {
        guard server.buffer == .server, let draft = views[server]?.draft, !draft.isEmpty, !draft.isCommand,
            let buffer = chat[channel]
        else { return }
        guard view(of: buffer).draft.isEmpty else { return }
        views[channel]?.draft = draft
        views[server]?.draft = InputLine()
    }

    /// The session took what was typed into a buffer: the input is emptied and the newest line is shown.
    ///
    /// - Parameters:
    ///   - name: the buffer's: what was sent there is had again there.
    ///   - isRemembered: false where it must not be had again, since there was a password in it.
    package mutating func submitted(in id: BufferAddress, named name: String, isRemembered: Bool = true) {
        if isRemembered { remember(id, named: name) }
        let fresh = newView
        views[id, default: fresh].draft.clear()
        views[id]?.answered = nil
        views[id]?.returnToNewest()
        lastFrame = nil
    }

    /// The session did not take it, and why: said once, and the text stays.
    package mutating func showNote(_ reason: String) {
        note = reason
        lastFrame = nil
    }

    /// What is typed into a buffer.
    package func draft(of id: BufferAddress) -> String { views[id]?.draft.text ?? "" }

    /// Drops what is kept for buffers that are closed.
    package mutating func forgetClosed(_ chat: ChatModel) {
        lastFrame = nil
        for id in views.keys where chat[id] == nil { views[id] = nil }
    }

    /// What is kept for a buffer; one seen for the first time gets the draft that was laid aside for it.
    mutating func view(of buffer: Buffer) -> ChatView {
        if let view = views[buffer.address] { return view }
        var view = newView
        if let draft = pendingDrafts.removeValue(forKey: buffer.name) { view.draft = InputLine(draft) }
        views[buffer.address] = view
        return view
    }

    /// What the last picture showed of the history of a buffer.
    package var inSight: (id: BufferAddress, lines: ClosedRange<LineID>)? {
        guard helpOffset == nil, let id = lastShown, let lines = views[id]?.inSight else { return nil }
        return (id, lines)
    }

    // MARK: Measures

    func layout(_ chat: ChatModel, shown: Buffer) -> PaneLayout {
        var contents = PaneLayout.Contents()
        contents.conversations = chat.shown.buffers.count - 1
        contents.hasMembers = shown.kind == .channel
        contents.showsMembers = showsMembers
        contents.showsBuffers = showsBuffers
        let line = inputLine(shown.address)
        contents.inputRows = InputView.rowCount(line, width: width, shaper)
        contents.hintRows = hint(chat, shown) == nil ? 0 : 1
        return PaneLayout(width: width, height: height, contents)
    }

    func formatter(_ layout: PaneLayout, _ chat: ChatModel, nickColumns: Int) -> LineFormatter {
        LineFormatter(
            shaper: shaper, clock: clock, theme: theme, casemapping: chat.shown.isupport.casemapping,
            // The last column is that of the bar.
            width: max(layout.chat.width - 1, 1), nickColumns: nickColumns, isStacked: layout.isStacked)
    }

    /// What is typed into: the draft, or what a list is searched for.
    func inputLine(_ id: BufferAddress) -> InputLine {
        guard let picker else { return views[id]?.draft ?? InputLine() }
        guard case .secret = picker.kind else { return picker.query }
        return InputLine(String(repeating: "•", count: picker.query.characters.count))
    }
}

extension ClientSession {
    /// The buffer on the screen.
    package var shownBuffer: Buffer { visible.flatMap { buffers[$0] } ?? buffers[0] }
}

extension ChatModel {
    /// The buffer on the screen.
    package var shownBuffer: Buffer { shown.shownBuffer }
}
