import Client
import Protocol

/// A wish of the person that something outside the screen is to carry out. A wish about a network names it.
package enum Intent: Hashable, Sendable {
    /// Hand this to the session; then tell the screen by ``Screen/submitted(in:named:isRemembered:)`` or ``Screen/showNote(_:)``.
    case submit(String, BufferAddress)
    /// The same, as an answer to a message.
    case reply(String, to: LineID, BufferAddress)
    case react(String, to: LineID, BufferAddress)
    case redact(LineID, BufferAddress)
    /// Send a line once more that may not have been sent.
    case resend(LineID, BufferAddress)
    /// Take back what has not been sent yet, by ``Screen/takeBack(_:in:named:)``.
    case cancelWaiting(NetworkID)
    /// Older lines than the oldest held will be wanted soon.
    case loadOlder(BufferAddress)
    /// The lines that were said at that time are to be shown.
    case jumpToTime(Timestamp, BufferAddress)
    case openFound(ServerSearch.Found, NetworkID)
    /// The text that was typed unseen; nil where the person would rather not type it.
    case secret(String?, PasswordPrompt)
    /// The answer to what was asked of a server that nobody vouches for.
    case trust(TrustQuestion.Answer, NetworkID)
    /// The answer to whether an account is to be kept.
    case keep(Bool, SaveAccountQuestion)
    case searchServer(String, BufferAddress)
    case copy(String)
    case open(url: String)
    /// Tell the session that this buffer is on the screen now, by ``Screen/willShow(_:_:)`` first.
    case show(BufferAddress)
    /// All that is in this buffer has been read, whether it was on the screen or not.
    case markRead(BufferAddress)
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

/// Input from the keyboard.
package enum InputEvent: Hashable, Sendable {
    case key(Key)
    case paste(String)
}

/// The choices of a person about their screen.
package struct ScreenSettings: Sendable {
    package enum Arrows: Hashable, Sendable {
        /// Up and Down scroll the history.
        case scroll
        /// They bring back what was sent earlier.
        case inputHistory
    }

    package var keyMap = KeyMap.standard
    package var arrows = Arrows.scroll
    package var showsFooter = true
    /// True to keep the newest lines in sight while the reader is further up.
    package var keepsTail = true

    package init() {}
}

/// The ways in which copied text may get somewhere. No terminal answers that it took a text (OSC 52), so that it did is never said.
package enum Clipboard: Hashable, Sendable {
    /// The terminal is known to have none.
    case none
    /// A terminal emulator, which may allow it or not.
    case unknown
    /// tmux, which hands it on where its option is set.
    case tmux

    /// - Parameters:
    ///   - term: the value of `$TERM`.
    ///   - isInTmux: true if `$TMUX` is set.
    package init(term: String, isInTmux: Bool) {
        let bare = term.prefix { $0 != "-" && $0 != "." }
        if isInTmux {
            self = .tmux
        } else if ["linux", "ansi", "dumb", "cons25"].contains(bare) || bare.hasPrefix("vt") {
            self = .none
        } else {
            self = .unknown
        }
    }

    /// The words that are shown when something is copied.
    var wording: String {
        switch self {
        case .none: "Not copied: this terminal has no clipboard for programs. Select the text with the mouse."
        case .unknown: "Handed to the terminal's clipboard. If pasting does not bring it, select it with the mouse."
        case .tmux: "Handed to tmux. If pasting does not bring it: tmux set -g set-clipboard on"
        }
    }
}

/// The last key that was pressed, which tells whether a key that comes is the same one, held.
struct KeyRepeat: Sendable {
    /// Keys closer together than this, in milliseconds, are one that is held.
    static let interval: Int64 = 150

    private var last: (action: Action, at: Int64)?

    /// To be told of each arrow that moved within the input or stopped at its edge.
    mutating func pressed(_ action: Action, at now: Int64?) { last = now.map { (action, $0) } }

    func isHeld(_ action: Action, at now: Int64?) -> Bool {
        guard let last, let now, last.action == action else { return false }
        return now - last.at < Self.interval
    }
}
