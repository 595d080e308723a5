import Protocol

/// Making an account on a server that lets nobody in without one, before it does.
/// <https://ircv3.net/specs/extensions/account-registration>
extension ClientSession {
    /// The value of the capability with which a server that has turned us away makes accounts for those whom it has not let in; nil if it
    /// makes none.
    var earlyRegistrationOffer: String? {
        guard let value = connection?.capabilities.offered["draft/account-registration"],
            value.split(separator: ",").contains(where: { $0.prefix { $0 != "=" } == "before-connect" })
        else { return nil }
        return value
    }

    /// Makes the account on the next connection, which is begun at once.
    mutating func registerOnConnecting(_ account: String, _ email: String?, _ secret: String, at now: Timestamp) {
        guard secret.utf8.count <= Self.longestPassword else { return noteTooLongPassword(at: now) }
        login.planRegistration(of: account, email: email, password: secret)
        reconnectNow(at: now)
    }

    /// Makes the account that is wanted while the server waits to let us in.
    ///
    /// - Returns: true if the server has been asked: then the negotiation waits for its answer.
    mutating func beginEarlyRegistration(at now: Timestamp) -> Bool {
        guard let plan = login.takePlannedRegistration() else { return false }
        guard connection?.security.isPrivate == true, capabilities.contains("draft/account-registration"),
            earlyRegistrationOffer != nil, sendRegister(plan.account, plan.email, plan.password)
        else {
            note(
                "Not registered: the server makes no account before it lets you in, or not on this connection.",
                kind: .error, in: .server, at: now)
            return false
        }
        connection?.registration.beginMakingAccount()
        return true
    }

    /// The server has answered: it is now asked to let us in.
    mutating func endEarlyRegistration() {
        if connection?.registration.endMakingAccount() == true, phase == .registering { endCapabilities() }
    }

    /// 421, 451 and 461: the server does not know REGISTER, or not before it has let us in.
    ///
    /// - Returns: false where it is about something else.
    mutating func receiveEarlyRegistrationError(_ numeric: UInt16, _ incoming: IncomingMessage) -> Bool {
        guard connection?.registration.isMakingAccount == true,
            numeric == 451 || (numeric == 421 || numeric == 461) && incoming.text(1).uppercased() == "REGISTER"
        else { return false }
        receiveRegistrationFailure(incoming)
        return true
    }

    /// The account was to be made on this connection, and was not asked for: it is not made on a later one, without a word of the person's.
    mutating func dropPlannedRegistration(at now: Timestamp) {
        guard login.takePlannedRegistration() != nil else { return }
        note("Not registered: the server could not be asked.", kind: .error, in: .server, at: now)
    }

    /// - Returns: false where it cannot be said in a line of IRC.
    mutating func sendRegister(_ account: String, _ email: String?, _ secret: String) -> Bool {
        let isNick = casemapping.fold(account) == casemapping.fold(nick)
        guard send("REGISTER", isNick ? "*" : account, email ?? "*", secret) else { return false }
        login.makingAccount(account, password: secret)
        return true
    }
}
