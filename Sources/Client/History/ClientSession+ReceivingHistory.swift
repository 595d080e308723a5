import Protocol

/// Pages of history that have come.
extension ClientSession {
    mutating func receiveHistory(_ batch: Batch, at now: Timestamp) {
        let folded = casemapping.fold(batch.target)
        let casemapping = casemapping
        let request = answeredHistory(label: batch.label, at: now) { casemapping.fold($0) == folded }
        defer { sendHistoryRequests(at: now) }
        guard let id = request?.buffer ?? buffers.id(named: batch.target) ?? queryForHistory(batch),
            buffers[id] != nil
        else { return }
        guard let request else { return playBack(batch.messages, in: id, at: now) }
        let isEnd = batch.start.tag("draft/chathistory-end") != nil
        receive(batch.messages, for: request, isEnd: isEnd, in: id, at: now)
    }

    /// Takes a page that was asked for, of the server's memory or of the log.
    ///
    /// - Parameter isEnd: true where nothing is kept that is older.
    mutating func receive(
        _ messages: [Message], for request: HistoryFetch, isEnd: Bool, in id: BufferID, at now: Timestamp
    ) {
        switch request.purpose {
        case .latest: receiveLatest(messages, request: request, isEnd: isEnd, in: id, at: now)
        case .older(let line): receiveOlder(messages, before: line, request: request, isEnd: isEnd, in: id, at: now)
        case .gap(let gap, let before):
            receiveMissed(messages, gap: gap, before: before, request: request, in: id, at: now)
        case .around(let time, let messageID):
            receiveAround(messages, time, messageID, request: request, in: id, at: now)
        case .targets: playBack(messages, in: id, at: now)
        }
    }

    /// Talks that a server plays back by itself open their buffers.
    private mutating func queryForHistory(_ batch: Batch) -> BufferID? {
        let name = batch.target.text
        guard !name.isEmpty, !isChannelName(name), buffers.mayOpenQuery,
            batch.messages.contains(where: { $0.command == "PRIVMSG" })
        else { return nil }
        return openQuery(name)
    }

    /// Puts the messages of a page into their buffer, from a place on and before a line.
    ///
    /// - Parameters:
    ///   - newestAbove: see ``HistoryMerge/newestAbove``.
    ///   - renamesMessages: see ``HistoryMerge/renamesMessages``.
    ///   - source: the memory that the page is of.
    mutating func put(
        _ messages: [Message], from index: Int, before upper: LineID?, newestAbove: Timestamp? = nil,
        renamesMessages: Bool = false, source: HistorySource = .server, in id: BufferID, at now: Timestamp
    ) -> HistoryMerge {
        var merge = HistoryMerge(
            buffer: id, index: index, upper: upper, newestAbove: newestAbove, renamesMessages: renamesMessages,
            source: source, following: messages.count)
        for message in messages {
            merge.nextMessage()
            let message = BufferExtra.event(in: message) ?? message
            playBack(incoming(message, at: now, place: id, source: source), into: &merge)
        }
        markChanged(id)
        // Of what is played back nothing that is from after the line above the gap goes there.
        if !renamesMessages, merge.addedLines != 0 { buffers.update(id) { $0.refreshLinesAbove() } }
        return merge
    }

    /// Shows an event of the past. It changes nothing in the present state.
    private mutating func playBack(_ incoming: IncomingMessage, into merge: inout HistoryMerge) {
        let line: LineContent?
        switch incoming.message.command {
        // In words that are not known: no person says them, and nobody has missed them.
        case "PRIVMSG" where BufferExtra.isSender(incoming.nick):
            line = LineContent(time: incoming.time, kind: .info, text: incoming.bytes(1), flags: .history)
        case "PRIVMSG", "NOTICE": line = playedBackLine(incoming, in: merge.buffer)
        case "TAGMSG": return receiveTagMessage(incoming)
        case "REDACT": return receiveRedaction(incoming)
        case "JOIN": line = incoming.line(.join)
        case "PART": line = incoming.line(.part, text: incoming.bytes(1))
        // That we went stands above the gap, in our own words.
        case "QUIT" where incoming.isOwn && merge.newestAbove != nil: line = nil
        case "QUIT": line = incoming.line(.quit, text: incoming.bytes(0))
        case "KICK": line = incoming.line(.kick, target: incoming.bytes(1), text: incoming.bytes(2))
        case "NICK": line = incoming.line(.nick, target: incoming.bytes(0))
        case "TOPIC": line = incoming.line(.topic, text: incoming.bytes(1))
        case "MODE": line = incoming.line(.mode, text: Bytes(incoming.words(from: 1)))
        default: line = nil
        }
        guard let line else { return }
        let isTakenBack = merge.source == .log && incoming.message.tag(LogRecord.takenBackTag) != nil
        insert(line, isTakenBack: isTakenBack, into: &merge)
    }

