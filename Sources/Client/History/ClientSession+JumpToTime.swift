import Protocol

/// Going to a moment, or to a message that the server found.
extension ClientSession {
    /// Shows what was said at a moment, or the nearest to it: ``SessionAction/reveal(_:_:)`` follows, at once or when the server has sent it.
    package mutating func goto(_ time: Timestamp, in id: BufferID, at now: Timestamp) {
        jump(to: time, messageID: nil, in: id, at: now)
    }

    mutating func jump(to time: Timestamp, messageID: String?, in id: BufferID, at now: Timestamp) {
        guard let buffer = buffers[id] else { return }
        if let messageID, let held = buffer.scrollback.id(ofMessage: messageID) {
            emit(.reveal(id, held))
        } else if buffer.kind != .server, buffer.older != .none, buffer.hole(at: time) != nil,
            let source = historySource(of: buffer)
        {
            ask(
                HistoryFetch(
                    purpose: .around(time, messageID: messageID), buffer: id, target: buffer.name, limit: historyLimit,
                    source: source))
        } else {
            reveal(time, messageID: nil, in: id, at: now)
        }
    }

    /// A page from some other time: it stands by itself, with what is not fetched yet marked on either side.
    mutating func receiveAround(
        _ messages: [Message], _ time: Timestamp, _ messageID: String?, request: HistoryFetch, in id: BufferID,
        at now: Timestamp
    ) {
        if request.source == .server, keepsLog(in: id), !reachesBack(messages, to: time, at: now) {
            // The log may go back further.
            var other = request
            (other.source, other.page) = (.log, 0)
            return ask(other)
        }
        guard let last = messages.last else {
            let memory = request.source == .log ? "Nothing is kept" : "The server remembers nothing"
            note("\(memory) from then.", in: id, at: now)
            return
        }
        guard let hole = buffers[id]?.hole(at: time) else {
            _ = put(messages, from: 0, before: nil, source: request.source, in: id, at: now)
            reveal(time, messageID: messageID, in: id, at: now)
            return
        }
        let newest = incoming(last, at: now).time
        let index = hole.map { (buffers[id]?.scrollback.index(notBelow: $0) ?? 0) + 1 } ?? 0
        let below = buffers.update(id) { buffer -> LineID? in
            guard index < buffer.scrollback.count,
                let below = buffer.scrollback.insert(
                    LineContent(time: newest, kind: .gap), at: index, following: 1 << 16)
            else { return nil }
            buffer.gaps[below] = GapLine(cause: .jump, state: .open)
            return below
        }
        let merge = put(
            messages, from: index, before: below ?? nil, source: request.source, in: id, at: now)
        buffers.update(id) { buffer in
            if let hole, merge.hasMetOlder { buffer.gaps[hole]?.state = .recovered }
            if hole == nil { buffer.olderPages.foundMore() }
            if let below = below ?? nil, merge.hasMetNewer || merge.addedLines == 0 {
                buffer.scrollback.remove(below)
                buffer.gaps[below] = nil
            }
        }
        reveal(time, messageID: messageID, in: id, at: now)
    }

    /// True if a page has a line from a moment or from before it.
    private mutating func reachesBack(_ messages: [Message], to time: Timestamp, at now: Timestamp) -> Bool {
        guard let first = messages.first else { return false }
        return incoming(first, at: now).time <= time
    }

    mutating func reveal(_ time: Timestamp, messageID: String?, in id: BufferID, at now: Timestamp) {
        guard let scrollback = buffers[id]?.scrollback, scrollback.count > 0 else {
            note("There is nothing here yet.", in: id, at: now)
            return
        }
        let later = scrollback.firstIndex(notBefore: time, in: 0..<scrollback.count)
        let held = messageID.flatMap { scrollback.id(ofMessage: $0) }
        emit(.reveal(id, held ?? scrollback.id(at: min(later, scrollback.count - 1))))
    }
}

extension Buffer {
    /// The place of the lines that are missing at a moment: nil if all are held; a gap line; or `.some(nil)` if they are above the oldest
    /// line.
    func hole(at time: Timestamp) -> LineID?? {
        let index = scrollback.firstIndex(notBefore: time, in: 0..<scrollback.count)
        if index < scrollback.count, scrollback.time(at: index) == time { return nil }
        if index == 0 { return older == .complete ? nil : .some(nil) }
        let above = scrollback.id(at: index - 1)
        guard let gap = gaps[above], gap.state != .recovered else { return nil }
        return .some(above)
    }
}
