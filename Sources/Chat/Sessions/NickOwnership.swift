import Protocol

/// The ownership of nicks: an account's name is its owner's alone.
extension Network {
    /// A reason that somebody cannot have a nick.
    enum NickRefusal {
        case belongsToServer
        /// Somebody has it.
        ///
        /// - Parameter byGhost: the asker's own lost connection, as it seems.
        case taken(byGhost: Bool)
        /// An account's.
        case reserved

        var words: String {
            switch self {
            case .belongsToServer: "That nick belongs to the server"
            case .taken: "Nickname is already in use"
            case .reserved: "Nickname is reserved by an account: log in to use it"
            }
        }
    }

    /// The reason that a session cannot have a nick; nil if it can.
    func refusal(ofNick folded: FoldedName, for session: Session) -> NickRefusal? {
        if Service.named(folded.description) != nil { return .belongsToServer }
        if let holder = users[folded], holder !== session.user { return .taken(byGhost: isGhost(holder, of: session)) }
        // Whoever took it now would lose it in a moment.
        if pendingSaves.isReserved(folded, byOtherThan: session.id) { return .reserved }
        guard let owner = registry.owner(ofNick: folded), session.account.map(fold) != owner else { return nil }
        return .reserved
    }

    /// Tells a session that it cannot have a nick, and notes that it wanted it, where it may have it later.
    func refuse(_ session: Session, _ nick: String, _ folded: FoldedName, for refusal: NickRefusal) {
        switch refusal {
        case .belongsToServer, .taken(byGhost: false): break
        case .taken(byGhost: true): users.wait(for: folded, session: session.id, at: monotonicNow)
        case .reserved: session.refusedNick = nick
        }
        reply(session, .nicknameInUse, nick, refusal.words)
    }

    // MARK: The account's own nick

    /// To be called when somebody has logged in: a nick that was refused because it is that account's is theirs now.
    func takeRefusedNick(of session: Session, for user: User) {
        guard let nick = session.refusedNick, let account = user.account.map(fold),
            registry.owner(ofNick: fold(nick)) == account
        else { return }
        session.refusedNick = nil
        giveNick(nick, for: user)
    }

    /// To be called when another device of somebody comes who is here already, and would have been called `wanted`: of devices that
    /// want different nicks none has its way by having been the first, but the account's own nick is taken.
    func takeAccountNick(of user: User, wanted: String) {
        guard let account = user.account.flatMap({ registry.accounts[fold($0)] }), user.folded != account.folded,
            fold(wanted) != user.folded, !user.hasChosenNick
        else { return }
        giveNick(account.name, for: user)
    }

    /// Gives somebody a nick of their account, unless something forbids it.
    private func giveNick(_ nick: String, for user: User) {
        let folded = fold(nick)
        if let holder = users[folded], holder !== user { leaveReservedNick(holder) }
        guard users[folded] == nil || users[folded] === user, serverBan(on: user, as: nick) == nil,
            serverMute(on: user) == nil, obstacle(toRenaming: user) == nil
        else { return }
        rename(user, to: nick, folded: folded, by: nil)
    }

    // MARK: Ghosts

    private func isGhost(_ holder: User, of session: Session) -> Bool {
        session.account == nil && holder.account == nil && !holder.sessions.isEmpty
            && holder.sessions.allSatisfy { $0.origin.address == session.origin.address }
    }

    /// To be called when nobody has a nick any more. Who gets it leaves another, which somebody may wait for in turn, and so on
    /// for as many as there are.
    func giveFreedNick(_ folded: FoldedName, _ nick: String) {
        var free = (folded: folded, nick: nick)
        while let (user, session) = takeNickWaiter(of: free.folded) {
            let left = (user.folded, user.nick)
            renameAlone(user, to: free.nick, folded: free.folded, by: session)
            guard user.folded != left.0 else { return }
            free = left
        }
    }

    private func takeNickWaiter(of folded: FoldedName) -> (User, Session)? {
        guard let waiter = users.takeWaiter(for: folded, at: monotonicNow), let session = sessions[waiter],
            let user = session.user, user.account == nil,
            users[folded] == nil, registry.owner(ofNick: folded) == nil
        else { return nil }
        return (user, session)
    }

    // MARK: Nicks of others

    /// Takes a nick from somebody who has it and is not its owner any more: logged out, or a name that was registered by the host.
    func leaveReservedNick(_ user: User) {
        guard users[user.folded] === user, let owner = registry.owner(ofNick: user.folded),
            user.account.map(fold) != owner
        else { return }
        for number in 1... {
            let nick = "guest\(number)"
            guard users[fold(nick)] == nil, registry.owner(ofNick: fold(nick)) == nil else { continue }
            return rename(user, to: nick, folded: fold(nick), by: nil)
        }
    }
}
