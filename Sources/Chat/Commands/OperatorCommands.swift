import Protocol

/// The commands of IRC operators: KILL, WALLOPS, REHASH, RESTART, DIE, CONNECT.
extension Network {
    // MARK: KILL

    /// <https://modern.ircdocs.horse/#kill-message>
    func kill(_ session: Session, _ message: Message) {
        guard let killer = session.user, let nick = message.text(at: 0) else { return }
        guard let victim = users[fold(nick)] else {
            return reply(session, .noSuchNick, shown(nick), "No such nick")
        }
        let given =
            message.parameters.count > 1 ? message.parameters[1].prefix(ofAtMost: settings.limits.kickReason) : []
        let reason = given.isEmpty ? "No reason given" : given.text
        audit("KILL", on: "\(victim.nick)!\(victim.userName)@\(victim.host)", detail: reason, by: session)
        let words = "Killed (\(killer.nick) (\(reason)))"
        let announcement = relay(from: killer, command: "KILL", parameters: [Bytes(victim.nick), Bytes(reason)])
        let quit = relay(from: victim, command: "QUIT", parameters: [Bytes(words)])
        var audience = Audience()
        for session in victim.sessions { audience.add(session) }
        broadcast(announcement, to: audience)
        broadcast(quit, to: audience)
        for session in victim.sessions { close(session, reason: words) }
        removeAbsent(victim, reason: words)
    }

    // MARK: WALLOPS

    /// <https://modern.ircdocs.horse/#wallops-message>
    func wallops(_ session: Session, _ message: Message) {
        guard let user = session.user else { return }
        guard let text = message.parameters.first, !text.isEmpty else {
            return reply(session, .needMoreParameters, "WALLOPS", "Not enough parameters")
        }
        audit("WALLOPS", by: session)
        let relay = relay(from: user, command: "WALLOPS", parameters: [text])
        var audience = Audience()
        for other in sessions.sorted where other !== session && other.user?.modes.contains(.wallops) == true {
            audience.add(other)
        }
        broadcast(relay, to: audience)
        if user.modes.contains(.wallops) { send(relay, to: session) }
    }

    // MARK: The server itself

    /// <https://modern.ircdocs.horse/#rehash-message>
    func rehash(_ session: Session, _ message: Message) {
        reply(session, .rehashing, settings.serverName, "Rehashing")
        audit("REHASH", by: session)
        emit(.administer(.reload))
    }

    func die(_ session: Session, _ message: Message) {
        let reason = administrationReason(message)
        audit("DIE", detail: reason, by: session)
        emit(.administer(.shutDown(reason: "Shut down by \(session.displayName): \(reason)")))
    }

    /// <https://modern.ircdocs.horse/#restart-message>
    func restart(_ session: Session, _ message: Message) {
        let reason = administrationReason(message)
        audit("RESTART", detail: reason, by: session)
        emit(.administer(.restart(reason: "Restarted by \(session.displayName): \(reason)")))
    }

    private func administrationReason(_ message: Message) -> String {
        message.parameters.first?.prefix(ofAtMost: settings.limits.quitReason).text ?? ""
    }

    /// CONNECT and SQUIT: there is no other server.
    func connect(_ session: Session, _ message: Message) {
        reply(session, .noSuchServer, shown(message.parameters[0].text), "No such server")
    }
}
