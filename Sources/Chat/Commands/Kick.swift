import Protocol

/// KICK. <https://modern.ircdocs.horse/#kick-message>
extension Network {
    /// One room and several people, or as many rooms as people.
    func kick(_ session: Session, _ message: Message) {
        guard let user = session.user else { return }
        let names = list(message.parameters[0])
        let nicks = list(message.parameters[1])
        guard nicks.count <= settings.limits.targets else {
            return reply(
                session, .tooManyTargets, shown(nicks[settings.limits.targets]),
                "At most \(settings.limits.targets) people in one KICK")
        }
        guard names.count == 1 || names.count >= nicks.count else {
            return reply(session, .needMoreParameters, "KICK", "One channel, or as many as nicknames")
        }
        let reason =
            message.parameters.count > 2 ? message.parameters[2].prefix(ofAtMost: settings.limits.kickReason) : []
        for (index, nick) in nicks.enumerated() where !nick.isEmpty {
            kick(session, nick, from: names.count == 1 ? names[0] : names[index], reason: reason, by: user)
        }
    }

    private func kick(_ session: Session, _ nick: String, from name: String, reason: Bytes, by user: User) {
        guard let channel = channel(named: name, seenBy: user) else {
            return reply(session, .noSuchChannel, shown(name), "No such channel")
        }
        let own = channel.membership(of: user)?.ranks
        let mayAsOperator = may(session, .channels)
        guard own != nil || mayAsOperator else {
            return reply(session, .notOnChannel, channel.name, "You're not on that channel")
        }
        guard own?.isAtLeast(.halfOperator) == true || mayAsOperator else {
            return refuseRank(session, in: channel)
        }
        guard let other = users[fold(nick)], let membership = channel.membership(of: other) else {
            return reply(session, .userNotInChannel, shown(nick), channel.name, "They aren't on that channel")
        }
        let mayByRank = own?.mayKick(membership.ranks) == true
        guard mayByRank || mayAsOperator else {
            return reply(
                session, .channelOperatorPrivilegesNeeded, channel.name, "Your rank is too low to kick \(other.nick)"
            )
        }
        let words = reason.isEmpty ? Bytes(user.nick) : reason
        if !mayByRank { audit("KICK", on: "\(other.nick) in \(channel.name)", detail: reason.text, by: session) }
        let event = makeEvent(
            .kick, by: user, in: [.channel(channel.folded)], target: channel.name, subject: other.nick, text: words)
        record(event)
        let relay = relay(
            event, by: user, command: "KICK", parameters: [Bytes(channel.name), Bytes(other.nick), words])
        if own != nil { send(relay, to: session) }
        broadcast(relay, to: channel.audience, except: own != nil ? session : nil)
        leave(channel, other)
    }
}
