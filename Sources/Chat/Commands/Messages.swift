import Protocol

/// The commands by which people say something: PRIVMSG, NOTICE, TAGMSG.
extension Network {
    func privateMessage(_ session: Session, _ message: Message) { relayToTargets(session, message, .message) }

    func notice(_ session: Session, _ message: Message) { relayToTargets(session, message, .notice) }

    func tagMessage(_ session: Session, _ message: Message) {
        guard session.has(.messageTags) else {
            return reply(session, .unknownCommand, "TAGMSG", "Unknown command")
        }
        relayToTargets(session, message, .tagMessage)
    }

    /// <https://modern.ircdocs.horse/#privmsg-message>. A NOTICE that fails is not answered, unless it was labelled; nor is a TAGMSG
    /// that only tells who is typing, which nobody sends by hand and somebody would be told every few seconds.
    private func relayToTargets(_ session: Session, _ message: Message, _ kind: Event.Kind) {
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
        let outgoing = OutgoingMessage(
            kind: kind, command: message.command, text: text, tags: clientTags(session, of: message), isQuiet: isQuiet)
        if kind != .tagMessage { session.user?.activity.spoke(at: now) }
        for name in names {
            // A service may have to ask the host, and a session asks one thing at a time.
            guard names.count == 1 || Service.named(name) == nil else {
                if !isQuiet { reply(session, .tooManyTargets, name, "Say this to \(name) alone") }
                continue
            }
            relayMessage(session, outgoing, to: name)
        }
    }

    /// A message of several lines. <https://ircv3.net/specs/extensions/multiline>
    func relayMessage(_ session: Session, _ batch: OpenBatch) {
        session.user?.activity.spoke(at: now)
        let isNotice = batch.command == "NOTICE"
        var outgoing = OutgoingMessage(
            kind: isNotice ? .notice : .message, command: batch.command, text: batch.text, tags: batch.tags,
            isQuiet: isNotice && session.label == nil)
        if batch.lines.count > 1 {
            outgoing.multiline = Relay.Multiline(reference: makeBatchReference(), lines: batch.lines)
        }
        relayMessage(session, outgoing, to: batch.target.text)
    }

    /// The tags that a client makes for other clients, without those that are not passed on.
    /// <https://ircv3.net/specs/extensions/message-tags#client-only-tags>
    func clientTags(_ session: Session, of message: Message) -> [Tag] {
        guard session.has(.messageTags), !message.tags.isEmpty else { return [] }
        let denied = settings.deniedClientTags
        return message.tags.filter { tag in
            guard tag.isClientOnly else { return false }
            if denied.isEmpty { return true }
            let name = tag.key.dropFirst()
            return !denied.contains { $0 == name } && (!denied.contains("*") || denied.contains("-" + name))
        }
    }

    struct OutgoingMessage {
        let kind: Event.Kind
        let command: Command
        let text: Bytes
        let tags: [Tag]
        /// Failures are not answered.
        let isQuiet: Bool
        /// The lines of the text; nil where it has only one.
        var multiline: Relay.Multiline?

        /// True if the message is to be remembered: all are but one that only tells that somebody is typing.
        var isStored: Bool { kind != .tagMessage || tags.contains { !$0.isTyping } }

        /// A CTCP request other than `/me`.
        var isCTCP: Bool { kind == .message && CTCP(parsing: text).map { $0.command != "ACTION" } ?? false }
    }

    private func relayMessage(_ session: Session, _ outgoing: OutgoingMessage, to name: String) {
        let prefix = name.prefix { symbol in Ranks.table.contains { $0.symbol == symbol } }
        let bare = name.dropFirst(prefix.count)
        if bare.hasPrefix("#") {
            relayToChannel(session, outgoing, String(bare), lowest: prefix.last)
        } else {
            relayToUser(session, outgoing, name)
        }
    }

    // MARK: To a room

    /// - Parameter lowest: with STATUSMSG, the symbol of the lowest rank that is to get it.
    private func relayToChannel(_ session: Session, _ outgoing: OutgoingMessage, _ name: String, lowest: Character?) {
        guard let user = session.user else { return }
        guard let channel = channel(named: name, seenBy: user) else {
            if !outgoing.isQuiet { reply(session, .noSuchChannel, shown(name), "No such channel") }
            return
        }
        let isSpeech = outgoing.kind != .tagMessage
        if let obstacle = obstacle(to: user, speakingIn: channel, isCTCP: outgoing.isCTCP, isSpeech: isSpeech) {
            if !outgoing.isQuiet { reply(session, .cannotSendToChannel, channel.name, obstacle) }
            return
        }
        if isSpeech { noteSpeech(of: user, in: channel) }
        let rank = lowest.flatMap { symbol in Ranks.table.first { $0.symbol == symbol } }
        let target = (rank.map { String($0.symbol) } ?? "") + channel.name
        let audience = rank.map { self.audience(of: channel, from: $0.rank, and: user) } ?? channel.audience
        // A message that only some may read is not kept: history knows no ranks.
        let conversations: [Conversation] = rank == nil ? [.channel(channel.folded)] : []
        deliver(session, outgoing, target: target, conversations: conversations, to: audience)
    }

    private func audience(of channel: Channel, from rank: Ranks, and speaker: User) -> Audience {
        var audience = Audience()
        for member in channel.members where member.ranks.isAtLeast(rank) || member.user === speaker {
            for session in member.user.sessions { audience.add(session) }
        }
        return audience
    }
}

extension Tag {
    /// True if the tag tells that somebody is typing. <https://ircv3.net/specs/client-tags/typing>
    fileprivate var isTyping: Bool { key == "+typing" || key == "+draft/typing" }
}

extension Message {
    /// True if the message tells only that somebody is typing, or is not any more.
    fileprivate var isTypingAlone: Bool {
        let storeThenDeliver = tags.filter(\.isClientOnly)
        return !storeThenDeliver.isEmpty && storeThenDeliver.allSatisfy(\.isTyping)
    }
}
