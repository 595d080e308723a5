import Protocol

/// REGISTER and VERIFY. <https://ircv3.net/specs/extensions/account-registration>
extension Network {
    func register(_ session: Session, _ message: Message) {
        let words = message.parameters.map(\.text)
        guard let user = session.user else {
            return fail(
                session, "REGISTER", "COMPLETE_CONNECTION_REQUIRED",
                "Register your connection first",
                context: [shown(words[0])])
        }
        let name = words[0] == "*" ? user.nick : words[0]
        func refuse(_ code: String, _ description: String) {
            fail(session, "REGISTER", code, description, context: [shown(name)])
        }
        if let account = user.account {
            return refuse("ALREADY_AUTHENTICATED", "You are logged in as \(account) already")
        }
        guard session.origin.isConfidential else {
            return refuse("TEMPORARILY_UNAVAILABLE", LoginOutcome.insecure.words)
        }
        guard fold(name) == user.folded else {
            return refuse("ACCOUNT_NAME_MUST_BE_NICK", "An account is called like your nick; take that nick first")
        }
        makeAccount(name, password: message.parameters[2], for: session) { [unowned self] refusal in
            if let refusal { return refuse(refusal.code.rawValue, refusal.words) }
            guard let account = registry.accounts[fold(name)] else { return }
            respond(
                Message(
                    source: settings.serverName, "REGISTER", "SUCCESS", account.name,
                    "The account \(account.name) is yours"), to: session)
            logIn(session, to: account)
        }
    }

    /// An account needs no further proof.
    func verifyAccount(_ session: Session, _ message: Message) {
        let name = shown(message.parameters[0].text)
        if session.account != nil {
            fail(session, "VERIFY", "ALREADY_AUTHENTICATED", "You are logged in already", context: [name])
        } else {
            fail(session, "VERIFY", "INVALID_CODE", "No account here needs to be verified", context: [name])
        }
    }
}
