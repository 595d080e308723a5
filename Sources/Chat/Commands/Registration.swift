import Protocol

/// Coming: NICK, USER, PASS, and what the server says when someone has registered.
extension Network {
    // MARK: PASS, NICK, USER

    /// <https://modern.ircdocs.horse/#pass-message>. The last one counts, when registration is complete.
    func pass(_ session: Session, _ message: Message) {
        guard session.user == nil else { return reply(session, .alreadyRegistered, "You may not reregister") }
        session.registration.password = message.text(at: 0)
    }

    func nick(_ session: Session, _ message: Message) {
        guard let wanted = message.text(at: 0), !wanted.isEmpty else {
            return reply(session, .noNicknameGiven, "No nickname given")
        }
        if let problem = NicknameRules.problem(with: wanted, limit: settings.limits.nick) {
            return reply(session, .erroneousNickname, shown(wanted), problem)
        }
        let folded = fold(wanted)
        if session.user == nil, session.registration.isNegotiating || passwordLogin(of: session) != nil {
            // It may log in before it comes in: whether the nick is free is asked then.
            session.registration.nick = wanted
            return registerIfReady(session)
        }
        if let refusal = refusal(ofNick: folded, for: session) { return refuse(session, wanted, folded, for: refusal) }
        if let user = session.user {
            if let ban = serverBan(on: user, as: wanted), !session.origin.isHost {
                return reply(session, .erroneousNickname, wanted, "That nick is banned" + ban.words)
            }
            if let mute = serverMute(on: user) {
                return reply(session, .erroneousNickname, wanted, "You are muted on this server" + mute.words)
            }
            if let (channel, words) = obstacle(toRenaming: user) {
                return reply(session, .unavailableResource, channel.name, words)
            }
            session.refusedNick = nil
            user.hasChosenNick = true
            rename(user, to: wanted, folded: folded, by: session)
        } else {
            session.registration.nick = wanted
            registerIfReady(session)
        }
    }

    /// <https://modern.ircdocs.horse/#user-message>
    func user(_ session: Session, _ message: Message) {
        guard session.user == nil else { return reply(session, .alreadyRegistered, "You may not reregister") }
        let allowed = message.parameters[0].filter { byte in
            byte.isASCIILetter || byte.isASCIIDigit || [0x2D, 0x2E, 0x5F].contains(byte)
        }
        let name = Array(allowed.prefix(settings.limits.user - 1)).text
        guard !name.isEmpty || !message.parameters[0].isEmpty else {
            return reply(session, .needMoreParameters, "USER", "Not enough parameters")
        }
        let realName = message.parameters[3].prefix(ofAtMost: settings.limits.realName).text
        session.registration.names = ("~" + (name.isEmpty ? "user" : name), realName)
        registerIfReady(session)
    }

    /// Lets a session in once it has a nick and a user name and is not negotiating any more, and may come in.
    func registerIfReady(_ session: Session) {
        guard session.user == nil, !session.registration.isNegotiating, !session.isClosing,
            let nick = session.registration.nick,
            let names = session.registration.names
        else { return }
        if let login = passwordLogin(of: session) { return logIn(session, with: login) }
        if turnAwayIfBanned(session, nick: nick, userName: names.user) { return }
        guard isAdmitted(session) else { return }
        let folded = fold(nick)
        if let account = session.registration.account, let user = users.owner(ofAccount: fold(account)) {
            abandonSASL(of: session)
            takeAccountNick(of: user, wanted: nick)
            attach(session, to: user)
            return applyInvitation(of: session)
        }
        if let refusal = refusal(ofNick: folded, for: session) {
            session.registration.nick = nil
            return refuse(session, nick, folded, for: refusal)
        }
        abandonSASL(of: session)
        let hasRealName = names.realName.contains { !$0.isWhitespace }
        let user = User(
            nick: nick, folded: folded, userName: names.user, realName: hasRealName ? names.realName : nick,
            host: session.origin.host, from: latestNumber.next, at: now)
        var modes: UserModes = []
        if session.origin.isSecure { modes.insert(.secure) }
        if session.origin.isHost { modes.insert(.operator) }
        if session.registration.account.flatMap({ registry.accounts[fold($0)] })?.isRegisteredOnly == true {
            modes.insert(.registeredOnly)
        }
        users.setModes(of: user, to: modes)
        user.account = session.registration.account
        user.sessions = [session]
        session.user = user
        session.awayReason = session.registration.awayReason
        reviewAwayReason(of: session, for: user)
        user.awayReason = session.awayReason
        sessions.registered(session)
        users.add(user)
        takeEarlyMetadata(of: session, for: user, isNew: true)
        welcome(session)
        tellWatchers(thatIsOnline: user)
        replayMissed(to: session, channels: [])
        applyInvitation(of: session)
    }

    func rename(_ user: User, to nick: String, folded: FoldedName, by session: Session?) {
        let (oldNick, oldFolded) = (user.nick, user.folded)
        renameAlone(user, to: nick, folded: folded, by: session)
        if user.folded != oldFolded { giveFreedNick(oldFolded, oldNick) }
    }

    /// Renames somebody, and leaves the nick that this frees to nobody.
    func renameAlone(_ user: User, to nick: String, folded: FoldedName, by session: Session?) {
        guard user.nick != nick else { return }
        let event = makeEvent(.nick, by: user, in: conversations(of: user), subject: nick)
        record(event)
        let relay = relay(event, by: user, command: "NICK", parameters: [Bytes(nick)])
        let audience = peers(of: user)
        let (oldNick, oldFolded) = (user.nick, user.folded)
        if oldFolded != folded {
            user.nickHistory.leave(oldFolded, through: event.number)
        }
        users.rename(user, to: nick, folded: folded, at: now, limits: settings.limits)
        if let session { send(relay, to: session) }
        broadcast(relay, to: audience, except: session)
        notePresence(of: user)
        guard oldFolded != folded else { return }
        tellWatchers(thatIsOffline: oldNick, folded: oldFolded)
        tellWatchers(thatIsOnline: user)
    }

    func conversations(of user: User) -> [Conversation] { user.channels.map { .channel($0.folded) } }

    /// A word of a client's as an answer may repeat it before its last parameter: as it came, or `*` where it cannot stand there.
    ///
    /// - Parameter limit: the most bytes of it; nil for 128, or for those of the longest name that is allowed.
    func shown(_ word: String, atMost limit: Int? = nil) -> String {
        let limit = limit ?? max(128, settings.limits.nick, settings.limits.channel)
        let bytes = word.utf8
        guard (1...limit).contains(bytes.count), bytes.first != ASCII.colon,
            !bytes.contains(where: { $0 <= ASCII.space || $0 == 0x7F })
        else { return "*" }
        return word
    }

    // MARK: Welcome

    /// In the order of <https://modern.ircdocs.horse/#connection-registration>.
    func welcome(_ session: Session) {
        guard let user = session.user else { return }
        let name = settings.serverName
        reply(session, .welcome, "Welcome to the \(settings.networkName) network, \(user.source)")
        reply(session, .yourHost, "Your host is \(name), running version \(settings.version)")
        reply(session, .created, "This server was started \(clock.startedAt.iso8601)")
        let userModes = String(UserModes.letters.map(\.letter))
        let (flags, withParameter) = ISupportToken.modeLetters
        reply(session, .myInfo, [name, settings.version, userModes, flags, withParameter])
        sendISupport(to: session)
        lusers(session, Message("LUSERS"))
        tellDeferredCapabilities(to: session)
        tellOwnMetadata(to: session)
        sendMessageOfTheDay(to: session)
        reply(session, .userModeIs, user.modes.letters)
    }
}
