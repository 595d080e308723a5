import Protocol

/// All that the server knows beside what happened: accounts, nicks, rooms, how far each account has read.
///
/// The server keeps it in memory, changes it by ``apply(_:)``, and submits the same changes to the log.
package struct Registry: Hashable, Sendable {
    /// By folded name.
    package private(set) var accounts: [FoldedName: Account] = [:]
    /// The presence of those who stay while not connected, by the folded name of the account.
    package private(set) var presences: [FoldedName: Presence] = [:]
    /// By the folded name of the account.
    package private(set) var metadata: [FoldedName: AccountMetadata] = [:]
    package private(set) var nicks: [FoldedName: NickReservation] = [:]
    package private(set) var channels: [FoldedName: RegisteredChannel] = [:]
    /// The bans of the whole server, by folded mask.
    package private(set) var bans: [FoldedName: ServerBan] = [:]
    /// The time up to which each account has read each conversation.
    package private(set) var markers: [FoldedName: [Conversation: Timestamp]] = [:]
    /// By the digest of the secret.
    package private(set) var invitations: [[UInt8]: Invitation] = [:]
    /// The guests who used each of the invitations, and the time at which each used it first.
    package private(set) var guests: [[UInt8]: [String: Timestamp]] = [:]
    /// The notes that the server keeps for itself.
    package private(set) var notes: [String: [UInt8]] = [:]

    package init() {}

    /// Each change can be made at any time.
    package mutating func apply(_ change: RegistryChange) {
        switch change {
        case .saveAccount(let account): accounts[account.folded] = account
        case .saveSettings(let name, let settings): accounts[name]?.settings = settings
        case .savePresence(let name, let presence): if accounts[name] != nil { presences[name] = presence }
        case .saveMetadata(let name, let key, let target, let value):
            guard accounts[name] != nil else { return }
            metadata[name, default: AccountMetadata()][key, target] = value
            if metadata[name]?.isEmpty == true { metadata[name] = nil }
        case .removeAccount(let name):
            accounts[name] = nil
            presences[name] = nil
            metadata[name] = nil
            markers[name] = nil
            nicks = nicks.filter { $0.value.account != name }
            for (folded, channel) in channels where channel.ranks[name] != nil { channels[folded]!.ranks[name] = nil }
            // Whoever has the account's name next is somebody else.
            for invitation in invitations.values where invitation.account.map(Casemapping.ascii.fold) == name {
                apply(.removeInvitation(invitation.digest))
            }
        case .reserveNick(let reservation): nicks[reservation.folded] = reservation
        case .releaseNick(let nick): nicks[nick] = nil
        case .saveChannel(let channel): channels[channel.folded] = channel
        case .removeChannel(let name): channels[name] = nil
        case .markRead(let account, let conversation, let time):
            let old = markers[account]?[conversation]
            markers[account, default: [:]][conversation] = max(old ?? time, time)
        case .renameChannel(let old, let new):
            for (account, known) in markers {
                guard let time = known[.channel(old)] else { continue }
                markers[account]![.channel(old)] = nil
                markers[account]![.channel(new)] = time
            }
            for account in metadata.keys { metadata[account]!.rename(old, to: new) }
        case .saveBan(let ban): bans[ban.folded] = ban
        case .removeBan(let mask): bans[mask] = nil
        case .saveInvitation(let invitation): invitations[invitation.digest] = invitation
        case .useInvitation(let digest, let guest, let time):
            let first = guests[digest]?[guest]
            guests[digest, default: [:]][guest] = min(first ?? time, time)
        case .removeInvitation(let digest):
            invitations[digest] = nil
            guests[digest] = nil
        case .note(let key, let value): notes[key] = value
        }
    }
}

/// One thing that becomes different in a ``Registry``.
package enum RegistryChange: Hashable, Sendable {
    /// Makes an account, or puts another value in its place.
    case saveAccount(Account)
    /// Puts other ``Account/settings`` in the place of an account's, and leaves the rest of it as it is. Without the account it does nothing.
    case saveSettings(FoldedName, [String: String])
    /// Puts another value in the place of how the owner of an account is here. Without the account it does nothing.
    case savePresence(FoldedName, Presence)
    /// Puts a value in the place of one of an account's metadata, or takes it away; see ``AccountMetadata``. Without the account it does
    /// nothing.
    case saveMetadata(FoldedName, key: String, about: FoldedName?, String?)
    /// Also forgets its presence, metadata, nicks, markers, ranks and invitations. A room that it founded stays; its founder is the server's to choose.
    case removeAccount(FoldedName)
    case reserveNick(NickReservation)
    case releaseNick(FoldedName)
    /// Registers a room, or puts another value in its place.
    case saveChannel(RegisteredChannel)
    case removeChannel(FoldedName)
    /// A marker only moves forward: an earlier time changes nothing.
    case markRead(account: FoldedName, Conversation, Timestamp)
    /// The history of a room, the markers of its readers, and what accounts keep about it go by its new name from now on. The history of
    /// another room of that name, which is gone, goes by the old one. The marker and the marks of an account on that other room are
    /// forgotten where the account has some on this one, and stay under their name where it has none.
    case renameChannel(FoldedName, to: FoldedName)
    /// Sets a ban, or puts another value in its place.
    case saveBan(ServerBan)
    case removeBan(FoldedName)
    /// Makes an invitation, or puts another value in its place; who used it stays.
    case saveInvitation(Invitation)
    /// Somebody came in with it. Of several times the first counts.
    case useInvitation([UInt8], guest: String, Timestamp)
    /// Also forgets who used it.
    case removeInvitation([UInt8])
    /// Nothing takes the note away.
    case note(String, [UInt8]?)
}
