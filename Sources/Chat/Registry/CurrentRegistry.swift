import Protocol

/// The registry as it stands now, and what is looked up in it the other way round. It changes by ``apply(_:)`` only.
final class CurrentRegistry {
    private var registry: Registry
    /// The accounts of client certificates, by their SHA-256.
    private var certificateOwners: [[UInt8]: FoldedName] = [:]

    init(_ registry: Registry) {
        self.registry = registry
        for account in registry.accounts.values { noteCertificates(of: account) }
    }

    var accounts: [FoldedName: Account] { registry.accounts }
    var presences: [FoldedName: Presence] { registry.presences }
    var metadata: [FoldedName: AccountMetadata] { registry.metadata }
    var nicks: [FoldedName: NickReservation] { registry.nicks }
    var channels: [FoldedName: RegisteredChannel] { registry.channels }
    var bans: [FoldedName: ServerBan] { registry.bans }
    var markers: [FoldedName: [Conversation: Timestamp]] { registry.markers }
    var invitations: [[UInt8]: Invitation] { registry.invitations }
    var guests: [[UInt8]: [String: Timestamp]] { registry.guests }
    var notes: [String: [UInt8]] { registry.notes }

    /// The account that a client certificate opens; nil for none.
    ///
    /// - Parameter certificate: its SHA-256.
    func owner(ofCertificate certificate: [UInt8]) -> FoldedName? { certificateOwners[certificate] }

    /// The account whose a nick is: the one of that name, or the one that has reserved it. Nil for none.
    func owner(ofNick nick: FoldedName) -> FoldedName? { accounts[nick]?.folded ?? nicks[nick]?.account }

    /// The account of that name, or the one that has reserved it as a nick.
    func account(named name: String) -> Account? {
        let folded = Casemapping.ascii.fold(name)
        return accounts[folded] ?? nicks[folded].flatMap { accounts[$0.account] }
    }

    /// Changes the registry in memory alone. What is to be kept over a restart goes through ``Network/change(_:)`` or
    /// ``Network/save(_:for:then:)``.
    func apply(_ change: RegistryChange) {
        // Of that account alone, since one is saved whenever somebody comes or goes.
        switch change {
        case .saveAccount(let account): forgetCertificates(of: account.folded)
        case .removeAccount(let name): forgetCertificates(of: name)
        case .saveSettings, .savePresence, .saveMetadata, .reserveNick, .releaseNick, .saveChannel, .removeChannel,
            .markRead, .renameChannel, .saveBan, .removeBan, .saveInvitation, .useInvitation, .removeInvitation, .note:
            break
        }
        registry.apply(change)
        if case .saveAccount(let account) = change { noteCertificates(of: account) }
    }

    private func noteCertificates(of account: Account) {
        for certificate in account.certificates { certificateOwners[certificate] = account.folded }
    }

    private func forgetCertificates(of name: FoldedName) {
        guard let account = registry.accounts[name] else { return }
        for certificate in account.certificates where certificateOwners[certificate] == name {
            certificateOwners[certificate] = nil
        }
    }
}
