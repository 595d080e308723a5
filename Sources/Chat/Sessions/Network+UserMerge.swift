import Protocol

/// Somebody who logs in only after having come in, while the account's owner is here already, becomes that person: there is one of
/// them, with one nick, and with the rooms of both.
extension Network {
    /// To be called with a session whose user has no other.
    func merge(_ session: Session, into user: User) {
        guard let guest = session.user, guest.sessions.count == 1 else { return }
        let wasAbsent = user.sessions.isEmpty
        let guestModes = guest.modes
        let arrived = likelyArrival(at: user)
        saveLastArrival(guest)
        tellMerge(of: guest, into: user, to: session)
        let known = detach(session, from: guest)
        for (channel, membership) in known where channel.membership(of: user) == nil {
            guard user.channels.count < settings.limits.channels, ban(on: user, in: channel) == nil else {
                // It is not the account's to be in.
                send(relay(from: user, command: "PART", parameters: [Bytes(channel.name)]), to: session)
                continue
            }
            enter(channel, user, ranks: membership.own.union(rank(of: user, in: channel)), by: nil)
        }
        user.nickHistory.adopt(guest.nickHistory, nick: guest.folded, through: latestNumber)
        for channel in guest.invitations { rememberInvite(of: channel, to: user) }
        moveReadMarkers(of: guest, to: user)
        remove(guest, reason: "Logged in as \(user.account ?? user.nick)")
        count(session, among: user)
        reviewAwayReason(of: session, for: user)
        // Before metadata is told: whoever is invisible is so at once.
        mergeModes(guestModes, into: user, by: session)
        moveMetadata(of: guest, to: user, by: session)
        refreshAway(of: user, except: session)
        for channel in user.channels {
            if let (_, membership) = known.first(where: { $0.channel === channel }) {
                tellRanks(of: user, in: channel, before: membership.ranks, to: session)
            } else {
                sendJoin(channel, with: user, to: session)
            }
        }
        notePresence(of: user)
        // The client has the words said in a room since it came there by itself.
        let channels = user.channels.map { channel in
            (channel: channel, before: known.first { $0.channel === channel }?.membership.since)
        }
        if wasAbsent {
            replayMissed(to: session, channels: channels)
        } else if let arrived {
            replayMissed(to: session, channels: channels, since: arrived)
        }
    }

    /// Tells the client of itself: the user whom it took for somebody else is gone, and then it has that nick.
    private func tellMerge(of guest: User, into user: User, to session: Session) {
        if guest.shares(aChannelWith: user) {
            send(relay(from: user, command: "QUIT", parameters: [Bytes("That is you")]), to: session)
        }
        send(relay(from: guest, command: "NICK", parameters: [Bytes(user.nick)]), to: session)
    }

    /// Takes a session from its user, who stays in the rooms; those are given back, with what it was there.
    private func detach(_ session: Session, from guest: User) -> [(channel: Channel, membership: Membership)] {
        for channel in guest.channels { channel.forget(session) }
        guest.sessions = []
        session.user = nil
        return guest.channels.compactMap { channel in channel.membership(of: guest).map { (channel, $0) } }
    }

    /// To a client that is in a room already: what has become different.
    private func tellRanks(of user: User, in channel: Channel, before: Ranks, to session: Session) {
        let ranks = channel.membership(of: user)?.ranks ?? []
        func letters(_ ranks: Ranks) -> String { String(Ranks.table.filter { ranks.contains($0.rank) }.map(\.mode)) }
        let (lost, gained) = (letters(before.subtracting(ranks)), letters(ranks.subtracting(before)))
        guard !lost.isEmpty || !gained.isEmpty else { return }
        let change = (lost.isEmpty ? "" : "-" + lost) + (gained.isEmpty ? "" : "+" + gained)
        let nicks = Array(repeating: user.nick, count: lost.count + gained.count)
        let words = [channel.name, change] + nicks
        respond(Message(source: Bytes(settings.serverName), "MODE", words.map { Bytes($0) }), to: session)
    }

    /// Hands a guest's read markers of rooms over to the account, once there is one.
    func moveReadMarkers(of guest: User, to user: User) {
        guard let account = user.account.map(fold) else { return }
        for (conversation, time) in guest.markers.sorted(by: { $0.value < $1.value }) {
            guard case .channel = conversation, registry.markers[account]?.count ?? 0 < settings.limits.markers else {
                continue
            }
            change(.markRead(account: account, conversation, time))
        }
        guest.markers = [:]
    }
}
