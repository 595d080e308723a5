import Protocol

/// Friends: the person is told when they come and go. <https://ircv3.net/specs/extensions/monitor>
extension ClientSession {
    /// Without a nick: tells who of them is here.
    mutating func friend(_ nick: String?, isAdded: Bool, in id: BufferID, at now: Timestamp) -> SubmitOutcome {
        guard let nick else { return listFriends(in: id, at: now) }
        let name = DrawableText.plain(nick)
        guard isAdded else {
            guard preferences.friends.remove(nick, casemapping: casemapping) else {
                return .notSent(reason: "\(name) is not among your friends. /friend lists them.")
            }
            note("You no longer hear when \(name) comes and goes.", in: id, at: now)
            emit(.savedSessionChanged)
            return .done
        }
        guard nick.canBeMonitored else { return .notSent(reason: "“\(name)” is not a nick. Usage: /friend nick") }
        guard phase != .online || isupport["MONITOR"] != nil else {
            return .notSent(reason: "This server does not tell who comes and goes: it has no MONITOR.")
        }
        guard !preferences.friends.isFull || isFriend(casemapping.fold(nick)) else {
            return .notSent(reason: "You have \(FriendList.maxCount) friends here. /friend -nick makes space.")
        }
        preferences.friends.add(nick, casemapping: casemapping)
        let isHere = connection?.monitor.isOnline(casemapping.fold(nick)) == true
        let words = isHere ? "\(name) is online, and you hear" : "You hear"
        note("\(words) when \(name) comes and goes. /friend -\(name) undoes it.", in: id, at: now)
        if unwatchedFriends.contains(nick) { tellUnwatchedFriends(in: id, at: now) }
        emit(.savedSessionChanged)
        return .done
    }

    /// Says of whom the server does not tell, if there is anybody.
    private mutating func tellUnwatchedFriends(in id: BufferID, at now: Timestamp) {
        let nicks = unwatchedFriends
        guard !nicks.isEmpty else { return }
        let names = DrawableText.plain(nicks.joined(separator: ", "))
        note(
            "The server's list of friends is full: you do not hear when these come and go: \(names).", kind: .error,
            in: id,
            at: now)
    }

    private mutating func listFriends(in id: BufferID, at now: Timestamp) -> SubmitOutcome {
        let friends = preferences.friends.nicks
        if friends.isEmpty {
            note("You have no friends here yet: /friend nick tells you when they come and go.", in: id, at: now)
        }
        for (lead, isOnline) in [("Online", true), ("Offline", false), ("Unknown", nil)] {
            let nicks = friends.filter { connection?.monitor.isOnline(casemapping.fold($0)) == isOnline }
            guard !nicks.isEmpty else { continue }
            note("\(lead): \(DrawableText.plain(nicks.joined(separator: ", "))).", in: id, at: now)
        }
        tellUnwatchedFriends(in: id, at: now)
        return .done
    }

    func isFriend(_ nick: FoldedName) -> Bool { preferences.friends.contains(nick, casemapping: casemapping) }

    /// Tells who of the friends has come or gone, where the person looks; on another network's screen, with the server's lines.
    ///
    /// - Parameter isFirst: the server has told nothing of them before: they were here already.
    mutating func tellFriends(_ nicks: [String], isOnline: Bool, isFirst: Bool, at now: Timestamp) {
        guard !nicks.isEmpty, isOnline || !isFirst else { return }
        let names = DrawableText.plain(nicks.joined(separator: ", "))
        let isOne = nicks.count == 1
        let words =
            switch (isOnline, isFirst) {
            case (true, true): isOne ? "Your friend \(names) is online." : "Your friends who are online: \(names)."
            case (true, false): isOne ? "Your friend \(names) came online." : "Your friends came online: \(names)."
            case (false, _): isOne ? "Your friend \(names) went offline." : "Your friends went offline: \(names)."
            }
        note(words, in: visible ?? .server, at: now)
    }
}
