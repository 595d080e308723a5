import Protocol

/// The ways in which somebody becomes an IRC operator, and stops being one: by OPER, by logging out, by another configuration.
extension Network {
    /// Makes a session that has shown what it takes an IRC operator.
    func grantOperator(_ session: Session, _ new: Operator) {
        guard let user = session.user else { return }
        guard holds(user, new) else {
            audit("OPER", on: new.name, detail: "refused: not logged in to its account", by: session)
            return reply(session, .noOperatorHost, "Log in to the account of this operator first")
        }
        reply(session, .youAreOperator, "You are now an IRC operator")
        session.operatorGrant = new
        audit("OPER", on: new.name, detail: "rights: " + new.rights.names.joined(separator: " "), by: session)
        refreshOperator(of: user)
        tellRights(of: session)
    }

    /// To be called when the sessions of somebody, or what one of them is, have changed: others see who is an operator.
    ///
    /// - Parameter session: one that is told in another way.
    func refreshOperator(of user: User, except session: Session? = nil) {
        let isOperator = user.sessions.contains(where: \.isOperator)
        guard isOperator != user.isOperator else { return }
        users.setModes(of: user, to: user.modes.symmetricDifference(.operator))
        let change = ModeChange(isSet: isOperator, mode: UserModes.letter(of: .operator))
        let mode = relay(
            from: user, command: "MODE", parameters: [Bytes(user.nick), Bytes(ModeChange.format([change]).modeString)])
        for other in user.sessions where other !== session { send(mode, to: other) }
    }

    /// True if a user is logged in as an operator must be.
    private func holds(_ user: User, _ operatorGrant: Operator) -> Bool {
        guard let account = operatorGrant.account else { return true }
        return user.account.map(fold) == fold(account)
    }

    private func tellRights(of session: Session) {
        let words = session.rights.names.joined(separator: ", ")
        notify(session, words.isEmpty ? "As an operator you have no rights" : "Your rights as an operator: \(words)")
    }

    // MARK: The end of a grant

    /// To be called when the configuration, or somebody's account, has changed: who is no operator any more stops being one.
    func reviewOperatorGrant(of user: User) {
        for session in user.sessions { reviewOperatorGrant(of: user, on: session) }
    }

    private func reviewOperatorGrant(of user: User, on session: Session) {
        guard let operatorGrant = session.operatorGrant else { return }
        guard var current = settings.operators.first(where: { fold($0.name) == fold(operatorGrant.name) }),
            holds(user, current)
        else { return revokeOperator(session, user) }
        let rights = current.rights
        current.rights = operatorGrant.rights
        current.name = operatorGrant.name
        guard current == operatorGrant else { return revokeOperator(session, user) }
        guard rights != operatorGrant.rights else { return }
        session.operatorGrant?.rights = rights
        tellRights(of: session)
    }

    func reviewOperatorGrants() {
        for user in users.sorted { reviewOperatorGrant(of: user) }
    }

    private func revokeOperator(_ session: Session, _ user: User) {
        audit("OPER", on: session.operatorGrant?.name, detail: "taken back", by: session)
        session.operatorGrant = nil
        refreshOperator(of: user)
        notify(session, "You are no IRC operator any more")
    }

    /// A notice from the server.
    func notify(_ session: Session, _ text: String) {
        respond(Message(source: settings.serverName, "NOTICE", session.displayName, text), to: session)
    }
}
