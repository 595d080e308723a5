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
        reviewAwayReason(of: session, for: user)
        sessions.registered(session)
        takeEarlyMetadata(of: session, for: user, isNew: false)
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
        var join = relay(from: user, command: "JOIN", parameters: [Bytes(channel.name)])
        join.extendedParameters = extendedJoinParameters(of: user, channel: channel)
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
        // An operator who comes back proves it anew.
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

    /// Somebody is away when all sessions are, and when there is none. Of their reasons that of the session counts, or else the last; one that
    /// is not specified counts where there is no other.
    func refreshAway(of user: User, except session: Session? = nil) {
        let reasons = user.sessions.map(\.awayReason)
        guard !reasons.contains(nil) else { return setAway(user, to: nil, except: session) }
        let given = ([session?.awayReason] + reasons.reversed()).compactMap { $0 }
        let said = given.first { $0 != Self.unspecifiedAwayReason }
        let isAbsent = given.isEmpty || isAlwaysOn(user)
        setAway(
            user, to: said ?? (isAbsent ? Self.absentAwayReason : Self.unspecifiedAwayReason), except: session)
    }

    // MARK: What is kept of it

    /// To be called when the nick, the rooms or the modes of somebody change who stays over a restart.
    func notePresence(of user: User) {
        guard isAlwaysOn(user), let account = user.account.map(fold) else { return }
        let channels = user.channels.compactMap { channel in
            channel.membership(of: user).map { Presence.Channel($0, of: channel.name) }
        }
        let presence = Presence(
            nick: user.nick, userName: user.userName, host: user.host, realName: user.realName,
            modes: user.modes.intersection(.keptWithPresence).bareLetters, channels: channels)
        if registry.presences[account] != presence { change(.savePresence(account, presence)) }
        for channel in user.channels { beginNote(ofUnregistered: channel) }
    }

    /// Those who stay over a restart are here again, before anybody comes.
    func restorePresence() {
        for account in registry.accounts.values.sorted(by: { $0.folded < $1.folded }) where account.isAlwaysOn {
            guard let presence = registry.presences[account.folded], let host = presence.host.map(cloaked),
                users[fold(presence.nick)] == nil, NicknameRules.problem(with: presence.nick, limit: 128) == nil
            else { continue }
            let user = User(
                nick: presence.nick, folded: fold(presence.nick), userName: presence.userName,
                realName: presence.realName, host: host, from: latestNumber.next, at: now)
            user.account = account.name
            if account.isRegisteredOnly { user.modes.insert(.registeredOnly) }
            if serverBan(on: user) != nil { continue }
            let modes = UserModes(letters: presence.modes).intersection(.keptWithPresence)
            users.setModes(of: user, to: user.modes.union(modes))
            users.add(user)
            user.awayReason = Self.absentAwayReason
            for kept in presence.channels { restore(user, in: kept) }
        }
    }

    private func restore(_ user: User, in kept: Presence.Channel) {
        var ranks = Ranks(Ranks.table.filter { kept.ranks.contains($0.mode) }.map(\.rank))
        // Earlier versions kept the host's rank with the account.
        if channel(named: kept.name)?.registration?.founder == Channel.Registration.host { ranks.subtract(.founder) }
        let closings =
            kept.closings
            ?? ClosingsAtJoin(
                ended: closedThroughBefore(kept.since, inChannel: foldChannel(kept.name)), current: [])
        let membership = Membership(
            user: user, own: ranks, temporaryRanks: [], since: kept.since, closings: closings)
        if let channel = channel(named: kept.name) {
            guard channel.membership(of: user) == nil else { return }
            return channel.add(membership)
        }
        guard problem(withChannelName: kept.name) == nil else { return }
        let channel = restoreUnregisteredChannel(kept.name)
        channels.add(channel)
        channel.add(membership)
    }
}

extension Presence.Channel {
    fileprivate init(_ membership: Membership, of channel: String) {
        let letters = Ranks.table.filter { membership.own.contains($0.rank) }.map(\.mode)
        self.init(
            name: channel, ranks: String(letters), since: membership.since,
            closings: membership.closings)
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
