import Protocol

/// The state that a room keeps while nobody is in it, and over a restart.
package struct RegisteredChannel: Hashable, Sendable {
    package struct Topic: Hashable, Sendable {
        package var text: String
        package var setBy: String
        package var setAt: Timestamp

        package init(text: String, setBy: String, setAt: Timestamp) {
            self.text = text
            self.setBy = setBy
            self.setAt = setAt
        }
    }

    /// An entry of one of its lists.
    package struct ListEntry: Hashable, Sendable {
        /// The letter of a ``ChannelListMode``.
        package var list: Character
        package var mask: String
        package var setBy: String
        package var setAt: Timestamp
        /// When it ends; nil for never.
        package var until: Timestamp?
        /// For those whom it hits.
        package var reason: String?

        package init(
            list: Character, mask: String, setBy: String, setAt: Timestamp, until: Timestamp? = nil,
            reason: String? = nil
        ) {
            self.list = list
            self.mask = mask
            self.setBy = setBy
            self.setAt = setAt
            self.until = until
            self.reason = reason
        }
    }

    package var name: String
    package var folded: FoldedName { Casemapping.ascii.fold(name) }
    /// The folded name of an account.
    package var founder: FoldedName
    package var registered: Timestamp
    package var topic: Topic?
    /// `+klnt` with its parameters, the key in clear.
    package var modes: String
    /// In the order in which they were set.
    package var lists: [ListEntry]
    /// The ranks that an account gets when it comes in: the letters of their modes. (`AMODE`)
    package var ranks: [FoldedName: String]
    /// Its metadata, by key. <https://ircv3.net/specs/extensions/metadata>
    package var metadata: [String: String]

    package init(
        name: String, founder: FoldedName, registered: Timestamp, topic: Topic? = nil, modes: String = "+",
        lists: [ListEntry] = [], ranks: [FoldedName: String] = [:], metadata: [String: String] = [:]
    ) {
        self.name = name
        self.founder = founder
        self.registered = registered
        self.topic = topic
        self.modes = modes
        self.lists = lists
        self.ranks = ranks
        self.metadata = metadata
    }
}
