import Protocol

extension ServiceCommand {
    static var chanServ: [ServiceCommand] {
        [
            ServiceCommand("REGISTER", "<room>", "keeps a room for you", minimum: 1, Network.serveChannelRegister),
            ServiceCommand("UNREGISTER", "<room>", "keeps it no longer", minimum: 1, Network.serveChannelUnregister),
            ServiceCommand("INFO", "<room>", "tells whose a room is", minimum: 1, Network.serveChannelInfo),
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
    func serveChannelRegister(_ call: ServiceCall) {
        guard let account = ownAccount(call) else { return tell(call, "You need an account: see NickServ HELP") }
        guard let channel = channel(named: call.words[0], seenBy: call.user),
            channel.membership(of: call.user)?.ranks.isAtLeast(.operator) == true
        else { return tell(call, "Only an operator of a room can register it") }
        guard channel.registration == nil else { return tell(call, "\(channel.name) is registered already") }
        let count = registry.channels.values.count { $0.founder == account.folded }
        guard count < settings.limits.foundedChannels || call.session.origin.isHost else {
            return tell(call, "You have registered \(count) rooms, which is the limit")
        }
        if let refusal = refusal(ofClosing: channel.folded, madeBy: channel.creator, for: call.session) {
            return tell(call, refusal)
        }
        channel.registration = Channel.Registration(founder: account.folded, at: now)
        channel.registeredAfter = latestNumber
        noteRegistration(of: channel)
        persist(channel)
        tell(call, "\(channel.name) is yours")
        grant(.founder, to: call.user, in: channel)
    }

    func serveChannelUnregister(_ call: ServiceCall) {
        guard let channel = ownChannel(call) else { return }
        channel.registration = nil
        channel.registeredAfter = .none
        noteRegistration(of: channel)
        change(.removeChannel(channel.folded))
        if channel.members.contains(where: { isAlwaysOn($0.user) }) { beginNote(ofUnregistered: channel) }
        tell(call, "\(channel.name) is not registered any more")
        endIfEmpty(channel)
    }

    func serveChannelInfo(_ call: ServiceCall) {
        guard let channel = channel(named: call.words[0], seenBy: call.user), let registration = channel.registration
        else {
            return tell(call, "That room is not registered")
        }
        let founder = registry.accounts[registration.founder]?.name ?? "the host"
        tell(call, "\(channel.name), registered \(registration.registeredAt.iso8601), founded by \(founder)")
    }

    func serveOp(_ call: ServiceCall) {
        guard let channel = channel(named: call.words[0], seenBy: call.user), channel.registration != nil else {
            return tell(call, "That room is not registered")
        }
        guard rank(of: call.user, in: channel).isAtLeast(.operator) || call.session.origin.isHost else {
            return tell(call, "You may not do that in \(channel.name)")
        }
        let other = call.words.count > 1 ? users[fold(call.words[1])] : call.user
        guard let other, channel.membership(of: other) != nil else {
            return tell(call, "They are not in \(channel.name)")
        }
        let isOwn = other === call.user && rank(of: other, in: channel).contains(.founder)
        grant(isOwn ? [.founder, .operator] : .operator, to: other, in: channel)
        refreshHostRank(of: other)
        tell(call, "Done")
    }

    func serveAccountMode(_ call: ServiceCall) {
        guard let channel = ownChannel(call), let registration = channel.registration else { return }
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
                "\(channel.name) has ranks for \(registration.ranks.count) accounts, which is the limit: remove one first"
            )
        }
        channel.registration?.ranks[account.folded] = held.isEmpty ? nil : String(held.sorted())
        persist(channel)
        tell(call, "Done")
        if let user = users.owner(ofAccount: account.folded), sign == "+" {
            grant(rank(of: user, in: channel), to: user, in: channel)
        }
    }

    /// The room that is meant, if it is the caller's; if not, that has been told.
    private func ownChannel(_ call: ServiceCall) -> Channel? {
        guard let channel = channel(named: call.words[0], seenBy: call.user), let registration = channel.registration
        else {
            tell(call, "That room is not registered")
            return nil
        }
        let isOwner = call.user.account.map { fold($0) == registration.founder } ?? false
        guard isOwner || call.session.origin.isHost else {
            tell(call, "Only its founder may do that")
            return nil
        }
        return channel
    }

    /// Gives a member ranks, and tells everybody.
    private func grant(_ ranks: Ranks, to user: User, in channel: Channel) {
        guard let membership = channel.membership(of: user) else { return }
        let new = ranks.subtracting(membership.ranks)
        guard !new.isEmpty else { return }
        channel.setRanks(membership.ranks.union(new), of: user)
        let changes = Ranks.table.filter { new.contains($0.rank) }
            .map { ModeChange(isSet: true, mode: $0.mode, parameter: user.nick) }
        let (modeString, parameters) = ModeChange.format(changes)
        let words = [modeString] + parameters
        let event = makeModeEvent(by: Service.chanServ.source, in: channel, words: words)
        record(event)
        broadcastMode(event, in: channel, words: words)
    }
}
