import Protocol

/// The people who wrote to us alone while we were not there. <https://ircv3.net/specs/extensions/chathistory#targets>
extension ClientSession {
    /// Once a connection, when the rooms are entered.
    ///
    /// - Parameter since: since when something may have been missed; nil where nothing is known of an earlier time.
    mutating func requestHistoryTargets(since: Timestamp?, at now: Timestamp) {
        guard hasHistory, !isBouncerItself, let since else {
            for id in buffers.map(\.id) where buffers[id]?.kind == .query { forgetAbsence(of: id, at: now) }
            return
        }
        ask(
            HistoryFetch(
                purpose: .targets(since: since.advanced(bySeconds: -10)), buffer: nil, target: "",
                limit: historyLimit))
    }

    mutating func receiveTargets(_ batch: Batch, at now: Timestamp) {
        guard let request = answeredHistory(label: batch.label, at: now, isTarget: { $0.isEmpty }) else { return }
        guard case .targets(let since) = request.purpose else { return }
        for message in batch.messages where message.command == "CHATHISTORY" {
            let name = message.text(at: 1) ?? ""
            guard message.text(at: 0) == "TARGETS", !name.isEmpty, !isChannelName(name), buffers.mayOpenQuery else {
                continue
            }
            fetchMissedQuery(with: name, since: since, at: now)
        }
        for id in buffers.map(\.id) where buffers[id]?.kind == .query { forgetAbsence(of: id, at: now) }
        sendHistoryRequests(at: now)
    }

    /// Somebody wrote: their talk is opened, or what is missing in it fetched.
    private mutating func fetchMissedQuery(with nick: String, since: Timestamp, at now: Timestamp) {
        guard let id = buffers.id(named: nick) else {
            let id = openQuery(nick, at: now)
            buffers.update(id) { $0.readPosition.setUnreadSince(since) }
            return
        }
        guard let absentSince = buffers[id]?.membership.absentSince else { return }
        buffers.update(id) { $0.membership.endAbsence() }
        openGap(in: id, cause: .offline, since: absentSince, at: now)
    }

    /// Nothing was missed, as far as can be known.
    private mutating func forgetAbsence(of id: BufferID, at now: Timestamp) {
        guard buffers[id]?.membership.absentSince != nil else { return }
        buffers.update(id) { $0.membership.endAbsence() }
        resolveLost(in: id, at: now)
    }

    /// The server does not tell: every open talk is asked for.
    mutating func failTargets() {
        for id in buffers.map(\.id) {
            guard let buffer = buffers[id], buffer.kind == .query, let since = buffer.membership.absentSince else {
                continue
            }
            buffers.update(id) { $0.membership.endAbsence() }
            openGap(in: id, cause: .offline, since: since, at: connection?.liveness.lastHeard ?? since)
        }
    }
}
