import Protocol

/// The features that the server told of itself in 005 on one connection. <https://modern.ircdocs.horse/#rplisupport-005>
struct ServerFeatures: Sendable {
    /// How often a server may say anew which names are equal and what ranks there are, while somebody is in a room: everybody is then sorted
    /// anew. A server needs it once.
    private static let maxRuleChanges = 4
    /// So many tokens are kept: there are some dozens.
    private static let maxTokens = 1000

    private(set) var isupport = ISupport()
    /// How often the server has changed what ranks there are, or which names are equal, while somebody was in a room.
    private(set) var ruleChanges = 0

    /// Takes the tokens of one line.
    ///
    /// - Parameter hasMembers: true if anybody is in any room.
    /// - Returns: false where nothing has changed.
    mutating func apply(_ tokens: [String], hasMembers: Bool) -> Bool {
        guard isupport.tokens.count + tokens.count < Self.maxTokens else { return false }
        let old = isupport
        var new = old
        new.apply(tokens)
        if MemberList.Rules(new) != MemberList.Rules(old), hasMembers {
            if ruleChanges < Self.maxRuleChanges { ruleChanges += 1 } else { new.copyNameRules(of: old) }
        }
        guard new != old else { return false }
        isupport = new
        return true
    }
}
