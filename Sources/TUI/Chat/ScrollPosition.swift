import Client

/// Which row stands at the bottom of the chat.
package enum ScrollPosition: Hashable, Sendable {
    /// The newest there is, also when newer ones come.
    case newest
    /// This row of this line, until the reader moves.
    case at(LineID, row: Int)
}
