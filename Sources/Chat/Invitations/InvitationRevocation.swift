import Basics
import Protocol

extension Account {
    /// The digest of the invitation that let in whoever made it; nil for who came otherwise. The invitation may be forgotten.
    package var invitedBy: [UInt8]? {
        get { settings["invitation"].flatMap(Network.bytes(hex:)) }
        set { settings["invitation"] = newValue.map { Hex.encode($0) } }
    }
}

/// The withdrawing of invitations, with or without those whom they let in.
extension Network {
    func revokeInvitation(_ session: Session, _ id: String, withGuests: Bool) {
        let meant = registry.invitations.values.filter { $0.id == id && mayManageInvitation(session, for: $0) }
        guard !meant.isEmpty else { return refuseInvitation(session, .unknown(id)) }
        guard !withGuests || session.origin.isHost else {
            return refuseInvitation(session, .privileges("Only the host disconnects the people an invitation let in"))
        }
        let digests = Set(meant.map(\.digest))
        let accounts = registry.accounts.values.filter { $0.invitedBy.map(digests.contains) == true }
            .sorted { $0.folded < $1.folded }
        var changes = meant.map { invitation in
            var invitation = invitation
            invitation.revokedAt = invitation.revokedAt ?? now
            return RegistryChange.saveInvitation(invitation)
        }
        if withGuests { changes += accounts.map { .removeAccount($0.folded) } }
        save(changes, for: session) { [unowned self] isSaved in
            guard isSaved else { return refuseInvitation(session, .notStored) }
            if withGuests { sendAway(guestsOf: digests) }
            for account in accounts { respondInvitation(session, ["ACCOUNT", id, account.name]) }
            respondInvitation(session, ["REVOKED", id])
        }
    }

    private func sendAway(guestsOf digests: Set<[UInt8]>) {
        for guest in sessions.sorted
        where guest.admission.admittingInvitation.map(digests.contains) == true && !guest.isClosing {
            close(guest, reason: "Your invitation was revoked")
        }
    }
}
