import Protocol

/// Somebody whom the server knows again.
package struct Account: Hashable, Sendable {
    /// As it was registered.
    package var name: String
    /// Under which it is kept; no two accounts share it.
    package var folded: FoldedName { Casemapping.ascii.fold(name) }
    package var registered: Timestamp
    /// The credential that the password is checked against; nil for an account that only a certificate opens.
    package var credential: SCRAM.Credential?
    /// SHA-256 of the client certificates that open it, 32 bytes each.
    package var certificates: Set<[UInt8]>
    /// The settings that the account's owner chose, `always-on` for one. The names are the server's to know.
    package var settings: [String: String]

    package init(
        name: String, registered: Timestamp, credential: SCRAM.Credential?, certificates: Set<[UInt8]> = [],
        settings: [String: String] = [:]
    ) {
        self.name = name
        self.registered = registered
        self.credential = credential
        self.certificates = certificates
        self.settings = settings
    }
}

/// A nick that is kept for an account.
package struct NickReservation: Hashable, Sendable {
    package var nick: String
    package var folded: FoldedName { Casemapping.ascii.fold(nick) }
    /// The account's folded name.
    package var account: FoldedName
    package var since: Timestamp

    package init(nick: String, account: FoldedName, since: Timestamp) {
        self.nick = nick
        self.account = account
        self.since = since
    }
}
