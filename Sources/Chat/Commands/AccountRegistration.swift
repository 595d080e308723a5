import Protocol

/// REGISTER and VERIFY. <https://ircv3.net/specs/extensions/account-registration>
extension Network {
    func register(_ session: Session, _ message: Message) {
        let words = message.parameters.map(\.text)
        let currentNick = session.user?.nick ?? session.registration.nick
        let name = words[0] == "*" ? currentNick ?? "*" : words[0]
        func refuse(_ code: String, _ description: String) {
            fail(session, "REGISTER", code, description, context: [shown(name)])
        }
        guard session.user != nil || mayRegisterEarly(session) else {
            return refuse("COMPLETE_CONNECTION_REQUIRED", "Register your connection first")
        }
        guard let nick = currentNick else {
            return fail(
                session, "REGISTER", "NEED_NICK", "Choose a nick first: an account is called like it", context: ["*"])
        }
        if let account = session.account {
            return refuse("ALREADY_AUTHENTICATED", "You are logged in as \(account) already")
        }
        guard session.origin.isConfidential else {
            return refuse("TEMPORARILY_UNAVAILABLE", LoginOutcome.insecure.words)
        }
        guard fold(name) == fold(nick) else {
            return refuse("ACCOUNT_NAME_MUST_BE_NICK", "An account is called like your nick; take that nick first")
        }
        if session.user == nil {
            // Whoever may not come in makes no account either.
            if turnAwayIfBanned(session, nick: nick, userName: session.registration.names?.user ?? "") { return }
            if session.registration.names == nil, isBannedUnderSomeUserName(session, nick: nick) {
                return refuse("TEMPORARILY_UNAVAILABLE", "Say USER first, then make the account")
            }
            guard users[fold(nick)] == nil else {
                return refuse(AccountRefusalCode.exists.rawValue, "Somebody else uses that nick: choose another one")
            }
        }
        makeAccount(name, password: message.parameters[2], for: session) { [unowned self] refusal in
            if let refusal { return refuse(refusal.code.rawValue, refusal.words) }
            guard let account = registry.accounts[fold(name)] else { return }
            if session.user == nil { session.registration.madeAccount = account.folded }
            respond(
                Message(
                    source: settings.serverName, "REGISTER", "SUCCESS", account.name,
                    "The account \(account.name) is yours"), to: session)
            logIn(session, to: account)
        }
    }

    /// True if a session may make an account before it has registered: where whoever comes from there needs nothing to come in, or it has
    /// shown that already. It would be a way past the lock otherwise.
    private func mayRegisterEarly(_ session: Session) -> Bool {
        session.origin.needs.isEmpty || session.admission.isAdmitted
    }

    /// The value of the capability; nil where no account is made from. `custom-account-name` does not hold: an account is called like its
    /// owner's nick. The lengths are in bytes; that of the least is asked in characters, none of which has less than one.
    static func registrationKeys(_ settings: Settings, for origin: Origin) -> String? {
        guard origin.isConfidential else { return nil }
        let lengths = settings.limits.password
        let keys = [
            "max-password-length=\(lengths.upperBound)", "min-password-length=\(lengths.lowerBound)",
        ]
        return ((origin.needs.isEmpty ? ["before-connect"] : []) + keys).joined(separator: ",")
    }

    /// An account needs no further proof.
    func verifyAccount(_ session: Session, _ message: Message) {
        let word = message.parameters[0].text
        let name = shown(word == "*" ? session.user?.nick ?? session.registration.nick ?? "*" : word)
        if session.account != nil {
            fail(session, "VERIFY", "ALREADY_AUTHENTICATED", "You are logged in already", context: [name])
        } else {
            fail(session, "VERIFY", "INVALID_CODE", "No account here needs to be verified", context: [name])
        }
    }
}
