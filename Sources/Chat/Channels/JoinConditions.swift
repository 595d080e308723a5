import Protocol

/// The conditions for coming into a room.
extension Network {
    /// The reason that somebody may not do something: the numeric, and the words behind the room's name.
    typealias Obstacle = (numeric: Numeric, words: String)

    /// - Returns: true if a user may come in now. If not, the session has been told why.
    func mayEnter(_ session: Session, _ channel: Channel, _ user: User, key: String?) -> Bool {
        guard let obstacle = obstacle(to: user, entering: channel, key: key) else { return true }
        guard may(session, .channels) else {
            reply(session, obstacle.numeric, channel.name, obstacle.words)
            return false
        }
        audit("JOIN", on: channel.name, detail: "past: \(obstacle.words)", by: session)
        return true
    }

    /// The obstacle that keeps a user out of a room; nil if there is none. Somebody who was invited may come in, whatever the modes say;
    /// somebody on the list of invite exceptions is let through bans too.
    private func obstacle(to user: User, entering channel: Channel, key: String?) -> Obstacle? {
        if isInvited(user, to: channel) { return nil }
        let modes = channel.modes
        if let expected = modes.key, key != expected { return (.badChannelKey, "Cannot join channel (+k)") }
        let isExpected = modes.inviteExceptions.contains { $0.ban.matches(user) }
        if modes.flags.contains(.inviteOnly), !isExpected { return (.inviteOnlyChannel, "Cannot join channel (+i)") }
        if !isExpected, let ban = ban(on: user, in: channel) {
            return (.bannedFromChannel, "Cannot join channel (+b)" + ban.words)
        }
        if modes.flags.contains(.registeredOnly), user.account == nil, !isExpected {
            return (.needRegisteredNick, "Cannot join channel (+R): you need an account")
        }
        if let limit = modes.limit, channel.members.count >= limit {
            return (.channelIsFull, "Cannot join channel (+l): there is room for \(limit)")
        }
        return nil
    }

    func isInvited(_ user: User, to channel: Channel) -> Bool {
        user.invitations.contains { $0 === channel }
    }

    /// The ban that keeps somebody out of a room.
    func ban(on user: User, in channel: Channel) -> MaskEntry? {
        guard let ban = channel.modes.bans.first(where: { !$0.ban.isMute && $0.ban.matches(user) }),
            !channel.modes.exceptions.contains(where: { !$0.ban.isMute && $0.ban.matches(user) })
        else { return nil }
        return ban
    }
}
