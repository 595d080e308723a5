import Protocol

/// MODE for oneself. <https://modern.ircdocs.horse/#user-modes>
extension Network {
    func userMode(_ session: Session, _ target: String, _ modeString: String?) {
        guard let user = session.user else { return }
        guard let other = users[fold(target)] else {
            return reply(session, .noSuchNick, shown(target), "No such nick")
        }
        guard other === user else {
            return reply(session, .usersDoNotMatch, "Cannot see or change modes of other users")
        }
        guard let modeString else { return reply(session, .userModeIs, user.modes.letters) }
        changeUserModes(session, of: user, modeString: modeString)
    }

    private func changeUserModes(_ session: Session, of user: User, modeString: String) {
        var applied: [ModeChange] = []
        var hasUnknown = false
        var isPresenceChanged = false
        for change in ModeChange.parse(modeString, [], kinds: .userModes) {
            guard let entry = UserModes.letters.first(where: { $0.letter == change.mode }) else {
                hasUnknown = true
                continue
            }
            // Nobody becomes an operator, or secure, by their own word.
            if entry.mode == .secure || entry.mode == .operator && change.isSet { continue }
            guard user.modes.contains(entry.mode) != change.isSet else { continue }
            users.setModes(of: user, to: user.modes.symmetricDifference(entry.mode))
            if entry.mode == .operator { for session in user.sessions { session.operatorGrant = nil } }
            if entry.mode == .registeredOnly { saveRegisteredOnly(of: user) }
            if UserModes.keptWithPresence.contains(entry.mode) { isPresenceChanged = true }
            applied.append(change)
        }
        if isPresenceChanged { notePresence(of: user) }
        announce(applied, of: user, firstTo: session)
        if hasUnknown { reply(session, .userModeUnknownFlag, "Unknown MODE flag") }
    }

    /// Keeps with the account that somebody has said +R, or -R.
    private func saveRegisteredOnly(of user: User) {
        guard let account = user.account.map(fold) else { return }
        changeSettings(of: account) { $0.isRegisteredOnly = user.modes.contains(.registeredOnly) }
    }

    /// To be called when somebody who is here has logged in: the wish of the user counts, and that of the account.
    func restoreRegisteredOnly(_ session: Session, of user: User) {
        guard let account = user.account.flatMap({ registry.accounts[fold($0)] }) else { return }
        if user.modes.contains(.registeredOnly) {
            if !account.isRegisteredOnly { saveRegisteredOnly(of: user) }
        } else if account.isRegisteredOnly {
            users.setModes(of: user, to: user.modes.union(.registeredOnly))
            let change = ModeChange(isSet: true, mode: UserModes.letter(of: .registeredOnly))
            announce([change], of: user, firstTo: session)
        }
    }

    /// To be called when a guest turns out to be a user who is here already: what the guest has set for itself holds for the user, as if it
    /// had been set behind the login. Each session is told of what is different for it.
    ///
    /// - Parameters:
    ///   - modes: those that the guest had.
    ///   - session: the guest's, which is the user's by now.
    func mergeModes(_ modes: UserModes, into user: User, by session: Session) {
        let before = user.modes
        users.setModes(of: user, to: before.union(modes.intersection(.chosen)))
        if user.modes.contains(.registeredOnly), !before.contains(.registeredOnly) { saveRegisteredOnly(of: user) }
        tell(ModeChange.between(modes, user.modes), of: user, to: [session])
        tell(ModeChange.between(before, user.modes), of: user, to: user.sessions.filter { $0 !== session })
    }

    private func tell(_ changes: [ModeChange], of user: User, to sessions: [Session]) {
        guard !changes.isEmpty else { return }
        var audience = Audience()
        for session in sessions { audience.add(session) }
        let words = [user.nick, ModeChange.format(changes).modeString].map { Bytes($0) }
        broadcast(relay(from: user, command: "MODE", parameters: words), to: audience)
    }

    /// Tells a user's sessions how its modes have changed.
    func announce(_ changes: [ModeChange], of user: User, firstTo session: Session) {
        guard !changes.isEmpty else { return }
        let relay = relay(
            from: user, command: "MODE", parameters: [Bytes(user.nick), Bytes(ModeChange.format(changes).modeString)])
        send(relay, to: session)
        var others = Audience()
        for other in user.sessions where other !== session { others.add(other) }
        broadcast(relay, to: others)
    }
}

extension ModeChange {
    /// The changes that lead from some modes of a user to others.
    fileprivate static func between(_ before: UserModes, _ after: UserModes) -> [ModeChange] {
        UserModes.letters.filter { before.symmetricDifference(after).contains($0.mode) }
            .map { ModeChange(isSet: after.contains($0.mode), mode: $0.letter) }
    }
}

extension ChannelModeKinds {
    /// User modes take no parameters.
    static let userModes = ChannelModeKinds(
        prefixes: [], lists: [], alwaysWithParameter: [], withParameterWhenSet: [], flags: [])
}
