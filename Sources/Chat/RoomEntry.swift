import Protocol

/// Who may come into a room, who is banned from it, and who may speak in it.
extension Network {
    /// Whether a user may come in now; if not, it has been told why.
    ///
    /// Who was invited may, whatever the modes say; who is on the list of invite exceptions is let through bans too.
    func mayEnter(_ room: Room, _ user: User, key: String?, _ session: Session) -> Bool {
        if session.origin.isHost || isInvited(user, to: room) { return true }
        let modes = room.modes
        if let expected = modes.key, key != expected {
            reply(session, .badChannelKey, room.name, "Cannot join channel (+k)")
            return false
        }
        let isExpected = modes.inviteExceptions.contains { $0.ban.matches(user) }
        if modes.flags.contains(.inviteOnly), !isExpected {
            reply(session, .inviteOnlyChannel, room.name, "Cannot join channel (+i)")
            return false
        }
        if !isExpected, isBanned(user, from: room) {
            reply(session, .bannedFromChannel, room.name, "Cannot join channel (+b)")
            return false
        }
        if modes.flags.contains(.registeredOnly), user.account == nil, !isExpected {
            reply(session, .needRegisteredNick, room.name, "Cannot join channel (+R): you need an account")
            return false
        }
        if let limit = modes.limit, room.members.count >= limit {
            reply(session, .channelIsFull, room.name, "Cannot join channel (+l)")
            return false
        }
        return true
    }

    func isInvited(_ user: User, to room: Room) -> Bool {
        user.invitations.contains { $0 === room }
    }

    func isBanned(_ user: User, from room: Room) -> Bool {
        room.modes.bans.contains { !$0.ban.isMute && $0.ban.matches(user) }
            && !room.modes.exceptions.contains { !$0.ban.isMute && $0.ban.matches(user) }
    }

    private func isMuted(_ user: User, in room: Room) -> Bool {
        room.modes.bans.contains { $0.ban.isMute && $0.ban.matches(user) }
            && !room.modes.exceptions.contains { $0.ban.matches(user) }
    }

    /// Why what a user says does not reach the room; nil if it does. <https://modern.ircdocs.horse/#moderated-channel-mode-m>
    func obstacle(to user: User, speakingIn room: Room, isCTCP: Bool) -> String? {
        let flags = room.modes.flags
        let ranks = room.membership(of: user)?.ranks
        if isCTCP, flags.contains(.noCTCP), !(ranks ?? []).isAtLeast(.halfOperator) {
            return "Cannot send CTCP to channel (+C)"
        }
        if let ranks, ranks.isAtLeast(.voice) { return nil }
        if ranks == nil, flags.contains(.noExternalMessages) { return "Cannot send to channel (+n)" }
        if flags.contains(.moderated) { return "Cannot send to channel (+m)" }
        if flags.contains(.moderatedForUnregistered), user.account == nil {
            return "Cannot send to channel (+M): you need an account"
        }
        if room.modes.bans.isEmpty { return nil }
        if isBanned(user, from: room) { return "Cannot send to channel (+b)" }
        if isMuted(user, in: room) { return "Cannot send to channel (+b): you are muted" }
        return nil
    }
}
