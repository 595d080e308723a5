import Protocol

/// ACCOUNT: what `grillo account` asks of a running server through the host's own door. Nobody else may.
extension Network {
    func hostAccount(_ session: Session, _ message: Message) {
        let words = message.parameters
        let name = message.text(at: 1) ?? ""
        switch (words[0].text.uppercased(), words.count) {
        case ("ADD", 3):
            makeAccount(name, password: words[2], for: session) { [unowned self] in conclude(session, "ADD", name, $0) }
        case ("CHECK", 3): checkAccount(session, words[1].text.uppercased(), message.text(at: 2) ?? "")
        case ("PASSWORD", 3):
            guard let account = account(named: name) else { return noAccount(session, "PASSWORD", name) }
            setPassword(of: account.folded, to: words[2], for: session) { [unowned self] in
                conclude(session, "PASSWORD", account.name, $0)
            }
        case ("LIST", 1):
            let accounts = registry.accounts.values.sorted { $0.folded < $1.folded }
            let end = Message(source: settings.serverName, "ACCOUNT", "SUCCESS", "LIST")
            answer(session, accounts, end: end) { [self] account in
                Message(
                    source: settings.serverName, "ACCOUNT", "LIST", account.name, account.registered.iso8601,
                    users.owner(ofAccount: account.folded)?.nick ?? "*")
            }
        case ("REMOVE", 2), ("ERASE", 2):
            let command = words[0].text.uppercased()
            guard let account = account(named: name) else { return noAccount(session, command, name) }
            removeAccount(account.folded, erasing: command == "ERASE", for: session) { [unowned self] in
                conclude(session, command, account.name, $0)
            }
        default:
            fail(
                session, "ACCOUNT",
                AccountRefusalCode.invalidParameters.rawValue, "Say ADD, CHECK, PASSWORD, LIST, REMOVE or ERASE")
        }
    }

    /// Says what ADD or PASSWORD would refuse whatever the password is, so that none is asked for in vain. It changes nothing.
    private func checkAccount(_ session: Session, _ command: String, _ name: String) {
        switch command {
        case "ADD":
            if let refusal = obstacle(toAccount: name, madeBy: session) {
                return fail(session, "ACCOUNT", refusal.code.rawValue, refusal.words, context: [shown(name)])
            }
        case "PASSWORD":
            guard account(named: name) != nil else { return noAccount(session, command, name) }
        default:
            return fail(
                session, "ACCOUNT", AccountRefusalCode.invalidParameters.rawValue, "Say CHECK ADD or CHECK PASSWORD")
        }
        respond(Message(source: settings.serverName, "ACCOUNT", "SUCCESS", "CHECK", shown(name)), to: session)
    }

    private func conclude(_ session: Session, _ command: String, _ name: String, _ refusal: AccountRefusal?) {
        if let refusal {
            return fail(session, "ACCOUNT", refusal.code.rawValue, refusal.words, context: [shown(name)])
        }
        audit("ACCOUNT", on: name, detail: command, by: session)
        respond(Message(source: settings.serverName, "ACCOUNT", "SUCCESS", command, shown(name)), to: session)
    }

    private func noAccount(_ session: Session, _ command: String, _ name: String) {
        conclude(session, command, name, AccountRefusal(.noSuchAccount, "There is no such account"))
    }
}
