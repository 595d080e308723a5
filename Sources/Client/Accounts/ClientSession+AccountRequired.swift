import Protocol

/// A server that lets nobody in without an account, an invitation in place of a password, and an account that is kept for the next time.
extension ClientSession {
    /// The server lets nobody in without an account. It is not tried again before the person has one.
    ///
    /// - Parameters:
    ///   - words: the server's.
    ///   - takesInvitation: it says so in a way that Grillo does, too, which takes an invitation in place of the account: `ACCOUNT_REQUIRED`
    ///     of <https://ircv3.net/registry#standard-replies>.
    mutating func handleAccountRequired(_ words: String, takesInvitation: Bool) {
        guard phase == .registering, let connection, connection.registration.entryRefusal == nil
        else { return }
        self.connection?.registration.refuseEntry(Sentence.openClause(words))
        login.setAccountRequired(takesInvitation)
        login.offerRegistration(earlyRegistrationOffer)
        guard connection.security.isPrivate else {
            return lifecycle.stopRetrying(
                because:
                    "It wants an account\(takesInvitation ? " or an invitation" : ""), and this connection is not encrypted: start again with --tls."
            )
        }
        guard takesInvitation || connection.login.isRefused || !hasNoWayToLogIn else {
            return lifecycle.stopRetrying(
                because: configuration.mechanism == nil
                    ? "It offers no way to log in that grillo-tui knows: ask who runs it; /reconnect tries again."
                    : "It does not offer the way to log in that your settings name: change mechanism in tui.toml.")
        }
        let account = login.account ?? ownNick.wanted
        let other = takesInvitation ? ", and takes an invitation (\(InvitationLink.scheme)…) as well" : ""
        let making = login.registrationOffer == nil ? "" : " /register makes one."
        lifecycle.stopRetrying(
            because: login.isInvited && login.serverPassword != nil
                ? Self.remedy(forInvitationRefusedWith: words)
                : "/login \(account) asks for the password of that account\(other).\(making)")
        // After a refused password it is asked for already.
        if !connection.login.isRefused { askPassword(.login, account: account, takesInvitation: takesInvitation) }
    }

    /// Takes the text that was pasted in answer to a question for a password, if the text is an invitation: that leads to its own server,
    /// and says all that is to be said. If the question did not offer that, the question is asked again: the secret of one server is not
    /// told to another. False if the text is no invitation.
    mutating func takeInvitation(_ secret: String, for prompt: PasswordPrompt, at now: Timestamp) -> Bool {
        guard InvitationText.containsInvitation(secret) else { return false }
        guard prompt.takesInvitation else {
            var purpose = prompt.purpose
            if case .confirm(let email) = purpose { purpose = .register(email: email) }
            askPassword(
                purpose, account: prompt.account,
                lead: "That is an invitation, and was not sent: start grillo-tui with it to go there. ",
                isExpected: true)
            return true
        }
        guard let link = InvitationText.link(in: secret) else {
            askPassword(
                prompt.purpose, account: prompt.account,
                lead: InvitationText.containsExactlyOne(secret)
                    ? "That invitation is not whole. " : "Those are several invitations: paste one. ",
                takesInvitation: true, isExpected: true)
            return true
        }
        guard configuration.isServer(of: link) else {
            switchServer(to: link)
            return true
        }
        enter(with: link, at: now)
        return true
    }

    /// Connects anew to the same server with an invitation: the server must have the key that the invitation names, and is told its secret.
    package mutating func enter(with link: InvitationLink, at now: Timestamp) {
        guard phase != .ended else { return }
        login.enter(invitationSecret: link.secret)
        if let channel = link.channel {
            channelEntry.request(.init(name: channel), as: casemapping.fold(channel))
            channelEntry.showOnEntering(casemapping.fold(channel))
        }
        emit(.enter(link, isHere: true))
        reconnectNow(at: now)
    }

    /// The advice on an invitation that is entered as a line of its own, or as the object of a command: people who enter an invitation so
    /// want to go there, and would let in everybody who reads it. Nil if the line holds no invitation, or says something beside it.
    func reasonNotToSay(invitationIn input: String) -> String? {
        guard InvitationText.isOnlyInvitations(of: input, channelTypes: isupport.channelTypes) else { return nil }
        return
            "Not sent: start grillo-tui with this invitation, in quotes, to go there. Whoever reads it can come in with it; beside other words it is said."
    }

    /// Goes to another server, which hears nothing of what this one was told but the nick, which may be the account's name: no password and
    /// no room, and no account is logged in to.
    private mutating func switchServer(to link: InvitationLink) {
        if self.connection != nil {
            send("QUIT", "Leaving")
            emit(.close)
        }
        startAnew(configuration.forServer(to: link))
        emit(.enter(link, isHere: false))
        connectFirst()
    }

    /// REGISTER was refused: nothing is logged in to the next time that is not there.
    mutating func receiveRegistrationFailure(_ incoming: IncomingMessage) {
        login.accountNotMade()
        let isPassword = ["WEAK_PASSWORD", "UNACCEPTABLE_PASSWORD"].contains(incoming.text(1))
        let remedy = isPassword ? " /register asks for another." : ""
        note(
            "Not registered: \(Sentence.made(of: incoming.lastText))\(remedy)", kind: .error, in: replyBuffer,
            at: incoming.now)
        endEarlyRegistration()
    }

    /// Whoever has just made an account is asked whether it is to be kept, once: else they are a stranger to it the next time.
    mutating func offerSavingMadeAccount(_ account: String) {
        if login.accountMade(named: account, casemapping: casemapping) { offerSaving(account) }
    }

    /// Whoever has logged in by hand is asked whether the account is to be kept, once.
    mutating func offerSavingAccountOfLogin(_ account: String) {
        if login.loggedInByHand(to: account, casemapping: casemapping) { offerSaving(account) }
    }

    private mutating func offerSaving(_ account: String) {
        emit(
            .offerSavingAccount(
                SaveAccountQuestion(
                    network: network, account: account, nick: ownNick.wanted, place: configuration.hostLabel)))
    }

    /// The buffer in which news of logging in are told: the one in which the person asked for it, or the server's while coming in.
    var loginBuffer: BufferID { phase == .online ? replyBuffer : .server }

    /// Takes the nick that was wanted and not to be had, now that it may be.
    mutating func reclaimNick() {
        guard phase == .online, casemapping.fold(nick) != casemapping.fold(ownNick.wanted) else { return }
        send("NICK", ownNick.wanted)
    }
}

extension SessionConfiguration {
    /// True if an invitation leads to the server that this configuration names: the same host and port.
    fileprivate func isServer(of link: InvitationLink) -> Bool {
        host?.lowercased() == link.host.lowercased() && port == link.port
    }

    /// The configuration for the server of an invitation: it takes along who the person is, and nothing else.
    fileprivate func forServer(to link: InvitationLink) -> SessionConfiguration {
        var other = SessionConfiguration(
            nicks: nicks, userName: userName, realName: realName,
            channels: link.channel.map { [Channel(name: $0)] } ?? [],
            password: link.secret, hostLabel: link.host, clientName: clientName, scrollbackLimit: scrollbackLimit)
        other.isInvited = link.secret != nil
        (other.host, other.port) = (link.host, link.port)
        (other.publicHost, other.publicPort) = (link.host, link.port)
        other.words = words
        other.tellsTyping = tellsTyping
        other.showsLists = showsLists
        (other.networkNames, other.networkHosts) = (networkNames, networkHosts)
        other.settings = settings
        return other
    }
}
