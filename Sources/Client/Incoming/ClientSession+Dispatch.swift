import Protocol

/// From bytes to messages, and each to the family that knows it.
extension ClientSession {
    /// Bytes have come, in whatever pieces.
    package mutating func received(_ bytes: UnsafeRawBufferPointer, at now: Timestamp) {
        guard connection != nil, !bytes.isEmpty else { return }
        connection?.liveness.heard(at: now)
        if connection?.incoming.beginsWithTLS(bytes) == true, connection?.security.isTLS == false {
            lifecycle.foundTLS()
            emit(.close)
            return endConnection(cause: "it speaks TLS there, and was spoken to in plain; start with --tls", at: now)
        }
        for line in connection?.incoming.lines(in: bytes) ?? [] {
            // A line can end the connection; what came behind it is then nobody's.
            guard connection != nil else { return }
            switch line {
            case .line(let line): receive(line.decodedLine, at: now)
            case .tooLong: reportMalformed(at: now)
            }
        }
    }

    private mutating func receive(_ line: Bytes, at now: Timestamp) {
        guard let message = try? Message(parsing: line, limits: .lenient) else {
            reportMalformed(at: now)
            return
        }
        receive(message, at: now)
    }

    mutating func receive(_ message: Message, at now: Timestamp) {
        if !message.tags.isEmpty, connection?.batches.isEmpty == false, connection?.batches.collect(message) == true {
            return
        }
        let incoming = incoming(message, at: now)
        if connection?.playback.isClosed == false, takePlayedBack(incoming) { return }
        dispatch(incoming)
    }

    /// A message with all that is known of it, such as its time and label. `place` is the buffer in which the message is played back, or
    /// nil for news; `source` is the memory that plays it back.
    mutating func incoming(
        _ message: Message, at now: Timestamp, place: BufferID? = nil, source: HistorySource = .server
    ) -> IncomingMessage {
        var time = now
        var messageID: Bytes = []
        var label: String?
        var replyTo: String?
        var isFromBot = false
        var context: String?
        for tag in message.tags {
            switch tag.key {
            case "time": time = clock.read(tag.value) ?? time
            case "msgid": messageID = Bytes(tag.value)
            case "label": label = tag.value
            case "+draft/reply", "+reply": replyTo = tag.value.isEmpty ? nil : tag.value
            case "+draft/channel-context", "+channel-context": context = tag.value
            case "bot", "draft/bot": isFromBot = true
            case "batch": label = label ?? connection?.batches.label(of: tag.value)
            default: break
            }
        }
        let nick = message.source?.nickOfSource ?? []
        let isOwn =
            switch source {
            case .server: ownNick.matcher.matches(nick)
            case .log: message.tag(LogRecord.ownTag) != nil
            }
        return IncomingMessage(
            message: message, nick: nick, isOwn: isOwn, time: time, now: now, messageID: messageID, label: label,
            isHistory: place != nil, source: source, place: place, replyTo: replyTo, isFromBot: isFromBot,
            contextChannel: context)
    }

    /// One line for the first; a server that sends many such lines does not fill the screen.
    private mutating func reportMalformed(at now: Timestamp) {
        guard connection?.incoming.isFirstMalformed() == true else { return }
        note(
            "The server sent a line that is not IRC; it is left out, and others like it.", kind: .error, in: .server,
            at: now)
    }

