import Protocol

/// TOPIC. <https://modern.ircdocs.horse/#topic-message>
extension Network {
    func topic(_ session: Session, _ message: Message) {
        guard let user = session.user, let name = message.text(at: 0) else { return }
        guard let channel = channel(named: name, seenBy: user) else {
            return reply(session, .noSuchChannel, shown(name), "No such channel")
        }
        let membership = channel.membership(of: user)
        guard message.parameters.count > 1 else {
            guard membership != nil || !channel.modes.flags.contains(.secret) else {
                return reply(session, .notOnChannel, channel.name, "You're not on that channel")
            }
            guard let topic = channel.topic else { return reply(session, .noTopic, channel.name, "No topic is set") }
            return sendTopic(topic, of: channel, to: session)
        }
        let text = message.parameters[1].prefix(ofAtMost: settings.limits.topic)
        if let refusal = obstacle(to: user, settingTopicOf: channel, membership: membership, on: session) {
            guard may(session, .channels) else { return reply(session, refusal.numeric, channel.name, refusal.words) }
            audit("TOPIC", on: channel.name, by: session)
        }
        setTopic(session, of: channel, to: text, by: user)
    }

    /// Why a topic cannot be set; nil if it can.
    private func obstacle(
        to user: User, settingTopicOf channel: Channel, membership: Membership?, on session: Session
    ) -> Obstacle? {
        guard let membership else { return (.notOnChannel, "You're not on that channel") }
        if channel.modes.flags.contains(.protectedTopic), !membership.ranks.isAtLeast(.halfOperator) {
            return (.channelOperatorPrivilegesNeeded, rankNeeded(session, in: channel))
        }
        // Somebody who may not speak does not speak by the topic either.
        return obstacle(to: user, speakingIn: channel, isCTCP: false, isSpeech: false).map {
            (.cannotSendToChannel, $0)
        }
    }

    private func setTopic(_ session: Session, of channel: Channel, to text: Bytes, by user: User) {
        if text.isEmpty, channel.topic == nil { return }
        let event = makeEvent(.topic, by: user, in: [.channel(channel.folded)], target: channel.name, text: text)
        record(event)
        channel.topic = text.isEmpty ? nil : Channel.Topic(text: text.text, setBy: user.source, setAt: now)
        persist(channel)
        let relay = relay(event, by: user, command: "TOPIC", parameters: [Bytes(channel.name), text])
        // Also to an operator who is not in the room: it is the answer.
        send(relay, to: session)
        broadcast(relay, to: channel.audience, except: session)
    }

    func sendTopic(_ topic: Channel.Topic, of channel: Channel, to session: Session) {
        reply(session, .topic, channel.name, topic.text)
        reply(session, .topicWhoTime, channel.name, topic.setBy, String(topic.setAt.seconds))
    }
}
