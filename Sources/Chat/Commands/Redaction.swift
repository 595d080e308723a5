import Protocol

/// REDACT. <https://ircv3.net/specs/extensions/message-redaction>
extension Network {
    func redact(_ session: Session, _ message: Message) {
        guard session.has(.messageRedaction) else {
            return reply(session, .unknownCommand, "REDACT", "Unknown command")
        }
        let (target, msgid) = (message.parameters[0].text, message.parameters[1].text)
        let reason =
            message.parameters.count > 2 ? message.parameters[2].prefix(ofAtMost: settings.limits.kickReason) : []
        guard let historyAccess = historyAccess(of: target, by: session) else {
            return fail(
                session, "REDACT", "INVALID_TARGET", "You cannot delete messages there", context: [shown(target)])
        }
        func refuse(_ code: String, _ description: String, _ context: [String] = []) {
            fail(session, "REDACT", code, description, context: [shown(target), shown(msgid)] + context)
        }
        guard let number = EventNumber(msgid: msgid) else {
            return refuse("UNKNOWN_MSGID", "This message does not exist")
        }
        ask(.find(number), for: session) { [unowned self] answer in
            guard case .event(let event) = answer, let event, event.conversations.contains(historyAccess.conversation),
                event.number >= historyAccess.floor, historyAccess.allows(event), !event.isBlank,
                [.message, .notice, .tagMessage].contains(event.kind), let user = session.user
            else { return refuse("UNKNOWN_MSGID", "This message does not exist or is too old") }
            let isOwn = isAuthor(user, of: event)
            guard isOwn || mayRedact(session, historyAccess.conversation, user) else {
                return refuse("REDACT_FORBIDDEN", "You are not authorised to delete this message")
            }
            let window = settings.limits.redactSeconds
            guard now.seconds(since: event.time) <= window || mayRedact(session, historyAccess.conversation, user)
            else {
                return refuse("REDACT_WINDOW_EXPIRED", "You can no longer delete this message", [String(window)])
            }
            if !isOwn, case .channel(let channel) = historyAccess.conversation,
                channels[channel]?.membership(of: user)?.ranks.isAtLeast(.operator) != true
            {
                audit("REDACT", on: historyAccess.name, detail: "\(event.source): \(reason.text)", by: session)
            }
            carryOutRedaction(session, of: event, in: historyAccess, reason: reason, by: user)
        }
    }

    /// True if a user is the author of an event: the account, as long as it is the same one, or the user without one; see ``NickHistory``.
    private func isAuthor(_ user: User, of event: Event) -> Bool {
        guard let account = event.account.map(fold) else {
            let nick = fold(event.relayedBy ?? Source(parsing: Bytes(event.source)).name)
            return user.nickHistory.had(nick, at: event.number, present: user.folded)
        }
        guard user.account.map(fold) == account, let known = registry.accounts[account] else { return false }
        return event.time >= known.registered
    }

    /// True if somebody may take out the messages of others.
    private func mayRedact(_ session: Session, _ conversation: Conversation, _ user: User) -> Bool {
        guard case .channel(let name) = conversation else { return false }
        return may(session, .redact) || channels[name]?.membership(of: user)?.ranks.isAtLeast(.operator) == true
    }

    private func carryOutRedaction(
        _ session: Session, of redacted: Event, in historyAccess: HistoryAccess, reason: Bytes, by user: User
    ) {
        let msgid = redacted.number.msgid
        let event = makeEvent(
            .redaction, by: user, in: redacted.conversations, target: historyAccess.name, subject: msgid, text: reason)
        var relay = relay(
            event, by: user, command: "REDACT",
            parameters: [Bytes(historyAccess.name), Bytes(msgid)] + (reason.isEmpty ? [] : [reason]))
        relay.requires = .messageRedaction
        let refusal = StoreRefusal(
            to: session.id, from: settings.serverName, command: "REDACT", target: historyAccess.name, msgid: msgid,
            words: "It could not be stored, so nothing was deleted; try again in a moment")
        let deliveries = relay.deliveries(to: readers(of: historyAccess, user: user), except: session.id)
        let echo = relay.messages(for: session.capabilities)
        respond(.storeThenDeliver(event, deliveries: deliveries, echo: echo, refusal: refusal), to: session)
    }

    private func readers(of historyAccess: HistoryAccess, user: User) -> Audience {
        if case .channel(let name) = historyAccess.conversation, let channel = channels[name] {
            return channel.audience
        }
        var audience = Audience()
        for session in user.sessions { audience.add(session) }
        if let other = users[fold(historyAccess.name)], other !== user {
            for session in other.sessions { audience.add(session) }
        }
        return audience
    }
}
