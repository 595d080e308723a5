import Client
import Protocol

/// What the person wants of the world outside the screen.
package enum Intent: Hashable, Sendable {
    /// Hand this to the session; then tell the screen by ``Screen/submitted(in:)`` or ``Screen/refused(_:)``.
    case submit(String, BufferID)
    /// Tell the session that this buffer is on the screen now.
    case show(BufferID)
    case quit
    /// Draw everything anew, whatever is thought to be there.
    case redraw
    case suspend
}

/// How the connection is secured.
package enum LinkSecurity: Hashable, Sendable {
    case plain
    case tls
}

/// What comes from the keyboard.
package enum InputEvent: Hashable, Sendable {
    case key(Key)
    case paste(String)
}

/// The whole screen: what the reader has done to it, how it answers keys, how it is drawn.
///
/// A value: keys go in and intents come out, a session goes in and a ``Surface`` comes out. What is typed is kept for each
/// buffer until the session has taken it.
package struct Screen: Sendable {
    package let shaper: Shaper
    package let clock: LocalClock
    package let theme: Theme
    package let keyMap: KeyMap
    package private(set) var width: Int
    package private(set) var height: Int
    package var security = LinkSecurity.plain

    var views: [BufferID: ChatView] = [:]
    var showsMembers = true
    var showsBuffers = true
    /// What the program has to say about the last key; gone with the next.
    var note: String?
    /// How far the help is scrolled, nil while it is closed.
    var helpOffset: Int?
    var asksToQuit = false
    var completion: Completion?
    /// The last frame, while nothing but what is typed and the status can have changed since.
    var lastFrame: Surface?

    package init(
        width: Int, height: Int, shaper: Shaper, clock: LocalClock, theme: Theme, keyMap: KeyMap = .standard
    ) {
        self.width = max(width, 1)
        self.height = max(height, 1)
        self.shaper = shaper
        self.clock = clock
        self.theme = theme
        self.keyMap = keyMap
    }

    package mutating func resize(width: Int, height: Int) {
        self.width = max(width, 1)
        self.height = max(height, 1)
        lastFrame = nil
    }

    /// The session took what was typed into a buffer: the input is emptied and the newest line is shown.
    package mutating func submitted(in id: BufferID) {
        views[id, default: ChatView()].draft.clear()
        views[id]?.returnToNewest()
        lastFrame = nil
    }

    /// The session did not take it, and why: said once, and the text stays.
    package mutating func refused(_ reason: String) {
        note = reason
        lastFrame = nil
    }

    /// What is typed into a buffer.
    package func draft(of id: BufferID) -> String { views[id]?.draft.text ?? "" }

    /// Drops what is kept for buffers that are closed.
    package mutating func forgetClosed(_ buffers: BufferList) {
        guard views.count > buffers.count else { return }
        for id in views.keys where buffers.position(of: id) == nil { views[id] = nil }
    }

    // MARK: Measures

    func layout(_ buffers: BufferList, shown: Buffer) -> PaneLayout {
        var contents = PaneLayout.Contents()
        contents.conversations = buffers.count - 1
        contents.hasMembers = shown.kind == .room
        contents.showsMembers = showsMembers
        contents.showsBuffers = showsBuffers
        return PaneLayout(width: width, height: height, contents)
    }

    func formatter(_ layout: PaneLayout, _ session: ClientSession, nickColumns: Int) -> LineFormatter {
        LineFormatter(
            shaper: shaper, clock: clock, theme: theme, casemapping: session.isupport.casemapping,
            width: layout.chat.width, nickColumns: nickColumns, isStacked: layout.isStacked)
    }
}

extension ClientSession {
    /// The buffer on the screen.
    var shownBuffer: Buffer { visible.flatMap { buffers[$0] } ?? buffers[0] }
}
