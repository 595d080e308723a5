import Protocol

/// The making and recording of events.
extension Network {
    /// An event by a user that happened just now, numbered.
    func makeEvent(
        _ kind: Event.Kind, by user: User, in conversations: [Conversation], target: String = "",
        subject: String? = nil, text: Bytes = [], tags: [Tag] = []
    ) -> Event {
        Event(
            number: events.nextNumber(), time: events.time(of: conversations, at: now), kind: kind, source: user.source,
            account: user.account, conversations: conversations, target: target, subject: subject, text: text,
            tags: tags)
    }

    /// A change of a room's modes that the server or a service makes just now, numbered.
    func makeModeEvent(by source: String, in channel: Channel, words: [String]) -> Event {
        let conversations = [Conversation.channel(channel.folded)]
        return Event(
            number: events.nextNumber(), time: events.time(of: conversations, at: now), kind: .mode, source: source,
            conversations: conversations, target: channel.name, text: Bytes(words.joined(separator: " ")))
    }

    /// Tells a room of such a change.
    func broadcastMode(_ event: Event, in channel: Channel, words: [String]) {
        let message = Message(source: Bytes(event.source), "MODE", ([channel.name] + words).map { Bytes($0) })
        var relay = Relay(message: message, time: event.time)
        relay.msgid = event.number.msgid
        broadcast(relay, to: channel.audience)
    }

    /// Puts a fact on record. To be called before anybody is told of it.
    func record(_ event: Event) {
        guard settings.keepsHistory, !event.conversations.isEmpty else { return }
        noteStoring(event)
        emit(.record(event))
    }

    /// A relay of an event, with its msgid.
    func relay(_ event: Event, by user: User, command: Command, parameters: [Bytes]) -> Relay {
        var relay = relay(from: user, command: command, parameters: parameters)
        relay.time = event.time
        relay.msgid = event.number.msgid
        relay.clientTags = event.tags
        return relay
    }
}
