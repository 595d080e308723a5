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
        guard let membership else { return reply(session, .notOnChannel, room.name, "You're not on that channel") }
        if room.modes.flags.contains(.protectedTopic), !membership.ranks.isAtLeast(.halfOperator),
            !session.origin.isHost
        {
            return reply(session, .channelOperatorPrivilegesNeeded, room.name, "You're not channel operator")
        }
        setTopic(of: room, to: message.parameters[1].prefix(ofAtMost: settings.limits.topic), by: user, session)
    }

    private func setTopic(of room: Room, to text: Bytes, by user: User, _ session: Session) {
        if text.isEmpty, room.topic == nil { return }
        let event = makeEvent(.topic, by: user, in: [.room(room.folded)], target: room.name, text: text)
        record(event)
        room.topic = text.isEmpty ? nil : Room.Topic(text: text.text, setBy: user.source, setAt: now)
        let relay = relay(event, by: user, "TOPIC", [Bytes(room.name), text])
        send(relay, to: session)
        broadcast(relay, to: room.audience, except: session)
    }

    func sendTopic(_ topic: Room.Topic, of room: Room, to session: Session) {
        reply(session, .topic, room.name, topic.text)
        reply(session, .topicWhoTime, room.name, topic.setBy, String(topic.setAt.seconds))
    }
}
