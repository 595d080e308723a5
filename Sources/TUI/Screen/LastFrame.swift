import Client
import Protocol

/// The last frame, and what it was drawn from. The next one is drawn over it where nothing but what is typed and the status can have changed
/// since.
struct LastFrame: Sendable {
    /// The frame itself: the pointer is over what it shows.
    private(set) var surface: Surface?
    /// True where the next frame is to be drawn anew.
    private var isStale = true
    private var layout: PaneLayout?
    /// See ``ChatModel/revision``.
    private var revision: Int?
    private(set) var status: SessionStatus?
    /// The buffer on the screen that is typed into.
    private(set) var shown: BufferAddress?
    /// The buffer beside it; nil where there was none.
    private(set) var beside: BufferAddress?
    private(set) var drawnAt: Timestamp?

    /// The panes have changed: the next frame is drawn anew.
    mutating func invalidate() { isStale = true }

    /// The status of the last frame where it still holds. Time alone changes nothing in it that is finer than a second.
    func status(of chat: ChatModel, shown: BufferAddress, at now: Timestamp) -> SessionStatus? {
        drawnAt?.seconds == now.seconds && isOf(chat, shown) ? status : nil
    }

    /// Lends the frame to be drawn over; nil where the panes can look different by now.
    mutating func take(_ chat: ChatModel, _ shown: BufferAddress, _ layout: PaneLayout) -> Surface? {
        guard isOf(chat, shown), self.layout == layout else { return nil }
        defer { surface = nil }
        return surface
    }

    /// True if the frame was drawn from the chat as it is now, with this buffer on the screen, and the panes have not changed since.
    func isOf(_ chat: ChatModel, _ shown: BufferAddress) -> Bool {
        surface != nil && !isStale && revision == chat.revision && self.shown == shown
    }

    /// True if the buffer was one of two.
    func isOneOfTwo(_ id: BufferAddress) -> Bool { beside != nil && (id == beside || id == shown) }

    mutating func keep(
        _ surface: Surface, of chat: ChatModel, shown: BufferAddress, beside: BufferAddress?, layout: PaneLayout,
        status: SessionStatus, at now: Timestamp
    ) {
        self.surface = surface
        isStale = false
        self.layout = layout
        self.status = status
        self.shown = shown
        self.beside = beside
        revision = chat.revision
        drawnAt = now
    }
}
