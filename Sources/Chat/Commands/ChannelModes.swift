import Protocol

/// MODE, for rooms. What a mode does stands where it does it: RoomEntry, Talk, Listings.
extension Network {
    /// <https://modern.ircdocs.horse/#mode-message>
    func mode(_ session: Session, _ message: Message) {
        guard let user = session.user, let target = message.text(at: 0) else { return }
        let modeString = message.text(at: 1)
        guard target.hasPrefix("#") else { return userMode(target, modeString, session) }
        guard let room = room(named: target, seenBy: user) else {
            return reply(session, .noSuchChannel, shown(target), "No such channel")
        }
        guard let modeString else { return sendModes(of: room, to: session) }
        let parameters = message.parameters.dropFirst(2).map(\.text)
        change(room, ModeChange.parse(modeString, parameters, kinds: RoomModes.kinds), by: user, session)
    }

    private func sendModes(of room: Room, to session: Session) {
        let isMember = session.user.map { room.membership(of: $0) != nil } ?? false
        let (modeString, parameters) = room.modes.description(showingKey: isMember)
        reply(session, .channelModeIs, [room.name, modeString] + parameters)
        reply(session, .creationTime, room.name, String(room.createdAt.seconds))
    }

    /// Makes the changes that are allowed, tells each that is not, and tells everybody at once what came of it.
    private func change(_ room: Room, _ changes: [ModeChange], by user: User, _ session: Session) {
        var applied: [ModeChange] = []
        var parameterCount = 0
        let ownRanks = room.membership(of: user)?.ranks ?? []
        var isRefused = false
        var told: Set<Character> = []
        for change in changes {
            if isQuestion(change) {
                // Once, however often it is asked for in one command.
                guard told.insert(change.mode).inserted else { continue }
                sendList(change.mode, of: room, to: session)
                continue
            }
            let rank = room.membership(of: user)?.ranks ?? []
            guard rank.isAtLeast(.halfOperator) || may(.rooms, session) else {
                if !isRefused { refuseRank(in: room, session) }
                isRefused = true
                continue
            }
            if change.parameter != nil {
                parameterCount += 1
                if parameterCount > settings.limits.modes { continue }
            }
            guard RoomModes.kinds.hasMode(change.mode) else {
                // Once: a line of unknown letters would be answered with hundreds.
                if told.insert(change.mode).inserted {
                    reply(session, .unknownMode, shown(String(change.mode)), "is unknown mode char to me")
                }
                continue
            }
            let before = room.modes
            if let effective = apply(change, to: room, by: user, session),
                mayClose(room, changedFrom: before, by: "MODE", session)
            {
                applied.append(effective)
            }
        }
        guard !applied.isEmpty else { return }
        if needsRight(applied, ownRanks) {
            let (modeString, parameters) = ModeChange.format(applied.map(\.withoutKey))
            audit("MODE", on: room.name, ([modeString] + parameters).joined(separator: " "), by: session)
        }
        announce(applied, in: room, by: user, session)
    }

    /// Whether some of it is more than a rank allows.
    private func needsRight(_ changes: [ModeChange], _ ranks: Ranks) -> Bool {
        if !ranks.isAtLeast(.halfOperator) { return true }
        return changes.contains { change in
            Ranks.table.contains { $0.mode == change.mode && !ranks.mayGive($0.rank) && !ranks.contains($0.rank) }
        }
    }

    /// Tells everybody what has changed, and keeps it.
    func announce(_ applied: [ModeChange], in room: Room, by user: User, _ session: Session) {
        keep(room)
        for part in modeParts(applied, in: room, by: user.source) { tell(part, in: room, by: user, session) }
    }

    /// Changes of a room's modes, in as many parts as it takes for each to be one line.
    func modeParts(_ changes: [ModeChange], in room: Room, by source: String) -> [[ModeChange]] {
        let head = Message(source: source, "MODE", room.name).serialized().count
        return ModeChange.parts(of: changes, ofAtMost: LineLimits.fromServer.body - head - 1)
    }

    private func tell(_ part: [ModeChange], in room: Room, by user: User, _ session: Session) {
        let (modeString, parameters) = ModeChange.format(part)
        let words = [modeString] + parameters
        let event = makeEvent(
            .mode, by: user, in: [.room(room.folded)], target: room.name, text: Bytes(words.joined(separator: " ")))
        record(event)
        let relay = relay(event, by: user, "MODE", [Bytes(room.name)] + words.map { Bytes($0) })
        send(relay, to: session)
        broadcast(relay, to: room.audience, except: session)
    }

