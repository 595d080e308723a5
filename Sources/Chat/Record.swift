import Protocol

/// How what happens gets its number and goes to the log.
extension Network {
    /// An event by a user that happened just now, numbered.
    func makeEvent(
        _ kind: Event.Kind, by user: User, in conversations: [Conversation], target: String = "",
        subject: String? = nil, text: Bytes = [], tags: [Tag] = []
    ) -> Event {
        Event(
            number: nextNumber(), time: now, kind: kind, source: user.source, account: user.account,
            conversations: conversations, target: target, subject: subject, text: text, tags: tags)
    }

    /// Puts a fact on record. To be called before anybody is told of it.
    func record(_ event: Event) {
        guard settings.keepsHistory, !event.conversations.isEmpty else { return }
        emit(.record(event))
    }

    /// A relay of an event, with its msgid.
    func relay(_ event: Event, by user: User, _ command: Command, _ parameters: [Bytes]) -> Relay {
        var relay = relay(from: user, command, parameters)
        relay.msgid = event.number.msgid
        relay.clientTags = event.tags
        return relay
    }
}
