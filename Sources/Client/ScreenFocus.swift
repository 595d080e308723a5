/// The buffers that the person looks at, and the one where the answers to their questions are shown.
struct ScreenFocus: Sendable {
    /// The buffer on the screen that is typed into; nil where none is.
    private(set) var visible: BufferID? = .server
    /// The buffer that is on the screen beside the one that is typed into, to be read; nil where none is.
    var beside: BufferID?
    /// True while the terminal has the focus.
    var hasFocus = true
    /// True while something else lies over all buffers, such as text that stands still.
    var isCovered = false
    /// The buffer in which the answers to the person's last question are shown.
    private(set) var replyBuffer = BufferID.server
    /// True once any room or talk has been on the screen.
    private(set) var hasShownAny = false

    /// True while lines that come into a buffer on the screen are seen: nothing lies over it, and the terminal has the focus.
    var isWatching: Bool { hasFocus && !isCovered }

    /// True if the person looks at a buffer now.
    func isWatching(_ id: BufferID) -> Bool { (visible == id || beside == id) && isWatching }

    mutating func show(_ id: BufferID?) {
        visible = id
        if let id, id != .server { hasShownAny = true }
    }

    /// The buffer on the screen was closed.
    ///
    /// - Parameter next: the one that will be shown in its place.
    mutating func closed(next: BufferID) { visible = next }

    /// A room or a talk was asked to be shown, and will be.
    mutating func willShowAny() { hasShownAny = true }

    /// The person asked something in a buffer.
    mutating func askedIn(_ id: BufferID) { replyBuffer = id }
}
