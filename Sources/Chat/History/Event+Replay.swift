import Protocol

/// The replay of an event: it is told again as it was relayed when it happened.
extension Event {
    /// The relay that readers of history are sent of the event; nil for an event that is told in no other way than by its effect.
    ///
    /// - Parameter makeReference: of the batch that a message of several lines needs.
    func replay(makeReference: () -> String) -> Relay? {
        var relay = Relay(message: Message(source: Bytes(source), command, parameters), time: time)
        relay.msgid = number.msgid
        relay.relayedBy = relayedBy
        // Somebody whom a bridge lets speak has no account here.
        relay.account = relay.relayedBy == nil ? account : nil
        relay.clientTags = relay.relayedBy == nil ? tags : tags.filter { $0.key != Self.relayTag }
        switch kind {
        case .join:
            relay.extendedParameters = [Bytes(target), Bytes(account ?? "*"), text]
        case .tagMessage:
            relay.requires = .messageTags
        case .message, .notice:
            let lines = Self.lines(of: text, limit: Self.lineLimit(relay.message))
            if lines.count > 1 { relay.multiline = Relay.Multiline(reference: makeReference(), lines: lines) }
        case .part, .kick, .topic, .mode, .nick, .quit, .redaction:
            break
        }
        return relay
    }

    private var command: Command {
        switch kind {
        case .message: "PRIVMSG"
        case .notice: "NOTICE"
        case .tagMessage: "TAGMSG"
        case .join: "JOIN"
        case .part: "PART"
        case .kick: "KICK"
        case .topic: "TOPIC"
        case .mode: "MODE"
        case .nick: "NICK"
        case .quit: "QUIT"
        case .redaction: "REDACT"
        }
    }

    private var parameters: [Bytes] {
        let target = Bytes(target)
        var subject: Bytes { Bytes(self.subject ?? "") }
        let reason = text.isEmpty ? [] : [text]
        switch kind {
        case .message, .notice, .topic: return [target, text]
        case .tagMessage, .join: return [target]
        case .part: return [target] + reason
        case .kick: return [target, subject, text]
        case .mode: return [target] + text.split(separator: ASCII.space)
        case .nick: return [subject]
        case .quit: return [text]
        case .redaction: return [target, subject] + reason
        }
    }

    // MARK: Several lines

    /// Bytes of text that fit on one line.
    private static func lineLimit(_ message: Message) -> Int {
        let head = (message.source?.count ?? 0) + message.command.name.utf8.count + message.parameters[0].count + 5
        return max(LineLimits.fromServer.body - 2 - head, 64)
    }

    /// The lines of a text: what was one line with the one before it is so again where it would not fit.
    private static func lines(of text: Bytes, limit: Int) -> [OpenBatch.Line] {
        if text.count <= limit, !text.contains(ASCII.lineFeed) { return [] }
        var lines: [OpenBatch.Line] = []
        for line in text.split(separator: ASCII.lineFeed, omittingEmptySubsequences: false) {
            var rest = line
            repeat {
                let part = rest.prefix(ofAtMost: limit)
                lines.append(OpenBatch.Line(text: part, isContinued: part.startIndex != line.startIndex))
                rest = rest[part.endIndex...]
            } while !rest.isEmpty
        }
        return lines
    }
}

extension Network {
    /// Answers with events as one batch, in their order; line by line for a session that knows no batches.
    ///
    /// The lines are made as the session's socket takes them: a page may be long.
    ///
    /// - Parameter isEnd: true where it is known that there is nothing more of it.
    func give(
        _ events: [Event], asBatch type: String, parameters: [String], to session: Session, isEnd: Bool = false
    ) {
        var rest = events[...]
        let reference = makeBatchReference()
        giveBatch(type, reference, parameters, to: session, isEnd: isEnd) { [self] in
            guard !rest.isEmpty else { return nil }
            defer { rest = rest.dropFirst(32) }
            return rest.prefix(32).flatMap { replay($0, in: reference, for: session) }
        }
    }

    /// Answers with a batch whose lines are made bit by bit; nil from `makeLines` ends it.
    ///
    /// - Parameter isEnd: true for a page behind which there is nothing more, which the batch then says.
    ///   <https://ircv3.net/specs/extensions/chathistory>
    func giveBatch(
        _ type: String, _ reference: String, _ parameters: [String], to session: Session, isEnd: Bool = false,
        makingLines makeLines: @escaping () -> [Message]?
    ) {
        guard session.has(.batch) else { return give(LongAnswer(makeLines), to: session) }
        let words = ["+" + reference, type] + parameters
        let opening = Message(
            tags: isEnd ? [Tag("draft/chathistory-end")] : [], source: Bytes(settings.serverName), "BATCH",
            words.map { Bytes($0) })
        let closing = Message(source: settings.serverName, "BATCH", "-" + reference)
        let first = makeLines() ?? []
        guard let second = makeLines() else { return respond(.lines([opening] + first + [closing]), to: session) }
        var made: [[Message]] = [second, [opening] + first]
        var isOver = false
        let answer = LongAnswer(isBatch: true) {
            if let lines = made.popLast() ?? makeLines() { return lines }
            defer { isOver = true }
            return isOver ? nil : [closing]
        }
        respond(.long(answer), to: session)
    }

    /// The messages that a session reads of an event, each line in the batch.
    private func replay(_ event: Event, in reference: String, for session: Session) -> [Message] {
        var event = event
        // A room that has got another name since is called that.
        if case .channel(let name) = event.conversations.first, !event.target.isEmpty, fold(event.target) != name {
            event.target = channels[name]?.name ?? name.description
        }
        guard var relay = event.replay(makeReference: makeBatchReference), relay.concerns(session.capabilities) else {
            return []
        }
        if session.has(.batch) { relay.batch = reference }
        return relay.messages(for: session.capabilities)
    }
}
