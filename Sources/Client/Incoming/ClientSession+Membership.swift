import Protocol

/// Who comes and goes: JOIN, PART, QUIT, KICK, INVITE.
extension ClientSession {
    /// Changes of membership that the server plays back have no effect any more: they are only shown.
    mutating func receiveJoin(_ incoming: Incoming) {
        let names = incoming.bytes(0).split(separator: ASCII.comma)
        for name in names.prefix(32) { receiveJoin(incoming, room: name) }
    }

    private mutating func receiveJoin(_ incoming: Incoming, room: Bytes) {
        guard !incoming.isHistory else {
            if let id = buffers.id(named: room) { append(incoming.line(.join), to: id) }
            return
        }
        if incoming.isOwn { enteredRoom(incoming, room: room.text) } else { heardOf(incoming.nick) }
        guard let id = buffers.id(named: room) else { return }
        let source = Source(parsing: incoming.message.source ?? [])
        var member = Member(nick: source.name)
        member.user = source.user
        member.host = source.host
        // extended-join: <https://ircv3.net/specs/extensions/extended-join>
        let account = incoming.text(1)
        if !account.isEmpty, account != "*" { member.account = account }
        if mayLearnMember(in: id) { buffers.update(id) { $0.members.insert(member) } }
        append(incoming.line(.join), to: id)
        guard incoming.isOwn else { return }
        for line in unseenWelcome { say(line, in: id, at: incoming.now) }
        unseenWelcome = []
    }

    private mutating func enteredRoom(_ incoming: Incoming, room: String) {
        let source = Source(parsing: incoming.message.source ?? [])
        if let user = source.user { link?.user = user }
        if let host = source.host { link?.host = host }
        let id: BufferID
        if let known = buffers.id(named: room) {
            id = known
        } else {
            guard buffers.count < BufferList.mostOpenedByOthers else { return }
            id = buffers.open(.room, named: room)
            emit(.buffersChanged)
        }
        learnHistory(of: id, at: incoming.now)
        noteEntry(incoming, in: id)
        let asked = roomsAsked[casemapping.fold(room)]
        buffers.update(id) { buffer in
            buffer.isJoined = true
            buffer.isWanted = false
            // It opened the door, or there was none to open.
            if let asked { buffer.key = asked.key }
            buffer.members.removeAll()
            buffer.topic = nil
            buffer.modes = [:]
            buffer.isAwayKnown = false
            buffer.refusesTyping = false
        }
        wonder(.modes, in: id, at: incoming.now)
        roomsAsked[casemapping.fold(room)] = nil
        // Where nobody asked for a room, the first that a bouncer, or the server, enters for us is where one wants to be.
        let isFirst = !hasShownAny && roomsToShow.isEmpty
        if roomsToShow.remove(casemapping.fold(room)) != nil || isFirst {
            hasShownAny = true
            emit(.show(id))
        }
    }

    mutating func receivePart(_ incoming: Incoming) {
        for name in incoming.bytes(0).split(separator: ASCII.comma).prefix(32) {
            guard let id = buffers.id(named: name) else { continue }
            append(incoming.line(.part, text: incoming.bytes(1)), to: id)
            leave(id, incoming.nickText, isOwn: incoming.isOwn, isHistory: incoming.isHistory, at: incoming.now)
        }
    }

    mutating func receiveKick(_ incoming: Incoming) {
        guard let id = buffers.id(named: incoming.bytes(0)) else { return }
        let victim = incoming.bytes(1)
        let isUs = matcher.matches(victim)
        append(
            incoming.line(
                .kick, target: victim, text: incoming.bytes(2), flags: isUs && !incoming.isOwn ? .mention : []), to: id)
        leave(id, victim.text, isOwn: isUs, isHistory: incoming.isHistory, at: incoming.now)
    }

    private mutating func leave(_ id: BufferID, _ nick: String, isOwn: Bool, isHistory: Bool, at now: Timestamp) {
        guard !isHistory else { return }
        if isOwn { settlePending(in: id, upTo: Int.max, at: now) }
        buffers.update(id) { buffer in
            if isOwn {
                buffer.goneSince = now
                buffer.isJoined = false
                buffer.isWanted = false
                buffer.members.removeAll()
            } else {
                buffer.members.remove(nick)
            }
        }
        if isOwn { markChanged(id) }
    }

    mutating func receiveQuit(_ incoming: Incoming) {
        let nick = incoming.nickText
        if !incoming.isHistory { heardOf(incoming.nick) }
        let query = buffers.id(named: nick)
        for id in buffers.map(\.id) {
            let isConcerned: Bool =
                buffers.update(id) { buffer in
                    switch buffer.kind {
                    case .server: return false
                    case .room: return !incoming.isHistory && buffer.members.remove(nick) != nil
                    case .query: return buffer.id == query
                    }
                } ?? false
            if isConcerned { append(incoming.line(.quit, text: incoming.bytes(0)), to: id) }
        }
        // Mostly our own last connection, which the server held for alive.
        if !incoming.isOwn, !incoming.isHistory, casemapping.fold(nick) == casemapping.fold(wantedNick) {
            send("NICK", wantedNick)
        }
    }

    mutating func receiveInvite(_ incoming: Incoming) {
        guard !isIgnored(incoming) else { return }
        let guest = incoming.bytes(0)
        let room = incoming.bytes(1)
        if matcher.matches(guest) {
            let id = visible ?? .server
            append(incoming.line(.invite, target: guest, text: room, flags: .mention), to: id)
        } else if let id = buffers.id(named: room) {
            append(incoming.line(.invite, target: guest, text: room), to: id)
        }
    }
}
