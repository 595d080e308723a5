import Protocol

/// MODE, for rooms. What a mode does stands where it does it: RoomEntry, Talk, Listings.
extension Network {
    /// <https://modern.ircdocs.horse/#mode-message>
    func mode(_ session: Session, _ message: Message) {
        guard let user = session.user, let target = message.text(at: 0) else { return }
        let modeString = message.text(at: 1)
        guard target.hasPrefix("#") else { return userMode(target, modeString, session) }
        guard let channel = channel(named: target, seenBy: user) else {
            return reply(session, .noSuchChannel, shown(target), "No such channel")
        }
        guard let modeString else { return sendModes(of: channel, to: session) }
        let parameters = message.parameters.dropFirst(2).map(\.text)
        change(channel, ModeChange.parse(modeString, parameters, kinds: ChannelModes.kinds), by: user, session)
    }

    private func sendModes(of channel: Channel, to session: Session) {
        let isMember = session.user.map { channel.membership(of: $0) != nil } ?? false
        let (modeString, parameters) = channel.modes.description(showingKey: isMember)
        reply(session, .channelModeIs, [channel.name, modeString] + parameters)
        reply(session, .creationTime, channel.name, String(channel.createdAt.seconds))
    }

    /// Makes the changes that are allowed, tells each that is not, and tells everybody at once what came of it.
    private func change(_ channel: Channel, _ changes: [ModeChange], by user: User, _ session: Session) {
        var applied: [ModeChange] = []
        var parameterCount = 0
        let ownRanks = channel.membership(of: user)?.ranks ?? []
        var isRefused = false
        var told: Set<Character> = []
        for change in changes {
            if isQuestion(change) {
                // Once, however often it is asked for in one command.
                guard told.insert(change.mode).inserted else { continue }
                sendList(change.mode, of: channel, to: session)
                continue
            }
            let rank = channel.membership(of: user)?.ranks ?? []
            guard rank.isAtLeast(.halfOperator) || may(.channels, session) else {
                if !isRefused { refuseRank(in: channel, session) }
                isRefused = true
                continue
            }
            if change.parameter != nil {
                parameterCount += 1
                if parameterCount > settings.limits.modes { continue }
            }
            guard ChannelModes.kinds.hasMode(change.mode) else {
                // Once: a line of unknown letters would be answered with hundreds.
                if told.insert(change.mode).inserted {
                    reply(session, .unknownMode, shown(String(change.mode)), "is unknown mode char to me")
                }
                continue
            }
            let before = channel.modes
            if let effective = apply(change, to: channel, by: user, session),
                mayClose(channel, changedFrom: before, by: "MODE", session)
            {
                applied.append(effective)
            }
        }
        guard !applied.isEmpty else { return }
        if needsRight(applied, ownRanks) {
            let (modeString, parameters) = ModeChange.format(applied.map(\.withoutKey))
            audit("MODE", on: channel.name, ([modeString] + parameters).joined(separator: " "), by: session)
        }
        announce(applied, in: channel, by: user, session)
    }

    /// Whether some of it is more than a rank allows.
    private func needsRight(_ changes: [ModeChange], _ ranks: Ranks) -> Bool {
        if !ranks.isAtLeast(.halfOperator) { return true }
        return changes.contains { change in
            Ranks.table.contains { $0.mode == change.mode && !ranks.mayGive($0.rank) && !ranks.contains($0.rank) }
        }
    }

    /// Tells everybody what has changed, and keeps it.
    func announce(_ applied: [ModeChange], in channel: Channel, by user: User, _ session: Session) {
        persist(channel)
        for part in modeParts(applied, in: channel, by: user.source) { tell(part, in: channel, by: user, session) }
    }

    /// Changes of a room's modes, in as many parts as it takes for each to be one line.
    func modeParts(_ changes: [ModeChange], in channel: Channel, by source: String) -> [[ModeChange]] {
        let head = Message(source: source, "MODE", channel.name).serialized().count
        return ModeChange.parts(of: changes, ofAtMost: LineLimits.fromServer.body - head - 1)
    }

    private func tell(_ part: [ModeChange], in channel: Channel, by user: User, _ session: Session) {
        let (modeString, parameters) = ModeChange.format(part)
        let words = [modeString] + parameters
        let event = makeEvent(
            .mode, by: user, in: [.channel(channel.folded)], target: channel.name,
            text: Bytes(words.joined(separator: " ")))
        record(event)
        let relay = relay(event, by: user, "MODE", [Bytes(channel.name)] + words.map { Bytes($0) })
        send(relay, to: session)
        broadcast(relay, to: channel.audience, except: session)
    }

