import Foundation

/// Facts that the log of another program does not tell of itself, so that whoever imports it does, and what is wanted of it.
package struct ForeignLogContext: Hashable, Sendable {
    /// The room of which the log tells, or the nick of the other in a private talk, as written. Nil where the file's name tells it. Of a
    /// history that has many rooms, the one that is taken; nil for all.
    package var room: String?
    /// The nick of whoever kept the log: the one side of private talks. Nil where the log tells it.
    package var ownNick: String?
    /// In which the times of the log are.
    package var timeZone: TimeZone
    /// True where the talks of two people are taken, too.
    package var takesTalks: Bool

    package init(room: String? = nil, ownNick: String? = nil, timeZone: TimeZone, takesTalks: Bool = false) {
        self.room = room
        self.ownNick = ownNick
        self.timeZone = timeZone
        self.takesTalks = takesTalks
    }
}
