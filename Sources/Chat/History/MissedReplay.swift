import Protocol

/// A conversation of which a session is to be told what was said, from behind an event on.
struct MissedConversation {
    let historyAccess: HistoryAccess
    let since: Account.LastArrival
    /// Only what was said before this event; nil for all until now.
    var before: EventNumber?
}

/// The messages that an account has missed, for clients that cannot ask for them: once, in order, and not more than a screen or two.
extension Network {
    /// Rooms to be told of, each up to an event if only what was said before it was missed there.
    typealias MissedChannels = [(channel: Channel, before: EventNumber?)]

    /// Tells what was said in rooms, and by others directly, since the account's last session went. Each room is told once for as
    /// long as somebody is here.
    func replayMissed(to session: Session, channels: MissedChannels) {
        guard let user = session.user, let account = user.account.map(fold) else { return }
        let mustTellDirects = user.arrival.beginDirectReplay()
        guard needsReplay(session), let known = registry.accounts[account] else { return }
        let lastArrival =
            known.lastArrival ?? Account.LastArrival(event: .none, at: known.registered, firstCame: latestNumber)
        let untold = channels.filter { channel, _ in
            historyAccess(of: channel, by: user) != nil && user.arrival.beginReplay(of: channel.folded)
        }
        replay(untold, directs: mustTellDirects, since: lastArrival, to: session)
    }

    /// Tells what was said since the last that is known to have reached the account's other sessions: they may be dead.
    func replayMissed(to session: Session, channels: MissedChannels, since arrived: Account.LastArrival) {
        guard session.user?.account != nil, needsReplay(session) else { return }
        replay(channels, directs: true, since: arrived, to: session)
    }

    /// True where a log is kept and the client of the session does not ask for its history by chathistory.
    private func needsReplay(_ session: Session) -> Bool { settings.keepsHistory && !session.has(.chatHistory) }

    private func replay(
        _ channels: MissedChannels, directs: Bool, since lastArrival: Account.LastArrival, to session: Session
    ) {
        guard let user = session.user, let account = user.account.map(fold), lastArrival.event < latestNumber else {
            return
        }
        session.arrival.missed += channels.compactMap { channel, before in
            var from = lastArrival
            // Somebody who is not known to have been told anything yet has missed nothing of what was said before coming in.
            if lastArrival.event == .none {
                from.event = lastArrival.firstCame ?? channel.membership(of: user)?.since ?? latestNumber
            }
            guard from.event.next < before ?? latestNumber.next else { return nil }
            return historyAccess(of: channel, by: user).map {
                MissedConversation(historyAccess: $0, since: from, before: before)
            }
        }
        guard directs || !session.arrival.missed.isEmpty else { return }
        session.arrival.beginReplay(behind: lastArrival)
        // A replay that is under way goes on with these.
        if case .asking = session.inputHold { return }
        guard directs else { return replayNext(to: session) }
        let request = TargetsRequest(
            channels: [:], directsOf: account, from: lastArrival.at.advanced(bySeconds: -1),
            to: messageTime.advanced(bySeconds: 1), limit: settings.limits.replayPeople)
        ask(.targets(request), for: session, isAnswer: false) { [unowned self] answer in
            if case .targets(let targets) = answer {
                let registered = registry.accounts[account]?.registered
                session.arrival.missed += targets.compactMap { target in
                    nameOfOther(in: target.conversation, for: user).map {
                        MissedConversation(
                            historyAccess: HistoryAccess(
                                conversation: target.conversation, name: $0, since: registered),
                            since: lastArrival)
                    }
                }
            }
            replayNext(to: session)
        }
    }

    private func replayNext(to session: Session) {
        guard !session.isClosing else { return }
        guard !session.arrival.missed.isEmpty else { return numberReplayEnd(session) }
        let missed = session.arrival.missed.removeFirst()
        let (historyAccess, lastArrival) = (missed.historyAccess, missed.since.event)
        let request = HistoryRequest(
            // The messages that come from now on the session gets as they happen.
            .before(.event(missed.before ?? latestNumber.next)), in: historyAccess.conversation,
            limit: settings.limits.replay, floor: max(historyAccess.floor, lastArrival.next),
            kinds: HistoryRequest.messageKinds)
        ask(.page(request), for: session, isAnswer: false) { [unowned self] answer in
            if case .page(let page) = answer {
                // The account's own messages it need not be told.
                let own = session.user?.account.map(fold)
                let told = page.events.filter {
                    $0.number > lastArrival && historyAccess.allows($0) && (own == nil || $0.account.map(fold) != own)
                }
                if !told.isEmpty {
                    if !session.has(.serverTime) { tellTime(of: told[0], in: historyAccess, to: session) }
                    give(told, asBatch: "chathistory", parameters: [historyAccess.name], to: session)
                }
            }
            replayNext(to: session)
        }
    }

    /// For clients that are not told the times of lines.
    private func tellTime(of event: Event, in historyAccess: HistoryAccess, to session: Session) {
        let target = historyAccess.name.hasPrefix("#") ? historyAccess.name : session.displayName
        respond(
            Message(
                source: settings.serverName, "NOTICE", target,
                "What you have missed in \(historyAccess.name) since \(event.time.iso8601):"), to: session)
    }
}
