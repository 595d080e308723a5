import Protocol

/// Who may come into a room, who is banned from it, and who may speak in it.
extension Network {
    /// Whether a user may come in now; if not, it has been told why.
    func mayEnter(_ room: Room, _ user: User, key: String?, _ session: Session) -> Bool {
        if session.origin.isHost { return true }
        let modes = room.modes
        if let expected = modes.key, key != expected {
            reply(session, .badChannelKey, room.name, "Cannot join channel (+k)")
            return false
        }
        let isExpected = isInvited(user, to: room)
        if modes.flags.contains(.inviteOnly), !isExpected {
            reply(session, .inviteOnlyChannel, room.name, "Cannot join channel (+i)")
            return false
        }
        if !isExpected, isBanned(user, from: room) {
            reply(session, .bannedFromChannel, room.name, "Cannot join channel (+b)")
            return false
        }
        if modes.flags.contains(.registeredOnly), user.account == nil, !isExpected {
            reply(session, .needRegisteredNick, room.name, "Cannot join channel (+r): you need an account")
            return false
        }
        if let limit = modes.limit, room.members.count >= limit, !isExpected {
            reply(session, .channelIsFull, room.name, "Cannot join channel (+l)")
            return false
        }
        return true
    }

    private func isInvited(_ user: User, to room: Room) -> Bool {
        matches(room.modes.inviteExceptions, user)
    }

    func isBanned(_ user: User, from room: Room) -> Bool {
        matches(room.modes.bans, user) && !matches(room.modes.exceptions, user)
    }

    /// Whether what a user says reaches the room, and why not otherwise. <https://modern.ircdocs.horse/#moderated-channel-mode-m>
    func obstacle(to user: User, speakingIn room: Room, isCTCP: Bool) -> String? {
        let membership = room.membership(of: user)
        if let membership, membership.ranks.isAtLeast(.voice) {
            return isCTCP && room.modes.flags.contains(.noCTCP) && !membership.ranks.isAtLeast(.halfOperator)
                ? "Cannot send CTCP to channel (+C)" : nil
        }
        let flags = room.modes.flags
        if membership == nil, flags.contains(.noExternalMessages) { return "Cannot send to channel (+n)" }
        if flags.contains(.moderated) { return "Cannot send to channel (+m)" }
        if flags.contains(.moderatedForUnregistered), user.account == nil {
            return "Cannot send to channel (+M): you need an account"
        }
        if isCTCP, flags.contains(.noCTCP) { return "Cannot send CTCP to channel (+C)" }
        if isBanned(user, from: room) { return "Cannot send to channel (+b)" }
        return nil
    }

    private func matches(_ entries: [MaskEntry], _ user: User) -> Bool {
        guard !entries.isEmpty else { return false }
        let source = user.source
        return entries.contains { Mask($0.mask).matches(source) }
    }
}
