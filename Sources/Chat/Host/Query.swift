import Protocol

/// A question of a session that only the host can answer: it has the log, and time for what takes time.
package enum Query: Hashable, Sendable {
    /// Asks if a secret is right. Answered by ``QueryResult/verdict(_:)``.
    case verify(ClaimedSecret)
    /// A page of a conversation. Answered by ``QueryResult/page(_:)``.
    case page(HistoryRequest)
    /// The conversations in which something was said lately. Answered by ``QueryResult/targets(_:)``.
    case targets(TargetsRequest)
    /// One event. Answered by ``QueryResult/event(_:)``.
    case find(EventNumber)
    /// The events that fit a search. Answered by ``QueryResult/found(_:)``, the newest first.
    case search(SearchQuery)
    /// Asks if a password is the right one. One at a time for each address. Answered by ``QueryResult/verdict(_:)``.
    case checkPassword(Bytes, SCRAM.Credential, from: String)
    /// The credential to be kept of a new password. One at a time for each address. Answered by
    /// ``QueryResult/credential(_:)``.
    case makeCredential(Bytes, from: String)
    /// Changes that somebody waits for: answered by ``QueryResult/saved`` when they are stored; if they are not, they
    /// never will be.
    case save([RegistryChange])
    /// The words of an account are to be taken out of the log. Answered by ``QueryResult/saved``.
    case erase(FoldedName)
}

/// One question of a session: its answer counts for it alone. An answer that was taken for another's would let somebody
/// in with a password that is right somewhere else.
package struct NumberedQuery: Hashable, Sendable {
    /// No two questions of a server's life have the same one.
    package let number: UInt64
    package let query: Query

    package init(number: UInt64, query: Query) {
        self.number = number
        self.query = query
    }
}

/// The host's answer to a ``Query``.
package enum QueryResult: Hashable, Sendable {
    case verdict(VerificationResult)
    case page(HistoryPage)
    case targets([HistoryTarget])
    case event(Event?)
    case found([Event])
    case credential(SCRAM.Credential)
    case saved
    /// It cannot be told: the log failed, say. The host knows why, and has put it into its own log.
    case failed
}
