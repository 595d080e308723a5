import Protocol

/// OPER.
extension Network {
    /// <https://modern.ircdocs.horse/#oper-message>. A name that nobody has costs the same as a wrong password.
    func oper(_ session: Session, _ message: Message) {
        guard let name = message.text(at: 0) else { return }
        let found = settings.operators.first { fold($0.name) == fold(name) }
        if let found, found.credential == nil { return grantOperator(session, found) }
        guard message.parameters.count > 1 else {
            return reply(session, .needMoreParameters, "OPER", "Not enough parameters")
        }
        guard session.origin.isConfidential else {
            return reply(session, .passwordMismatch, LoginOutcome.insecure.words)
        }
        // With a space in it, it is no account's name.
        let guessed = FoldedName(folded: "operator \(fold(name))")
        if let wait = loginWait(session, guessed) {
            return reply(session, .passwordMismatch, LoginOutcome.tooSoon(wait).words)
        }
        guard let credential = found?.credential ?? credential(of: guessed) else {
            return reply(session, .passwordMismatch, LoginOutcome.failed.words)
        }
        let question = Query.checkPassword(message.parameters[1], credential, from: session.origin.address)
        ask(question, for: session) { [unowned self] answer in
            guard case .verdict(let verdict) = answer else {
                return reply(session, .passwordMismatch, LoginOutcome.failed.words)
            }
            if let wait = loginWait(session, guessed) {
                return reply(session, .passwordMismatch, LoginOutcome.tooSoon(wait).words)
            }
            guard verdict == .right, let found, settings.operators.contains(found) else {
                loginFailed(session, guessed)
                audit("OPER", on: shown(name), detail: "refused: wrong name or password", by: session)
                return reply(session, .passwordMismatch, "Password incorrect")
            }
            loginSucceeded(session, guessed)
            grantOperator(session, found)
        }
    }
}
