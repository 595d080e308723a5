import Protocol

/// TOPIC. <https://modern.ircdocs.horse/#topic-message>
extension Network {
    func topic(_ session: Session, _ message: Message) {
        guard let user = session.user, let name = message.text(at: 0) else { return }
        guard let room = room(named: name, seenBy: user) else {
            return reply(session, .noSuchChannel, shown(name), "No such channel")
        }
        let membership = room.membership(of: user)
        guard message.parameters.count > 1 else {
            guard membership != nil || !room.modes.flags.contains(.secret) else {
                return reply(session, .notOnChannel, room.name, "You're not on that channel")
            }
            guard let topic = room.topic else { return reply(session, .noTopic, room.name, "No topic is set") }
            return sendTopic(topic, of: room, to: session)
        }
        let text = message.parameters[1].prefix(ofAtMost: settings.limits.topic)
        if let refusal = obstacle(toTopicOf: room, membership, user, session) {
            guard may(.rooms, session) else { return reply(session, refusal.numeric, room.name, refusal.words) }
            audit("TOPIC", on: room.name, by: session)
        }
        setTopic(of: room, to: text, by: user, session)
    }

    /// Why a topic cannot be set; nil if it can.
    private func obstacle(toTopicOf room: Room, _ membership: Membership?, _ user: User, _ session: Session)
        -> Obstacle?
    {
        guard let membership else { return (.notOnChannel, "You're not on that channel") }
        if room.modes.flags.contains(.protectedTopic), !membership.ranks.isAtLeast(.halfOperator) {
            return (.channelOperatorPrivilegesNeeded, rankNeeded(in: room, session))
        }
        // Who may not speak does not speak by the topic either.
        return obstacle(to: user, speakingIn: room, isCTCP: false, isSpeech: false).map { (.cannotSendToChannel, $0) }
    }

    private func setTopic(of room: Room, to text: Bytes, by user: User, _ session: Session) {
        if text.isEmpty, room.topic == nil { return }
        let event = makeEvent(.topic, by: user, in: [.room(room.folded)], target: room.name, text: text)
        record(event)
        room.topic = text.isEmpty ? nil : Room.Topic(text: text.text, setBy: user.source, setAt: now)
        keep(room)
        let relay = relay(event, by: user, "TOPIC", [Bytes(room.name), text])
        // Also to an operator who is not in the room: it is the answer.
        send(relay, to: session)
        broadcast(relay, to: room.audience, except: session)
    }

    func sendTopic(_ topic: Room.Topic, of room: Room, to session: Session) {
        reply(session, .topic, room.name, topic.text)
        reply(session, .topicWhoTime, room.name, topic.setBy, String(topic.setAt.seconds))
    }
}
