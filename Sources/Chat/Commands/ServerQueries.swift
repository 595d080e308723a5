import Protocol

/// What the server says of itself: LUSERS, MOTD, VERSION, TIME.
extension Network {
    /// <https://modern.ircdocs.horse/#lusers-message>
    func lusers(_ session: Session, _ message: Message) {
        let invisible = census.invisibleUsers
        let unregistered = sessions.count - census.registeredSessions
        let count = users.count
        let most = census.mostUsers
        reply(session, .lUserClient, "There are \(count - invisible) users and \(invisible) invisible on 1 servers")
        reply(session, .lUserOperators, String(census.operators), "IRC Operators online")
        if unregistered > 0 { reply(session, .lUserUnknown, String(unregistered), "unregistered connections") }
        reply(session, .lUserChannels, String(rooms.count), "channels formed")
        reply(session, .lUserMe, "I have \(count) clients and 0 servers")
        reply(session, .localUsers, String(count), String(most), "Current local users \(count), max \(most)")
        reply(session, .globalUsers, String(count), String(most), "Current global users \(count), max \(most)")
    }

    func motd(_ session: Session, _ message: Message) { sendMessageOfTheDay(to: session) }

    func sendMessageOfTheDay(to session: Session) {
        guard !settings.messageOfTheDay.isEmpty else {
            return reply(session, .noMotd, "MOTD File is missing")
        }
        reply(session, .motdStart, "- \(settings.serverName) Message of the day - ")
        for line in settings.messageOfTheDay { reply(session, .motd, "- " + line) }
        reply(session, .endOfMotd, "End of /MOTD command")
    }

    func version(_ session: Session, _ message: Message) {
        reply(session, .version, settings.version, settings.serverName, "")
        sendISupport(to: session)
    }

    func time(_ session: Session, _ message: Message) {
        reply(session, .time, settings.serverName, now.iso8601)
    }
}
