/// An action that a key can carry out. Its raw value is its name in the `[keys]` of `tui.toml`, where people have written it: it never
/// changes.
package enum Action: String, CaseIterable, Sendable {
    /// Up and down, in whatever is open; the person chooses what they do at the edge of the input.
    case up, down
    case pageUp = "page-up"
    case pageDown = "page-down"
    case oldest, newest
    /// By the wheel, where the terminal tells of it: never anything but the history.
    case wheelUp = "wheel-up"
    case wheelDown = "wheel-down"
    /// To the oldest or newest line where nothing is typed, else within what is typed.
    case lineStart = "line-start"
    case lineEnd = "line-end"
    case moveLeft = "move-left"
    case moveRight = "move-right"
    case wordLeft = "word-left"
    case wordRight = "word-right"
    case inputStart = "input-start"
    case inputEnd = "input-end"
    case deleteBackward = "delete-backward"
    case deleteForward = "delete-forward"
    case cutToStart = "cut-to-start"
    case cutToEnd = "cut-to-end"
    case cutWord = "cut-word"
    case cutWordForward = "cut-word-forward"
    case yank
    case yankOlder = "yank-older"
    case transpose, undo
    case send
    case newRow = "new-row"
    /// The next letter formats what is typed behind it: see ``FormattingCode``.
    case format
    case complete
    case completeBack = "complete-back"
    case interrupt
    case recallOlder = "recall-older"
    case recallNewer = "recall-newer"
    case recallList = "recall-list"
    case nextBuffer = "next-buffer"
    case previousBuffer = "previous-buffer"
    case bufferWithNews = "buffer-with-news"
    case switchBuffer = "switch-buffer"
    case buffer1 = "buffer-1"
    case buffer2 = "buffer-2"
    case buffer3 = "buffer-3"
    case buffer4 = "buffer-4"
    case buffer5 = "buffer-5"
    case buffer6 = "buffer-6"
    case buffer7 = "buffer-7"
    case buffer8 = "buffer-8"
    case buffer9 = "buffer-9"
    case bufferByNumber = "buffer-by-number"
    case lastBuffer = "last-buffer"
    case firstUnread = "first-unread"
    case previousMention = "previous-mention"
    case nextMention = "next-mention"
    case search
    case goToTime = "go-to-time"
    case choose
    case toggleBuffers = "toggle-buffers"
    case toggleMembers = "toggle-members"
    case membersFocus = "members-focus"
    /// Of two buffers side by side, to the one that is not typed into.
    case otherPane = "other-pane"
    /// Text alone, without panes, for copying by the terminal.
    case bareView = "bare-view"
    case help, redraw, suspend, escape

    /// The number, from 1 on, of the buffer that the action shows; nil for every other action.
    package var bufferNumber: Int? {
        let prefix = "buffer-"
        return rawValue.hasPrefix(prefix) ? Int(rawValue.dropFirst(prefix.count)) : nil
    }

    /// True if the action goes back in the history.
    var isUpward: Bool { self == .up || self == .pageUp || self == .wheelUp || self == .oldest }
}
