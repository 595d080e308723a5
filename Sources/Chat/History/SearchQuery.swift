import Protocol

/// The conditions of a search in what was said. <https://codeberg.org/emersion/soju/src/branch/master/doc/ext/search.md>
///
/// All that is given must hold. Only messages and notices are found.
package struct SearchQuery: Hashable, Sendable {
    /// The places to look in: all that the asker may read, or the part of it that was named. Nothing is found anywhere else.
    package var scopes: [Scope]
    /// The text that was typed. Every word must occur, and what stands in quotes must occur as it stands; case and accents do not
    /// count. Nothing in it is an operator.
    package var text: String?
    /// The speaker: a nick, or an account.
    package var from: FoldedName?
    /// Not earlier than this.
    package var after: Timestamp?
    /// Not later than this.
    package var before: Timestamp?
    /// Only events below this one: the way to the next page.
    package var below: EventNumber?
    package var limit: Int
    /// After how many milliseconds to answer with what has been found.
    package var timeBudget: Int

    package init(
        in scopes: [Scope], text: String? = nil, from: FoldedName? = nil, after: Timestamp? = nil,
        before: Timestamp? = nil, below: EventNumber? = nil, limit: Int, timeBudget: Int = 500
    ) {
        self.scopes = scopes
        self.text = text
        self.from = from
        self.after = after
        self.before = before
        self.below = below
        self.limit = limit
        self.timeBudget = timeBudget
    }

    package enum Scope: Hashable, Sendable {
        /// One conversation, from an event on.
        case conversation(Conversation, floor: EventNumber = .none)
        /// All that somebody has with one other person.
        case directs(of: FoldedName)
    }
}

/// The events that a search found.
package struct SearchPage: Hashable, Sendable {
    /// The newest first.
    package var events: [Event]
    /// True if there may be more: the limit or the time budget was reached. Ask again `below` ``reached``.
    package var hasMore: Bool
    /// The lowest number that was looked at.
    package var reached: EventNumber

    package init(events: [Event], hasMore: Bool, reached: EventNumber) {
        self.events = events
        self.hasMore = hasMore
        self.reached = reached
    }
}
