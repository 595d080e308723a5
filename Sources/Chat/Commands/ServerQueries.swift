import Protocol

/// The answers of the server about itself: LUSERS, MOTD, VERSION, TIME, ADMIN, INFO, LINKS, MAP, STATS.
extension Network {
    /// - Returns: true if a question is for this server: it names none, or this one, or somebody who is on it. If not, it has been answered.
    private func isForUs(_ session: Session, _ message: Message, at place: Int = 0) -> Bool {
        guard let target = message.text(at: place), !target.isEmpty else { return true }
        if Mask(target).matches(settings.serverName) || users[fold(target)] != nil { return true }
        reply(session, .noSuchServer, shown(target), "No such server")
        return false
    }

    /// <https://modern.ircdocs.horse/#lusers-message>
    func lusers(_ session: Session, _ message: Message) {
        let (invisible, most) = (users.counts.invisible, users.counts.most)
        let unregistered = sessions.count - sessions.registeredCount
        let count = users.count
        reply(session, .lUserClient, "There are \(count - invisible) users and \(invisible) invisible on 1 servers")
        reply(session, .lUserOperators, String(users.counts.operators), "IRC Operators online")
        if unregistered > 0 { reply(session, .lUserUnknown, String(unregistered), "unregistered connections") }
        reply(session, .lUserChannels, String(channels.count), "channels formed")
        reply(session, .lUserMe, "I have \(count) clients and 0 servers")
        reply(session, .localUsers, String(count), String(most), "Current local users \(count), max \(most)")
        reply(session, .globalUsers, String(count), String(most), "Current global users \(count), max \(most)")
    }

    /// <https://modern.ircdocs.horse/#motd-message>
    func motd(_ session: Session, _ message: Message) {
        if isForUs(session, message) { sendMessageOfTheDay(to: session) }
    }

    func sendMessageOfTheDay(to session: Session) {
        guard !settings.messageOfTheDay.isEmpty else {
            return reply(session, .noMotd, "MOTD File is missing")
        }
        reply(session, .motdStart, "- \(settings.serverName) Message of the day - ")
        for line in settings.messageOfTheDay { reply(session, .motd, "- " + line) }
        reply(session, .endOfMotd, "End of /MOTD command")
    }

    /// <https://modern.ircdocs.horse/#version-message>
    func version(_ session: Session, _ message: Message) {
        guard isForUs(session, message) else { return }
        reply(session, .version, settings.version, settings.serverName, "")
        sendISupport(to: session)
    }

    /// <https://ircv3.net/specs/extensions/extended-isupport>
    func iSupport(_ session: Session, _ message: Message) { sendISupport(to: session) }

    /// <https://modern.ircdocs.horse/#time-message>
    func time(_ session: Session, _ message: Message) {
        guard isForUs(session, message) else { return }
        reply(session, .time, settings.serverName, clock.machineTime.iso8601)
    }

    /// <https://modern.ircdocs.horse/#admin-message>
    func admin(_ session: Session, _ message: Message) {
        guard isForUs(session, message) else { return }
        let lines = settings.administration
        reply(session, .adminMe, settings.serverName, "Administrative info")
        reply(session, .adminLocation1, lines.first ?? settings.networkName)
        reply(session, .adminLocation2, lines.count > 1 ? lines[1] : settings.serverName)
        reply(session, .adminEmail, lines.count > 2 ? lines[2] : "Its host has left no address")
    }

    /// <https://modern.ircdocs.horse/#info-message>
    func info(_ session: Session, _ message: Message) {
        guard isForUs(session, message) else { return }
        reply(session, .info, settings.version)
        reply(session, .info, "Up since \(clock.startedAt.iso8601)")
        reply(session, .endOfInfo, "End of /INFO list")
    }

    /// <https://modern.ircdocs.horse/#links-message>
    func links(_ session: Session, _ message: Message) {
        let name = settings.serverName
        reply(session, .links, name, name, "0 " + settings.serverInfo)
        reply(session, .endOfLinks, "*", "End of /LINKS list")
    }

    func map(_ session: Session, _ message: Message) {
        reply(session, .map, "\(settings.serverName) [\(users.count) users]")
        reply(session, .endOfMap, "End of /MAP")
    }

    /// <https://modern.ircdocs.horse/#stats-message>. What is not kept, or is nobody's business, is an empty answer.
    func stats(_ session: Session, _ message: Message) {
        guard isForUs(session, message, at: 1) else { return }
        let letter = message.text(at: 0).flatMap(\.first).map { shown(String($0)) } ?? "*"
        switch letter {
        case "u":
            let seconds = monotonicNow.seconds(since: clock.startedAt)
            let clock = [seconds / 3600 % 24, seconds / 60 % 60, seconds % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
            reply(session, .statsUptime, "Server Up \(seconds / 86_400) days \(clock.joined(separator: ":"))")
        case "o":
            let operators = users.sorted.filter(\.isOperator)
            for user in operators where session.isOperator {
                reply(session, .statsOperators, "O", "\(user.userName)@\(user.host)", "*", user.nick)
            }
        default: break
        }
        reply(session, .endOfStats, letter, "End of /STATS report")
    }
}
