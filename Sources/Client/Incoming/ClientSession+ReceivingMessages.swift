import Protocol

/// PRIVMSG and NOTICE, and the CTCP in them. <https://modern.ircdocs.horse/#sending-messages>
extension ClientSession {
    mutating func receivePrivateMessage(_ incoming: IncomingMessage) {
        let body = incoming.bytes(1)
        guard body.first == ASCII.ctcp, let ctcp = CTCP(parsing: body) else {
            receiveChatMessage(incoming, .message, text: body)
            return
        }
        if ctcp.command == "ACTION" {
            receiveChatMessage(incoming, .action, text: Bytes(ctcp.text))
        } else {
            receiveCTCP(ctcp, incoming)
        }
    }

    mutating func receiveNotice(_ incoming: IncomingMessage) {
        let body = incoming.bytes(1)
        if phase == .registering {
            connection?.registration.noticed(Sentence.clause(DrawableText.plain(body.text)))
        }
        if let ctcp = CTCP(parsing: body) {
            guard !incoming.isOwn else { return }
            note("CTCP \(ctcp.command) reply from \(incoming.nickText): \(ctcp.text)", in: .server, at: incoming.time)
        } else {
            receiveChatMessage(incoming, .notice, text: body)
        }
    }

    /// Shows what somebody said where it belongs.
    private mutating func receiveChatMessage(_ incoming: IncomingMessage, _ kind: LineKind, text: Bytes) {
        let target = incoming.bytes(0)
        let isForUs = ownNick.matcher.matches(target)
        guard !isIgnored(incoming) else { return }
        var text = text
        if incoming.isOwn, !isForUs, let masked = masked(text.text, to: target.text) { text = Bytes(masked) }
        let id = incoming.place ?? place(of: incoming, target: target, isForUs: isForUs, kind: kind)
        var flags: LineFlags = []
        if incoming.isOwn {
            // To oneself: the echo and the message are the same.
            if isForUs, !incoming.isHistory, !incoming.messageID.isEmpty, let last = buffers[id]?.scrollback.last,
                last.messageID == incoming.messageID.text
            {
                return
            }
            if !incoming.isHistory {
                // It stands already: its answer came before it.
                if resolveByEcho(label: incoming.label, in: id, text: text) { return }
                matchEcho(label: incoming.label, kind: kind, text: text, in: id, at: incoming.now)
            }
        } else if ownNick.matcher.isMentioned(in: text) || preferences.calls(in: text)
            || (isForUs && kind != .notice && !incoming.isFromServer)
        {
            if id != .server || !incoming.isFromServer { flags.insert(.mention) }
        }
        if !incoming.isOwn, !incoming.isHistory { resolveByAnswer(incoming, in: id) }
        append(incoming.line(kind, target: audience(target), text: text, flags: flags), to: id)
        guard !incoming.isHistory else { return }
        // What answers by itself while they are away is mostly a notice.
        if !incoming.isOwn, kind != .notice { forgetAwayReply(incoming.nick) }
        // Our own was let through, or whom we write to is there.
        if incoming.isOwn || buffers[id]?.kind == .query { resetTypingRefusal(in: id) }
        let sequence = outgoing.next()
        buffers.update(id) { if $0.kind == .channel { $0.members.spoke(incoming.nick, sequence) } }
    }

    private mutating func place(of incoming: IncomingMessage, target: Bytes, isForUs: Bool, kind: LineKind) -> BufferID
    {
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
        guard !incoming.isOwn, !incoming.isHistory, !incoming.isFromServer, ownNick.matcher.matches(incoming.bytes(0))
        else {
            return
        }
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
