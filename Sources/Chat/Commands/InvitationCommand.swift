import Protocol

/// INVITATION: links that let people in, made, listed and withdrawn by those who answer for them. It is there where 005 has the token
/// `INVITATIONS`. (INVITE is for somebody who is here already.)
///
///     C: INVITATION CREATE <room or *> [uses=<n>] [expires=<seconds>] [account=<name>]
///     S: :server INVITATION CREATED <id> <room or *> <uses> <expires or *> <account or *> :<link>
///
///     C: INVITATION LIST [<room>]
///     S: :server INVITATION ENTRY <id> <room or *> <uses> <used> <expires or *> <account or *> <standing> :<made by>
///     S: :server INVITATION LISTED
///
///     C: INVITATION REVOKE <id> [guests]
///     S: :server INVITATION ACCOUNT <id> <name>
///     S: :server INVITATION REVOKED <id>
///
///     S: FAIL INVITATION <code> [<context>] :<why, and what to do>
///
/// The link is an ``InvitationLink`` and is told once; its host is where the server believes that people elsewhere find it: a client
/// that came in by a better name (not by loopback) may put that and its port in the place. Without `uses` it is for one, without
/// `expires` for 604800 seconds; times are as server-time has them; `*` stands for a room that is not named (the lobby), or for never.
/// Nobody comes in any more with what is revoked, who did before neither. Whoever is here stays, and so do the accounts that were made
/// by it: those are told, a line each. With `guests`, which is the host's to say, they are removed, and whoever it let in is sent away.
///
/// `standing` is `live`, `used-up`, `expired` or `revoked`. The codes: `INVALID_PARAMS`, `NO_SUCH_CHANNEL`, `NO_PRIVILEGES` (an operator
/// of the room who is logged in to an account may invite to it; an operator of the server to any room, or to none),
/// `TOO_MANY_INVITATIONS`, `NO_SUCH_INVITATION`, `TEMPORARILY_UNAVAILABLE`.
///
/// `CS INVITE <room> [<uses>]` does the same for clients without the command.
extension Network {
    func invitation(_ session: Session, _ message: Message) {
        guard session.user != nil || session.origin.isHost else {
            return reply(session, .notRegistered, "You have not registered")
        }
        let words = message.parameters.map(\.text)
        switch (words[0].uppercased(), words.count) {
        case ("CREATE", 2...): createInvitation(session, words)
        case ("LIST", 1...2): listInvitations(session, to: words.count > 1 ? words[1] : nil)
        case ("REVOKE", 2): revokeInvitation(session, words[1].lowercased(), withGuests: false)
        case ("REVOKE", 3) where words[2].lowercased() == "guests":
            revokeInvitation(session, words[1].lowercased(), withGuests: true)
        default: refuseInvitation(session, .invalid("Say CREATE <room or *>, LIST [<room>] or REVOKE <id> [guests]"))
        }
    }

    private func createInvitation(_ session: Session, _ words: [String]) {
        guard let order = InvitationRequest(channel: words[1], options: words.dropFirst(2)) else {
            return refuseInvitation(
                session, .invalid("Behind the room come uses=<n>, expires=<seconds> and account=<name>"))
        }
        makeInvitation(order, for: session) { [unowned self] result in
            switch result {
            case .failure(let refusal): refuseInvitation(session, refusal)
            case .success(let (invitation, link)):
                let words = ["CREATED", invitation.id] + described(invitation) + [link]
                respondInvitation(session, words)
            }
        }
    }

    private func listInvitations(_ session: Session, to name: String?) {
        let folded = name.map(foldChannel)
        let shown = registry.invitations.values.filter { invitation in
            mayManageInvitation(session, for: invitation)
                && (folded == nil || folded == (invitation.opens ?? invitation.channel).map(foldChannel))
        }
        let end = Message(source: settings.serverName, "INVITATION", "LISTED")
        answer(session, shown.sorted { ($0.madeAt, $0.id) < ($1.madeAt, $1.id) }, end: end) { [self] invitation in
            let used = registry.guests[invitation.digest]?.count ?? 0
            var words = described(invitation)
            words.insert("\(used)", at: 2)
            let standing = invitation.standing(guests: used, at: clock.machineTime).rawValue
            words = ["ENTRY", invitation.id] + words + [standing, invitation.madeBy]
            return Message(source: Bytes(settings.serverName), "INVITATION", words.map { Bytes($0) })
        }
    }

    /// Room, uses, expiry and account, as they stand in a line.
    private func described(_ invitation: Invitation) -> [String] {
        [
            invitation.opens ?? invitation.channel ?? "*", "\(invitation.uses)", invitation.expires?.iso8601 ?? "*",
            invitation.account ?? "*",
        ]
    }

    func respondInvitation(_ session: Session, _ words: [String]) {
        respond(Message(source: Bytes(settings.serverName), "INVITATION", words.map { Bytes($0) }), to: session)
    }

    func refuseInvitation(_ session: Session, _ refusal: InvitationRefusal) {
        fail(
            session, "INVITATION", refusal.code.rawValue, refusal.words,
            context: refusal.context.map { [shown($0)] } ?? [])
    }

    // MARK: ChanServ

    func serveInvite(_ call: ServiceCall) {
        let uses = call.words.count > 1 ? ["uses=" + call.words[1]] : []
        guard let order = InvitationRequest(channel: call.words[0], options: uses[...]) else {
            return tell(call, "Say a room, and how many people it is for")
        }
        makeInvitation(order, for: call.session) { [unowned self] result in
            switch result {
            case .failure(let refusal): tell(call, refusal.words)
            case .success(let (invitation, link)):
                tell(call, link)
                let people = invitation.uses == 1 ? "one" : "\(invitation.uses)"
                tell(call, "It lets \(people) in, until \(invitation.expires?.iso8601 ?? "it is revoked")")
            }
        }
    }
}