    /// A line of history has its place among those that are there.
    private mutating func insert(_ line: LineContent, isTakenBack: Bool, into merge: inout HistoryMerge) {
        let id = merge.buffer
        if line.flags.contains(.own) { takeLost(line, in: id) }
        let place = buffers.update(id) { $0.merge(line, &merge) } ?? nil
        if let arrived = merge.takeArrived(), merge.source == .server { recordArrived(arrived, in: id) }
        guard let place else { return }
        if let replyTo = line.replyTo {
            buffers.update(id) { buffer in buffer.updateAnnotations(place) { $0.replyTo = replyTo } }
        }
        if isTakenBack {
            buffers.update(id) { buffer in
                buffer.updateAnnotations(place) { $0.redaction = Redaction(by: "", reason: "") }
            }
        }
        if merge.source == .server { record(line, in: id, from: merge.renamesMessages ? .playback : .history) }
    }

    private mutating func receiveLatest(
        _ messages: [Message], request: HistoryFetch, isEnd: Bool, in id: BufferID, at now: Timestamp
    ) {
        _ = put(messages, from: 0, before: nil, source: request.source, in: id, at: now)
        olderPageArrived(isEnd: messages.isEmpty || isEnd, from: request.source, in: id)
        if request.source == .server {
            if messages.isEmpty { fetchTalkFromLog(id) } else { fetchLog(amongPageBefore: nil, in: id) }
        }
        buffers.update(id) { buffer in
            if buffer.readPosition.newestPageArrived(in: buffer.scrollback) { buffer.recountUnread() }
        }
        placeUnreadRule(in: id)
        resolveLost(in: id, at: now)
    }

    private mutating func receiveOlder(
        _ messages: [Message], before line: LineID?, request: HistoryFetch, isEnd: Bool, in id: BufferID,
        at now: Timestamp
    ) {
        let merge = put(messages, from: 0, before: line, source: request.source, in: id, at: now)
        if merge.addedLines == 0, !isEnd, request.page == 0, messages.count >= request.limit {
            // A whole page of one instant, of a memory that is asked by time: what lies before that instant.
            var request = request
            request.page = 1
            return ask(request)
        }
        if request.source == .server, merge.addedLines > 0 { fetchLog(amongPageBefore: line, in: id) }
        let isFull = buffers[id].map { $0.scrollback.count >= $0.scrollback.limit } ?? true
        // A page without anything new is the end, whatever the server says: asking again would bring it again.
        if isFull { return buffers.update(id) { $0.olderPages.arrived(isEnd: true) } ?? () }
        olderPageArrived(isEnd: isEnd || merge.addedLines == 0, from: request.source, in: id)
    }

    /// FAIL CHATHISTORY; false where it answers no question of ours.
    mutating func receiveHistoryFailure(_ incoming: IncomingMessage) -> Bool {
        let casemapping = casemapping
        var names = Set(incoming.message.parameters.dropFirst(2).map { casemapping.fold($0) })
        if names.contains(casemapping.fold("TARGETS")) { names.insert(casemapping.fold("")) }
        guard
            let request = answeredHistory(
                label: incoming.label, at: incoming.now, isTarget: { names.contains(casemapping.fold($0)) })
        else { return false }
        fail(request, isFinal: incoming.text(1) == "INVALID_TARGET", at: incoming.now)
        sendHistoryRequests(at: incoming.now)
        // On entering nobody asked, and a server may well keep nothing for us.
        switch request.purpose {
        case .latest, .gap, .targets: return true
        case .around: return request.page == 0
        case .older: return false
        }
    }

    /// A question to the server was refused, or never answered.
    mutating func fail(_ request: HistoryFetch, isFinal: Bool, isOverdue: Bool = false, at now: Timestamp) {
        if case .targets = request.purpose { failTargets() }
        guard let id = request.buffer else { return }
        switch request.purpose {
        case .latest, .older:
            if isFinal, buffers[id].map({ mayHaveLog(of: $0) }) ?? false {
                olderPageArrived(isEnd: true, from: .server, in: id)
                if request.purpose == .latest { fetchTalkFromLog(id) }
            } else {
                buffers.update(id) { $0.olderPages.fail(isFinal: isFinal, at: now) }
            }
        case .gap(let gap, _):
            buffers.update(id) { buffer in
                let missed = buffer.gaps[gap]?.missed ?? 0
                buffer.gaps[gap]?.state = isOverdue ? .open : missed > 0 ? .unsure : .notRecovered
            }
            resolveLost(in: id, at: now)
        case .around where request.page == 0:
            // Not every bouncer knows AROUND: what was said from then on.
            var other = request
            other.page = 1
            ask(other)
        case .around: if isOverdue { note("The server does not answer.", kind: .error, in: id, at: now) }
        case .targets: break
        }
        markChanged(id)
    }

    mutating func tickHistory(at now: Timestamp) {
        let overdue = connection?.history.takeOverdue(at: now) ?? []
        for request in overdue { fail(request, isFinal: false, isOverdue: true, at: now) }
        if !overdue.isEmpty { sendHistoryRequests(at: now) }
    }
}
