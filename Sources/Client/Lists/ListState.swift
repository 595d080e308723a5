/// The lists that the person can ask the server for, and look through on the screen.
package enum AskedList: Hashable, Sendable {
    /// ``ClientSession/roomList``.
    case rooms
    /// ``ClientSession/nameList``.
    case names
}

/// The state of a list that the person has asked the server for.
package enum ListState: Hashable, Sendable {
    case loading
    case complete
    /// The server does not tell it. Why has been said with its errors.
    case refused
}
