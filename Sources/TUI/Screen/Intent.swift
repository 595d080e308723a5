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
    /// Do what a command asks for that was not typed.
    case perform(SlashCommand, BufferAddress)
    /// Ask who somebody is, for their card.
    case requestCard(String, NetworkID)
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
    /// The answer to whether a link to a chat server is to be followed.
    case followLink(Bool, LinkQuestion)
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
