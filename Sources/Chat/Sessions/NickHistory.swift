import Protocol

/// Which events are somebody's who has no account: those with a nick that it had when they happened.
///
/// Nobody else has a nick while somebody has it, so nick and number of an event name who did it, and whoever takes the nick later
/// gets nothing of what was said before. It is known as long as the user is here, whatever it is called by then; who comes back
/// without an account is somebody else, after a restart too, since numbers only rise.
struct NickHistory {
    /// The most nicks that are remembered when somebody has left them; above that the oldest go.
    static let capacity = 256

    private struct Tenure {
        let nick: FoldedName
        let first: EventNumber
        let last: EventNumber
    }

    private var former: [Tenure] = []
    /// From which event on the user has the nick that it has now.
    private var first: EventNumber

    init(from first: EventNumber) { self.first = first }

    /// The user has left a nick with an event, and has another from the next one on.
    mutating func leave(_ nick: FoldedName, through last: EventNumber) {
        add([Tenure(nick: nick, first: first, last: last)])
        first = last.next
    }

    /// Another user's events up to one of them are this one's, too: that was the same person.
    ///
    /// - Parameter nick: the other's present one.
    mutating func adopt(_ other: NickHistory, nick: FoldedName, through last: EventNumber) {
        add(other.former + [Tenure(nick: nick, first: other.first, last: last)])
    }

    private mutating func add(_ tenures: [Tenure]) {
        former += tenures
        if former.count > Self.capacity { former.removeFirst(former.count - Self.capacity) }
    }

    /// True if the user had a nick at an event.
    ///
    /// - Parameter present: the nick that the user has now.
    func had(_ nick: FoldedName, at number: EventNumber, present: FoldedName) -> Bool {
        if nick == present, number >= first { return true }
        return former.contains { $0.nick == nick && $0.first <= number && number <= $0.last }
    }
}
