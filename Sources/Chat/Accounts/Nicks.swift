import Protocol

/// Whose a nick is: an account's name is its owner's alone.
extension Network {
    /// Why a session cannot have a nick; nil if it can.
    func refusal(ofNick nick: String, _ folded: FoldedName, for session: Session) -> String? {
        if Service.named(nick) != nil { return "That nick belongs to the server" }
        if let holder = users[folded], holder !== session.user {
            if isGhost(holder, of: session) { heirs[folded] = Heir(session: session.id, since: now) }
            return "Nickname is already in use"
        }
        guard let owner = reservation(of: folded), session.account.map(fold) != owner else { return nil }
        return "Nickname is reserved by an account: log in to use it"
    }

    private func reservation(of nick: FoldedName) -> FoldedName? {
        registry.accounts[nick]?.folded ?? registry.nicks[nick]?.account
    }

    // MARK: Ghosts

    /// Somebody without an account who wanted a nick that his own lost connection still holds.
    struct Heir {
        let session: SessionID
        let since: Timestamp
    }

    /// Seconds after which an heir has settled for another nick.
    private static let heirPatience: Int64 = 600

    private func isGhost(_ holder: User, of session: Session) -> Bool {
        session.account == nil && holder.account == nil && !holder.sessions.isEmpty
            && holder.sessions.allSatisfy { $0.origin.address == session.origin.address }
    }

    /// To be called when nobody has a nick any more. Who gets it leaves another, which somebody may wait for in turn, and so on
    /// for as many as there are.
    func passOnNick(_ folded: FoldedName, _ nick: String) {
        var free = (folded: folded, nick: nick)
        while let (user, session) = takeHeir(of: free.folded) {
            let left = (user.folded, user.nick)
            renameAlone(user, to: free.nick, folded: free.folded, by: session)
            guard user.folded != left.0 else { return }
            free = left
        }
    }

    private func takeHeir(of folded: FoldedName) -> (User, Session)? {
        guard let heir = heirs.removeValue(forKey: folded), now.seconds(since: heir.since) < Self.heirPatience,
            let session = sessions[heir.session], let user = session.user, user.account == nil,
            users[folded] == nil, reservation(of: folded) == nil
        else { return nil }
        return (user, session)
    }

    // MARK: Nicks of others

    /// Takes a nick from somebody who has it and is not its owner any more: logged out, or a name that was registered by the host.
    func leaveReservedNick(_ user: User) {
        guard users[user.folded] === user, let owner = reservation(of: user.folded), user.account.map(fold) != owner
        else { return }
        for number in 1... {
            let nick = "guest\(number)"
            guard users[fold(nick)] == nil, reservation(of: fold(nick)) == nil else { continue }
            return rename(user, to: nick, folded: fold(nick), by: nil)
        }
    }
}
