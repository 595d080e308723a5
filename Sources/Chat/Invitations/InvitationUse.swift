import Basics
import Protocol

/// Coming in with an invitation: whom it lets in, and how its uses are counted.
extension Network {
    func invitation(shownBy session: Session) -> Invitation? {
        guard let secret = session.registration.password, let primitives, !registry.invitations.isEmpty else {
            return nil
        }
        return registry.invitations[primitives.hash(Array(secret.utf8))]
    }

    func accept(_ invitation: Invitation, from session: Session) {
        let known = registry.guests[invitation.digest] ?? [:]
        let isKnown = known[session.origin.guest] != nil
        switch invitation.standing(guests: known.count, at: clock.machineTime) {
        case .live: break
        case .usedUp where isKnown: break
        case let standing: return refuse(session, invitation, standing)
        }
        if isKnown { return admit(session, with: invitation) }
        let use = RegistryChange.useInvitation(invitation.digest, guest: session.origin.guest, now)
        // At once, so that nobody else is let in with it meanwhile.
        registry.apply(use)
        save([use], for: session) { [unowned self] isSaved in
            guard isSaved else { return turnAway(session, "Your invitation could not be stored; try again later") }
            admit(session, with: invitation)
        }
    }

    /// Refuses an invitation. A session that may come in without one is only told.
    private func refuse(_ session: Session, _ invitation: Invitation, _ standing: Invitation.Standing) {
        let problem =
            switch standing {
            case .expired: "expired on \(invitation.expires?.iso8601 ?? "")"
            case .revoked: "was revoked"
            case .usedUp, .live: "was for \(invitation.uses), and that many have used it"
            }
        session.admission.refuseInvitation("This invitation \(problem): ask for another")
        registerIfReady(session)
    }

    private func admit(_ session: Session, with invitation: Invitation) {
        session.admission.admit(with: invitation)
        if let account = session.registration.madeAccount {
            changeSettings(of: account) { $0.invitedBy = $0.invitedBy ?? invitation.digest }
        }
        if session.registration.account == nil,
            let account = invitation.account.flatMap({ registry.accounts[fold($0)] })
        {
            logIn(session, to: account)
        }
        registerIfReady(session)
    }
}

extension Origin {
    /// The name under which it counts who uses an invitation: whoever holds the same certificate, or is at the same address (or in
    /// the same IPv6 /64), is the same one.
    var guest: String { certificate.map { "certificate " + Hex.encode($0) } ?? "address " + addressPrefix }
}
