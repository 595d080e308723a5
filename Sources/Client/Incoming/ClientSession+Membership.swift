import Protocol

/// People who come and go: JOIN, PART, QUIT, KICK, INVITE.
extension ClientSession {
    mutating func receiveJoin(_ incoming: IncomingMessage) {
        let names = incoming.bytes(0).split(separator: ASCII.comma)
        for name in names.prefix(32) { receiveJoin(incoming, channel: name) }
    }

    private mutating func receiveJoin(_ incoming: IncomingMessage, channel: Bytes) {
        if incoming.isOwn { enteredChannel(incoming, channel: channel.text) } else { forgetAwayReply(incoming.nick) }
        guard let id = buffers.id(named: channel) else { return }
        let isNew = !incoming.isOwn && connection?.metadata.isSubscribed == true && isStranger(incoming.nick)
        let source = Source(parsing: incoming.message.source ?? [])
        var member = Member(nick: source.name)
        member.user = source.user
        member.host = source.host
        member.isBot = incoming.isFromBot
        // extended-join: <https://ircv3.net/specs/extensions/extended-join>
        let account = incoming.text(1)
        if !account.isEmpty, account != "*" { member.account = account }
        if mayAddMember(in: id) { buffers.update(id) { $0.members.insert(member) } }
        append(incoming.line(.join), to: id)
        if isNew { planSync(ofNewcomer: incoming.nick, in: id, at: incoming.now) }
        guard incoming.isOwn else { return }
        for line in channelEntry.takeWelcome() { note(line, in: id, at: incoming.now) }
    }

    /// Somebody comes in whom we have in no room: whoever had the nick before them may have been another, and what is known of that one goes.
    private mutating func isStranger(_ nick: Bytes) -> Bool {
        guard !buffers.contains(where: { $0.members.contains(nick) }) else { return false }
        connection?.metadata.profiles.remove(buffers.casemapping.fold(nick))
        return true
    }

    private mutating func enteredChannel(_ incoming: IncomingMessage, channel: String) {
        let source = Source(parsing: incoming.message.source ?? [])
        if let user = source.user { connection?.identity.setUser(user) }
        if let host = source.host { connection?.identity.setHost(host) }
        let id: BufferID
        if let known = buffers.id(named: channel) {
            id = known
        } else {
            guard buffers.count < BufferList.maxOpenedByOthers else { return }
            id = buffers.open(.channel, named: channel)
            refreshFlags(of: id)
            emit(.buffersChanged)
        }
        fetchMissedHistory(of: id, at: incoming.now)
        openPlaybackWindow(incoming, in: id)
        // If nobody asked for a room, the first that a bouncer, or the server, enters for us is the one in which the person wants to be.
        let isFirst = !focus.hasShownAny && !channelEntry.hasRoomsToShow
        let entry = channelEntry.entered(casemapping.fold(channel))
        buffers.update(id) { buffer in
            buffer.membership.entered()
            // It opened the door, or there was none to open.
            if let request = entry.request { buffer.membership.key = request.key }
            buffer.members.removeAll()
            buffer.topic = nil
            buffer.modes = [:]
            buffer.typists.refusesOwn = false
        }
        rememberChannel(id)
        requestNames(in: id, at: incoming.now)
        requestInBackground(.modes, in: id, at: incoming.now)
        if entry.isToBeShown || isFirst { showEntered(id) }
    }

    mutating func receivePart(_ incoming: IncomingMessage) {
        var hasLeft = false
        for name in incoming.bytes(0).split(separator: ASCII.comma).prefix(32) {
            guard let id = buffers.id(named: name) else { continue }
            if incoming.isOwn, let channel = buffers[id]?.name { forgetRememberedChannel(channel) }
            append(incoming.line(.part, text: incoming.bytes(1)), to: id)
            if incoming.isOwn, buffers[id]?.isJoined == true { hasLeft = true }
            leave(id, incoming.nickText, isOwn: incoming.isOwn, at: incoming.now)
        }
        if hasLeft { forgetUnsharedProfiles() }
    }

    mutating func receiveKick(_ incoming: IncomingMessage) {
        guard let id = buffers.id(named: incoming.bytes(0)) else { return }
        let victim = incoming.bytes(1)
        let isUs = ownNick.matcher.matches(victim)
        append(
            incoming.line(
                .kick, target: victim, text: incoming.bytes(2), flags: isUs && !incoming.isOwn ? .mention : []), to: id)
        let hasLeft = isUs && buffers[id]?.isJoined == true
        leave(id, victim.text, isOwn: isUs, at: incoming.now)
        if hasLeft { forgetUnsharedProfiles() }
    }

    private mutating func leave(_ id: BufferID, _ nick: String, isOwn: Bool, at now: Timestamp) {
        if isOwn { resolvePending(in: id, upTo: Int.max, at: now) }
        buffers.update(id) { buffer in
            if isOwn {
                buffer.membership.left(at: now)
                buffer.members.removeAll()
            } else {
                buffer.members.remove(nick)
            }
        }
        if isOwn {
            markChanged(id)
        } else {
            forgetUnsharedProfile(of: Bytes(nick))
        }
    }

    mutating func receiveQuit(_ incoming: IncomingMessage) {
        let nick = incoming.nickText
        forgetAwayReply(incoming.nick)
        let query = buffers.id(named: nick)
        if !incoming.isOwn { connection?.metadata.profiles.remove(buffers.casemapping.fold(incoming.nick)) }
        for id in buffers.map(\.id) {
            let isConcerned: Bool =
                buffers.update(id) { buffer in
                    switch buffer.kind {
                    case .server: return false
                    case .channel: return buffer.members.remove(nick) != nil
                    case .query: return buffer.id == query
                    }
                } ?? false
            if isConcerned { append(incoming.line(.quit, text: incoming.bytes(0)), to: id) }
        }
        // Mostly our own last connection, which the server held for alive.
        if !incoming.isOwn, casemapping.fold(nick) == casemapping.fold(ownNick.wanted) {
            send("NICK", ownNick.wanted)
        }
    }

    mutating func receiveInvite(_ incoming: IncomingMessage) {
        guard !isIgnored(incoming) else { return }
        let guest = incoming.bytes(0)
        let channel = incoming.bytes(1)
        if ownNick.matcher.matches(guest) {
            let id = visible ?? .server
            append(incoming.line(.invite, target: guest, text: channel, flags: .mention), to: id)
        } else if let id = buffers.id(named: channel) {
            append(incoming.line(.invite, target: guest, text: channel), to: id)
        }
    }
}