    mutating func dispatch(_ incoming: IncomingMessage) {
        switch incoming.message.command {
        case "PRIVMSG", "NOTICE": receiveMessage(incoming)
        case "JOIN": receiveJoin(incoming)
        case "PART": receivePart(incoming)
        case "QUIT": receiveQuit(incoming)
        case "KICK": receiveKick(incoming)
        case "NICK": receiveNick(incoming)
        case "TOPIC": receiveTopic(incoming)
        case "RENAME": receiveRename(incoming)
        case "MODE": receiveMode(incoming)
        case "INVITE": receiveInvite(incoming)
        case "AWAY": receiveAway(incoming)
        case "ACCOUNT": receiveAccount(incoming)
        case "CHGHOST": receiveChangedHost(incoming)
        case "TAGMSG": receiveTagMessage(incoming)
        case "REDACT": receiveRedaction(incoming)
        case "SETNAME": break
        case "ACK": acknowledgePending(label: incoming.label)
        case "PING": send(Message("PONG", incoming.message.parameters.prefix(1).map { $0 }))
        case "PONG": receivePong(incoming)
        case "AUTHENTICATE": receiveAuthenticate(incoming, at: incoming.now)
        case "REGISTER", "VERIFY": receiveRegistration(incoming)
        case "INVITATION": receiveInvitation(incoming)
        case "MARKREAD": receiveReadMarker(incoming)
        case "METADATA" where receiveMetadata(incoming, from: 0, isSet: true): break
        case "BOUNCER" where receiveBouncer(incoming): break
        case "CAP": receiveCapabilities(incoming)
        case "BATCH": receiveBatch(incoming)
        case "ERROR":
            let words = DisconnectReason.reason(in: DrawableText.plain(incoming.lastText))
            connection?.registration.disconnecting(because: words)
        case "WALLOPS": append(incoming.line(.notice, text: incoming.message.parameters.last ?? []), to: .server)
        case "FAIL", "WARN", "NOTE": receiveStandardReply(incoming)
        default:
            if let numeric = incoming.message.command.numeric {
                receive(numeric: numeric, incoming: incoming)
            } else {
                note(incoming.message.command.name + " " + incoming.words(from: 0), in: .server, at: incoming.now)
            }
        }
    }

    private mutating func receive(numeric: UInt16, incoming: IncomingMessage) {
        if receiveForWhoisCard(numeric, incoming) { return }
        switch numeric {
        case 1, 5, 221, 305, 306, 375, 372, 376, 396, 422: receiveWelcomeNumeric(numeric, incoming)
        case 324, 329, 331, 332, 333: receiveChannelNumeric(numeric, incoming)
        case 353, 366: receiveNames(numeric, incoming)
        case 352, 354, 315: receiveWho(numeric, incoming)
        case 263 where backgroundRequestRefused(numeric, incoming): return
        case 730...731 where receivePresence(numeric, incoming): return
        case 734 where receiveMonitorListFull(incoming): return
        case 761 where receiveMetadata(incoming, from: 1, isSet: true): return
        case 766 where receiveMetadata(incoming, from: 1, isSet: false): return
        case 770...772 where receiveSubscriptions(numeric): return
        case 774 where receiveSyncLater(incoming): return
        // The server had no time for what was said.
        case 263 where isAboutSpeech(incoming): receiveError(numeric, incoming)
        case 321...323 where receiveRooms(numeric, incoming): return
        case 301, 311...314, 317...320, 330, 335, 338, 378, 379, 276, 307, 671, 321...323, 341, 369:
            receiveAnswer(numeric, incoming)
        case 900...908: receiveSASLNumeric(numeric, incoming)
        default: if !receiveList(numeric, incoming) { receiveOther(numeric, incoming) }
        }
    }

    private mutating func receiveOther(_ numeric: UInt16, _ incoming: IncomingMessage) {
        if numeric >= 400 || numeric == 263 { refuseList(incoming) }
        switch ErrorNumeric.subject(of: numeric) {
        case .other, .possiblyMessage: receiveError(numeric, incoming)
        case .none, .unknown:
            if ErrorNumeric.refusesLabelled(numeric), let label = incoming.label, isLabelOfSpeech(label) {
                return receiveError(numeric, incoming)
            }
            let isIn = connection?.registration.hasEnteredChannels == true
            guard let words = words(ofAnswer: numeric, incoming: incoming) else { return }
            note(words, kind: isIn ? .info : .greeting, in: isIn ? replyBuffer : .server, at: incoming.time)
        }
    }

    private mutating func receivePong(_ incoming: IncomingMessage) {
        guard connection?.liveness.pong(incoming.message.parameters.last?.text, at: incoming.now) == true else {
            return
        }
        connection?.playback.ponged()
        resolveReactions()
        let sequence = connection?.sendQueue.sequenceAtPing ?? 0
        for id in buffers.map(\.id) where buffers[id]?.pending.isEmpty == false {
            resolvePending(in: id, upTo: sequence, at: incoming.now)
        }
        resolveSent()
        if let visible { markChanged(visible) }
    }
}
