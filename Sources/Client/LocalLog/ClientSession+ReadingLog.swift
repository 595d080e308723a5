import Protocol

/// Asking the log on this machine for what was said. A page of it goes the way of a page of the server's history.
extension ClientSession {
    /// The memory that has the page above a buffer's oldest line: the server's, and once that has no more, the log. Nil where there is none.
    func historySource(of buffer: Buffer) -> HistorySource? {
        let mayHaveLog = mayHaveLog(of: buffer)
        if hasHistory, !mayHaveLog || !buffer.olderPages.isServerDone { return .server }
        return mayHaveLog ? .log : nil
    }

    /// The memory that has the lines missing at a gap line. The log has none from when we were away.
    func historySource(ofGap gap: LineID, in buffer: Buffer) -> HistorySource? {
        guard buffer.gaps[gap]?.cause == .jump else { return hasHistory ? .server : nil }
        return historySource(of: buffer)
    }

    /// Asks for the newest page of a buffer that has just been opened.
    mutating func fetchLatestHistory(of buffer: Buffer) {
        guard let source = historySource(of: buffer) else { return }
        if source == .server { askForLogMark(of: buffer.id) }
        buffers.update(buffer.id) { $0.olderPages.beginLoading() }
        ask(
            HistoryFetch(
                purpose: .latest, buffer: buffer.id, target: buffer.name, limit: historyLimit, source: source))
    }

    /// The server has nothing of a talk: the newest page is the log's, where it has one.
    mutating func fetchTalkFromLog(_ id: BufferID) {
        guard let buffer = buffers[id], buffer.kind == .query, historySource(of: buffer) == .log else { return }
        fetchLatestHistory(of: buffer)
    }

    /// A page from above the oldest line has come: where the server has no more, the log goes on.
    mutating func olderPageArrived(isEnd: Bool, from source: HistorySource, in id: BufferID) {
        let goesOn = isEnd && source == .server && buffers[id].map { mayHaveLog(of: $0) } ?? false
        buffers.update(id) { buffer in
            if goesOn { buffer.olderPages.serverEnded() } else { buffer.olderPages.arrived(isEnd: isEnd) }
        }
    }

    /// A page of a talk has come from the server, which kept none of it while the person was not logged in: the log is asked for what it has among
    /// these lines, the newest of it and no more than a page.
    ///
    /// - Parameter line: the line above which the page stands; nil for the newest page.
    mutating func fetchLog(amongPageBefore line: LineID?, in id: BufferID) {
        guard let buffer = buffers[id], buffer.kind == .query, mayHaveLog(of: buffer), let room = logName(of: id)
        else { return }
        let part = time(of: line, in: id).map { LogQuery.Part.before($0.advanced(byMilliseconds: 1)) } ?? .latest
        guard let query = log.ask(.amongPage(id), part, of: room, limit: historyLimit) else { return }
        emit(.readLog(query))
    }

    /// The lines of the log have their places by their times. Those above the oldest line that is held come with the page that is above it.
    private mutating func receiveAmongPage(_ answer: LogAnswer, in id: BufferID, at now: Timestamp) {
        guard let buffer = buffers[id], let oldest = time(of: buffer.oldestFromServer, in: id) else { return }
        let nick = nick
        let messages = answer.records.prefix(Batch.maxMessages).filter { $0.time >= oldest }
            .compactMap { $0.playedBack(isTalk: true, to: nick) }
        guard !messages.isEmpty else { return }
        _ = put(messages, from: 0, before: nil, source: .log, in: id, at: now)
        buffers.update(id) { buffer in
            if buffer.readPosition.hasMarker { buffer.recountUnread() }
        }
        placeUnreadRule(in: id)
    }

    mutating func askLog(_ request: HistoryFetch) {
        guard !log.awaitsPage(where: { $0.isSame(as: request) }) else { return }
        guard let id = request.buffer, let room = logName(of: id), let part = logPart(of: request),
            let query = log.ask(.page(request), part, of: room, limit: request.limit)
        else { return failLog(request) }
        emit(.readLog(query))
    }

    private func logPart(of request: HistoryFetch) -> LogQuery.Part? {
        switch request.purpose {
        case .latest: return .latest
        case .older(let line):
            // The oldest line's own moment may have more lines.
            return time(of: line, in: request.buffer).map {
                .before($0.advanced(byMilliseconds: 1 - Int64(request.page)))
            }
        case .gap(_, let before):
            let shift: Int64 = request.passesMoment ? 0 : 1
            return time(of: before, in: request.buffer).map { .before($0.advanced(byMilliseconds: shift)) } ?? .latest
        case .around(let time, _): return .around(time)
        case .targets: return nil
        }
    }

    private func time(of line: LineID?, in id: BufferID?) -> Timestamp? {
        guard let line, let id else { return nil }
        return buffers[id]?.scrollback[line]?.time
    }

    /// The log has answered. An answer to a question that nobody waits for any more changes nothing.
    package mutating func logAnswered(_ answer: LogAnswer, to query: LogQuery, at now: Timestamp) {
        switch log.answered(query) {
        case .page(let request): receive(answer, for: request, at: now)
        case .search: receiveSearch(answer, at: now)
        case .amongPage(let id): receiveAmongPage(answer, in: id, at: now)
        case .readMark(let id): receiveLogMark(answer, of: id, at: now)
        case .unreadTalks: openUnreadTalks(answer, at: now)
        case nil: break
        }
    }

    private mutating func receive(_ answer: LogAnswer, for request: HistoryFetch, at now: Timestamp) {
        guard let id = request.buffer, let buffer = buffers[id] else { return }
        let (isTalk, nick) = (buffer.kind == .query, nick)
        let messages = answer.records.prefix(Batch.maxMessages).compactMap { $0.playedBack(isTalk: isTalk, to: nick) }
        if case .latest = request.purpose { take(answer.readUntil, of: id, newest: answer.records.last?.time, at: now) }
        receive(messages, for: request, isEnd: answer.records.count < request.limit, in: id, at: now)
    }

    /// The log does not answer: for this question it counts as one that has nothing.
    private mutating func failLog(_ request: HistoryFetch) {
        guard let id = request.buffer else { return }
        let now = connection?.liveness.latest ?? clock.lastTick ?? request.sentAt
        switch request.purpose {
        case .latest, .older: buffers.update(id) { $0.olderPages.fail(isFinal: false, at: now) }
        case .gap(let gap, _): buffers.update(id) { $0.gaps[gap]?.state = .open }
        case .around(let time, let messageID): reveal(time, messageID: messageID, in: id, at: now)
        case .targets: break
        }
        markChanged(id)
    }

    /// Time has passed. Needs no connection.
    mutating func tickLog(at now: Timestamp) {
        for purpose in log.takeOverdue(at: now) {
            switch purpose {
            case .page(let request): failLog(request)
            case .search: failSearch("The log does not answer.", from: .log)
            case .readMark, .unreadTalks, .amongPage: break
            }
        }
        markLogRead(at: now)
    }
}
