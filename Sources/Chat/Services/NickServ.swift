import Basics
import Protocol

extension ServiceCommand {
    static var nickServ: [ServiceCommand] {
        [
            ServiceCommand(
                "REGISTER", "<password>", "makes an account with your nick", minimum: 1, Network.serveRegister),
            ServiceCommand("IDENTIFY", "[<account>] <password>", "logs in", minimum: 1, Network.serveIdentify),
            ServiceCommand("LOGOUT", "", "logs out", Network.serveLogout),
            ServiceCommand("INFO", "[<account>]", "tells about an account", Network.serveInfo),
            ServiceCommand(
                "SET", "<PASSWORD or ALWAYS-ON> <value>",
                "changes your password, or keeps you in your rooms while you are not connected (ON or OFF)", minimum: 2,
                Network.serveSet),
            ServiceCommand(
                "CERT", "<ADD, DEL or LIST> [<fingerprint>]", "lets a client certificate log in", minimum: 1,
                Network.serveCert),
            ServiceCommand("GHOST", "<nick>", "ends a session that has your nick", minimum: 1, Network.serveGhost),
            ServiceCommand("REGAIN", "<nick>", "takes your nick back", minimum: 1, Network.serveRegain),
            ServiceCommand("DROP", "<account>", "removes your account", minimum: 1, Network.serveDrop),
        ]
    }
}

/// NickServ: accounts, for clients that have no other door to them.
extension Network {
    func serveRegister(_ call: ServiceCall) {
        if let account = call.user.account { return tell(call, "You are logged in as \(account) already") }
        guard call.session.origin.isConfidential else { return tell(call, LoginOutcome.insecure.words) }
        let name = call.user.nick
        makeAccount(name, password: Bytes(call.words[0]), for: call.session) { [unowned self] refusal in
            if let refusal { return tell(call, refusal.words) }
            tell(
                call, "The account \(name) is yours. Next time: IDENTIFY \(name) <password>, or let your client log in")
            if let account = registry.accounts[fold(name)] { logIn(call.session, to: account) }
        }
    }

    func serveIdentify(_ call: ServiceCall) {
        if let obstacle = obstacle(toLoggingIn: call.session) { return tell(call, obstacle) }
        let name = call.words.count > 1 ? call.words[0] : call.user.nick
        checkPassword(Bytes(call.words[call.words.count > 1 ? 1 : 0]), of: name, for: call.session) {
            [unowned self] outcome in
            tell(call, outcome.words)
            if case .right(let account) = outcome { logIn(call.session, to: account) }
        }
    }

    func serveLogout(_ call: ServiceCall) {
        guard call.user.account != nil else { return tell(call, "You are not logged in") }
        if let obstacle = obstacle(toLoggingIn: call.session) { return tell(call, obstacle) }
        setAccount(of: call.session, to: nil)
        tell(call, "You are logged out")
    }

    func serveInfo(_ call: ServiceCall) {
        guard let name = call.words.first ?? call.user.account, let account = account(named: name) else {
            return tell(call, "There is no such account")
        }
        tell(call, "Account \(account.name), registered \(account.registered.iso8601)")
        if let user = users.owner(ofAccount: account.folded) { tell(call, "Here as \(user.nick)") }
        guard isOwner(call, account) || call.session.isOperator else { return }
        tell(call, "Logs in with: " + waysIn(account))
        let founded = registry.channels.values.filter { $0.founder == account.folded }.map(\.name).sorted()
        if !founded.isEmpty { tell(call, "Rooms: " + founded.joined(separator: " ")) }
    }

    private func waysIn(_ account: Account) -> String {
        let certificates = account.certificates.count
        let ways =
            (account.credential == nil ? [] : ["a password"])
            + (certificates == 0 ? [] : ["\(certificates) certificate\(certificates == 1 ? "" : "s")"])
        return ways.joined(separator: " and ")
    }

    func serveSet(_ call: ServiceCall) {
        guard let account = ownAccount(call) else { return tell(call, "You are not logged in") }
        switch call.words[0].uppercased() {
        case "PASSWORD":
            guard call.session.origin.isConfidential else { return tell(call, LoginOutcome.insecure.words) }
            setPassword(of: account.folded, to: Bytes(call.words[1]), for: call.session) { [unowned self] refusal in
                tell(call, refusal?.words ?? "Your password is changed")
            }
        case "ALWAYS-ON": setAlwaysOn(account, call)
        default: tell(call, "PASSWORD and ALWAYS-ON can be set")
        }
    }

    private func setAlwaysOn(_ account: Account, _ call: ServiceCall) {
        var account = account
        switch call.words[1].uppercased() {
        case "ON": account.isAlwaysOn = true
        case "OFF": account.isAlwaysOn = false
        default: return tell(call, "Say ON or OFF")
        }
        save([.saveAccount(account)], for: call.session) { [unowned self] isSaved in
            guard isSaved else { return tell(call, LoginOutcome.failed.words) }
            notePresence(of: call.user)
            tell(
                call,
                account.isAlwaysOn
                    ? "You stay in your rooms while you are not connected" : "You leave when you disconnect")
        }
    }

    // MARK: Nicks

    func serveGhost(_ call: ServiceCall) {
        guard let holder = ghost(call) else { return }
        end(holder, by: call)
        tell(call, "\(call.words[0]) is gone")
    }

    func serveRegain(_ call: ServiceCall) {
        let nick = call.words[0]
        if users[fold(nick)] != nil {
            guard let holder = ghost(call) else { return }
            end(holder, by: call)
        }
        self.nick(call.session, Message("NICK", nick))
    }

    /// The user who has a nick that is the caller's; nil if there is none, which has been told then.
    private func ghost(_ call: ServiceCall) -> User? {
        guard let holder = users[fold(call.words[0])] else {
            tell(call, "Nobody has that nick")
            return nil
        }
        guard holder !== call.user else {
            tell(call, "That is you")
            return nil
        }
        guard let account = ownAccount(call),
            account.folded == holder.folded || holder.account.map(fold) == account.folded
        else {
            tell(call, "That nick is not yours")
            return nil
        }
        return holder
    }

    private func end(_ user: User, by call: ServiceCall) {
        for session in user.sessions { close(session, reason: "Ghosted by \(call.user.nick)") }
        removeAbsent(user, reason: "Ghosted by \(call.user.nick)")
    }

    // MARK: The end of an account

    func serveDrop(_ call: ServiceCall) {
        guard let account = ownAccount(call), account.folded == fold(call.words[0]) else {
            return tell(call, "Say the name of the account that you are logged in to")
        }
        removeAccount(account.folded, erasing: false, for: call.session) { [unowned self] refusal in
            tell(call, refusal?.words ?? "The account \(account.name) is removed")
        }
    }

    // MARK: Small things

    func ownAccount(_ call: ServiceCall) -> Account? { call.user.account.flatMap { registry.accounts[fold($0)] } }

    private func isOwner(_ call: ServiceCall, _ account: Account) -> Bool { ownAccount(call)?.folded == account.folded }

    static func bytes(hex text: String) -> [UInt8]? {
        let digits = text.filter { $0 != ":" }
        return digits.utf8.count == 64 ? Hex.decode(digits.utf8) : nil
    }
}
