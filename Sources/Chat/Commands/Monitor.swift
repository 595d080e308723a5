import Protocol

/// MONITOR. <https://ircv3.net/specs/extensions/monitor>
extension Network {
    func monitor(_ session: Session, _ message: Message) {
        let targets = message.parameters.count > 1 ? list(message.parameters[1]).filter { !$0.isEmpty } : []
        switch message.parameters[0].text.uppercased() {
        case "+": watch(targets, session)
        case "-":
            for target in targets { unwatch(fold(target), session) }
        case "C": unwatchAll(session)
        case "L":
            replyList(session, .monitorList, session.watched.spelled)
            reply(session, .endOfMonitorList, "End of MONITOR list")
        case "S": tellStatus(of: session.watched.spelled, session)
        default:
            reply(session, .needMoreParameters, "MONITOR", "Say +, -, C, L or S")
        }
    }

    private func watch(_ targets: [String], _ session: Session) {
        var added: [String] = []
        for (index, target) in targets.enumerated() {
            let folded = fold(target)
            guard !session.watched.contains(folded),
                NicknameRules.problem(with: target, limit: settings.limits.nick) == nil
            else { continue }
            guard session.watched.count < settings.limits.monitored else {
                let rest = targets[index...].map(shown).joined(separator: ",")
                reply(session, .monitorListFull, String(settings.limits.monitored), rest, "Monitor list is full.")
                break
            }
            session.watched.insert(target, folded)
            watchers[folded, default: []].append(session)
            added.append(target)
        }
        tellStatus(of: added, session)
    }

    private func unwatch(_ folded: FoldedName, _ session: Session) {
        guard session.watched.remove(folded) else { return }
        watchers[folded]?.removeAll { $0 === session }
        if watchers[folded]?.isEmpty == true { watchers[folded] = nil }
    }

    func unwatchAll(_ session: Session) {
        for folded in session.watched.folded { unwatch(folded, session) }
    }

    private func tellStatus(of targets: [String], _ session: Session) {
        replyList(session, .monitorOnline, targets.compactMap { users[fold($0)]?.source })
        replyList(session, .monitorOffline, targets.filter { users[fold($0)] == nil })
    }

    /// A list with commas, on as many lines as it needs.
    private func replyList(_ session: Session, _ numeric: Numeric, _ items: [String]) {
        var line = ""
        for item in items {
            if !line.isEmpty, line.utf8.count + 1 + item.utf8.count > 400 {
                reply(session, numeric, line)
                line = ""
            }
            line += line.isEmpty ? item : "," + item
        }
        if !line.isEmpty { reply(session, numeric, line) }
    }

    // MARK: What watchers are told

    func tellWatchers(thatIsOnline user: User) { tellWatchers(of: user.folded, .monitorOnline, user.source) }

    func tellWatchers(thatIsOffline nick: String, _ folded: FoldedName) {
        tellWatchers(of: folded, .monitorOffline, nick)
    }

    /// To `*`, so that all read the same.
    private func tellWatchers(of folded: FoldedName, _ numeric: Numeric, _ text: String) {
        guard let sessions = watchers[folded] else { return }
        var audience = Audience()
        for session in sessions { audience.add(session) }
        let message = Message(source: settings.serverName, Command(numeric), "*", text)
        broadcast(Relay(message: message, time: now), to: audience)
    }
}
