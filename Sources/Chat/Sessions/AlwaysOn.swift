import Protocol

/// Several sessions on one account, and being there while none is: the nick, the rooms, the modes and the away state belong to the
/// account, capabilities to the session.
extension Network {
    // MARK: Coming

    /// Lets a session in to somebody who is here already: it gets to know the rooms, and nobody else is told anything.
    func attach(_ session: Session, to user: User) {
        let wasAbsent = user.sessions.isEmpty
        let arrived = likelyArrival(at: user)
        session.awayReason = session.registration.awayReason
        count(session, among: user)
        sessions.registered(session)
        welcome(session)
        refreshAway(of: user, except: session)
        for channel in user.channels { sendJoin(channel, with: user, to: session) }
        let channels = user.channels.map { (channel: $0, before: EventNumber?.none) }
        if wasAbsent {
            replayMissed(to: session, channels: channels)
        } else if let arrived {
            replayMissed(to: session, channels: channels, since: arrived)
        }
    }

    /// Makes a session one of somebody's.
    func count(_ session: Session, among user: User) {
        session.user = user
        user.sessions.append(session)
        for channel in user.channels { channel.forgetAudience() }
        refreshOperator(of: user, except: session)
        refreshHostRank(of: user, except: session)
    }

    /// Tells a session that it is in a room.
    func sendJoin(_ channel: Channel, with user: User, to session: Session) {
        var join = relay(from: user, "JOIN", [Bytes(channel.name)])
        join.extendedParameters = extendedJoinParameters(of: user, channel)
        send(join, to: session)
        sendChannelState(channel, to: session)
    }

    // MARK: Going

    /// The last session of somebody is gone.
    func lastSessionEnded(of user: User, reason: String) {
        saveLastArrival(user)
        user.arrival.forgetEnded()
        guard isAlwaysOn(user) else { return remove(user, reason: reason) }
        user.arrival.forgetReplays()
        // Who comes back proves it anew.
        if user.isOperator { users.setModes(of: user, to: user.modes.subtracting(.operator)) }
        refreshHostRank(of: user)
        notePresence(of: user)
        refreshAway(of: user)
    }

    /// Takes somebody who is here without a session out of everything.
    func removeAbsent(_ user: User, reason: String) {
        guard user.sessions.isEmpty, users[user.folded] === user else { return }
        remove(user, reason: reason)
    }

    /// True if a user stays when the last session goes.
    func isAlwaysOn(_ user: User) -> Bool {
        guard let account = user.account.map(fold), users.owner(ofAccount: account) === user else { return false }
        return registry.accounts[account]?.isAlwaysOn ?? false
    }

    // MARK: Away

    /// Somebody is away when all sessions are, and when there is none.
    func refreshAway(of user: User, except session: Session? = nil) {
        let reasons = user.sessions.map(\.awayReason)
        let reason =
            reasons.isEmpty ? "Not connected" : reasons.contains(nil) ? nil : session?.awayReason ?? reasons.last ?? nil
        setAway(user, to: reason, except: session)
    }

    // MARK: What is kept of it

    /// To be called when the nick or the rooms of somebody change who stays over a restart.
    func notePresence(of user: User) {
        guard isAlwaysOn(user), let account = user.account.map(fold) else { return }
        let channels = user.channels.compactMap { channel in
            channel.membership(of: user).map { membership in
                let letters = Ranks.table.filter { membership.own.contains($0.rank) }.map(\.mode)
                return "\(String(letters)),\(membership.savedText),\(channel.name)"
            }
        }
        changeSettings(of: account) { account in
            account.settings["rooms"] = channels.joined(separator: " ")
            account.settings["nick"] = user.nick
            account.settings["user"] = user.userName
            account.settings["host"] = user.host
            account.settings["name"] = user.realName
        }
        for channel in user.channels { beginNote(ofUnregistered: channel) }
    }

    /// Those who stay over a restart are here again, before anybody comes.
    func restorePresence() {
        for account in registry.accounts.values.sorted(by: { $0.folded < $1.folded }) where account.isAlwaysOn {
            let nick = account.settings["nick"] ?? account.name
            guard users[fold(nick)] == nil, NicknameRules.problem(with: nick, limit: 128) == nil,
                let host = account.settings["host"].map(cloaked)
            else { continue }
            let user = User(
                nick: nick, folded: fold(nick), userName: account.settings["user"] ?? "~user",
                realName: account.settings["name"] ?? nick, host: host, from: latestNumber.next, at: now)
            user.account = account.name
            if account.isRegisteredOnly { user.modes.insert(.registeredOnly) }
            if serverBan(on: user) != nil { continue }
            users.add(user)
            user.awayReason = "Not connected"
            for entry in (account.settings["rooms"] ?? "").split(separator: " ") {
                restore(user, entry.split(separator: ",", maxSplits: 2, omittingEmptySubsequences: false))
            }
        }
    }

