import Protocol

/// A search on the server, and the lines that it found. <https://codeberg.org/emersion/soju/src/branch/master/doc/ext/search.md>
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
    private var askedAt: Timestamp

    init(_ text: String, place: String?, label: String?, at now: Timestamp) {
        self.text = text
        self.place = place
        self.label = label
        askedAt = now
    }

    /// True once the server has not answered for 30 seconds.
    func isOverdue(at now: Timestamp) -> Bool { state == .loading && now.seconds(since: askedAt) >= 30 }

    /// The server's answer has come.
    mutating func complete(with found: [Found]) {
        self.found = found.sorted { $0.line.time > $1.line.time }
        state = .complete
    }

    mutating func fail(because reason: String) { state = .failed(reason: reason) }

    mutating func clockSetBack(to now: Timestamp) { askedAt = min(askedAt, now) }
}

extension ClientSession {
    /// True if this server can be searched.
    package var canSearchServer: Bool {
        phase == .online && capabilities.contains("soju.im/search") && capabilities.contains("batch")
    }

    /// Asks the server for messages with a text, in one buffer or in all. The lines that it finds are in ``serverSearch``.
    package mutating func searchServer(_ text: String, in id: BufferID?, at now: Timestamp) -> SubmitOutcome {
        guard phase == .online else { return .notSent(reason: offlineReason) }
        guard canSearchServer else {
            return .notSent(reason: "This server cannot be searched: only what is held here.")
        }
        let words = Bytes(String(text.filter { !$0.isNewline })).prefix(ofAtMost: 200)
        guard !words.isEmpty else { return .notSent(reason: "Search for what?") }
        let place = id.flatMap { $0 == .server ? nil : buffers[$0]?.name }
        var attributes: [UInt8] = []
        for tag in (place.map { [Tag("in", $0)] } ?? []) + [Tag("text", words.text), Tag("limit", "100")] {
            if !attributes.isEmpty { attributes.append(ASCII.semicolon) }
            tag.serialize(into: &attributes)
        }
        var label: String?
        var message = Message("SEARCH", [attributes[...]])
        if capabilities.contains("labeled-response") {
            label = outgoing.nextLabel()
            message.tags = [Tag("label", label ?? "")]
        }
        guard send(message) else { return .notSent(reason: "This cannot be said in a line of IRC.") }
        serverSearch = ServerSearch(words.text, place: place, label: label, at: now)
        return .done
    }

    mutating func receiveSearch(_ batch: Batch, at now: Timestamp) {
        guard serverSearch?.state == .loading, batch.label == nil || batch.label == serverSearch?.label else { return }
        let found = batch.messages.compactMap { self.found($0, at: now) }
        serverSearch?.complete(with: found)
        emit(.searched)
    }

    private mutating func found(_ message: Message, at now: Timestamp) -> ServerSearch.Found? {
        let incoming = incoming(message, at: now)
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
        let place = isChannelName(target) || incoming.isOwn ? target : incoming.nickText
        if incoming.isOwn, let masked = masked(text.text, to: target) { text = Bytes(masked) }
        let line = incoming.line(kind, target: audience(incoming.bytes(0)), text: text)
        return ServerSearch.Found(place: place, line: line.line(id: LineID(0)))
    }

    /// FAIL SEARCH; false where nothing was asked.
    mutating func failSearch(_ reason: String) -> Bool {
        guard serverSearch?.state == .loading else { return false }
        serverSearch?.fail(because: reason)
        emit(.searched)
        return true
    }

    mutating func tickSearch(at now: Timestamp) {
        if serverSearch?.isOverdue(at: now) == true { _ = failSearch("The server does not answer.") }
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
