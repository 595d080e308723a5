import Protocol

/// MODE for rooms. The tables that ``ChannelMode`` reads say what each mode is.
extension Network {
    /// <https://modern.ircdocs.horse/#mode-message>
    func mode(_ session: Session, _ message: Message) {
        guard let user = session.user, let target = message.text(at: 0) else { return }
        let modeString = message.text(at: 1)
        guard target.hasPrefix("#") else { return userMode(session, target, modeString) }
        guard let channel = channel(named: target, seenBy: user) else {
            return reply(session, .noSuchChannel, shown(target), "No such channel")
        }
        guard let modeString else { return sendModes(of: channel, to: session) }
        let parameters = message.parameters.dropFirst(2).map(\.text)
        change(session, channel, ModeChange.parse(modeString, parameters, kinds: ChannelModes.kinds), by: user)
    }

    private func sendModes(of channel: Channel, to session: Session) {
        let isMember = session.user.map { channel.membership(of: $0) != nil } ?? false
        let (modeString, parameters) = channel.modes.description(showingSecrets: isMember)
        reply(session, .channelModeIs, [channel.name, modeString] + parameters)
        reply(session, .creationTime, channel.name, String(channel.createdAt.seconds))
    }

    /// Makes the changes that are allowed, tells each that is not, and tells everybody at once what came of it.
    private func change(_ session: Session, _ channel: Channel, _ changes: [ModeChange], by user: User) {
        var applied: [ModeChange] = []
        var parameterCount = 0
        let ownRanks = channel.membership(of: user)?.ranks ?? []
        var isRefused = false
        var told: Set<Character> = []
        for change in changes {
            let mode = ChannelMode(change.mode)
            // A list mode without a mask asks what is on the list.
            if case .list(let list) = mode, (change.parameter ?? "").isEmpty {
                // Once, however often it is asked for in one command.
                guard told.insert(change.mode).inserted else { continue }
                sendList(list, of: channel, to: session)
                continue
            }
            let rank = channel.membership(of: user)?.ranks ?? []
            guard rank.isAtLeast(.halfOperator) || may(session, .channels) else {
                if !isRefused { refuseRank(session, in: channel) }
                isRefused = true
                continue
            }
            if change.parameter != nil {
                parameterCount += 1
                if parameterCount > settings.limits.modes { continue }
            }
            guard let mode else {
                // Once: a line of unknown letters would be answered with hundreds.
                if told.insert(change.mode).inserted {
                    reply(session, .unknownMode, shown(String(change.mode)), "is unknown mode char to me")
                }
                continue
            }
            let before = channel.modes
            if let effective = apply(session, mode, change, to: channel, by: user),
                mayClose(session, channel, changedFrom: before, by: "MODE")
            {
                applied.append(effective)
            }
        }
        guard !applied.isEmpty else { return }
        if needsRight(applied, ownRanks) {
            let (modeString, parameters) = ModeChange.format(applied.map(\.withoutSecret))
            audit("MODE", on: channel.name, detail: ([modeString] + parameters).joined(separator: " "), by: session)
        }
        announce(session, applied, in: channel, by: user)
    }

    /// True if some of the changes are more than the ranks allow.
    private func needsRight(_ changes: [ModeChange], _ ranks: Ranks) -> Bool {
        if !ranks.isAtLeast(.halfOperator) { return true }
        return changes.contains { change in
            Ranks.table.contains { $0.mode == change.mode && !ranks.mayGive($0.rank) && !ranks.contains($0.rank) }
                || ChannelListMode(rawValue: change.mode).map { !ranks.isAtLeast($0.definition.changedBy) } ?? false
        }
    }

    /// Tells everybody what has changed, and keeps it.
    func announce(_ session: Session, _ applied: [ModeChange], in channel: Channel, by user: User) {
        persist(channel)
        for part in modeParts(applied, in: channel, by: user.source) { tell(session, part, in: channel, by: user) }
    }

    /// Changes of a room's modes, in as many parts as it takes for each to be one line.
    func modeParts(_ changes: [ModeChange], in channel: Channel, by source: String) -> [[ModeChange]] {
        let head = Message(source: source, "MODE", channel.name).serialized().count
        return ModeChange.parts(of: changes, ofAtMost: LineLimits.fromServer.body - head - 1)
    }

    private func tell(_ session: Session, _ part: [ModeChange], in channel: Channel, by user: User) {
        let (modeString, parameters) = ModeChange.format(part)
        let words = [modeString] + parameters
        let event = makeEvent(
            .mode, by: user, in: [.channel(channel.folded)], target: channel.name,
            text: Bytes(words.joined(separator: " ")))
        record(event)
        let relay = relay(event, by: user, command: "MODE", parameters: [Bytes(channel.name)] + words.map { Bytes($0) })
        send(relay, to: session)
        broadcast(relay, to: channel.audience, except: session)
    }

    /// Makes one change; nil where it changes nothing or was refused, which has been told then.
    private func apply(
        _ session: Session, _ mode: ChannelMode, _ change: ModeChange, to channel: Channel, by user: User
    ) -> ModeChange? {
        switch mode {
        case .rank(let rank): changeRank(session, rank, change, in: channel, by: user)
        case .flag(let flag): changeFlag(flag, change, of: channel)
        case .list(let list): changeList(session, list, change, of: channel, by: user)
        case .parameter(let mode): changeParameter(session, mode, change, of: channel)
        }
    }

    private func changeFlag(_ flag: ChannelModes.Flags, _ change: ModeChange, of channel: Channel) -> ModeChange? {
        guard channel.modes.flags.contains(flag) != change.isSet else { return nil }
        if change.isSet { channel.modes.flags.insert(flag) } else { channel.modes.flags.remove(flag) }
        return change
    }

    private func changeRank(
        _ session: Session, _ rank: Ranks, _ change: ModeChange, in channel: Channel, by user: User
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
        let isAllowed = may(session, .channels) || own.mayGive(rank) || (other === user && !change.isSet)
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

    private func changeParameter(
        _ session: Session, _ mode: ChannelParameterMode, _ change: ModeChange, of channel: Channel
    ) -> ModeChange? {
        let definition = mode.definition
        guard change.isSet else {
            guard channel.modes[mode] != nil else { return nil }
            channel.modes[mode] = nil
            return ModeChange(
                isSet: false, mode: change.mode, parameter: definition.takesParameterWhenUnset ? "*" : nil)
        }
        // Without its parameter the letter is ignored, as the document has it.
        guard let text = change.parameter else { return nil }
        guard let parameter = definition.parse(text, settings.limits) else {
            reply(
                session, .invalidModeParameter, channel.name, String(change.mode), shown(text),
                definition.requirement(settings.limits))
            return nil
        }
        guard channel.modes[mode] != parameter else { return nil }
        channel.modes[mode] = parameter
        return ModeChange(isSet: true, mode: change.mode, parameter: parameter)
    }
}

extension ModeChange {
    /// Without what only those in the room are to know.
    fileprivate var withoutSecret: ModeChange {
        let isSecret = ChannelParameterMode(rawValue: mode)?.definition.isSecret == true
        return isSecret && parameter != nil ? ModeChange(isSet: isSet, mode: mode, parameter: "*") : self
    }
}
