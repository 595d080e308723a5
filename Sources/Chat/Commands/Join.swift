import Protocol

/// Entering rooms and leaving them: JOIN, PART.
extension Network {
    // MARK: JOIN

    /// <https://modern.ircdocs.horse/#join-message>
    func join(_ session: Session, _ message: Message) {
        guard let user = session.user else { return }
        if message.parameters == [Bytes("0")] {
            for channel in user.channels { part(user, from: channel, reason: "", by: session) }
            return
        }
        let keys = message.parameters.count > 1 ? list(message.parameters[1]) : []
        for (index, name) in list(message.parameters[0]).enumerated() where !name.isEmpty {
            join(user, name, key: index < keys.count ? keys[index] : nil, by: session)
        }
    }

    /// The items of a list with commas, empty ones kept so that two lists stay side by side.
    func list(_ parameter: Bytes) -> [String] {
        parameter.split(separator: ASCII.comma, omittingEmptySubsequences: false).map(\.text)
    }

    private func join(_ user: User, _ wanted: String, key: String?, by session: Session) {
        let name = ChannelNameRules.composed(wanted)
        if let channel = followRename(of: name, for: session) ?? channel(named: name) {
            if channel.membership(of: user) != nil { return }
            guard user.channels.count < settings.limits.channels else { return refuseTooMany(session, channel.name) }
            guard mayEnter(session, channel, user, key: key) else { return }
            return enter(channel, user, ranks: rank(of: user, in: channel), by: session)
        }
        if let problem = problem(withChannelName: name) {
            return reply(session, name.hasPrefix("#") ? .badChannelMask : .noSuchChannel, shown(name), problem)
        }
        guard user.channels.count < settings.limits.channels else { return refuseTooMany(session, name) }
        let channel = Channel(name: name, folded: fold(name), isPermanent: false, at: now)
        channel.modes.flags.insert(.protectedTopic)
        channel.creator = creator(session)
        channels.add(channel)
        // The events that are noted of an earlier room of that name stay closed; nothing is stored of this one yet.
        restoreClosing(of: channel)
        channel.hasStored = false
        restoreInInvitations(channel, madeBy: session)
        enter(channel, user, ranks: .operator, by: session)
    }

    private func refuseTooMany(_ session: Session, _ name: String) {
        reply(
            session, .tooManyChannels, name,
            "You have joined \(settings.limits.channels) channels, which is as many as one may: leave one first")
    }

    /// Puts a user into a room and tells everybody there.
    /// - Parameter session: the one that asked for it; nothing where its client takes itself to be in the room already.
    func enter(_ channel: Channel, _ user: User, ranks: Ranks, by session: Session?) {
        let event = makeEvent(
            .join, by: user, in: [.channel(channel.folded)], target: channel.name, text: Bytes(user.realName))
        record(event)
        user.invitations.removeAll { $0 === channel }
        let temporaryRanks = hostRank(of: user, in: channel)
        channel.add(
            Membership(
                user: user, own: ranks, temporaryRanks: temporaryRanks, since: event.number,
                closings: ClosingsAtJoin(ended: channel.closedThrough, current: channel.closedTo)))
        var relay = relay(event, by: user, command: "JOIN", parameters: [Bytes(channel.name)])
        relay.extendedParameters = extendedJoinParameters(of: user, channel: channel)
        if let session { send(relay, to: session) }
        broadcast(relay, to: channel.audience, except: session)
        announceState(of: user, in: channel, ranks: ranks.union(temporaryRanks), except: session)
        if let session { sendChannelState(channel, to: session) }
        for sibling in user.sessions where sibling !== session { sendChannelState(channel, to: sibling) }
        notePresence(of: user)
        if let session { replayMissed(to: session, channels: [(channel, before: nil)]) }
    }

    /// <https://ircv3.net/specs/extensions/extended-join>
    func extendedJoinParameters(of user: User, channel: Channel) -> [Bytes] {
        [Bytes(channel.name), Bytes(user.account ?? "*"), Bytes(user.realName)]
    }

    /// Sends somebody who has come in the read marker, the topic and the names of the room. <https://ircv3.net/specs/extensions/no-implicit-names>
    func sendChannelState(_ channel: Channel, to session: Session) {
        tellMarker(of: channel, to: session)
        if let topic = channel.topic { sendTopic(topic, of: channel, to: session) }
        if !session.has(.noImplicitNames) { sendNames(of: channel, to: session) }
    }

    /// Tells the others in a room two things that a JOIN does not say: the newcomer's rank, unless the room is new, and that it is away.
    /// <https://ircv3.net/specs/extensions/away-notify>
    private func announceState(of user: User, in channel: Channel, ranks: Ranks, except session: Session?) {
        let letters = Ranks.table.filter { ranks.contains($0.rank) }.map(\.mode)
        if !letters.isEmpty, channel.members.count > 1 {
            let words = ["+" + String(letters)] + letters.map { _ in user.nick }
            let message = Message(
                source: Bytes(settings.serverName), "MODE", ([channel.name] + words).map { Bytes($0) })
            broadcast(Relay(message: message, time: messageTime), to: channel.audience, except: session)
        }
        if let reason = user.awayReason {
            var relay = relay(from: user, command: "AWAY", parameters: [Bytes(reason)])
            relay.requires = .awayNotify
            broadcast(relay, to: channel.audience, except: session)
        }
    }

    // MARK: PART

    /// <https://modern.ircdocs.horse/#part-message>
    func part(_ session: Session, _ message: Message) {
        guard let user = session.user else { return }
        let reason =
            message.parameters.count > 1 ? message.parameters[1].prefix(ofAtMost: settings.limits.quitReason) : []
        for name in list(message.parameters[0]) where !name.isEmpty {
            guard let channel = channel(named: name, seenBy: user) else {
                reply(session, .noSuchChannel, shown(name), "No such channel")
                continue
            }
            guard channel.membership(of: user) != nil else {
                reply(session, .notOnChannel, channel.name, "You're not on that channel")
                continue
            }
            // Somebody who may not speak in the channel does not speak by the reason for leaving it either.
            let isQuiet = obstacle(to: user, speakingIn: channel, isCTCP: false) != nil
            part(user, from: channel, reason: isQuiet ? "" : reason.text, by: session)
        }
    }

    private func part(_ user: User, from channel: Channel, reason: String, by session: Session) {
        let event = makeEvent(
            .part, by: user, in: [.channel(channel.folded)], target: channel.name, text: Bytes(reason))
        record(event)
        let parameters = [Bytes(channel.name)] + (reason.isEmpty ? [] : [Bytes(reason)])
        let relay = relay(event, by: user, command: "PART", parameters: parameters)
        send(relay, to: session)
        broadcast(relay, to: channel.audience, except: session)
        leave(channel, user)
    }
}
