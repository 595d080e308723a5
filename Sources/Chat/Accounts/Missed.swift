import Protocol

/// A conversation of which a session is to be told what was said, from behind an event on.
struct Missed {
    let reading: Reading
    let since: Account.Seen
    /// Only what was said before this event; nil for all until now.
    var before: EventNumber?
}

/// What an account has missed, for clients that cannot ask for it: once, in order, and not more than a screen or two.
extension Network {
    /// Rooms to be told of, each up to an event if only what was said before it was missed there.
    typealias MissedRooms = [(room: Room, before: EventNumber?)]

    /// Tells what was said in rooms, and by others directly, since the account's last session went. Each room is told once for as
    /// long as somebody is here.
    func replayMissed(to session: Session, rooms: MissedRooms) {
        guard let user = session.user, let account = user.account.map(fold) else { return }
        let mustTellDirects = !user.hasToldDirects
        user.hasToldDirects = true
        guard isToldUnasked(session), let known = registry.accounts[account] else { return }
        let seen = known.seen ?? Account.Seen(event: .none, at: known.registered, firstCame: latestNumber)
        let untold = rooms.filter { room, _ in
            reading(of: room, by: user) != nil && user.toldRooms.insert(room.folded).inserted
        }
        replay(untold, directs: mustTellDirects, since: seen, to: session)
    }

    /// Tells what was said since the last that is known to have reached the account's other sessions: they may be dead.
    func replayMissed(to session: Session, rooms: MissedRooms, since arrived: Account.Seen) {
        guard session.user?.account != nil, isToldUnasked(session) else { return }
        replay(rooms, directs: true, since: arrived, to: session)
    }

    /// True where a log is kept and the client of the session does not ask for its history by chathistory.
    private func isToldUnasked(_ session: Session) -> Bool { settings.keepsHistory && !session.has(.chatHistory) }

    private func replay(_ rooms: MissedRooms, directs: Bool, since seen: Account.Seen, to session: Session) {
        guard let user = session.user, let account = user.account.map(fold), seen.event < latestNumber else { return }
        session.missed += rooms.compactMap { room, before in
            var from = seen
            // Who is not known to have been told anything yet has missed nothing of what was said before coming in.
            if seen.event == .none { from.event = seen.firstCame ?? room.membership(of: user)?.since ?? latestNumber }
            guard from.event.next < before ?? latestNumber.next else { return nil }
            return reading(of: room, by: user).map { Missed(reading: $0, since: from, before: before) }
        }
        guard directs || !session.missed.isEmpty else { return }
        session.unconfirmed = session.unconfirmed ?? seen
        session.toldThrough = nil
        // What is being told already goes on with these.
        if case .asking = session.parking { return }
        guard directs else { return replayNext(to: session) }
        let request = TargetsRequest(
            rooms: [:], directsOf: account, from: seen.at.advanced(bySeconds: -1),
            to: tellingTime.advanced(bySeconds: 1), limit: settings.limits.replayPeople)
        ask(.targets(request), for: session, isAnswer: false) { [unowned self] answer in
            if case .targets(let targets) = answer {
                let registered = registry.accounts[account]?.registered
                session.missed += targets.compactMap { target in
                    nameOfOther(in: target.conversation, for: user).map {
                        Missed(
                            reading: Reading(conversation: target.conversation, name: $0, since: registered),
                            since: seen)
                    }
                }
            }
            replayNext(to: session)
        }
    }

    private func replayNext(to session: Session) {
        guard !session.isClosing else { return }
        guard !session.missed.isEmpty else { return noteTold(session) }
        let missed = session.missed.removeFirst()
        let (reading, seen) = (missed.reading, missed.since.event)
        let request = HistoryRequest(
            // What comes from now on the session gets as it happens.
            .before(.event(missed.before ?? latestNumber.next)), in: reading.conversation,
            limit: settings.limits.replay, floor: max(reading.floor, seen.next), kinds: HistoryRequest.said)
        ask(.page(request), for: session, isAnswer: false) { [unowned self] answer in
            if case .events(let events) = answer {
                // What it said itself it need not be told.
                let own = session.user?.account.map(fold)
                let told = events.filter {
                    $0.number > seen && reading.allows($0) && (own == nil || $0.account.map(fold) != own)
                }
                if !told.isEmpty {
                    if !session.has(.serverTime) { tellTime(of: told[0], in: reading, to: session) }
                    give(told, asBatch: "chathistory", [reading.name], to: session)
                }
            }
            replayNext(to: session)
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
