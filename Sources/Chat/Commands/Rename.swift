import Protocol

/// RENAME: another name for a room. <https://ircv3.net/specs/extensions/channel-rename>
extension Network {
    func renameRoom(_ session: Session, _ message: Message) {
        guard let user = session.user, let oldName = message.text(at: 0), let wanted = message.text(at: 1) else {
            return
        }
        guard let room = room(named: oldName, seenBy: user) else {
            return reply(session, .noSuchChannel, shown(oldName), "No such channel")
        }
        guard let membership = room.membership(of: user) else {
            return reply(session, .notOnChannel, room.name, "You're not on that channel")
        }
        guard membership.ranks.isAtLeast(.operator) || may(.rooms, session) else {
            return refuseRank(in: room, session)
        }
        let name = RoomNameRules.composed(wanted)
        let context = [room.name, shown(name)]
        if room.isPermanent {
            return fail("RENAME", "CANNOT_RENAME", "This room keeps its name", context: context, session)
        }
        if let other = self.room(named: name), other !== room {
            return fail("RENAME", "CHANNEL_NAME_IN_USE", "There is a room of that name", context: context, session)
        }
        if let problem = problem(withRoomName: name, for: room) {
            return fail("RENAME", "CANNOT_RENAME", problem, context: context, session)
        }
        // It leaves a note under the old name, and takes what it has under its own along to the new one.
        let maker = maker(session)
        let isNoted = room.closings != Closings() || !room.closure.isEmpty
        let names = room.folded == fold(name) ? [] : isNoted ? [room.folded, fold(name)] : [room.folded]
        for name in names {
            guard let refusal = refusal(ofClosing: name, madeBy: maker, for: session) else { continue }
            return fail("RENAME", "CANNOT_RENAME", refusal, context: context, session)
        }
        if !membership.ranks.isAtLeast(.operator), room.name != name {
            audit("RENAME", on: room.name, "to \(name)", by: session)
        }
        let reason = message.parameters.count > 2 ? message.parameters[2] : []
        rename(room, to: name, reason.prefix(ofAtMost: settings.limits.kickReason), by: user, session)
    }

    private func rename(_ room: Room, to name: String, _ reason: Bytes, by user: User, _ session: Session) {
        let (oldName, oldFolded) = (room.name, room.folded)
        if oldName == name { return }
        let isOtherName = room.folded != fold(name)
        drop(room)
        room.rename(to: name, folded: fold(name))
        add(room)
        if isOtherName {
            takeMemory(of: room, from: oldFolded, by: session)
            forgetSettings(ofHeld: oldFolded)
        }
        invitationsFollow(room, from: oldFolded)
        for member in room.members { notePresence(of: member.user) }
        var relay = relay(from: user, "RENAME", [Bytes(oldName), Bytes(name), reason])
        relay.requires = .channelRename
        send(relay, to: session)
        broadcast(relay, to: room.audience, except: session)
        // Who does not know the command sees everybody leave and come back; but not for the case of a letter.
        guard isOtherName else { return }
        for member in room.members {
            for other in member.user.sessions where !other.has(.channelRename) {
                fallBack(member.user, from: oldName, to: room, reason, other, isOwn: other === session)
            }
        }
    }

    /// What the room remembers goes by its new name; what goes by the old one then is nobody's who comes there.
    private func takeMemory(of room: Room, from old: FoldedName, by session: Session) {
        change(.renameRoom(old, to: room.folded))
        eventClock.forgetConversations()
        noteClosing(of: room, leaving: old, by: session)
    }

    private func fallBack(
        _ user: User, from oldName: String, to room: Room, _ reason: Bytes, _ session: Session, isOwn: Bool
    ) {
        send(relay(from: user, "PART", [Bytes(oldName)] + (reason.isEmpty ? [] : [reason])), to: session)
        var join = relay(from: user, "JOIN", [Bytes(room.name)])
        join.extendedParameters = extendedJoinParameters(of: user, room)
        send(join, to: session)
        if isOwn { return introduce(room, to: session) }
        if let topic = room.topic { sendTopic(topic, of: room, to: session) }
        // Each is told of all the others: that is not made for all of them at once.
        if !session.has(.noImplicitNames) { giveLater(names(of: room, for: session), to: session) }
    }
}
