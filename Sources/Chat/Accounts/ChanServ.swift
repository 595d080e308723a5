import Protocol

extension ServiceCommand {
    static var chanServ: [ServiceCommand] {
        [
            ServiceCommand("REGISTER", "<room>", "keeps a room for you", minimum: 1, Network.serveRoomRegister),
            ServiceCommand("UNREGISTER", "<room>", "keeps it no longer", minimum: 1, Network.serveRoomUnregister),
            ServiceCommand("INFO", "<room>", "tells whose a room is", minimum: 1, Network.serveRoomInfo),
            ServiceCommand(
                "INVITE", "<room> [<people>]", "makes a link that lets people in and opens the room", minimum: 1,
                Network.serveInvite),
            ServiceCommand("OP", "<room> [<nick>]", "makes you, or somebody, an operator", minimum: 1, Network.serveOp),
            ServiceCommand(
                "AMODE", "<room> [<+ or -><rank> <account>]", "tells or sets what an account is in a room", minimum: 1,
                Network.serveAccountMode),
        ]
    }
}

/// ChanServ: rooms that keep their topic, modes and lists while nobody is in them, and over a restart.
extension Network {
    func serveRoomRegister(_ call: ServiceCall) {
        guard let account = ownAccount(call) else { return tell(call, "You need an account: see NickServ HELP") }
        guard let room = room(named: call.words[0], seenBy: call.user),
            room.membership(of: call.user)?.ranks.isAtLeast(.operator) == true
        else { return tell(call, "Only an operator of a room can register it") }
        guard room.registration == nil else { return tell(call, "\(room.name) is registered already") }
        let count = registry.rooms.values.count { $0.founder == account.folded }
        guard count < settings.limits.foundedRooms || call.session.origin.isHost else {
            return tell(call, "You have registered \(count) rooms; that is as many as one may have")
        }
        if let refusal = refusal(ofClosing: room.folded, madeBy: room.maker, for: call.session) {
            return tell(call, refusal)
        }
        room.registration = Room.Registration(founder: account.folded, at: now)
        room.registeredBehind = latestNumber
        noteRegistration(of: room)
        keep(room)
        tell(call, "\(room.name) is yours")
        grant(.founder, to: call.user, in: room)
    }

    func serveRoomUnregister(_ call: ServiceCall) {
        guard let room = ownRoom(call) else { return }
        room.registration = nil
        room.registeredBehind = .none
        noteRegistration(of: room)
        change(.removeRoom(room.folded))
        if room.members.contains(where: { isAlwaysOn($0.user) }) { beginNote(ofHeld: room) }
        tell(call, "\(room.name) is not registered any more")
        endIfEmpty(room)
    }

    func serveRoomInfo(_ call: ServiceCall) {
        guard let room = room(named: call.words[0], seenBy: call.user), let registration = room.registration else {
            return tell(call, "That room is not registered")
        }
        let founder = registry.accounts[registration.founder]?.name ?? "the host"
        tell(call, "\(room.name), registered \(registration.registeredAt.iso8601), founded by \(founder)")
    }

    func serveOp(_ call: ServiceCall) {
        guard let room = room(named: call.words[0], seenBy: call.user), room.registration != nil else {
            return tell(call, "That room is not registered")
        }
        guard rank(of: call.user, in: room).isAtLeast(.operator) || call.session.origin.isHost else {
            return tell(call, "You may not do that in \(room.name)")
        }
        let other = call.words.count > 1 ? users[fold(call.words[1])] : call.user
        guard let other, room.membership(of: other) != nil else { return tell(call, "They are not in \(room.name)") }
        let isOwn = other === call.user && rank(of: other, in: room).contains(.founder)
        grant(isOwn ? [.founder, .operator] : .operator, to: other, in: room)
        refreshHostRank(of: other)
        tell(call, "Done")
    }

    func serveAccountMode(_ call: ServiceCall) {
        guard let room = ownRoom(call), let registration = room.registration else { return }
        guard call.words.count > 2 else {
            let lines = registration.ranks.sorted { $0.key < $1.key }
            for (account, letters) in lines { tell(call, "+\(letters) \(registry.accounts[account]?.name ?? "?")") }
            return tell(call, "\(lines.count) in all")
        }
        let change = call.words[1]
        let letters = change.dropFirst().filter { letter in
            Ranks.table.contains { $0.mode == letter && $0.rank != .founder }
        }
        guard let account = account(named: call.words[2]), let sign = change.first, "+-".contains(sign),
            !letters.isEmpty
        else {
            return tell(call, "Say + or -, a rank of a, o, h, v, and an account")
        }
        var held = Set(registration.ranks[account.folded] ?? "")
        if sign == "+" { held.formUnion(letters) } else { held.subtract(letters) }
        // All of them are stored anew with each change of the room.
        guard
            registration.ranks[account.folded] != nil || held.isEmpty
                || registration.ranks.count < settings.limits.rankedAccounts
        else {
            return tell(
                call,
                "\(room.name) has ranks for \(registration.ranks.count) accounts, as many as it may: take one away first"
            )
        }
        room.registration?.ranks[account.folded] = held.isEmpty ? nil : String(held.sorted())
        keep(room)
        tell(call, "Done")
        if let user = presentUsers[account.folded], sign == "+" { grant(rank(of: user, in: room), to: user, in: room) }
    }

    /// The room that is meant, if it is the caller's; if not, that has been told.
    private func ownRoom(_ call: ServiceCall) -> Room? {
        guard let room = room(named: call.words[0], seenBy: call.user), let registration = room.registration else {
            tell(call, "That room is not registered")
            return nil
        }
        let isOwner = call.user.account.map { fold($0) == registration.founder } ?? false
        guard isOwner || call.session.origin.isHost else {
            tell(call, "Only its founder may do that")
            return nil
        }
        return room
    }

    /// Gives a member ranks, and tells everybody.
    private func grant(_ ranks: Ranks, to user: User, in room: Room) {
        guard let membership = room.membership(of: user) else { return }
        let new = ranks.subtracting(membership.ranks)
        guard !new.isEmpty else { return }
        room.setRanks(membership.ranks.union(new), of: user)
        let changes = Ranks.table.filter { new.contains($0.rank) }
            .map { ModeChange(isSet: true, mode: $0.mode, parameter: user.nick) }
        let (modeString, parameters) = ModeChange.format(changes)
        let words = [modeString] + parameters
        let event = makeModeEvent(by: Service.chanServ.source, in: room, words)
        record(event)
        broadcastMode(event, in: room, words)
    }
}
