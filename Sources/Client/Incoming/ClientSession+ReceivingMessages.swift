import Protocol

/// PRIVMSG and NOTICE, and the CTCP in them. <https://modern.ircdocs.horse/#sending-messages>
extension ClientSession {
    /// Shows what somebody said now where it belongs.
    mutating func receiveMessage(_ incoming: IncomingMessage) {
        guard let (kind, body) = words(in: incoming), !isIgnored(incoming) else { return }
        let target = incoming.bytes(0)
        let isForUs = ownNick.matcher.matches(target)
        let text = shownText(body, of: incoming, isForUs: isForUs)
        let id = place(of: incoming, target: target, isForUs: isForUs, kind: kind)
        if incoming.isOwn {
            // To oneself: the echo and the message are the same.
            if isForUs, !incoming.messageID.isEmpty, let last = buffers[id]?.scrollback.last,
                last.messageID == incoming.messageID.text
            {
                return
            }
            // It stands already: its answer came before it.
            if resolveByEcho(label: incoming.label, in: id, text: text) { return }
            matchEcho(label: incoming.label, kind: kind, text: text, in: id, at: incoming.now)
        } else {
            resolveByAnswer(incoming, in: id)
        }
        let isGreeting =
            kind == .notice && phase == .registering && incoming.isFromServer && text.starts(with: Self.steps)
        append(line(isGreeting ? .greeting : kind, text, of: incoming, isForUs: isForUs, in: id), to: id)
        // Somebody who speaks is back, but programs that answer while they are away mostly do so with a notice.
        if !incoming.isOwn, kind != .notice { forgetAwayReply(incoming.nick) }
        let sequence = outgoing.next()
        buffers.update(id) { buffer in
            if buffer.kind == .channel { buffer.members.spoke(incoming.nick, sequence) }
            if incoming.isFromBot, buffer.members[incoming.nickText]?.isBot == false {
                _ = buffer.members.update(incoming.nickText) { $0.isBot = true }
            }
            // Our own was let through, or whom we write to is there.
            if incoming.isOwn || buffer.kind == .query { buffer.typists.refusesOwn = false }
            // The server knows nothing of them, such as a program of its own, and they answer all the same.
            if !incoming.isOwn, buffer.kind == .query, buffer.isPeerOnline == false { buffer.isPeerOnline = nil }
        }
    }

    /// Notices that begin so tell, before the welcome, what a server does with the connection: `*** Looking up your hostname...`.
    private static var steps: [UInt8] { Array("*** ".utf8) }

    /// The line for what somebody said before now; nil where there is none to be shown.
    mutating func playedBackLine(_ incoming: IncomingMessage, in id: BufferID) -> LineContent? {
        guard let (kind, body) = words(in: incoming), !isIgnored(incoming) else { return nil }
        let isForUs = ownNick.matcher.matches(incoming.bytes(0))
        let text = shownText(body, of: incoming, isForUs: isForUs)
        return line(kind, text, of: incoming, isForUs: isForUs, in: id)
    }

    /// The words of a PRIVMSG or a NOTICE that are for people. Nil where they are for programs: those are answered here.
    private mutating func words(in incoming: IncomingMessage) -> (kind: LineKind, text: Bytes)? {
        let body = incoming.bytes(1)
        if incoming.message.command == "NOTICE" {
            if phase == .registering {
                connection?.registration.noticed(Sentence.clause(DrawableText.plain(body.text)))
            }
            guard let ctcp = CTCP(parsing: body) else { return (.notice, body) }
            guard !incoming.isOwn else { return nil }
            note("CTCP \(ctcp.command) reply from \(incoming.nickText): \(ctcp.text)", in: .server, at: incoming.time)
            return nil
        }
        guard body.first == ASCII.ctcp, let ctcp = CTCP(parsing: body) else { return (.message, body) }
        if ctcp.command == "ACTION" { return (.action, Bytes(ctcp.text)) }
        receiveCTCP(ctcp, incoming)
        return nil
    }

    /// A text as it is shown: with bullets in the place of a password of ours.
    private func shownText(_ text: Bytes, of incoming: IncomingMessage, isForUs: Bool) -> Bytes {
        guard incoming.isOwn, !isForUs, let masked = masked(text.text, to: incoming.bytes(0).text) else { return text }
        return Bytes(masked)
    }

    /// The line for what somebody said, which calls the person or not.
    private func line(
        _ kind: LineKind, _ text: Bytes, of incoming: IncomingMessage, isForUs: Bool, in id: BufferID
    ) -> LineContent {
        let flags: LineFlags = isMention(kind, text, of: incoming, isForUs: isForUs, in: id) ? .mention : []
        let target = privateTarget(of: incoming, in: id) ?? audience(incoming.bytes(0))
        return incoming.line(kind, target: target, text: text, flags: flags)
    }

    private mutating func place(of incoming: IncomingMessage, target: Bytes, isForUs: Bool, kind: LineKind) -> BufferID
    {
        if let id = contextBuffer(of: incoming, isForUs: isForUs) { return id }
        if !isForUs, let id = buffers.id(named: channelTarget(target)) { return id }
        if incoming.isFromServer, kind == .notice { return buffers.id(named: incoming.nick) ?? .server }
        // Our own, said on another connection of ours to somebody we have no buffer for.
        let peer = incoming.isOwn && !isForUs ? target.text : incoming.nickText
        guard !peer.isEmpty, connection?.registration.welcomedAt != nil, isForUs || incoming.isOwn, !isChannelName(peer)
        else {
            return .server
        }
        if let id = buffers.id(named: peer) { return id }
        // Not every stranger's notice opens a buffer, nor do thousands of strangers.
        if !incoming.isOwn, kind == .notice || !buffers.mayOpenQuery { return .server }
        guard buffers.count < BufferList.maxOpenedByOthers else { return .server }
        return openQuery(peer)
    }

    /// Questions to our program. Answered only where they are for us alone, and a few at a time. <https://modern.ircdocs.horse/ctcp>
    private mutating func receiveCTCP(_ ctcp: CTCP, _ incoming: IncomingMessage) {
        guard !incoming.isOwn, !incoming.isHistory, !incoming.isFromServer, ownNick.matcher.matches(incoming.bytes(0)),
            !isIgnored(incoming)
        else {
            return
        }
        if ctcp.command == "DCC" { return refuseDCC(DCCRequest(ctcp.text), incoming) }
        let answer: String
        switch ctcp.command {
        case "VERSION": answer = configuration.clientName
        case "PING": answer = String(ctcp.text.prefix(64))
        case "TIME": answer = incoming.now.iso8601
        case "CLIENTINFO": answer = "ACTION CLIENTINFO PING TIME VERSION"
        default: return
        }
        guard connection?.ctcpLimiter.take(at: incoming.now) == true else { return }
        note("\(incoming.nickText) asked for CTCP \(ctcp.command).", in: .server, at: incoming.time)
        send("NOTICE", incoming.nickText, CTCP(ctcp.command, answer).body)
    }
}
