import Protocol

/// What an account has missed, for clients that cannot ask for it: once, in order, and not more than a screen or two.
extension Network {
    /// Tells what was said in rooms, and by others directly, since the account's last session went.
    func replayMissed(to session: Session, rooms: [Room]) {
        guard let user = session.user, let account = user.account.map(fold) else { return }
        let mustTellDirects = !user.hasToldDirects
        user.hasToldDirects = true
        guard let seen = missedSince(session) else { return }
        // Whoever was never here has missed nothing in rooms; but others may have written.
        if seen.event > .none { session.missed += rooms.compactMap { missed(in: $0, user) } }
        // What is being told already goes on with these.
        if case .asking = session.parking { return }
        guard mustTellDirects else { return replay(since: seen.event, to: session) }
        let request = TargetsRequest(
            rooms: [:], directsOf: account, from: seen.at.advanced(bySeconds: -1),
            to: tellingTime.advanced(bySeconds: 1),
            limit: settings.limits.replayPeople)
        ask(.targets(request), for: session, isAnswer: false) { [unowned self] answer in
            if case .targets(let targets) = answer {
                let since = registry.accounts[account]?.registered
                session.missed += targets.compactMap { target in
                    nameOfOther(in: target.conversation, for: user).map {
                        Reading(conversation: target.conversation, name: $0, since: since)
                    }
                }
            }
            replay(since: seen.event, to: session)
        }
    }

    /// Nil where nothing is to be told: the client asks for itself, or nothing is known of when it was here.
    private func missedSince(_ session: Session) -> Account.Seen? {
        guard settings.keepsHistory, !session.has(.chatHistory),
            let account = session.account.flatMap({ registry.accounts[fold($0)] })
        else { return nil }
        return account.seen ?? Account.Seen(event: .none, at: account.registered)
    }

    /// A room is told once for as long as somebody is here.
    private func missed(in room: Room, _ user: User) -> Reading? {
        guard let reading = reading(of: room, by: user), user.toldRooms.insert(room.folded).inserted else { return nil }
        return reading
    }

    private func replay(since seen: EventNumber, to session: Session) {
        guard !session.missed.isEmpty, !session.isClosing else { return }
        let reading = session.missed.removeFirst()
        let request = HistoryRequest(
            // What comes from now on the session gets as it happens.
            .before(.event(latestNumber.next)), in: reading.conversation, limit: settings.limits.replay,
            floor: max(reading.floor, seen.next), kinds: HistoryRequest.said)
        ask(.page(request), for: session, isAnswer: false) { [unowned self] answer in
            if case .events(let events) = answer {
                let missed = events.filter { $0.number > seen && reading.allows($0) }
                if !missed.isEmpty {
                    if !session.has(.serverTime) { tellTime(of: missed[0], in: reading, to: session) }
                    give(missed, asBatch: "chathistory", [reading.name], to: session)
                }
            }
            replay(since: seen, to: session)
        }
    }

    /// For clients that are not told the times of lines.
    private func tellTime(of event: Event, in reading: Reading, to session: Session) {
        let target = reading.name.hasPrefix("#") ? reading.name : session.displayName
        respond(
            Message(
                source: settings.serverName, "NOTICE", target,
                "What you have missed in \(reading.name) since \(event.time.iso8601):"), to: session)
    }
}
