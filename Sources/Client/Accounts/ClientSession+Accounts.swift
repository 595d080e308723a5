import Protocol

/// Accounts: asking for passwords, making an account, and logging in to it.
extension ClientSession {
    /// Asks the person for a password.
    ///
    /// - Parameters:
    ///   - takesInvitation: the person is told that they may paste an invitation in its place.
    ///   - isExpected: see ``PasswordPrompt/isExpected``.
    mutating func askPassword(
        _ purpose: PasswordPrompt.Purpose, account: String, lead: String = "", takesInvitation: Bool = false,
        isExpected: Bool = false
    ) {
        let other = takesInvitation ? ", or an invitation (\(InvitationLink.scheme)…)" : ""
        let question =
            switch purpose {
            case .login: "Password for \(account)\(other):"
            case .register: "A password for the new account \(account):"
            case .confirm: "The same password once more:"
            case .server: "Password of \(configuration.hostLabel)\(other):"
            case .oper: "Password of the operator \(account):"
            }
        emit(
            .askPassword(
                PasswordPrompt(
                    purpose: purpose, account: account, question: lead + question, takesInvitation: takesInvitation,
                    isExpected: isExpected, network: network, serverNumber: serverNumber)))
    }

    /// The server wants a password, or another than it was told: that one is not told again.
    ///
    /// - Parameter words: the server's, which may say that an invitation would do as well.
    mutating func refuseServerPassword(saying words: String = "") {
        let takesInvitation = words.contains("invitation")
        let wasSent = login.refuseServerPassword()
        guard connection?.security.isPrivate == true else {
            return lifecycle.stopRetrying(
                because: "It wants a password, and this connection is not encrypted: start again with --tls.")
        }
        if login.isInvited, wasSent {
            lifecycle.stopRetrying(because: Self.remedy(forInvitationRefusedWith: words))
        } else {
            lifecycle.stopRetrying(because: "/reconnect asks for it again.")
            askPassword(
                .server, account: "", lead: wasSent ? "Refused. " : "", takesInvitation: takesInvitation)
        }
    }

    /// The sentence behind the server's words where it refuses an invitation: it repeats nothing that these say themselves.
    static func remedy(forInvitationRefusedWith words: String) -> String {
        words.lowercased().contains("invitation")
            ? "Start grillo-tui with the new one, in quotes."
            : "The invitation is used up, has expired or was revoked: ask for another."
    }

    /// Takes the password that the person typed unseen; nil where they would rather type none. One that was asked for a server that was left
    /// is sent to nobody.
    package mutating func submitPassword(_ secret: String?, for prompt: PasswordPrompt, at now: Timestamp) {
        guard prompt.serverNumber == serverNumber else {
            guard secret?.isEmpty == false else { return }
            return note(
                "Not sent: that password was asked for by the server that you have left. /login asks for the one here.",
                kind: .error, in: replyBuffer, at: now)
        }
        let typed = login.takeFirstEntry()
        guard let secret, !secret.isEmpty else {
            login.setAskedByHand(false)
            if typed != nil { note("No account was made.", in: replyBuffer, at: now) }
            // Waiting for the password before the first connection: then it goes on without.
            if phase == .idle, !hasBeenOnline, lifecycle.noRetryReason == nil { connectFirst() }
            return
        }
        if takeInvitation(secret, for: prompt, at: now) { return }
        if prompt.isAsked(by: secret) {
            return askPassword(
                prompt.purpose, account: prompt.account, lead: "That is a command, and was not sent. ",
                takesInvitation: prompt.takesInvitation, isExpected: true)
        }
        switch prompt.purpose {
        case .server:
            login.enter(serverPassword: secret)
            reconnectNow(at: now)
        case .register(let email):
            login.keepFirstEntry(secret)
            askPassword(.confirm(email: email), account: prompt.account, isExpected: true)
        case .confirm(let email) where typed == secret: register(prompt.account, email, secret, at: now)
        case .confirm(let email):
            askPassword(
                .register(email: email), account: prompt.account, lead: "The two were not the same. ", isExpected: true)
        case .oper:
            let outcome = phase == .online ? becomeOperator(prompt.account, secret) : .notSent(reason: offlineReason)
            if case .notSent(let reason) = outcome { note(reason, kind: .error, in: replyBuffer, at: now) }
        case .login:
            login.enter(account: prompt.account, password: secret)
            logIn(at: now)
        }
    }

    private mutating func logIn(at now: Timestamp) {
        switch phase {
        case .idle where hasBeenOnline || lifecycle.noRetryReason != nil: reconnectNow(at: now)
        case .idle: connectFirst()
        case .online:
            if capabilities.contains("sasl") {
                guard connection?.login.exchange == nil else {
                    note(
                        "The server has not answered the last login yet. /reconnect logs in again.", kind: .error,
                        in: replyBuffer, at: now)
                    return
                }
                connection?.login.forgetTried()
                _ = beginSASL(at: now)
            } else {
                messageNickServ("IDENTIFY \(login.account ?? nick) \(login.accountPassword ?? "")", at: now)
            }
        case .connecting, .registering, .waiting, .ended: break
        }
    }

