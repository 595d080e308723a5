import Protocol

/// How a session is answered.
extension Network {
    /// A numeric: from the server, to the session by its nick.
    func reply(_ session: Session, _ numeric: Numeric, _ parameters: String...) {
        reply(session, numeric, parameters)
    }

    func reply(_ session: Session, _ numeric: Numeric, _ parameters: [String]) {
        respond(makeReply(to: session, numeric, parameters), to: session)
    }

    func makeReply(to session: Session, _ numeric: Numeric, _ parameters: [String]) -> Message {
        Message(
            source: Bytes(settings.serverName), Command(numeric),
            [Bytes(session.displayName)] + parameters.map { Bytes($0) })
    }

    /// `FAIL`, `WARN` or `NOTE`; for a session without the capability, a notice of the same words.
    /// <https://ircv3.net/specs/extensions/standard-replies>
    func standardReply(
        _ kind: Command, _ command: Command, _ code: String, _ description: String, context: [String] = [],
        to session: Session
    ) {
        guard session.has(.standardReplies) else {
            let words = ([command.name] + context + [description]).joined(separator: " ")
            respond(
                Message(source: settings.serverName, "NOTICE", session.displayName, words), to: session)
            return
        }
        let parameters = [command.name, code] + context + [description]
        respond(Message(source: Bytes(settings.serverName), kind, parameters.map { Bytes($0) }), to: session)
    }

    /// A message that answers the command in hand, labelled if that was.
    func respond(_ message: Message, to session: Session) {
        respond(.line(message), to: session)
    }

    func respond(_ response: Response, to session: Session) {
        if session.label != nil {
            session.labelledResponses.append(response)
        } else {
            emit(response, tags: [], to: session)
        }
    }

    /// Runs a command and gives what it answered the command's label: on the one line there is, around several as a batch,
    /// and on an ACK where there is none. <https://ircv3.net/specs/extensions/labeled-response>
    func labelling(_ message: Message, from session: Session, _ body: () -> Void) {
        guard session.has([.labeledResponse, .batch]), let label = message.tag("label"), !label.isEmpty,
            label.utf8.count <= 64
        else { return body() }
        session.label = label
        body()
        session.label = nil
        let responses = session.labelledResponses
        session.labelledResponses = []
        let labelTag = Tag("label", label)
        switch responses.count {
        case 0:
            if session.isClosing { return }
            emit(.line(Message(source: settings.serverName, "ACK")), tags: [labelTag], to: session)
        case 1:
            emit(responses[0], tags: [labelTag], to: session)
        default:
            let reference = String(nextBroadcast(), radix: 36)
            emit(
                .line(Message(source: settings.serverName, "BATCH", "+" + reference, "labeled-response")),
                tags: [labelTag], to: session)
            for response in responses { emit(response, tags: [Tag("batch", reference)], to: session) }
            emit(.line(Message(source: settings.serverName, "BATCH", "-" + reference)), tags: [], to: session)
        }
    }

    /// The message as the session gets it: with its time, where it asked for times, and not too long.
    func timed(_ message: Message, for session: Session) -> Message {
        var message = message
        if session.has(.serverTime), message.tag("time") == nil { message.tags.append(Tag("time", now.iso8601)) }
        return message.limited(to: .fromServer)
    }

    private func emit(_ response: Response, tags: [Tag], to session: Session) {
        func tagged(_ message: Message) -> Message {
            var message = message
            message.tags.insert(contentsOf: tags, at: 0)
            return timed(message, for: session)
        }
        switch response {
        case .line(let message):
            emit(tagged(message), to: session)
        case .said(let event, let deliveries, let echo, let refusal):
            emit(
                .say(
                    event,
                    deliveries: deliveries
                        + (echo.map { [Delivery(tagged($0).serialized(), to: [session.id])] } ?? []),
                    refusal: [Delivery(tagged(refusal).serialized(), to: [session.id])]))
        }
    }
}

/// One thing that a command answers to the session that gave it.
enum Response {
    case line(Message)
    /// Something said that waits for the log: what the others get, what the speaker gets, and what it gets instead if the log refuses.
    case said(Event, deliveries: [Delivery], echo: Message?, refusal: Message)
}

// MARK: - What many are told

extension Network {
    /// Tells an audience, except one session.
    func broadcast(_ relay: Relay, to audience: Audience, except exception: Session? = nil) {
        for delivery in relay.deliveries(to: audience, except: exception?.id) { emit(.deliver(delivery)) }
    }

    /// Tells one session, as an answer if it is the one whose command is in hand.
    func send(_ relay: Relay, to session: Session) {
        guard session.capabilities.isSuperset(of: relay.requires) else { return }
        respond(relay.message(for: session.capabilities), to: session)
    }

    /// Everybody who shares a room with a user, each session once, the user's own among them.
    func peers(of user: User, except exception: Session? = nil) -> Audience {
        let broadcast = nextBroadcast()
        var audience = Audience()
        exception?.lastBroadcast = broadcast
        func add(_ sessions: [Session]) {
            for session in sessions where session.lastBroadcast != broadcast {
                session.lastBroadcast = broadcast
                audience.add(session)
            }
        }
        add(user.sessions)
        for room in user.rooms {
            for member in room.members { add(member.user.sessions) }
        }
        return audience
    }

    /// A relay of something that a user does, without an event behind it.
    func relay(from user: User, _ command: Command, _ parameters: [Bytes]) -> Relay {
        Relay(
            message: Message(source: Bytes(user.source), command, parameters), time: now, account: user.account,
            isFromBot: user.modes.contains(.bot))
    }
}
