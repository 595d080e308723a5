import Protocol

/// PASS with an account in it, as bouncers taught clients to send it: `PASS account:password`, which is SASL PLAIN by another door.
///
/// Behind the account's name may stand what bouncers want to know besides, `/network` or `@device`; here it means nothing.
extension Network {
    struct PasswordLogin {
        let account: String
        let password: Bytes
    }

    /// The account and the password that a session has given with PASS; nil where its PASS does not look like that, or was tried already.
    func passwordLogin(of session: Session) -> PasswordLogin? {
        guard !session.registration.hasTriedPassword, session.registration.account == nil,
            offer.capabilities.contains(.sasl),
            let words = session.registration.password, let colon = words.firstIndex(of: ":")
        else { return nil }
        let name = words[..<colon].prefix { $0 != "/" && $0 != "@" }
        guard NicknameRules.problem(with: String(name), limit: settings.limits.nick) == nil else { return nil }
        return PasswordLogin(account: String(name), password: Bytes(String(words[words.index(after: colon)...])))
    }

    /// Logs in and goes on to register. Who fails is turned away, unless what was said may be the server's own password.
    func logIn(_ session: Session, with login: PasswordLogin) {
        session.registration.passwordTried()
        checkPassword(login.password, of: login.account, for: session) { [unowned self] outcome in
            if case .right(let account) = outcome {
                logIn(session, to: account)
            } else if !session.origin.needs.contains(.password) {
                return turnAway(session, outcome.words)
            }
            registerIfReady(session)
        }
    }
}
