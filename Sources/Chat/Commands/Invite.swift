import Protocol

/// INVITE. <https://modern.ircdocs.horse/#invite-message>
extension Network {
    func invite(_ session: Session, _ message: Message) {
        guard let user = session.user else { return }
        if message.parameters.isEmpty { return listInvitations(of: user, session) }
        guard let nick = message.text(at: 0), let name = message.text(at: 1) else {
            return reply(session, .needMoreParameters, "INVITE", "Not enough parameters")
        }
        guard let other = users[fold(nick)] else {
            return reply(session, .noSuchNick, shown(nick), "No such nick")
        }
        guard let room = room(named: name, seenBy: user) else {
            return reply(session, .noSuchChannel, shown(name), "No such channel")
        }
        let ranks = room.membership(of: user)?.ranks
        let isMighty = may(.invite, session)
        guard ranks != nil || isMighty else {
            return reply(session, .notOnChannel, room.name, "You're not on that channel")
        }
        let mayOpen = ranks?.isAtLeast(.halfOperator) == true
        if room.modes.flags.contains(.inviteOnly), !mayOpen, !isMighty {
            return refuseRank(in: room, session)
        }
        guard room.membership(of: other) == nil else {
            return reply(session, .userOnChannel, other.nick, room.name, "is already on channel")
        }
        // Anybody may point somebody to a room; only those who could open its door for them do so.
        if mayOpen || isMighty { openDoor(of: room, to: other) }
        if !mayOpen, isMighty { audit("INVITE", on: "\(other.nick) to \(room.name)", by: session) }
        invite(other, to: room, by: user, session)
    }

    /// An invitation that lets somebody in whatever the room's modes say, until it is used.
    func openDoor(of room: Room, to other: User) {
        other.invitations.removeAll { $0 === room }
        other.invitations.append(room)
        if other.invitations.count > settings.limits.invitations { other.invitations.removeFirst() }
    }

    private func invite(_ other: User, to room: Room, by user: User, _ session: Session) {
        reply(session, .inviting, other.nick, room.name)
        if let reason = other.awayReason { reply(session, .away, other.nick, reason) }
        let relay = relay(from: user, "INVITE", [Bytes(other.nick), Bytes(room.name)])
        var audience = Audience()
        for session in other.sessions { audience.add(session) }
        broadcast(relay, to: audience)
        // <https://ircv3.net/specs/extensions/invite-notify>
        var notice = relay
        notice.requires = .inviteNotify
        broadcast(notice, to: room.audience, except: session)
    }

    private func listInvitations(of user: User, _ session: Session) {
        user.invitations.removeAll { rooms[$0.folded] !== $0 }
        for room in user.invitations { reply(session, .inviteList, room.name) }
        reply(session, .endOfInviteList, "End of /INVITE list")
    }
}
