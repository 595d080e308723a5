import Protocol

/// Asking the server for what was said. <https://ircv3.net/specs/extensions/chathistory>
extension ClientSession {
    /// True if this server can be asked for history.
    var hasHistory: Bool {
        let enabled = capabilities
        return phase == .online && enabled.contains("draft/chathistory") && enabled.contains("batch")
            && enabled.contains("server-time")
    }

    /// How many messages to ask for at once: a hundred, or fewer where the server says so.
    var historyLimit: Int {
        guard let most = isupport.number("CHATHISTORY"), most > 0 else { return 100 }
        return min(most, 100)
    }

    /// The view is near a buffer's oldest line: the page before it is fetched, from the server or from the log, unless there is none, or it is on
    /// its way, or was refused less than 15 seconds ago. To be called as often as one likes.
    package mutating func fetchOlderHistory(in id: BufferID, at now: Timestamp) {
        guard let buffer = buffers[id], buffer.kind != .server, let source = historySource(of: buffer) else { return }
        guard buffer.olderPages.mayFetch(at: now) else { return }
        let oldest = buffer.oldestFromServer
        buffers.update(id) { $0.olderPages.beginLoading() }
        markChanged(id)
        ask(
            HistoryFetch(
                purpose: oldest.map { .older($0) } ?? .latest, buffer: id, target: buffer.name, limit: historyLimit,
                source: source))
    }

    mutating func ask(_ request: HistoryFetch) {
        switch request.source {
        case .server: askServer(request)
        case .log: askLog(request)
        }
    }

    private mutating func askServer(_ request: HistoryFetch) {
        guard hasHistory else { return }
        guard connection?.history.add(request) == true else {
            return fail(request, isFinal: false, at: connection?.liveness.latest ?? request.sentAt)
        }
        sendHistoryRequests(at: connection?.liveness.latest ?? request.sentAt)
    }

    /// Asks for what the person looks at, at once; for what was said elsewhere when there is nothing better to do.
    mutating func sendHistoryRequests(at now: Timestamp) {
        while let request = connection?.history.next(about: focus.visible, orAny: false) { send(request, at: now) }
        sendBackgroundRequests(at: now)
    }

    mutating func send(_ request: HistoryFetch, at now: Timestamp) {
        guard let message = message(for: request) else { return fail(request, isFinal: false, at: now) }
        var request = request
        var labelled = message
        if capabilities.contains("labeled-response") {
            request.label = outgoing.nextLabel()
            labelled.tags = [Tag("label", request.label ?? "")]
        }
        request.sentAt = now
        // A room whose name cannot be said in a line: no later try can succeed.
        guard send(labelled) else { return fail(request, isFinal: true, at: now) }
        connection?.history.sent(request)
    }

    /// Takes the question that an answer is to, and learns from it how the server keeps up.
    mutating func answeredHistory(label: String?, at now: Timestamp, isTarget: (String) -> Bool) -> HistoryFetch? {
        guard let request = connection?.history.answered(label: label, isTarget: isTarget) else { return nil }
        let lag = usualLag
        if request.isBackground { connection?.backgroundRequests.noteAnswer(sentAt: request.sentAt, lag: lag, at: now) }
        return request
    }

    private func message(for request: HistoryFetch) -> Message? {
        let limit = String(request.limit)
        let target = request.target
        switch request.purpose {
        case .latest: return Message("CHATHISTORY", "LATEST", target, "*", limit)
        case .older(let id):
            let reference =
                request.page == 0
                ? reference(to: id, in: request.buffer, shift: 1) : time(of: id, in: request.buffer, shift: 0)
            guard let reference else { return nil }
            return Message("CHATHISTORY", "BEFORE", target, reference, limit)
        case .gap(let gap, let before):
            let since = request.isBounded ? boundary(of: gap, in: request.buffer) : nil
            guard let before,
                let reference = reference(to: before, in: request.buffer, shift: request.passesMoment ? 0 : 1)
            else {
                return Message("CHATHISTORY", "LATEST", target, since ?? "*", limit)
            }
            guard let since else { return Message("CHATHISTORY", "BEFORE", target, reference, limit) }
            return Message("CHATHISTORY", "BETWEEN", target, reference, since, limit)
        case .around(let time, _) where request.page > 0:
            let before = time.advanced(byMilliseconds: -1)
            return Message("CHATHISTORY", "AFTER", target, "timestamp=" + before.iso8601, limit)
        case .around(let time, let messageID):
            if let messageID, canNameMessages, !messageID.utf8.contains(where: { $0 <= 32 }) {
                return Message("CHATHISTORY", "AROUND", target, "msgid=" + messageID, limit)
            }
            return Message("CHATHISTORY", "AROUND", target, "timestamp=" + time.iso8601, limit)
        case .targets(let since):
            let until = (connection?.liveness.lastHeard ?? since).advanced(bySeconds: 60)
            return Message(
                "CHATHISTORY", "TARGETS", "timestamp=" + since.iso8601, "timestamp=" + until.iso8601, limit)
        }
    }

    /// True if the server takes msgids; false if it takes only times, as soju does.
    private var canNameMessages: Bool {
        isupport["MSGREFTYPES"].map { $0.split(separator: ",").contains("msgid") } ?? true
    }

    /// How to name a line to the server. By its time, a little is asked for again, so that what was said in the same instant is not passed over.
    private func reference(to id: LineID?, in buffer: BufferID?, shift: Int64) -> String? {
        guard let id, let buffer, let line = buffers[buffer]?.scrollback[id] else { return nil }
        // If the server plays back no more than talk, it may not know the msgids of lines about people who came and went.
        let isKnown = line.kind.isTalk || capabilities.contains("draft/event-playback")
        // A msgid with a space in it cannot stand in a line: the time can.
        if canNameMessages, isKnown, let messageID = line.messageID, !messageID.utf8.contains(where: { $0 <= 32 }) {
            return "msgid=" + messageID
        }
        return time(of: id, in: buffer, shift: shift)
    }

    private func time(of id: LineID?, in buffer: BufferID?, shift: Int64) -> String? {
        guard let id, let buffer, let line = buffers[buffer]?.scrollback[id] else { return nil }
        return "timestamp=" + line.time.advanced(byMilliseconds: shift).iso8601
    }

    /// A moment from before lines are missing: that of the last message known, which is thus sent again and shows that nothing lies between.
    private func boundary(of gap: LineID, in id: BufferID?) -> String? {
        guard let id, let buffer = buffers[id] else { return nil }
        let known = buffer.known(before: gap)
        guard let time = known.newestMessageAbove ?? known.newestAbove ?? buffer.gaps[gap]?.since else { return nil }
        return "timestamp=" + time.advanced(byMilliseconds: -1000).iso8601
    }
}

extension Buffer {
    /// The oldest line that the server has too.
    var oldestFromServer: LineID? {
        for index in 0..<min(scrollback.count, 1000) where isFromServer(index) { return scrollback.id(at: index) }
        return nil
    }

    /// True if the server has a line too, in the history of this buffer: this program did not write the line by itself, it is none that
    /// perhaps did not arrive, and none that was said in private.
    func isFromServer(_ index: Int) -> Bool {
        switch scrollback.kind(at: index) {
        case .info, .greeting, .error, .gap: false
        case .message, .action, .notice, .join, .part, .quit, .kick, .nick, .topic, .mode, .invite:
            scrollback.flags(at: index).isDisjoint(with: [.unconfirmed, .perhapsNotSent, .pending])
                && !scrollback.isPrivate(at: index)
        }
    }
}
