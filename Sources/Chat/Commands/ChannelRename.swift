import Protocol

/// RENAME: another name for a room. <https://ircv3.net/specs/extensions/channel-rename>
extension Network {
    func renameChannel(_ session: Session, _ message: Message) {
        guard let user = session.user, let oldName = message.text(at: 0), let wanted = message.text(at: 1) else {
            return
        }
        guard let channel = channel(named: oldName, seenBy: user) else {
            return reply(session, .noSuchChannel, shown(oldName), "No such channel")
        }
        guard let membership = channel.membership(of: user) else {
            return reply(session, .notOnChannel, channel.name, "You're not on that channel")
        }
        guard membership.ranks.isAtLeast(.operator) || may(session, .channels) else {
            return refuseRank(session, in: channel)
        }
        let name = ChannelNameRules.composed(wanted)
        let context = [channel.name, shown(name)]
        if channel.isPermanent {
            return fail(session, "RENAME", "CANNOT_RENAME", "This room cannot be renamed", context: context)
        }
        if let other = self.channel(named: name), other !== channel {
            return fail(session, "RENAME", "CHANNEL_NAME_IN_USE", "There is a room of that name", context: context)
        }
        if let problem = problem(withChannelName: name, for: channel) {
            return fail(session, "RENAME", "CANNOT_RENAME", problem, context: context)
        }
        // It leaves a note under the old name, and takes what it has under its own along to the new one.
        let creator = creator(session)
        let isNoted = channel.closedThrough != ClosedThrough() || !channel.closedTo.isEmpty
        let names = channel.folded == fold(name) ? [] : isNoted ? [channel.folded, fold(name)] : [channel.folded]
        for name in names {
            guard let refusal = refusal(ofClosing: name, madeBy: creator, for: session) else { continue }
            return fail(session, "RENAME", "CANNOT_RENAME", refusal, context: context)
        }
        if !membership.ranks.isAtLeast(.operator), channel.name != name {
            audit("RENAME", on: channel.name, detail: "to \(name)", by: session)
        }
        let reason = message.parameters.count > 2 ? message.parameters[2] : []
        rename(session, channel, to: name, reason: reason.prefix(ofAtMost: settings.limits.kickReason), by: user)
    }

    private func rename(_ session: Session, _ channel: Channel, to name: String, reason: Bytes, by user: User) {
        let (oldName, oldFolded) = (channel.name, channel.folded)
        if oldName == name { return }
        let isOtherName = channel.folded != fold(name)
        channels.rename(channel, to: name)
        if isOtherName {
            moveHistory(of: channel, from: oldFolded, by: session)
            for member in channel.members { member.user.metadata.rename(oldFolded, to: channel.folded) }
            forgetSettings(ofUnregistered: oldFolded)
        }
        renameInInvitations(channel, from: oldFolded)
        for member in channel.members { notePresence(of: member.user) }
        var relay = relay(from: user, command: "RENAME", parameters: [Bytes(oldName), Bytes(name), reason])
        relay.requires = .channelRename
        send(relay, to: session)
        broadcast(relay, to: channel.audience, except: session)
        // A client that does not know the command sees everybody leave and come back; but not for the case of a letter.
        guard isOtherName else { return }
        for member in channel.members {
            for other in member.user.sessions where !other.has(.channelRename) {
                fallBack(other, member.user, from: oldName, to: channel, reason: reason, isOwn: other === session)
            }
        }
    }

    /// Moves the history of a room to its new name. Whoever makes another room of the old name finds no history there.
    private func moveHistory(of channel: Channel, from old: FoldedName, by session: Session) {
        change(.renameChannel(old, to: channel.folded))
        events.forgetConversations()
        noteClosing(of: channel, leaving: old, by: session)
    }

    private func fallBack(
        _ session: Session, _ user: User, from oldName: String, to channel: Channel, reason: Bytes, isOwn: Bool
    ) {
        send(
            relay(from: user, command: "PART", parameters: [Bytes(oldName)] + (reason.isEmpty ? [] : [reason])),
            to: session)
        var join = relay(from: user, command: "JOIN", parameters: [Bytes(channel.name)])
        join.extendedParameters = extendedJoinParameters(of: user, channel: channel)
        send(join, to: session)
        if isOwn { return sendChannelState(channel, to: session) }
        if let topic = channel.topic { sendTopic(topic, of: channel, to: session) }
        // Each is told of all the others: that is not made for all of them at once.
        if !session.has(.noImplicitNames) { queueUntilDrained(names(of: channel, for: session), to: session) }
        postponeMetadata(of: channel, to: session)
    }
}
