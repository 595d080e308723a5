import Protocol

/// INVITE. <https://modern.ircdocs.horse/#invite-message>
extension Network {
    func invite(_ session: Session, _ message: Message) {
        guard let user = session.user else { return }
        if message.parameters.isEmpty { return listInvitations(session, of: user) }
        guard let nick = message.text(at: 0), let name = message.text(at: 1) else {
            return reply(session, .needMoreParameters, "INVITE", "Not enough parameters")
        }
        guard let other = users[fold(nick)] else {
            return reply(session, .noSuchNick, shown(nick), "No such nick")
        }
        guard let channel = channel(named: name, seenBy: user) else {
            return reply(session, .noSuchChannel, shown(name), "No such channel")
        }
        let ranks = channel.membership(of: user)?.ranks
        let mayAsOperator = may(session, .invite)
        guard ranks != nil || mayAsOperator else {
            return reply(session, .notOnChannel, channel.name, "You're not on that channel")
        }
        let mayOpen = ranks?.isAtLeast(.halfOperator) == true
        if channel.modes.flags.contains(.inviteOnly), !mayOpen, !mayAsOperator {
            return refuseRank(session, in: channel)
        }
        guard channel.membership(of: other) == nil else {
            return reply(session, .userOnChannel, other.nick, channel.name, "is already on channel")
        }
        // Anybody may point somebody to a room; only those who could open its door for them do so.
        if mayOpen || mayAsOperator { rememberInvite(of: channel, to: other) }
        if !mayOpen, mayAsOperator { audit("INVITE", on: "\(other.nick) to \(channel.name)", by: session) }
        invite(session, other, to: channel, by: user)
    }

    /// An invitation that lets somebody in whatever the room's modes say, until it is used.
    func rememberInvite(of channel: Channel, to other: User) {
        other.invitations.removeAll { $0 === channel }
        other.invitations.append(channel)
        if other.invitations.count > settings.limits.invitations { other.invitations.removeFirst() }
    }

    private func invite(_ session: Session, _ other: User, to channel: Channel, by user: User) {
        reply(session, .inviting, other.nick, channel.name)
        if let reason = other.awayReason { reply(session, .away, other.nick, reason) }
        let relay = relay(from: user, command: "INVITE", parameters: [Bytes(other.nick), Bytes(channel.name)])
        var audience = Audience()
        for session in other.sessions { audience.add(session) }
        broadcast(relay, to: audience)
        // <https://ircv3.net/specs/extensions/invite-notify>
        var notice = relay
        notice.requires = .inviteNotify
        broadcast(notice, to: channel.audience, except: session)
    }

    private func listInvitations(_ session: Session, of user: User) {
        user.invitations.removeAll { channels[$0.folded] !== $0 }
        for channel in user.invitations { reply(session, .inviteList, channel.name) }
        reply(session, .endOfInviteList, "End of /INVITE list")
    }
}
