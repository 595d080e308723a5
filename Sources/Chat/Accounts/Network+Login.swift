import Protocol

/// Proving that one owns an account, by whichever command: SASL, NickServ, PASS.
extension Network {
    /// The outcome of a try to log in.
    enum LoginOutcome {
        case right(Account)
        case wrong
        /// Too many wrong guesses: seconds to wait.
        case tooSoon(Int64)
        /// The connection is not fit for a password in clear.
        case insecure
        case failed

        var words: String {
            switch self {
            case .right(let account): "You are now logged in as \(account.name)"
            case .wrong: "Invalid account name or password"
            case .tooSoon(let seconds): "Too many wrong passwords: try again in \(seconds) seconds"
            case .insecure: "A password is only taken over TLS"
            case .failed: "It could not be checked; try again later"
            }
        }
    }

    /// Has a password checked. An account that does not exist costs the same as one that does.
    func checkPassword(
        _ password: Bytes, of name: String, for session: Session, then proceed: @escaping (LoginOutcome) -> Void
    ) {
        guard session.origin.isConfidential else { return proceed(.insecure) }
        let folded = account(named: name)?.folded ?? fold(name)
        if let wait = loginWait(session, folded) { return proceed(.tooSoon(wait)) }
        guard let credential = credential(of: folded) else { return proceed(.failed) }
        let question = Query.checkPassword(password, credential, from: session.origin.address)
        ask(question, for: session) { [unowned self] answer in
            guard case .verdict(let verdict) = answer else { return proceed(.failed) }
            if let wait = loginWait(session, folded) { return proceed(.tooSoon(wait)) }
            guard verdict == .right, let account = registry.accounts[folded] else {
                loginFailed(session, folded)
                return proceed(.wrong)
            }
            proceed(.right(account))
        }
    }

    /// The credential that a password is held against: the account's own, or a decoy that nobody can tell from one of an account. Nil for
    /// an account without a password where no decoys can be made.
    func credential(of account: FoldedName) -> SCRAM.Credential? {
        if let credential = registry.accounts[account]?.credential { return credential }
        guard let primitives, let secret = registry.notes[Registry.secretNote] else { return nil }
        return .decoy(for: account.bytes, secret: secret, using: primitives)
    }

    /// Makes a session, and with it its user, the account's.
    func logIn(_ session: Session, to account: Account) {
        loginSucceeded(session, account.folded)
        setAccount(of: session, to: account.name)
    }

    /// Why a session cannot change the account it is logged in to; nil if it can.
    func obstacle(toLoggingIn session: Session) -> String? {
        guard let user = session.user, let account = user.account else { return nil }
        let remedy = "connect again to log in to another account"
        if user.sessions.count > 1 { return "You are logged in as \(account) on several connections: \(remedy)" }
        return isAlwaysOn(user) ? "You are logged in as \(account), which is always on: \(remedy)" : nil
    }
}

extension Registry {
    /// The key of the note with the server's secret, of which ``Network/credential(of:)`` makes its decoys.
    package static let secretNote = "secret"
}

extension Origin {
    /// True if the words of this origin cannot be read on their way.
    var isConfidential: Bool { isSecure || isLocal || isHost }
}
