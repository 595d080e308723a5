import Protocol

/// What people say: PRIVMSG, NOTICE, TAGMSG.
extension Network {
    func privateMessage(_ session: Session, _ message: Message) { talk(session, message, .message) }

    func notice(_ session: Session, _ message: Message) { talk(session, message, .notice) }

    func tagMessage(_ session: Session, _ message: Message) {
        guard session.has(.messageTags) else {
            return reply(session, .unknownCommand, "TAGMSG", "Unknown command")
        }
        talk(session, message, .tagMessage)
    }

    /// <https://modern.ircdocs.horse/#privmsg-message>. A NOTICE that fails is not answered, unless it was labelled; nor is a TAGMSG
    /// that only tells who is typing, which nobody sends by hand and somebody would be told every few seconds.
    private func talk(_ session: Session, _ message: Message, _ kind: Event.Kind) {
        let isQuiet = kind == .notice && session.label == nil || kind == .tagMessage && message.isTypingAlone
        guard let targets = message.parameters.first, !targets.isEmpty else {
            if !isQuiet { reply(session, .noRecipient, "No recipient given (\(message.command.name))") }
            return
        }
        let text = message.parameters.count > 1 ? message.parameters[1] : []
        if kind != .tagMessage, text.isEmpty {
            if !isQuiet { reply(session, .noTextToSend, "No text to send") }
            return
        }
        let names = list(targets).filter { !$0.isEmpty }
        if names.count > settings.limits.targets {
            if !isQuiet {
                reply(
                    session, .tooManyTargets, shown(names[settings.limits.targets]),
                    "Too many recipients: one message goes to at most \(settings.limits.targets)")
            }
            return
        }
        let speech = Speech(
            kind: kind, command: message.command, text: text, tags: clientTags(of: message, session), isQuiet: isQuiet)
        if kind != .tagMessage { session.user?.lastActive = now }
        for name in names {
            // A service may have to ask the host, and a session asks one thing at a time.
            guard names.count == 1 || Service.named(name) == nil else {
                if !isQuiet { reply(session, .tooManyTargets, name, "Say this to \(name) alone") }
                continue
            }
            say(speech, to: name, session)
        }
    }

    /// A message of several lines. <https://ircv3.net/specs/extensions/multiline>
    func say(_ batch: OpenBatch, _ session: Session) {
        session.user?.lastActive = now
        let isNotice = batch.command == "NOTICE"
        var speech = Speech(
            kind: isNotice ? .notice : .message, command: batch.command, text: batch.text, tags: batch.tags,
            isQuiet: isNotice && session.label == nil)
        if batch.lines.count > 1 {
            speech.multiline = Relay.Multiline(reference: makeBatchReference(), lines: batch.lines)
        }
        say(speech, to: batch.target.text, session)
    }

    /// The tags that a client makes for other clients, without those that are not passed on.
    /// <https://ircv3.net/specs/extensions/message-tags#client-only-tags>
    func clientTags(of message: Message, _ session: Session) -> [Tag] {
        guard session.has(.messageTags), !message.tags.isEmpty else { return [] }
        let denied = settings.deniedClientTags
        return message.tags.filter { tag in
            guard tag.isClientOnly else { return false }
            if denied.isEmpty { return true }
            let name = tag.key.dropFirst()
            return !denied.contains { $0 == name } && (!denied.contains("*") || denied.contains("-" + name))
        }
    }

    struct Speech {
        let kind: Event.Kind
        let command: Command
        let text: Bytes
        let tags: [Tag]
        /// Failures are not answered.
        let isQuiet: Bool
        /// Where the text has several lines.
        var multiline: Relay.Multiline?

        /// Whether it is something to remember: all but who is typing.
        var isMemorable: Bool { kind != .tagMessage || tags.contains { !$0.isTyping } }

        /// A CTCP request other than `/me`.
        var isCTCP: Bool { kind == .message && CTCP(parsing: text).map { $0.command != "ACTION" } ?? false }
    }

