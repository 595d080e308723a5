import Protocol

/// Who logs in only after having come in, while the account's owner is here already, becomes that person: there is one of them,
/// with one nick, and with the rooms of both.
extension Network {
    /// To be called with a session whose user has no other.
    func merge(_ session: Session, into user: User) {
        guard let guest = session.user, guest.sessions.count == 1 else { return }
        let wasAbsent = user.sessions.isEmpty
        let arrived = likelyArrival(at: user)
        noteSeen(guest)
        becomeKnown(as: user, guest, to: session)
        let known = detach(session, from: guest)
        for (room, membership) in known where room.membership(of: user) == nil {
            guard user.rooms.count < settings.limits.rooms, ban(on: user, in: room) == nil else {
                // It is not the account's to be in.
                send(relay(from: user, "PART", [Bytes(room.name)]), to: session)
                continue
            }
            enter(room, user, ranks: membership.own.union(rank(of: user, in: room)), by: nil)
        }
        user.nickHistory.adopt(guest.nickHistory, nick: guest.folded, through: latestNumber)
        for room in guest.invitations { openDoor(of: room, to: user) }
        handOverMarkers(of: guest, to: user)
        remove(guest, reason: "Logged in as \(user.account ?? user.nick)")
        count(session, among: user)
        refreshAway(of: user, except: session)
        for room in user.rooms {
            if let (_, membership) = known.first(where: { $0.room === room }) {
                tellRanks(of: user, in: room, before: membership.ranks, to: session)
            } else {
                show(room, with: user, to: session)
            }
        }
        notePresence(of: user)
        // What was said in a room since it came there by itself, the client has.
        let rooms = user.rooms.map { room in (room: room, before: known.first { $0.room === room }?.membership.since) }
        if wasAbsent {
            replayMissed(to: session, rooms: rooms)
        } else if let arrived {
            replayMissed(to: session, rooms: rooms, since: arrived)
        }
    }

    /// What the client is told of itself: whom it took for somebody else is gone, and then it has that nick.
    private func becomeKnown(as user: User, _ guest: User, to session: Session) {
        if guest.shares(aRoomWith: user) {
            send(relay(from: user, "QUIT", [Bytes("That is you")]), to: session)
        }
        send(relay(from: guest, "NICK", [Bytes(user.nick)]), to: session)
    }

    /// Takes a session from its user, who stays in the rooms; those are given back, with what it was there.
    private func detach(_ session: Session, from guest: User) -> [(room: Room, membership: Membership)] {
        for room in guest.rooms { room.forget(session) }
        guest.sessions = []
        session.user = nil
        return guest.rooms.compactMap { room in room.membership(of: guest).map { (room, $0) } }
    }

    /// To a client that is in a room already: what has become different.
    private func tellRanks(of user: User, in room: Room, before: Ranks, to session: Session) {
        let ranks = room.membership(of: user)?.ranks ?? []
        func letters(_ ranks: Ranks) -> String { String(Ranks.table.filter { ranks.contains($0.rank) }.map(\.mode)) }
        let (lost, gained) = (letters(before.subtracting(ranks)), letters(ranks.subtracting(before)))
        guard !lost.isEmpty || !gained.isEmpty else { return }
        let change = (lost.isEmpty ? "" : "-" + lost) + (gained.isEmpty ? "" : "+" + gained)
        let nicks = Array(repeating: user.nick, count: lost.count + gained.count)
        let words = [room.name, change] + nicks
        respond(Message(source: Bytes(settings.serverName), "MODE", words.map { Bytes($0) }), to: session)
    }

    /// How far somebody has read in rooms is the account's to know, once there is one.
    func handOverMarkers(of guest: User, to user: User) {
        guard let account = user.account.map(fold) else { return }
        for (conversation, time) in guest.markers.sorted(by: { $0.value < $1.value }) {
            guard case .room = conversation, registry.markers[account]?.count ?? 0 < settings.limits.markers else {
                continue
            }
            change(.markRead(account: account, conversation, time))
        }
        guest.markers = [:]
    }
}
