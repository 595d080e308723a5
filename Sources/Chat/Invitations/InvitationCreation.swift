import Basics
import Protocol

/// The properties that somebody wants of a new invitation.
struct InvitationRequest {
    /// Nil for none.
    var channel: String?
    var uses = 1
    /// Nil for never.
    var seconds: Int64? = 604_800
    var account: String?

    /// Nil where an option is none, or stands twice.
    init?(channel: String, options: ArraySlice<String>) {
        self.channel = channel == "*" ? nil : channel
        var seen: Set<Substring> = []
        for option in options {
            let parts = option.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, seen.insert(parts[0]).inserted else { return nil }
            switch parts[0] {
            case "uses":
                guard let number = Int(parts[1]) else { return nil }
                uses = number
            case "expires":
                guard let number = Int64(parts[1]), number >= 0 else { return nil }
                seconds = number == 0 ? nil : number
            case "account" where !parts[1].isEmpty: account = String(parts[1])
            default: return nil
            }
        }
    }
}

/// The codes of a FAIL of INVITATION.
package enum InvitationRefusalCode: String, Hashable, Sendable, CaseIterable {
    case invalidParameters = "INVALID_PARAMS"
    case noPrivileges = "NO_PRIVILEGES"
    case noSuchInvitation = "NO_SUCH_INVITATION"
    case noSuchChannel = "NO_SUCH_CHANNEL"
    case tooMany = "TOO_MANY_INVITATIONS"
    case unavailable = "TEMPORARILY_UNAVAILABLE"
}

/// Why there is no invitation.
struct InvitationRefusal: Error {
    let code: InvitationRefusalCode
    let words: String
    var context: String?

    static func invalid(_ words: String) -> InvitationRefusal {
        InvitationRefusal(code: .invalidParameters, words: words)
    }
    static func privileges(_ words: String) -> InvitationRefusal {
        InvitationRefusal(code: .noPrivileges, words: words)
    }
    static func unknown(_ id: String) -> InvitationRefusal {
        InvitationRefusal(code: .noSuchInvitation, words: "There is no such invitation", context: id)
    }
    static func noChannel(_ name: String) -> InvitationRefusal {
        InvitationRefusal(code: .noSuchChannel, words: "There is no such room", context: name)
    }
    static let tooMany = InvitationRefusal(
        code: .tooMany, words: "There are too many invitations: revoke some first")
    static let notStored = InvitationRefusal(
        code: .unavailable, words: "It could not be stored; try again later")
    static let noAddress = InvitationRefusal(
        code: .unavailable, words: "The server does not know where people would find it")
}

/// The making of invitations, whichever door is used: INVITATION, ChanServ, `grillo invite`.
extension Network {
    /// Seconds for which those that let nobody in any more are still told apart.
    private static let oldInvitationSeconds: Int64 = 2_592_000

    func makeInvitation(
        _ order: InvitationRequest, for session: Session,
        then proceed: @escaping (Result<(Invitation, link: String), InvitationRefusal>) -> Void
    ) {
        forgetOldInvitations()
        if let refusal = refusal(of: order, by: session) { return proceed(.failure(refusal)) }
        guard let primitives, let address = reachability.address else { return proceed(.failure(.noAddress)) }
        let secret = Base64URL.encode(primitives.randomBytes(SCRAM.nonceCount))
        let invitation = Invitation(
            digest: primitives.hash(Array(secret.utf8)),
            channel: order.channel.map { channel(named: $0)?.name ?? ChannelNameRules.composed($0) },
            account: order.account, uses: order.uses,
            expires: order.seconds.map { clock.machineTime.advanced(bySeconds: $0) },
            madeBy: inviter(session), madeAt: now)
        let link = InvitationLink(
            host: address.host, port: address.port, channel: invitation.channel,
            keyFingerprint: address.keyFingerprint,
            secret: secret, account: invitation.account)
        guard let link else { return proceed(.failure(.noAddress)) }
        save(newAccount(for: order, by: invitation) + [.saveInvitation(invitation)], for: session) { isSaved in
            proceed(isSaved ? .success((invitation, link.description)) : .failure(.notStored))
        }
    }

    private func refusal(of order: InvitationRequest, by session: Session) -> InvitationRefusal? {
        let limits = settings.limits
        guard limits.invitationUses.contains(order.uses) else {
            return .invalid("An invitation is for 1 to \(limits.invitationUses.upperBound) people")
        }
        if let seconds = order.seconds, !limits.invitationSeconds.contains(seconds) {
            let (shortest, longest) = (limits.invitationSeconds.lowerBound, limits.invitationSeconds.upperBound)
            return .invalid("An invitation lasts from \(shortest) seconds to \(longest / 86_400) days")
        }
        if order.seconds == nil, !session.origin.isHost {
            return .privileges("Only the host makes invitations that last for ever")
        }
        if let account = order.account {
            guard session.origin.isHost else { return .privileges("Only the host invites to an account") }
            if registry.accounts[fold(account)] == nil {
                if let problem = problem(withAccountName: account, madeBy: session) { return .invalid(problem) }
                if registry.nicks[fold(account)] != nil { return .invalid("That nick belongs to another account") }
            }
        }
        if let name = order.channel {
            if let problem = problem(withChannelName: ChannelNameRules.composed(name)), channel(named: name) == nil {
                return .invalid(problem)
            }
            if !session.origin.isHost, session.user.flatMap({ channel(named: name, seenBy: $0) }) == nil {
                return .noChannel(name)
            }
        }
        guard mayManageInvitation(session, forChannel: order.channel) else {
            return refusalOfInviting(session, to: order.channel)
        }
        let maker = inviter(session)
        let open = registry.invitations.values.count {
            $0.madeBy == maker
                && $0.standing(guests: registry.guests[$0.digest]?.count ?? 0, at: clock.machineTime) == .live
        }
        return open < (session.origin.isHost ? limits.openInvitations : limits.openInvitationsEach) ? nil : .tooMany
    }

    /// Nobody else can have the name while the invitation waits.
    private func newAccount(for order: InvitationRequest, by invitation: Invitation) -> [RegistryChange] {
        guard let name = order.account, registry.accounts[fold(name)] == nil else { return [] }
        var account = makeAccount(name, credential: nil)
        account.invitedBy = invitation.digest
        return [.saveAccount(account)]
    }

    func mayManageInvitation(_ session: Session, for invitation: Invitation) -> Bool {
        mayManageInvitation(session, forChannel: invitation.opens)
    }

    /// Whoever lets strangers in must be known: the host, an operator with that right, or, where the host allows it, somebody with
    /// an account who runs the room.
    private func mayManageInvitation(_ session: Session, forChannel name: String?) -> Bool {
        if may(session, .invite) { return true }
        guard settings.channelOperatorsMayInvite, let user = session.user, user.account != nil,
            let channel = name.flatMap({ channel(named: $0) })
        else {
            return false
        }
        return channel.membership(of: user)?.ranks.isAtLeast(.operator) == true
    }

    /// The maker of an invitation that a session makes: its account, or its name where it has none.
    func inviter(_ session: Session) -> String {
        session.origin.isHost ? "host" : session.account ?? session.displayName
    }

    private func forgetOldInvitations() {
        let bound = clock.machineTime.advanced(bySeconds: -Self.oldInvitationSeconds)
        for invitation in registry.invitations.values {
            guard let end = [invitation.revokedAt, invitation.expires].compactMap({ $0 }).min(), end < bound else {
                continue
            }
            change(.removeInvitation(invitation.digest))
        }
    }
}
