import Protocol

/// What IRC operators may do: OPER, KILL, WALLOPS, REHASH, RESTART, DIE, CONNECT.
extension Network {
    // MARK: OPER

    /// <https://modern.ircdocs.horse/#oper-message>. Whether the password is right is the host's to say.
    func oper(_ session: Session, _ message: Message) {
        guard let name = message.text(at: 0), let password = message.text(at: 1) else { return }
        verify(.operator(name: name, password: password), of: session)
    }

    func operatorChecked(_ verdict: Verdict, _ session: Session) {
        guard let user = session.user else { return }
        guard verdict == .right else { return reply(session, .passwordMismatch, "Password incorrect") }
        reply(session, .youAreOperator, "You are now an IRC operator")
        guard !user.isOperator else { return }
        setModes(of: user, to: user.modes.union(.operator))
        tell(user, of: [ModeChange(isSet: true, mode: UserModes.letter(of: .operator))], session)
    }

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
        let words = "Killed (\(killer.nick) (\(reason)))"
        let announcement = relay(from: killer, "KILL", [Bytes(victim.nick), Bytes(reason)])
        let quit = relay(from: victim, "QUIT", [Bytes(words)])
        var audience = Audience()
        for session in victim.sessions { audience.add(session) }
        broadcast(announcement, to: audience)
        broadcast(quit, to: audience)
        for session in victim.sessions { close(session, reason: words) }
    }

    // MARK: WALLOPS

    /// <https://modern.ircdocs.horse/#wallops-message>
    func wallops(_ session: Session, _ message: Message) {
        guard let user = session.user else { return }
        guard let text = message.parameters.first, !text.isEmpty else {
            return reply(session, .needMoreParameters, "WALLOPS", "Not enough parameters")
        }
        let relay = relay(from: user, "WALLOPS", [text])
        var audience = Audience()
        for other in sortedSessions where other !== session && other.user?.modes.contains(.wallops) == true {
            audience.add(other)
        }
        broadcast(relay, to: audience)
        if user.modes.contains(.wallops) { send(relay, to: session) }
    }

    // MARK: The server itself

    /// <https://modern.ircdocs.horse/#rehash-message>
    func rehash(_ session: Session, _ message: Message) {
        reply(session, .rehashing, settings.serverName, "Rehashing")
        emit(.administer(.reload))
    }

    func die(_ session: Session, _ message: Message) {
        emit(.administer(.shutDown(by: session.displayName, reason: administrationReason(message))))
    }

    /// <https://modern.ircdocs.horse/#restart-message>
    func restart(_ session: Session, _ message: Message) {
        emit(.administer(.restart(by: session.displayName, reason: administrationReason(message))))
    }

    private func administrationReason(_ message: Message) -> String {
        message.parameters.first?.prefix(ofAtMost: settings.limits.quitReason).text ?? ""
    }

    /// CONNECT and SQUIT: there is no other server.
    func connect(_ session: Session, _ message: Message) {
        reply(session, .noSuchServer, shown(message.parameters[0].text), "No such server")
    }
}
