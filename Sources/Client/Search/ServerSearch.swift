import Protocol

/// A search on the server, in the log on this machine, or in both, and the lines that were found. <https://codeberg.org/emersion/soju/src/branch/master/doc/ext/search.md>
package struct ServerSearch: Hashable, Sendable {
    package enum State: Hashable, Sendable {
        case loading
        case complete
        case failed(reason: String)
    }

    /// A line, in its buffer or not: ``ClientSession/open(_:at:)`` goes to it.
    package struct Found: Hashable, Sendable {
        /// The room, or the person talked with.
        package let place: String
        /// Its id means nothing.
        package let line: Line
    }

    package let text: String
    /// The room or person searched; nil for all.
    package let place: String?
    package private(set) var state = State.loading
    /// The newest first.
    package private(set) var found: [Found] = []
    /// The label that the request was sent with; nil where the server has no `labeled-response`.
    let label: String?
    /// True if the log on this machine is searched, alone or besides the server.
    package let includesLog: Bool
    /// Those that have not answered.
    private var awaited: Set<HistorySource>
    private var askedAt: Timestamp

    init(_ text: String, place: String?, label: String?, in sources: Set<HistorySource>, at now: Timestamp) {
        self.text = text
        self.place = place
        self.label = label
        includesLog = sources.contains(.log)
        awaited = sources
        askedAt = now
    }

    /// True once the server has not answered for 30 seconds.
    func isOverdue(at now: Timestamp) -> Bool { state == .loading && now.seconds(since: askedAt) >= 30 }

    /// True while this one has not answered.
    func awaits(_ source: HistorySource) -> Bool { state == .loading && awaited.contains(source) }

    /// An answer has come: each line that two have found counts once.
    mutating func found(_ lines: [Found], in source: HistorySource) {
        awaited.remove(source)
        let known = found
        found += lines.filter { line in !known.contains { $0.isSame(as: line) } }
        found.sort { $0.line.time > $1.line.time }
        if awaited.isEmpty { state = .complete }
    }

    /// No answer comes of one. What the other found counts all the same.
    mutating func fail(because reason: String, from source: HistorySource) {
        awaited.remove(source)
        if awaited.isEmpty { state = found.isEmpty ? .failed(reason: reason) : .complete }
    }

    mutating func clockSetBack(to now: Timestamp) { askedAt = min(askedAt, now) }
}

extension ServerSearch.Found {
    /// True if it is the same line: by its msgid, else by its sender, words and time.
    fileprivate func isSame(as other: Self) -> Bool {
        if let id = line.messageID, let otherID = other.line.messageID { return id == otherID }
        return line.time == other.line.time && line.sender == other.line.sender && line.text == other.line.text
    }
}

extension ClientSession {
    /// True if this server can be searched.
    package var canSearchServer: Bool {
        phase == .online && capabilities.contains("soju.im/search") && capabilities.contains("batch")
    }

    /// True if more can be searched than what is held here.
    package func canSearchHistory(in id: BufferID?) -> Bool { canSearchServer || mayFindInLog(id) }

    /// True if the log on this machine may have lines of a buffer, or of any. Without a connection it is all that there is: it is searched also
    /// where the server keeps most.
    private func mayFindInLog(_ id: BufferID?) -> Bool {
        guard let id, id != .server else { return keepsAnyLog || (phase != .online && mayKeepLog) }
        return buffers[id].map { mayHaveLog(of: $0) } ?? false
    }

    /// Asks the server, and the log on this machine, for messages with a text, in one buffer or in all. The lines that are found are in
    /// ``serverSearch``.
    package mutating func searchServer(_ text: String, in id: BufferID?, at now: Timestamp) -> SubmitOutcome {
        let isLogged = mayFindInLog(id)
        guard phase == .online || isLogged else { return .notSent(reason: offlineReason) }
        guard canSearchServer || isLogged else {
            return .notSent(reason: "This server cannot be searched: only the lines loaded here can.")
        }
        let words = Bytes(String(text.filter { !$0.isNewline })).prefix(ofAtMost: 200)
        guard !words.isEmpty else { return .notSent(reason: "Search for what?") }
        let place = id.flatMap { $0 == .server ? nil : buffers[$0]?.name }
        var label: String?
        if canSearchServer {
            if capabilities.contains("labeled-response") { label = outgoing.nextLabel() }
            guard sendSearch(words.text, in: place, label: label) else {
                return .notSent(reason: "This cannot be sent in a line of IRC.")
            }
        }
        let room = place.map { logName(Bytes($0)) }
        let query = isLogged ? log.ask(.search, .matching(words.text), of: room, limit: 100) : nil
        var sources: Set<HistorySource> = canSearchServer ? [.server] : []
        if let query {
            sources.insert(.log)
            emit(.readLog(query))
        }
        guard !sources.isEmpty else { return .notSent(reason: "The log does not answer.") }
        serverSearch = ServerSearch(words.text, place: place, label: label, in: sources, at: now)
        return .done
    }

