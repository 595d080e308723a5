import Protocol

/// Entering rooms, leaving them, and what they are about: JOIN, PART, TOPIC.
extension Network {
    // MARK: JOIN

    /// <https://modern.ircdocs.horse/#join-message>
    func join(_ session: Session, _ message: Message) {
        guard let user = session.user else { return }
        if message.parameters == [Bytes("0")] {
            for room in user.rooms { part(user, from: room, reason: "", by: session) }
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

    private func join(_ user: User, _ name: String, key: String?, by session: Session) {
        let folded = fold(name)
        if let room = rooms[folded] {
            if room.membership(of: user) != nil { return }
            guard user.rooms.count < settings.limits.rooms else { return refuseTooMany(session, name) }
            guard mayEnter(room, user, key: key, session) else { return }
            enter(
                room, user, ranks: user.sessions.contains { $0.origin.isHost } && room.isPermanent ? .founder : [],
                by: session)
            return
        }
        if let problem = RoomNameRules.problem(with: name, limit: settings.limits.room) {
            return reply(session, name.hasPrefix("#") ? .badChannelMask : .noSuchChannel, shown(name), problem)
        }
        guard user.rooms.count < settings.limits.rooms else { return refuseTooMany(session, name) }
        let room = Room(name: name, folded: folded, isPermanent: false, at: now)
        room.modes.flags.insert(.protectedTopic)
        rooms[folded] = room
        enter(room, user, ranks: .operator, by: session)
    }

    private func refuseTooMany(_ session: Session, _ name: String) {
        reply(session, .tooManyChannels, name, "You have joined too many channels")
    }

    private func enter(_ room: Room, _ user: User, ranks: Ranks, by session: Session) {
        let event = makeEvent(
            .join, by: user, in: [.room(room.folded)], target: room.name, text: Bytes(user.realName))
        record(event)
        room.add(user, ranks: ranks)
        var relay = relay(event, by: user, "JOIN", [Bytes(room.name)])
        relay.extendedParameters = [Bytes(room.name), Bytes(user.account ?? "*"), Bytes(user.realName)]
        send(relay, to: session)
        broadcast(relay, to: room.audience, except: session)
        announceState(of: user, in: room, except: session)
        for own in user.sessions {
            if let topic = room.topic, own === session { sendTopic(topic, of: room, to: own) }
            if own === session, !own.has(.noImplicitNames) { sendNames(of: room, to: own) }
        }
    }

    /// What a JOIN does not tell: the newcomer's rank, and that it is away.
    private func announceState(of user: User, in room: Room, except session: Session) {
        if let ranks = room.membership(of: user)?.ranks, ranks != [], room.members.count > 1 {
            let modes = String(Ranks.table.filter { ranks.contains($0.rank) }.map(\.mode))
            let nicks = modes.map { _ in Bytes(user.nick) }
            let message = Message(
                source: Bytes(settings.serverName), "MODE", [Bytes(room.name), Bytes("+" + modes)] + nicks)
            broadcast(Relay(message: message, time: now), to: room.audience, except: session)
        }
        if let reason = user.awayReason {
            var relay = relay(from: user, "AWAY", [Bytes(reason)])
            relay.requires = .awayNotify
            broadcast(relay, to: room.audience, except: session)
        }
    }

    func openLobby() {
        let folded = fold(settings.lobby)
        rooms[folded] = Room(name: settings.lobby, folded: folded, isPermanent: true, at: now)
    }

    // MARK: PART

    /// <https://modern.ircdocs.horse/#part-message>
    func part(_ session: Session, _ message: Message) {
        guard let user = session.user else { return }
        let reason =
            message.parameters.count > 1 ? message.parameters[1].prefix(ofAtMost: settings.limits.quitReason) : []
        for name in list(message.parameters[0]) where !name.isEmpty {
            guard let room = rooms[fold(name)] else {
                reply(session, .noSuchChannel, shown(name), "No such channel")
                continue
            }
            guard room.membership(of: user) != nil else {
                reply(session, .notOnChannel, room.name, "You're not on that channel")
                continue
            }
            part(user, from: room, reason: reason.text, by: session)
        }
    }

    private func part(_ user: User, from room: Room, reason: String, by session: Session) {
        let event = makeEvent(
            .part, by: user, in: [.room(room.folded)], target: room.name, text: Bytes(reason))
        record(event)
        let parameters = [Bytes(room.name)] + (reason.isEmpty ? [] : [Bytes(reason)])
        let relay = relay(event, by: user, "PART", parameters)
        send(relay, to: session)
        broadcast(relay, to: room.audience, except: session)
        leave(room, user)
    }

    /// Takes a user out of a room, and the room away if it was the last.
    func leave(_ room: Room, _ user: User) {
        room.remove(user)
        if room.isEmpty, !room.isPermanent { rooms[room.folded] = nil }
    }

    // MARK: TOPIC

    /// <https://modern.ircdocs.horse/#topic-message>
    func topic(_ session: Session, _ message: Message) {
        guard let user = session.user, let name = message.text(at: 0) else { return }
        guard let room = rooms[fold(name)], canSee(room, user) else {
            return reply(session, .noSuchChannel, shown(name), "No such channel")
        }
        let membership = room.membership(of: user)
        guard message.parameters.count > 1 else {
            guard membership != nil || !room.modes.flags.contains(.secret) else {
                return reply(session, .notOnChannel, room.name, "You're not on that channel")
            }
            guard let topic = room.topic else { return reply(session, .noTopic, room.name, "No topic is set") }
            return sendTopic(topic, of: room, to: session)
        }
        guard let membership else { return reply(session, .notOnChannel, room.name, "You're not on that channel") }
        if room.modes.flags.contains(.protectedTopic), !membership.ranks.isAtLeast(.halfOperator) {
            return reply(session, .channelOperatorPrivilegesNeeded, room.name, "You're not channel operator")
        }
        setTopic(of: room, to: message.parameters[1].prefix(ofAtMost: settings.limits.topic), by: user, session)
    }

    private func setTopic(of room: Room, to text: Bytes, by user: User, _ session: Session) {
        if text.isEmpty, room.topic == nil { return }
        let event = makeEvent(.topic, by: user, in: [.room(room.folded)], target: room.name, text: text)
        record(event)
        room.topic = text.isEmpty ? nil : Room.Topic(text: text.text, setBy: user.source, setAt: now)
        let relay = relay(event, by: user, "TOPIC", [Bytes(room.name), text])
        send(relay, to: session)
        broadcast(relay, to: room.audience, except: session)
    }

    private func sendTopic(_ topic: Room.Topic, of room: Room, to session: Session) {
        reply(session, .topic, room.name, topic.text)
        reply(session, .topicWhoTime, room.name, topic.setBy, String(topic.setAt.seconds))
    }

    /// Whether a user may know that a room is there.
    func canSee(_ room: Room, _ user: User) -> Bool {
        !room.modes.flags.contains(.secret) || room.membership(of: user) != nil || user.isOperator
    }
}
