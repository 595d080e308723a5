import Protocol

/// JOIN.
extension Network {
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
        createChannel(name, for: user, by: session)
    }

    private func refuseTooMany(_ session: Session, _ name: String) {
        reply(
            session, .tooManyChannels, name,
            "You have joined \(settings.limits.channels) channels, which is the limit: leave one first")
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
        tellProfile(of: user, to: channel, except: session)
        if let session { sendChannelState(channel, to: session) }
        for sibling in user.sessions where sibling !== session { sendChannelState(channel, to: sibling) }
        notePresence(of: user)
        if let session { replayMissed(to: session, channels: [(channel, before: nil)]) }
    }

    /// <https://ircv3.net/specs/extensions/extended-join>
    func extendedJoinParameters(of user: User, channel: Channel) -> [Bytes] {
        [Bytes(channel.name), Bytes(user.account ?? "*"), Bytes(user.realName)]
    }

    /// Sends somebody who has come in the read marker, the topic, the names and the metadata of the room. <https://ircv3.net/specs/extensions/no-implicit-names>
    func sendChannelState(_ channel: Channel, to session: Session) {
        tellMarker(of: channel, to: session)
        if let topic = channel.topic { sendTopic(topic, of: channel, to: session) }
        if !session.has(.noImplicitNames) { sendNames(of: channel, to: session) }
        tellMetadata(of: channel, to: session)
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
}