    mutating func login(_ account: String?, at now: Timestamp) -> SubmitOutcome {
        self.login.setAskedByHand(true)
        askPassword(
            .login, account: account ?? self.login.account ?? ownNick.wanted, takesInvitation: phase == .idle,
            isExpected: true)
        return .done
    }

    /// <https://modern.ircdocs.horse/#oper-message>
    mutating func becomeOperator(_ name: String, _ password: String?) -> SubmitOutcome {
        guard connection?.security.isPrivate == true else {
            return .notSent(reason: "This connection is not encrypted, so no password is sent over it. Use TLS.")
        }
        guard let password else {
            askPassword(.oper, account: name, isExpected: true)
            return .done
        }
        return sent(send("OPER", name, password), name)
    }

    /// <https://ircv3.net/specs/extensions/account-registration>
    mutating func askRegister(_ account: String?, _ email: String?) -> SubmitOutcome {
        let isEarly = phase != .online
        guard !isEarly || phase == .idle && login.registrationOffer != nil else {
            return .notSent(reason: offlineReason)
        }
        guard isEarly || connection?.security.isPrivate == true else {
            return .notSent(reason: "This connection is not encrypted, so no password is sent over it. Use TLS.")
        }
        if let own = self.account {
            return .notSent(
                reason:
                    "You are logged in to \(DrawableText.plain(own)) already: there is nothing to register. To make another account, start grillo-tui again without --account, and without account in tui.toml."
            )
        }
        let own = isEarly ? ownNick.wanted : nick
        let offer = isEarly ? login.registrationOffer : connection?.capabilities.offered["draft/account-registration"]
        let value = offer ?? ""
        let keys = value.split(separator: ",").map { $0.prefix { $0 != "=" } }
        if keys.contains("email-required"), email == nil {
            return .notSent(reason: "This server wants an address: /register account email")
        }
        if let account, casemapping.fold(account) != casemapping.fold(own),
            !keys.contains("custom-account-name")
        {
            return .notSent(
                reason: "On this server an account is named like your nick: /nick \(account) first, then /register.")
        }
        askPassword(.register(email: email), account: account ?? own, isExpected: true)
        return .done
    }

    private mutating func register(_ account: String, _ email: String?, _ secret: String, at now: Timestamp) {
        if phase == .idle, login.registrationOffer != nil {
            return registerOnConnecting(account, email, secret, at: now)
        }
        guard phase == .online, connection?.security.isPrivate == true else {
            note("Not registered: " + offlineReason, kind: .error, in: replyBuffer, at: now)
            return
        }
        guard secret.utf8.count <= Self.longestPassword else { return noteTooLongPassword(at: now) }
        if capabilities.contains("draft/account-registration") {
            guard sendRegister(account, email, secret) else {
                note(
                    "Not registered: the account \(DrawableText.plain(account)), with its address and its password, cannot be sent in a line of IRC.",
                    kind: .error, in: replyBuffer, at: now)
                return
            }
        } else {
            messageNickServ("REGISTER \(secret)" + (email.map { " " + $0 } ?? ""), at: now)
        }
    }

    /// The most bytes of a new account's password.
    static let longestPassword = 300

    mutating func noteTooLongPassword(at now: Timestamp) {
        note(
            "Not registered: a password has at most \(Self.longestPassword) bytes.", kind: .error, in: replyBuffer,
            at: now
        )
    }

    /// Servers without these commands have NickServ.
    private mutating func messageNickServ(_ text: String, at now: Timestamp) {
        guard connection?.security.isPrivate == true else {
            note(
                "Not sent: this connection is not encrypted. Use TLS.", kind: .error, in: replyBuffer, at: now)
            return
        }
        let message = Message("PRIVMSG", "NickServ", text)
        guard fits(message), send(message) else {
            note("Not sent: it does not fit in a line of IRC.", kind: .error, in: replyBuffer, at: now)
            return
        }
        note("Sent to NickServ. What it answers is shown with the server's lines.", in: replyBuffer, at: now)
    }

    /// REGISTER and VERIFY, answered.
    mutating func receiveRegistration(_ incoming: IncomingMessage) {
        switch incoming.text(0) {
        case "SUCCESS":
            connection?.identity.setAccount(incoming.text(1))
            login.adoptMadeAccount()
            note("The account \(incoming.text(1)) is yours.", in: replyBuffer, at: incoming.now)
            offerSavingMadeAccount(incoming.text(1))
            endEarlyRegistration()
        case "VERIFICATION_REQUIRED":
            login.adoptMadeAccount()
            note(
                "\(Sentence.made(of: incoming.lastText)) Then: /raw VERIFY \(incoming.text(1)) code", in: replyBuffer,
                at: incoming.now)
            endEarlyRegistration()
        default: break
        }
    }
}
