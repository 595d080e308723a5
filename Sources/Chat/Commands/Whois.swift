import Protocol

/// The answers about a person, and about those who had a nick before: WHOIS, WHOWAS.
extension Network {
    /// <https://modern.ircdocs.horse/#whowas-message>
    func whowas(_ session: Session, _ message: Message) {
        guard let nick = message.parameters.first.map({ list($0)[0] }), !nick.isEmpty else {
            return reply(session, .noNicknameGiven, "No nickname given")
        }
        let count = message.text(at: 1).flatMap { Int($0) } ?? 0
        let limit = settings.limits.whowasPerNick
        let holders = users.whowas.holders(of: fold(nick), atMost: count > 0 ? min(count, limit) : limit)
        if holders.isEmpty { reply(session, .wasNoSuchNick, shown(nick), "There was no such nickname") }
        for holder in holders {
            reply(session, .whowasUser, holder.nick, holder.userName, holder.host, "*", holder.realName)
            if let account = holder.account { reply(session, .whoisAccount, holder.nick, account, "was logged in as") }
            reply(session, .whoisServer, holder.nick, settings.serverName, holder.leftAt.iso8601)
        }
        reply(session, .endOfWhowas, shown(nick), "End of WHOWAS")
    }

    /// <https://modern.ircdocs.horse/#whois-message>
    func whois(_ session: Session, _ message: Message) {
        guard let asker = session.user else { return }
        guard let name = message.parameters.last?.text, !name.isEmpty else {
            return reply(session, .noNicknameGiven, "No nickname given")
        }
        let nick = list(Bytes(name))[0]
        guard let user = users[fold(nick)] else {
            reply(session, .noSuchNick, shown(nick), "No such nick")
            return reply(session, .endOfWhois, shown(name), "End of /WHOIS list")
        }
        reply(session, .whoisUser, user.nick, user.userName, user.host, "*", user.realName)
        sendWhoisChannels(of: user, asker: asker, to: session)
        reply(session, .whoisServer, user.nick, settings.serverName, settings.serverInfo)
        if user.isOperator { reply(session, .whoisOperator, user.nick, "is an IRC operator") }
        if user.modes.contains(.secure) { reply(session, .whoisSecure, user.nick, "is using a secure connection") }
        if user.modes.contains(.bot) { reply(session, .whoisBot, user.nick, "is a bot on \(settings.networkName)") }
        if let account = user.account { reply(session, .whoisAccount, user.nick, account, "is logged in as") }
        if let reason = user.awayReason { reply(session, .away, user.nick, reason) }
        sendWhoisMetadata(of: user, asker: asker, to: session)
        if asker === user || session.isOperator {
            reply(session, .whoisModes, user.nick, "is using modes \(user.modes.letters)")
        }
        if asker === user || may(session, .addresses) { sendAddresses(of: user, to: session) }
        reply(
            session, .whoisIdle, user.nick, String(now.seconds(since: user.activity.lastAt)),
            String(user.activity.signedOnAt.seconds), "seconds idle, signon time")
        // As it was asked: whoever waits for the end looks for their own words.
        reply(session, .endOfWhois, shown(name), "End of /WHOIS list")
    }

    /// The addresses that a user really comes from, each once.
    private func sendAddresses(of user: User, to session: Session) {
        var told: Set<String> = []
        for address in user.sessions.map(\.origin.address) where told.insert(address).inserted {
            let actual = "\(user.userName)@\(address)"
            reply(session, .whoisHost, user.nick, "is connecting from \(actual) \(address)")
            reply(session, .whoisActually, user.nick, actual, address, "Actual user@host, Actual IP")
        }
    }

    /// The entries that people read, to those whose clients know of metadata. <https://ircv3.net/specs/extensions/metadata>
    private func sendWhoisMetadata(of user: User, asker: User, to session: Session) {
        guard session.metadataDraft != nil, showsMetadata(user, to: asker) else { return }
        let profile = profile(of: user)
        for key in MetadataKey.shownInWhois {
            if let value = profile[key] { reply(session, .whoisKeyValue, user.nick, key, "*", value) }
        }
    }

    private func sendWhoisChannels(of user: User, asker: User, to session: Session) {
        var line = ""
        for channel in user.channels where canSee(channel, asker) {
            let ranks = channel.membership(of: user)?.ranks ?? []
            let item = ranks.symbols(all: session.has(.multiPrefix)) + channel.name
            if line.utf8.count + item.utf8.count > 300 {
                reply(session, .whoisChannels, user.nick, line)
                line = ""
            }
            line += line.isEmpty ? item : " " + item
        }
        if !line.isEmpty { reply(session, .whoisChannels, user.nick, line) }
    }
}
