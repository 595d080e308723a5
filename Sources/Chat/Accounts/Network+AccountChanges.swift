import Protocol

/// The making, changing and removing of accounts, for all ways to ask for it: REGISTER, NickServ, the host.
extension Network {
    /// Changes the registry, from now on and over a restart; nobody waits for the log. The settings of an account are changed by
    /// ``changeSettings(of:_:)`` instead.
    func change(_ change: RegistryChange) {
        applyChange(change)
        emit(.changeRegistry(change))
    }

    /// Changes the registry, and what follows from it.
    func applyChange(_ change: RegistryChange, from session: Session? = nil) {
        let opensOtherwise =
            if case .saveAccount(let account) = change {
                registry.accounts[account.folded]?.isOpened(as: account) == false
            } else { false }
        // What its owner has goes with the account, and whoever knows of it has to be told that it is gone.
        let removedMetadata: AccountMetadata? =
            if case .removeAccount(let name) = change { registry.metadata[name] } else { nil }
        registry.apply(change)
        switch change {
        case .saveAccount(let account):
            if opensOtherwise { reviewSources(of: account.folded, changedBy: session) }
        case .removeAccount(let name):
            for session in sessions.sorted where session.account.map(fold) == name {
                setAccount(of: session, to: nil, metadata: removedMetadata)
            }
            for user in users.all where user.account.map(fold) == name {
                removeAbsent(user, reason: "Account removed")
            }
            forgetSources(of: name)
            for channel in channels.all { channel.registration?.ranks[name] = nil }
            for channel in registry.channels.values where channel.founder == name { giveToHost(channel) }
        case .saveBan, .removeBan: serverBans.replace(with: registry.bans.values)
        case .saveSettings, .savePresence, .saveMetadata, .reserveNick, .releaseNick, .saveChannel, .removeChannel,
            .markRead, .renameChannel, .saveInvitation, .useInvitation, .removeInvitation, .note:
            break
        }
    }

    func account(named name: String) -> Account? { registry.account(named: name) }

    /// The reason that an account cannot be called that; nil if it can.
    func problem(withAccountName name: String, madeBy session: Session) -> String? {
        if let problem = NicknameRules.problem(with: name, limit: settings.limits.nick) { return problem }
        // Whoever had that account would be the operator.
        let isOperators = settings.operators.contains { $0.account.map(fold) == fold(name) } && !session.origin.isHost
        return Service.named(name) == nil && !isOperators ? nil : "That name belongs to the server"
    }

    /// The reason that something cannot be a password; nil if it can.
    func problem(withPassword password: Bytes) -> AccountRefusal? { settings.limits.problem(withPassword: password) }

    /// The reason that an account cannot be made whatever its password is; nil if it can.
    func obstacle(toAccount name: String, madeBy session: Session) -> AccountRefusal? {
        if let problem = problem(withAccountName: name, madeBy: session) { return AccountRefusal(.badName, problem) }
        let folded = fold(name)
        guard registry.owner(ofNick: folded) != nil || pendingSaves.isReserved(folded) else { return nil }
        return AccountRefusal(.exists, "There is an account of that name already")
    }

    /// Makes an account, stores it, and says what came of it.
    func makeAccount(
        _ name: String, password: Bytes, for session: Session, then proceed: @escaping (AccountRefusal?) -> Void
    ) {
        let folded = fold(name)
        if let refusal = obstacle(toAccount: name, madeBy: session) { return proceed(refusal) }
        if let problem = problem(withPassword: password) { return proceed(problem) }
        if !session.origin.isHost, let wait = loginThrottle.waitToRegister(from: session.origin, at: monotonicNow) {
            return proceed(.tooMany(wait))
        }
        pendingSaves.reserve(folded, for: session.id)
        ask(.makeCredential(password, from: session.origin.address), for: session) { [unowned self] answer in
            guard case .credential(let credential) = answer else {
                pendingSaves.releaseNames(by: session.id)
                return proceed(.notStored)
            }
            var account = makeAccount(name, credential: credential)
            account.invitedBy = session.admission.admittingInvitation
            save([.saveAccount(account)], for: session) { [unowned self] isSaved in
                proceed(isSaved ? nil : .notStored)
                if isSaved, let holder = users[folded] { leaveReservedNick(holder) }
            }
        }
    }

    /// Makes an account registered now, with the settings' defaults for new accounts; it is not saved yet.
    func makeAccount(_ name: String, credential: SCRAM.Credential?) -> Account {
        // The conversations that others had under that name before this moment are not the owner's.
        var account = Account(name: name, registered: events.moment(at: now), credential: credential)
        account.isAlwaysOn = settings.newAccountsAreAlwaysOn
        return account
    }

    /// Gives an account another password.
    func setPassword(
        of name: FoldedName, to password: Bytes, for session: Session,
        then proceed: @escaping (AccountRefusal?) -> Void
    ) {
        if let problem = problem(withPassword: password) { return proceed(problem) }
        ask(.makeCredential(password, from: session.origin.address), for: session) { [unowned self] answer in
            guard case .credential(let credential) = answer, var account = registry.accounts[name] else {
                return proceed(.notStored)
            }
            account.credential = credential
            save([.saveAccount(account)], for: session) { proceed($0 ? nil : .notStored) }
        }
    }

    /// Takes an account away: whoever is logged in to it is not any more.
    func removeAccount(
        _ name: FoldedName, erasing: Bool, for session: Session, then proceed: @escaping (AccountRefusal?) -> Void
    ) {
        save([.removeAccount(name)], for: session) { [unowned self] isSaved in
            guard isSaved else { return proceed(.notStored) }
            guard erasing else { return proceed(nil) }
            ask(.erase(name), for: session) { proceed($0 == .saved ? nil : .notStored) }
        }
    }
}

/// The reason that an account is not made or changed, in words, and with the code of its FAIL.
package struct AccountRefusal: Hashable, Sendable {
    package let code: AccountRefusalCode
    package let words: String

    init(_ code: AccountRefusalCode, _ words: String) {
        self.code = code
        self.words = words
    }

    /// - Parameter wait: seconds.
    static func tooMany(_ wait: Int64) -> AccountRefusal {
        AccountRefusal(
            .unavailable,
            "\(LoginThrottle.registrationsAnHour) accounts an hour are made from one address: try again in \(TimeSpan(seconds: wait))"
        )
    }

    static let notStored = AccountRefusal(.unavailable, "It could not be stored; try again later")
}

/// The codes of a FAIL that tells why an account is not made or changed: of <https://ircv3.net/specs/extensions/account-registration>, and
/// two more for ACCOUNT.
package enum AccountRefusalCode: String, Hashable, Sendable, CaseIterable {
    case badName = "BAD_ACCOUNT_NAME"
    case exists = "ACCOUNT_EXISTS"
    case weakPassword = "WEAK_PASSWORD"
    case unacceptablePassword = "UNACCEPTABLE_PASSWORD"
    case unavailable = "TEMPORARILY_UNAVAILABLE"
    case noSuchAccount = "NO_SUCH_ACCOUNT"
    case invalidParameters = "INVALID_PARAMS"
}

extension Account {
    /// True if all that opens this account opens the other one, too.
    fileprivate func isOpened(as other: Account) -> Bool {
        credential == other.credential && certificates.isSubset(of: other.certificates)
    }
}
