import Protocol

/// Something that an IRC operator did by right of that, for the host's log.
package struct OperatorAuditEntry: Hashable, Sendable {
    /// `nick!user@host`, with the real address: the log is the host's.
    package var actor: String
    /// The operator's name in the configuration; `host` for who came through the host's own door, `none` for who is none yet.
    package var operatorName: String
    /// The command.
    package var command: String
    /// To whom, or where.
    package var target: String?
    /// Why, or what exactly.
    package var detail: String?
}

extension Network {
    /// Leaves a line about it in the host's log.
    func audit(_ command: String, on target: String? = nil, detail: String? = nil, by session: Session) {
        func plain(_ text: String) -> String { Bytes(text).filter { $0 >= 0x20 && $0 != 0x7F }.text }
        let user = session.user
        let act = OperatorAuditEntry(
            actor: "\(session.displayName)!\(user?.userName ?? "*")@\(session.origin.address)",
            operatorName: session.origin.isHost ? "host" : session.operatorGrant?.name ?? "none", command: command,
            target: target.map(plain), detail: detail.flatMap { $0.isEmpty ? nil : plain($0) })
        emit(.audit(act))
    }
}