    /// A list mode without a mask asks what is on the list.
    private func isQuestion(_ change: ModeChange) -> Bool {
        ChannelModes.kinds.lists.contains(change.mode) && (change.parameter ?? "").isEmpty
    }

    /// Makes one change; nil where it changes nothing or was refused, which has been told then.
    private func apply(_ change: ModeChange, to channel: Channel, by user: User, _ session: Session) -> ModeChange? {
        if let entry = Ranks.table.first(where: { $0.mode == change.mode }) {
            return changeRank(entry.rank, change, in: channel, by: user, session)
        }
        if let entry = ChannelModes.Flags.letters.first(where: { $0.letter == change.mode }) {
            guard channel.modes.flags.contains(entry.flag) != change.isSet else { return nil }
            if change.isSet { channel.modes.flags.insert(entry.flag) } else { channel.modes.flags.remove(entry.flag) }
            return change
        }
        switch change.mode {
        case "b": return changeList(\.bans, change, of: channel, by: user, session)
        case "e": return changeList(\.exceptions, change, of: channel, by: user, session)
        case "I": return changeList(\.inviteExceptions, change, of: channel, by: user, session)
        case Self.slowModeLetter: return changeSlowMode(change, of: channel, session)
        case "k": return changeKey(change, of: channel, session)
        case "l": return changeLimit(change, of: channel, session)
        default: return nil
        }
    }

    private func changeRank(
        _ rank: Ranks, _ change: ModeChange, in channel: Channel, by user: User, _ session: Session
    ) -> ModeChange? {
        guard let nick = change.parameter, !nick.isEmpty else {
            reply(session, .needMoreParameters, "MODE", "Not enough parameters")
            return nil
        }
        guard let other = users[fold(nick)] else {
            reply(session, .noSuchNick, shown(nick), "No such nick")
            return nil
        }
        guard let membership = channel.membership(of: other) else {
            reply(session, .userNotInChannel, other.nick, channel.name, "They aren't on that channel")
            return nil
        }
        let own = channel.membership(of: user)?.ranks ?? []
        let isAllowed = may(.channels, session) || own.mayGive(rank) || (other === user && !change.isSet)
        guard isAllowed else {
            reply(session, .channelOperatorPrivilegesNeeded, channel.name, "Your rank is too low for that")
            return nil
        }
        guard membership.ranks.contains(rank) != change.isSet else { return nil }
        var ranks = membership.ranks
        if change.isSet { ranks.insert(rank) } else { ranks.remove(rank) }
        channel.setRanks(ranks, of: other)
        return ModeChange(isSet: change.isSet, mode: change.mode, parameter: other.nick)
    }

    private func changeKey(_ change: ModeChange, of channel: Channel, _ session: Session) -> ModeChange? {
        guard change.isSet else {
            guard channel.modes.key != nil else { return nil }
            channel.modes.key = nil
            return ModeChange(isSet: false, mode: "k", parameter: "*")
        }
        // Without its parameter the letter is ignored, as the document has it.
        guard let key = change.parameter else { return nil }
        let isWord = key.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F && $0 != ASCII.comma }
        guard !key.isEmpty, key.utf8.count <= settings.limits.key, isWord, key.utf8.first != ASCII.colon else {
            reply(
                session, .invalidModeParameter, channel.name, "k", shown(key),
                "A key has no spaces or commas and at most \(settings.limits.key) bytes")
            return nil
        }
        guard channel.modes.key != key else { return nil }
        channel.modes.key = key
        return change
    }

    private func changeLimit(_ change: ModeChange, of channel: Channel, _ session: Session) -> ModeChange? {
        guard change.isSet else {
            guard channel.modes.limit != nil else { return nil }
            channel.modes.limit = nil
            return change
        }
        guard let parameter = change.parameter else { return nil }
        guard let limit = Int(parameter), ChannelModes.limits.contains(limit) else {
            reply(
                session, .invalidModeParameter, channel.name, "l", shown(parameter),
                "A limit is a number from \(ChannelModes.limits.lowerBound) to \(ChannelModes.limits.upperBound)")
            return nil
        }
        guard channel.modes.limit != limit else { return nil }
        channel.modes.limit = limit
        return ModeChange(isSet: true, mode: "l", parameter: String(limit))
    }
}

extension ModeChange {
    /// Without what only those in the room are to know.
    fileprivate var withoutKey: ModeChange {
        mode == "k" && parameter != nil ? ModeChange(isSet: isSet, mode: mode, parameter: "*") : self
    }
}
