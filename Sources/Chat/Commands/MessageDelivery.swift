import Protocol

/// The way of a message to everybody who is to have it, the speaker's other sessions among them, and of the echo to the one that spoke.
extension Network {
    /// Says it to an audience that holds the speaker's own sessions; the one that spoke gets it back if it asked for echoes.
    func deliver(
        _ session: Session, _ outgoing: OutgoingMessage, target: String, conversations: [Conversation],
        to audience: Audience,
        isToSelf: Bool = false
    ) {
        guard let user = session.user else { return }
        let isKept = settings.keepsHistory && !conversations.isEmpty && outgoing.isStored
        let event = makeEvent(
            outgoing.kind, by: user, in: isKept ? conversations : [], target: target, text: outgoing.text,
            tags: outgoing.tags
        )
        let parameters = outgoing.kind == .tagMessage ? [Bytes(target)] : [Bytes(target), outgoing.text]
        var relay = relay(event, by: user, command: outgoing.command, parameters: parameters)
        if outgoing.kind == .tagMessage { relay.requires = .messageTags }
        relay.multiline = outgoing.multiline
        deliver(session, event, relay, command: outgoing.command, to: audience, isToSelf: isToSelf)
    }

    /// Tells an audience of something that was said, once it is stored if a conversation remembers it.
    func deliver(
        _ session: Session, _ event: Event, _ relay: Relay, command: Command, to audience: Audience,
        isToSelf: Bool = false
    ) {
        activity.said(event.kind, relay, to: audience)
        let deliveries = relay.deliveries(to: audience, except: isToSelf ? nil : session.id)
        let echo = session.has(.echoMessage) ? relay.messages(for: session.capabilities) : []
        if !event.conversations.isEmpty {
            noteStoring(event)
            let refusal = StoreRefusal(
                to: session.id, from: settings.serverName, command: command, target: event.target,
                words: "The message could not be stored, so nobody was shown it; try again in a moment")
            respond(.storeThenDeliver(event, deliveries: deliveries, echo: echo, refusal: refusal), to: session)
        } else {
            for delivery in deliveries { emit(.deliver(delivery)) }
            if !echo.isEmpty { respond(.lines(echo), to: session) }
        }
    }
}