    private func say(_ speech: Speech, to name: String, _ session: Session) {
        let prefix = name.prefix { symbol in Ranks.table.contains { $0.symbol == symbol } }
        let bare = name.dropFirst(prefix.count)
        if bare.hasPrefix("#") {
            sayToRoom(speech, String(bare), lowest: prefix.last, session)
        } else {
            sayToUser(speech, name, session)
        }
    }

    // MARK: To a room

    /// - Parameter lowest: with STATUSMSG, the symbol of the lowest rank that is to get it.
    private func sayToRoom(_ speech: Speech, _ name: String, lowest: Character?, _ session: Session) {
        guard let user = session.user else { return }
        guard let room = room(named: name, seenBy: user) else {
            if !speech.isQuiet { reply(session, .noSuchChannel, shown(name), "No such channel") }
            return
        }
        let isSpeech = speech.kind != .tagMessage
        if let obstacle = obstacle(to: user, speakingIn: room, isCTCP: speech.isCTCP, isSpeech: isSpeech) {
            if !speech.isQuiet { reply(session, .cannotSendToChannel, room.name, obstacle) }
            return
        }
        if isSpeech { noteSpeech(of: user, in: room) }
        let rank = lowest.flatMap { symbol in Ranks.table.first { $0.symbol == symbol } }
        let target = (rank.map { String($0.symbol) } ?? "") + room.name
        let audience = rank.map { self.audience(of: room, from: $0.rank, and: user) } ?? room.audience
        // What only some may read is not kept: history knows no ranks.
        let conversations: [Conversation] = rank == nil ? [.room(room.folded)] : []
        deliver(speech, target: target, conversations: conversations, to: audience, session)
    }

    private func audience(of room: Room, from rank: Ranks, and speaker: User) -> Audience {
        var audience = Audience()
        for member in room.members where member.ranks.isAtLeast(rank) || member.user === speaker {
            for session in member.user.sessions { audience.add(session) }
        }
        return audience
    }

    // MARK: To whomever

    /// Says it to an audience that holds the speaker's own sessions; the one that spoke gets it back if it asked for echoes.
    func deliver(
        _ speech: Speech, target: String, conversations: [Conversation], to audience: Audience, isToSelf: Bool = false,
        _ session: Session
    ) {
        guard let user = session.user else { return }
        let isKept = settings.keepsHistory && !conversations.isEmpty && speech.isMemorable
        let event = makeEvent(
            speech.kind, by: user, in: isKept ? conversations : [], target: target, text: speech.text, tags: speech.tags
        )
        let parameters = speech.kind == .tagMessage ? [Bytes(target)] : [Bytes(target), speech.text]
        var relay = relay(event, by: user, speech.command, parameters)
        if speech.kind == .tagMessage { relay.requires = .messageTags }
        relay.multiline = speech.multiline
        let deliveries = relay.deliveries(to: audience, except: isToSelf ? nil : session.id)
        let echo = session.has(.echoMessage) ? relay.messages(for: session.capabilities) : []
        if isKept {
            noteStoring(event)
            let refusal = StoreRefusal(
                to: session.id, from: settings.serverName, speech.command, target,
                "The message could not be stored, so nobody was shown it; try again in a moment")
            respond(.said(event, deliveries: deliveries, echo: echo, refusal: refusal), to: session)
        } else {
            for delivery in deliveries { emit(.deliver(delivery)) }
            if !echo.isEmpty { respond(.lines(echo), to: session) }
        }
    }
}

extension Tag {
    /// Whether it tells that somebody is typing. <https://ircv3.net/specs/client-tags/typing>
    fileprivate var isTyping: Bool { key == "+typing" || key == "+draft/typing" }
}

extension Message {
    /// Whether that somebody is typing, or is not any more, is all that it tells.
    fileprivate var isTypingAlone: Bool {
        let said = tags.filter(\.isClientOnly)
        return !said.isEmpty && said.allSatisfy(\.isTyping)
    }
}