    private mutating func sendSearch(_ text: String, in place: String?, label: String?) -> Bool {
        var attributes: [UInt8] = []
        for tag in (place.map { [Tag("in", $0)] } ?? []) + [Tag("text", text), Tag("limit", "100")] {
            if !attributes.isEmpty { attributes.append(ASCII.semicolon) }
            tag.serialize(into: &attributes)
        }
        var message = Message("SEARCH", [attributes[...]])
        if let label { message.tags = [Tag("label", label)] }
        return send(message)
    }

    mutating func receiveSearch(_ batch: Batch, at now: Timestamp) {
        guard serverSearch?.awaits(.server) == true, batch.label == nil || batch.label == serverSearch?.label else {
            return
        }
        let found = batch.messages.compactMap { self.found($0, source: .server, at: now) }
        serverSearch?.found(found, in: .server)
        emit(.searched)
    }

    /// Takes the lines that the log found. One that a room's buffer has a name for stands there.
    mutating func receiveSearch(_ answer: LogAnswer, at now: Timestamp) {
        guard serverSearch?.awaits(.log) == true else { return }
        let nick = nick
        let found = answer.records.prefix(1000).compactMap { record -> ServerSearch.Found? in
            let room = record.room.text
            let place = buffers.id(named: room).flatMap { buffers[$0]?.name } ?? room
            return record.playedBack(isTalk: !isChannelName(room), to: nick).flatMap {
                self.found($0, source: .log, place: place, at: now)
            }
        }
        serverSearch?.found(found, in: .log)
        emit(.searched)
    }

    private mutating func found(
        _ message: Message, source: HistorySource, place: String? = nil, at now: Timestamp
    ) -> ServerSearch.Found? {
        let incoming = incoming(message, at: now, source: source)
        let body = incoming.bytes(1)
        guard message.command == "PRIVMSG" || message.command == "NOTICE", !isIgnored(incoming) else { return nil }
        var kind = message.command == "NOTICE" ? LineKind.notice : .message
        var text = body
        if let ctcp = CTCP(parsing: body) {
            guard ctcp.command == "ACTION" else { return nil }
            kind = .action
            text = Bytes(ctcp.text)
        }
        let target = channelTarget(incoming.bytes(0)).text
        let place = place ?? (isChannelName(target) || incoming.isOwn ? target : incoming.nickText)
        if incoming.isOwn, let masked = masked(text.text, to: target) { text = Bytes(masked) }
        let line = incoming.line(kind, target: audience(incoming.bytes(0)), text: text)
        return ServerSearch.Found(place: place, line: line.line(id: LineID(0)))
    }

    /// FAIL SEARCH, or a log that does not answer; false where nothing was asked.
    @discardableResult
    mutating func failSearch(_ reason: String, from source: HistorySource = .server) -> Bool {
        guard serverSearch?.awaits(source) == true else { return false }
        serverSearch?.fail(because: reason, from: source)
        emit(.searched)
        return true
    }

    mutating func tickSearch(at now: Timestamp) {
        if serverSearch?.isOverdue(at: now) == true { failSearch("The server does not answer.") }
    }

    /// Goes to a line that the server found: its buffer is shown, and ``SessionAction/reveal(_:_:)`` follows.
    package mutating func open(_ found: ServerSearch.Found, at now: Timestamp) -> SubmitOutcome {
        let id: BufferID
        if let known = buffers.id(named: found.place) {
            id = known
        } else {
            guard !isChannelName(found.place) else {
                return .notSent(reason: "You are not in \(found.place): /join \(found.place) enters it.")
            }
            id = openQuery(found.place, at: now)
        }
        emit(.show(id))
        jump(to: found.line.time, messageID: found.line.messageID, in: id, at: now)
        return .done
    }
}
