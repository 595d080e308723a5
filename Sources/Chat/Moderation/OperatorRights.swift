import Protocol

/// The rights of an IRC operator. The host has all of them.
package struct OperatorRights: OptionSet, Hashable, Sendable {
    package let rawValue: UInt16

    package init(rawValue: UInt16) { self.rawValue = rawValue }

    /// End somebody's sessions: KILL.
    package static let kill = OperatorRights(rawValue: 1 << 0)
    /// Ban and mute on the whole server: UBAN and its short forms.
    package static let ban = OperatorRights(rawValue: 1 << 1)
    /// Do in any room what its operators may, see secret ones, and enter where a door is closed.
    package static let channels = OperatorRights(rawValue: 1 << 2)
    /// See where people really come from.
    package static let addresses = OperatorRights(rawValue: 1 << 3)
    /// Take out what others said, in a room one is in.
    package static let redact = OperatorRights(rawValue: 1 << 4)
    /// Speak to everybody who listens for it: WALLOPS.
    package static let announce = OperatorRights(rawValue: 1 << 5)
    /// Let people in: INVITE to any room.
    package static let invite = OperatorRights(rawValue: 1 << 6)
    /// Have the configuration read again: REHASH.
    package static let reload = OperatorRights(rawValue: 1 << 7)
    /// Stop the server, or start it anew: DIE, RESTART.
    package static let stop = OperatorRights(rawValue: 1 << 8)

    /// Each with the word that a configuration has for it.
    package static let table: [(name: String, right: OperatorRights)] = [
        ("kill", .kill), ("ban", .ban), ("rooms", .channels), ("addresses", .addresses), ("redact", .redact),
        ("announce", .announce), ("invite", .invite), ("reload", .reload), ("stop", .stop),
    ]

    package static let all = OperatorRights(table.map(\.right))

    package init?(name: String) {
        guard let entry = Self.table.first(where: { $0.name == name }) else { return nil }
        self = entry.right
    }

    /// Their words, in the order of ``table``.
    package var names: [String] { Self.table.filter { contains($0.right) }.map(\.name) }
}

/// Somebody whom the host's configuration makes an IRC operator, once they have proved who they are.
package struct Operator: Hashable, Sendable {
    /// Said with OPER.
    package var name: String
    /// The credential that the password is held against; nil where the account is proof enough.
    package var credential: SCRAM.Credential?
    /// The account that an operator must be logged in to.
    package var account: String?
    package var rights: OperatorRights

    package init(
        name: String, credential: SCRAM.Credential? = nil, account: String? = nil, rights: OperatorRights = .all
    ) {
        self.name = name
        self.credential = credential
        self.account = account
        self.rights = rights
    }
}

extension Network {
    /// True if a session has an operator's right. Somebody who comes through the host's own door has all of them.
    func may(_ session: Session, _ right: OperatorRights) -> Bool {
        session.rights.isSuperset(of: right)
    }
}

extension Session {
    var isOperator: Bool { origin.isHost || operatorGrant != nil }

    var rights: OperatorRights { origin.isHost ? .all : operatorGrant?.rights ?? [] }
}
