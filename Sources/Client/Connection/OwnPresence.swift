/// The person's absence, as they have told it with /away or as the program tells it for them. It outlives connections.
/// <https://ircv3.net/specs/extensions/pre-away>
struct OwnPresence: Sendable {
    /// The person's words; nil while they are there.
    private(set) var awayText: String?
    /// True while the server believes that the program came back by itself, with nobody at the screen.
    private(set) var isUnattended = false
    /// The number of answers to AWAY that are to come and are not told, since the program said it by itself.
    private var silentAnswers = 0

    /// The person says that they are away; nil for being back.
    mutating func say(_ text: String?) { awayText = text }

    /// The words for AWAY on a new connection: the person's, or `*` where nobody looks; nil where there is nothing to be said.
    ///
    /// - Parameter isUnattended: the connection has come back by itself, and nobody is at the screen.
    mutating func announcement(isUnattended: Bool) -> String? {
        guard awayText != nil || isUnattended else { return nil }
        self.isUnattended = awayText == nil
        silentAnswers += 1
        return awayText ?? "*"
    }

    /// Somebody is at the screen.
    ///
    /// - Returns: true if the server believes otherwise, and is now to be told.
    mutating func returned() -> Bool {
        guard isUnattended else { return false }
        isUnattended = false
        silentAnswers += 1
        return true
    }

    /// An answer to AWAY has come.
    ///
    /// - Returns: true if it is no news.
    mutating func takeSilentAnswer() -> Bool {
        guard silentAnswers > 0 else { return false }
        silentAnswers -= 1
        return true
    }

    /// The server has let us in: what it has not answered by now it does not answer.
    mutating func welcomed() { silentAnswers = 0 }

    mutating func connectionLost() {
        isUnattended = false
        silentAnswers = 0
    }
}
