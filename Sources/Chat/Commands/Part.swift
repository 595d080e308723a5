import Protocol

/// PART, and the end of a room that its last member leaves.
extension Network {
    /// <https://modern.ircdocs.horse/#part-message>
    func part(_ session: Session, _ message: Message) {
        guard let user = session.user else { return }
        let reason =
            message.parameters.count > 1 ? message.parameters[1].prefix(ofAtMost: settings.limits.quitReason) : []
        for name in list(message.parameters[0]) where !name.isEmpty {
            guard let channel = channel(named: name, seenBy: user) else {
                reply(session, .noSuchChannel, shown(name), "No such channel")
                continue
            }
            guard channel.membership(of: user) != nil else {
                reply(session, .notOnChannel, channel.name, "You're not on that channel")
                continue
            }
            // Somebody who may not speak in the channel does not speak by the reason for leaving it either.
            let isQuiet = obstacle(to: user, speakingIn: channel, isCTCP: false) != nil
            part(user, from: channel, reason: isQuiet ? "" : reason.text, by: session)
        }
    }

    /// Takes a user out of a room and tells everybody there.
    func part(_ user: User, from channel: Channel, reason: String, by session: Session) {
        let event = makeEvent(
            .part, by: user, in: [.channel(channel.folded)], target: channel.name, text: Bytes(reason))
        record(event)
        let parameters = [Bytes(channel.name)] + (reason.isEmpty ? [] : [Bytes(reason)])
        let relay = relay(event, by: user, command: "PART", parameters: parameters)
        send(relay, to: session)
        broadcast(relay, to: channel.audience, except: session)
        leave(channel, user)
    }

    /// Takes a user out of a room, and the room away if it was the last.
    func leave(_ channel: Channel, _ user: User) {
        channel.remove(user)
        notePresence(of: user)
        endIfEmpty(channel)
    }

    /// Lets a room go that nobody is in, and that nobody keeps.
    func endIfEmpty(_ channel: Channel) {
        guard channel.isEmpty, !channel.isPermanent else { return }
        channels.remove(channel)
        noteClosing(ofGone: channel)
        forgetSettings(ofUnregistered: channel.folded)
        markGoneInInvitations(channel)
    }
}
