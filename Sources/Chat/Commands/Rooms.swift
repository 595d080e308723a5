import Protocol

/// Entering rooms and leaving them: JOIN, PART.
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

    private func join(_ user: User, _ wanted: String, key: String?, by session: Session) {
        let name = RoomNameRules.composed(wanted)
        if let room = forwarded(name, session) ?? room(named: name) {
            if room.membership(of: user) != nil { return }
            guard user.rooms.count < settings.limits.rooms else { return refuseTooMany(session, room.name) }
            guard mayEnter(room, user, key: key, session) else { return }
            return enter(room, user, ranks: rank(of: user, in: room), by: session)
        }
        if let problem = problem(withRoomName: name) {
            return reply(session, name.hasPrefix("#") ? .badChannelMask : .noSuchChannel, shown(name), problem)
        }
        guard user.rooms.count < settings.limits.rooms else { return refuseTooMany(session, name) }
        let room = Room(name: name, folded: fold(name), isPermanent: false, at: now)
        room.modes.flags.insert(.protectedTopic)
        room.maker = maker(session)
        add(room)
        // What is noted of a room of that name before stays closed; nothing is stored of this one yet.
        recallClosing(of: room)
        room.hasStored = false
        invitationsFind(room, madeBy: session)
        enter(room, user, ranks: .operator, by: session)
    }

    private func refuseTooMany(_ session: Session, _ name: String) {
        reply(
            session, .tooManyChannels, name,
            "You have joined \(settings.limits.rooms) channels, which is as many as one may: leave one first")
    }

    /// Puts a user into a room and tells everybody there.
    /// - Parameter session: the one that asked for it; nothing where its client takes itself to be in the room already.
    func enter(_ room: Room, _ user: User, ranks: Ranks, by session: Session?) {
        let event = makeEvent(
            .join, by: user, in: [.room(room.folded)], target: room.name, text: Bytes(user.realName))
        record(event)
        user.invitations.removeAll { $0 === room }
        let lent = hostRank(of: user, in: room)
        room.add(
            Membership(
                user: user, own: ranks, lent: lent, since: event.number, closings: room.closings,
                closure: room.closure))
        var relay = relay(event, by: user, "JOIN", [Bytes(room.name)])
        relay.extendedParameters = extendedJoinParameters(of: user, room)
        if let session { send(relay, to: session) }
        broadcast(relay, to: room.audience, except: session)
        announceState(of: user, in: room, ranks.union(lent), except: session)
        if let session { introduce(room, to: session) }
        for sibling in user.sessions where sibling !== session { introduce(room, to: sibling) }
        notePresence(of: user)
        if let session { replayMissed(to: session, rooms: [(room, before: nil)]) }
    }

    /// <https://ircv3.net/specs/extensions/extended-join>
    func extendedJoinParameters(of user: User, _ room: Room) -> [Bytes] {
        [Bytes(room.name), Bytes(user.account ?? "*"), Bytes(user.realName)]
    }

    /// What somebody who has come in is told of the room. <https://ircv3.net/specs/extensions/no-implicit-names>
    func introduce(_ room: Room, to session: Session) {
        tellMarker(of: room, to: session)
        if let topic = room.topic { sendTopic(topic, of: room, to: session) }
        if !session.has(.noImplicitNames) { sendNames(of: room, to: session) }
    }

    /// What a JOIN does not tell: the newcomer's rank, unless the room is new, and that it is away.
    /// <https://ircv3.net/specs/extensions/away-notify>
    private func announceState(of user: User, in room: Room, _ ranks: Ranks, except session: Session?) {
        let letters = Ranks.table.filter { ranks.contains($0.rank) }.map(\.mode)
        if !letters.isEmpty, room.members.count > 1 {
            let words = ["+" + String(letters)] + letters.map { _ in user.nick }
            let message = Message(
                source: Bytes(settings.serverName), "MODE", ([room.name] + words).map { Bytes($0) })
            broadcast(Relay(message: message, time: tellingTime), to: room.audience, except: session)
        }
        if let reason = user.awayReason {
            var relay = relay(from: user, "AWAY", [Bytes(reason)])
            relay.requires = .awayNotify
            broadcast(relay, to: room.audience, except: session)
        }
    }

    // MARK: PART

    /// <https://modern.ircdocs.horse/#part-message>
    func part(_ session: Session, _ message: Message) {
        guard let user = session.user else { return }
        let reason =
            message.parameters.count > 1 ? message.parameters[1].prefix(ofAtMost: settings.limits.quitReason) : []
        for name in list(message.parameters[0]) where !name.isEmpty {
            guard let room = room(named: name, seenBy: user) else {
                reply(session, .noSuchChannel, shown(name), "No such channel")
                continue
            }
            guard room.membership(of: user) != nil else {
                reply(session, .notOnChannel, room.name, "You're not on that channel")
                continue
            }
            // Who may not speak does not with his leaving either.
            let isQuiet = obstacle(to: user, speakingIn: room, isCTCP: false) != nil
            part(user, from: room, reason: isQuiet ? "" : reason.text, by: session)
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
}
