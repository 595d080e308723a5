import Protocol

/// What an account has missed, for clients that cannot ask for it: once, in order, and not more than a screen or two.
extension Network {
    /// Tells what was said in rooms, and by others directly, since the account's last session went.
    func replayMissed(to session: Session, rooms: [Room]) {
        guard let user = session.user, let seen = missedSince(session) else { return }
        let readings = rooms.compactMap { missed(in: $0, user) }
        guard let account = user.account.map(fold), !session.hasToldDirects else {
            return replay(readings, since: seen.event, to: session)
        }
        session.hasToldDirects = true
        let request = TargetsRequest(
            rooms: [:], directsOf: account, from: seen.at.advanced(bySeconds: -1), to: now.advanced(bySeconds: 1),
            limit: 50)
        ask(.targets(request), for: session) { [unowned self] answer in
            var directs: [Reading] = []
            if case .targets(let targets) = answer {
                directs = targets.compactMap { target in
                    nameOfOther(in: target.conversation, for: user).map { name in
                        Reading(
                            conversation: target.conversation, name: name,
                            since: registry.accounts[account]?.registered)
                    }
                }
            }
            replay(readings + directs, since: seen.event, to: session)
        }
    }

    /// Nil where nothing is to be told: the client asks for itself, or nothing is known of when it was here.
    private func missedSince(_ session: Session) -> Account.Seen? {
        guard settings.keepsHistory, !session.has(.chatHistory), let account = session.account else { return nil }
        return registry.accounts[fold(account)]?.seen
    }

    /// A room is told once for as long as somebody is here.
    private func missed(in room: Room, _ user: User) -> Reading? {
        guard let reading = reading(of: room, by: user), user.toldRooms.insert(room.folded).inserted else { return nil }
        return reading
    }

    private func replay(_ readings: [Reading], since seen: EventNumber, to session: Session) {
        guard let reading = readings.first, !session.isClosing else { return }
        let request = HistoryRequest(
            // What comes from now on the session gets as it happens.
            .before(.event(latestNumber.next)), in: reading.conversation, limit: settings.limits.replay,
            floor: max(reading.floor, seen.next), kinds: HistoryRequest.said)
        ask(.page(request), for: session) { [unowned self] answer in
            if case .events(let events) = answer {
                let missed = events.filter { $0.number > seen && reading.allows($0) }
                if !missed.isEmpty {
                    if !session.has(.serverTime) { tellTime(of: missed[0], in: reading, to: session) }
                    give(missed, asBatch: "chathistory", [reading.name], to: session)
                }
            }
            replay(Array(readings.dropFirst()), since: seen, to: session)
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