    private func restore(_ user: User, _ parts: [Substring]) {
        guard parts.count == 3 else { return }
        let name = String(parts[2])
        var ranks = Ranks(Ranks.table.filter { parts[0].contains($0.mode) }.map(\.rank))
        // Earlier versions kept the host's rank with the account.
        if channel(named: name)?.registration?.founder == Channel.Registration.host { ranks.subtract(.founder) }
        guard
            let membership = Membership(
                user, ranks, savedText: parts[1], unknown: { closedThroughBefore($0, inChannel: foldChannel(name)) })
        else { return }
        if let channel = channel(named: name) {
            guard channel.membership(of: user) == nil else { return }
            return channel.add(membership)
        }
        guard problem(withChannelName: name) == nil else { return }
        let channel = restoreUnregisteredChannel(name)
        channels.add(channel)
        channel.add(membership)
    }
}

extension Membership {
    /// When it came and what it may read, as it is kept: four numbers with colons between them.
    fileprivate var savedText: String {
        [since.rawValue, closedThrough.toAll.rawValue, closedThrough.toGuests.rawValue, Int64(closedTo.rawValue)]
            .map { String($0) }.joined(separator: ":")
    }

    /// Reads ``savedText``; nil for what is none.
    ///
    /// - Parameter unknown: what was closed before it came, where only the first number was kept.
    fileprivate init?(_ user: User, _ ranks: Ranks, savedText: Substring, unknown: (EventNumber) -> ClosedThrough) {
        let numbers = savedText.split(separator: ":").map { Int64($0) }
        guard let first = numbers.first, let since = first.map(EventNumber.init(rawValue:)) else { return nil }
        guard numbers.count == 4, let toAll = numbers[1], let toGuests = numbers[2], let closedTo = numbers[3] else {
            self.init(
                user: user, own: ranks, temporaryRanks: [], since: since, closedThrough: unknown(since), closedTo: [])
            return
        }
        let closedThrough = ClosedThrough(
            toAll: EventNumber(rawValue: toAll), toGuests: EventNumber(rawValue: toGuests))
        self.init(
            user: user, own: ranks, temporaryRanks: [], since: since, closedThrough: closedThrough,
            closedTo: ChannelClosure(rawValue: UInt8(truncatingIfNeeded: closedTo)))
    }
}

extension Account {
    /// True if its owner stays in the rooms while not connected.
    package var isAlwaysOn: Bool {
        get { settings["always-on"] == "yes" }
        set { settings["always-on"] = newValue ? "yes" : nil }
    }

    /// True if only those reach it who have an account (`+R`), also while its owner is not here.
    var isRegisteredOnly: Bool {
        get { settings["registered-only"] == "yes" }
        set { settings["registered-only"] = newValue ? "yes" : nil }
    }

    /// The last event that is known to have reached a session of it, and when that was known.
    struct LastArrival: Hashable {
        var event: EventNumber
        let at: Timestamp
        /// While nothing is known to have reached it: the last event before it first came. Nothing that rooms said until then was missed.
        var firstCame: EventNumber?

        /// This one, or another where that is a later event.
        func orLater(_ other: LastArrival?) -> LastArrival {
            guard let other, other.event > event else { return self }
            return other
        }
    }

    var lastArrival: LastArrival? {
        get {
            guard let words = settings["seen"]?.split(separator: " "), 2...3 ~= words.count,
                let number = Int64(words[0]),
                let time = Int64(words[1]).flatMap(Timestamp.init(exactly:))
            else { return nil }
            let first = words.count == 3 ? Int64(words[2]).map(EventNumber.init(rawValue:)) : nil
            return LastArrival(event: EventNumber(rawValue: number), at: time, firstCame: first)
        }
        set {
            settings["seen"] = newValue.map { lastArrival in
                "\(lastArrival.event.rawValue) \(lastArrival.at.milliseconds)"
                    + (lastArrival.firstCame.map { " \($0.rawValue)" } ?? "")
            }
        }
    }
}