    /// A list mode without a mask asks what is on the list.
    private func isQuestion(_ change: ModeChange) -> Bool {
        RoomModes.kinds.lists.contains(change.mode) && (change.parameter ?? "").isEmpty
    }

    /// Makes one change; nil where it changes nothing or was refused, which has been told then.
    private func apply(_ change: ModeChange, to room: Room, by user: User, _ session: Session) -> ModeChange? {
        if let entry = Ranks.table.first(where: { $0.mode == change.mode }) {
            return changeRank(entry.rank, change, in: room, by: user, session)
        }
        if let entry = RoomModes.Flags.letters.first(where: { $0.letter == change.mode }) {
            guard room.modes.flags.contains(entry.flag) != change.isSet else { return nil }
            if change.isSet { room.modes.flags.insert(entry.flag) } else { room.modes.flags.remove(entry.flag) }
            return change
        }
        switch change.mode {
        case "b": return changeList(\.bans, change, of: room, by: user, session)
        case "e": return changeList(\.exceptions, change, of: room, by: user, session)
        case "I": return changeList(\.inviteExceptions, change, of: room, by: user, session)
        case Self.slowModeLetter: return changePause(change, of: room, session)
        case "k": return changeKey(change, of: room, session)
        case "l": return changeLimit(change, of: room, session)
        default: return nil
        }
    }

    private func changeRank(
        _ rank: Ranks, _ change: ModeChange, in room: Room, by user: User, _ session: Session
    ) -> ModeChange? {
        guard let nick = change.parameter, !nick.isEmpty else {
            reply(session, .needMoreParameters, "MODE", "Not enough parameters")
            return nil
        }
        guard let other = users[fold(nick)] else {
            reply(session, .noSuchNick, shown(nick), "No such nick")
            return nil
        }
        guard let membership = room.membership(of: other) else {
            reply(session, .userNotInChannel, other.nick, room.name, "They aren't on that channel")
            return nil
        }
        let own = room.membership(of: user)?.ranks ?? []
        let isAllowed = may(.rooms, session) || own.mayGive(rank) || (other === user && !change.isSet)
        guard isAllowed else {
            reply(session, .channelOperatorPrivilegesNeeded, room.name, "Your rank is too low for that")
            return nil
        }
        guard membership.ranks.contains(rank) != change.isSet else { return nil }
        var ranks = membership.ranks
        if change.isSet { ranks.insert(rank) } else { ranks.remove(rank) }
        room.setRanks(ranks, of: other)
        return ModeChange(isSet: change.isSet, mode: change.mode, parameter: other.nick)
    }

    private func changeKey(_ change: ModeChange, of room: Room, _ session: Session) -> ModeChange? {
        guard change.isSet else {
            guard room.modes.key != nil else { return nil }
            room.modes.key = nil
            return ModeChange(isSet: false, mode: "k", parameter: "*")
        }
        // Without its parameter the letter is ignored, as the document has it.
        guard let key = change.parameter else { return nil }
        let isWord = key.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F && $0 != ASCII.comma }
        guard !key.isEmpty, key.utf8.count <= settings.limits.key, isWord, key.utf8.first != ASCII.colon else {
            reply(
                session, .invalidModeParameter, room.name, "k", shown(key),
                "A key has no spaces or commas and at most \(settings.limits.key) bytes")
            return nil
        }
        guard room.modes.key != key else { return nil }
        room.modes.key = key
        return change
    }

    private func changeLimit(_ change: ModeChange, of room: Room, _ session: Session) -> ModeChange? {
        guard change.isSet else {
            guard room.modes.limit != nil else { return nil }
            room.modes.limit = nil
            return change
        }
        guard let parameter = change.parameter else { return nil }
        guard let limit = Int(parameter), RoomModes.limits.contains(limit) else {
            reply(
                session, .invalidModeParameter, room.name, "l", shown(parameter),
                "A limit is a number from \(RoomModes.limits.lowerBound) to \(RoomModes.limits.upperBound)")
            return nil
        }
        guard room.modes.limit != limit else { return nil }
        room.modes.limit = limit
        return ModeChange(isSet: true, mode: "l", parameter: String(limit))
    }
}

extension ModeChange {
    /// Without what only those in the room are to know.
    fileprivate var withoutKey: ModeChange {
        mode == "k" && parameter != nil ? ModeChange(isSet: isSet, mode: mode, parameter: "*") : self
    }
}
