import Protocol

/// The answers to a session, and what many are told.
extension Network {
    /// A numeric: from the server, to the session by its nick.
    func reply(_ session: Session, _ numeric: Numeric, _ parameters: String...) {
        reply(session, numeric, parameters)
    }

    func reply(_ session: Session, _ numeric: Numeric, _ parameters: [String]) {
        respond(makeReply(to: session, numeric: numeric, parameters: parameters), to: session)
    }

    func makeReply(to session: Session, numeric: Numeric, parameters: [String]) -> Message {
        Message(
            source: Bytes(settings.serverName), Command(numeric),
            [Bytes(session.displayName)] + parameters.map { Bytes($0) })
    }

    /// `FAIL`, `WARN` or `NOTE`; for a session without the capability, a notice of the same words.
    ///
    /// - Parameter isSpecified: true if a specification names this very reply: then every session gets it as it is.
    ///
    /// <https://ircv3.net/specs/extensions/standard-replies>
    func standardReply(
        _ kind: Command, _ command: Command, _ code: String, _ description: String, context: [String] = [],
        isSpecified: Bool = false, to session: Session
    ) {
        guard isSpecified || session.has(.standardReplies) else {
            let subject = command == "*" ? [] : [command.name]
            let words = (subject + context + [description]).joined(separator: " ")
            respond(
                Message(source: settings.serverName, "NOTICE", session.displayName, words), to: session)
            return
        }
        let parameters = [command.name, code] + context + [description]
        respond(Message(source: Bytes(settings.serverName), kind, parameters.map { Bytes($0) }), to: session)
    }

    /// Answers with a `FAIL` that the specification of the command names.
    func fail(
        _ session: Session, _ command: Command, _ code: String, _ description: String, context: [String] = []
    ) {
        standardReply("FAIL", command, code, description, context: context, isSpecified: true, to: session)
    }

    /// The message as the session gets it: with its time, where it asked for times, and not too long.
    func timed(_ message: Message, for session: Session) -> Message {
        var message = message
        if session.has(.serverTime), message.tag("time") == nil {
            message.tags.append(Tag("time", messageTime.iso8601))
        }
        return message.limited(to: .fromServer)
    }

    /// The messages as the session gets them, each with its time. Lines inside a multiline batch have none: their time is that of the
    /// line that opens the batch. <https://ircv3.net/specs/extensions/multiline#message-tags>
    func timed(_ messages: [Message], for session: Session) -> [Message] {
        var reference: String?
        return messages.map { message in
            if let reference, message.tag("batch") == reference { return message }
            if message.command == "BATCH", message.text(at: 1) == OpenBatch.multilineType {
                reference = message.text(at: 0).map { String($0.dropFirst()) }
            }
            return timed(message, for: session)
        }
    }
}

// MARK: - What many are told

extension Network {
    /// Tells an audience, except one session.
    func broadcast(_ relay: Relay, to audience: Audience, except exception: Session? = nil) {
        for delivery in relay.deliveries(to: audience, except: exception?.id) { emit(.deliver(delivery)) }
    }

    /// Tells one session, as an answer if it is the one whose command is in hand.
    func send(_ relay: Relay, to session: Session) {
        guard relay.concerns(session.capabilities) else { return }
        respond(.lines(relay.messages(for: session.capabilities)), to: session)
    }

    /// Everybody who shares a room with a user, each session once, the user's own among them.
    ///
    /// - Parameter watching: also those who only watch the user with MONITOR, if they asked to be told more of whom they watch.
    func peers(of user: User, watching: Bool = false) -> Audience {
        let watchers = watching ? watchers[user.folded].filter { $0.has(.extendedMonitor) } : []
        // Most are in one room, and that knows who is in it.
        if user.channels.count == 1, watchers.isEmpty { return user.channels[0].audience }
        let broadcast = sessions.nextUniqueNumber()
        var audience = Audience()
        func add(_ sessions: [Session]) {
            for session in sessions where session.lastBroadcast != broadcast {
                session.lastBroadcast = broadcast
                audience.add(session)
            }
        }
        add(user.sessions)
        for channel in user.channels {
            for member in channel.members { add(member.user.sessions) }
        }
        add(watchers)
        return audience
    }

    /// A relay of something that a user does, without an event behind it.
    func relay(from user: User, command: Command, parameters: [Bytes]) -> Relay {
        Relay(
            message: Message(source: user.sourceBytes, command, parameters), time: messageTime, account: user.account,
            isFromBot: user.modes.contains(.bot), isFromOperator: user.isOperator)
    }
}
