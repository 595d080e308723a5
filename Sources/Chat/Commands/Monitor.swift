import Protocol

/// MONITOR. <https://ircv3.net/specs/extensions/monitor>
extension Network {
    /// Bytes of a list on one line. The longest nick and server name leave at least so many.
    private static let listBytes = 250
    /// Sessions that follow the third draft of metadata and watch a nick, above which they are asked to come for the metadata of whoever
    /// has it now.
    private static let immediateWatchers = 200

    func monitor(_ session: Session, _ message: Message) {
        let targets = message.parameters.count > 1 ? list(message.parameters[1]).filter { !$0.isEmpty } : []
        switch message.parameters[0].text.uppercased() {
        case "+": watch(session, targets)
        case "-":
            for target in targets { watchers.unwatch(fold(target), by: session) }
        case "C": watchers.unwatchAll(by: session)
        case "L":
            replyList(session, .monitorList, session.monitored.spelled)
            reply(session, .endOfMonitorList, "End of MONITOR list")
        case "S": tellStatus(session, of: session.monitored.spelled)
        default:
            reply(session, .needMoreParameters, "MONITOR", "Say +, -, C, L or S")
        }
    }

    private func watch(_ session: Session, _ targets: [String]) {
        var added: [String] = []
        for (index, target) in targets.enumerated() {
            let folded = fold(target)
            guard !session.monitored.contains(folded),
                NicknameRules.problem(with: target, limit: settings.limits.nick) == nil
            else { continue }
            guard session.monitored.count < settings.limits.monitored else {
                let limit = String(settings.limits.monitored)
                for rest in lists(targets[index...].map { shown($0) }) {
                    reply(session, .monitorListFull, limit, rest, "Monitor list is full.")
                }
                break
            }
            watchers.watch(target, folded, by: session)
            added.append(target)
        }
        tellStatus(session, of: added)
    }

    private func tellStatus(_ session: Session, of targets: [String]) {
        let online = targets.compactMap { users[fold($0)] }
        replyList(session, .monitorOnline, online.map(\.source))
        replyList(session, .monitorOffline, targets.filter { users[fold($0)] == nil })
        tellMetadata(ofWatched: online, to: session)
    }

    private func replyList(_ session: Session, _ numeric: Numeric, _ items: [String]) {
        for list in lists(items) { reply(session, numeric, list) }
    }

    /// Lists with commas, as many as it takes for each to fit on a line.
    private func lists(_ items: [String]) -> [String] {
        var lists: [String] = []
        var list = ""
        for item in items {
            if !list.isEmpty, list.utf8.count + 1 + item.utf8.count > Self.listBytes {
                lists.append(list)
                list = ""
            }
            list += list.isEmpty ? item : "," + item
        }
        return list.isEmpty ? lists : lists + [list]
    }

    // MARK: What watchers are told

    func tellWatchers(thatIsOnline user: User) {
        tellWatchers(of: user.folded, numeric: .monitorOnline, text: user.source)
        let told = watchers[user.folded].filter { $0.metadataDraft == .three }
        guard told.count > Self.immediateWatchers else {
            for session in told { tellMetadata(ofWatched: [user], to: session) }
            return
        }
        // To `*`, so that all read the same.
        var audience = Audience()
        for session in told { audience.add(session) }
        let message = Message(
            source: settings.serverName, Command(.metadataSyncLater), "*", user.nick, "0", "SYNC tells what there is")
        broadcast(Relay(message: message, time: messageTime), to: audience)
    }

    func tellWatchers(thatIsOffline nick: String, folded: FoldedName) {
        tellWatchers(of: folded, numeric: .monitorOffline, text: nick)
    }

    /// To `*`, so that all read the same.
    private func tellWatchers(of folded: FoldedName, numeric: Numeric, text: String) {
        let sessions = watchers[folded]
        guard !sessions.isEmpty else { return }
        var audience = Audience()
        for session in sessions { audience.add(session) }
        let message = Message(source: settings.serverName, Command(numeric), "*", text)
        broadcast(Relay(message: message, time: messageTime), to: audience)
    }
}
