import Protocol

/// The lines that have been read, here and on the person's other screens. <https://ircv3.net/specs/extensions/read-marker>
extension ClientSession {
    /// These lines are on the screen, and the person is looking: to be called with each picture, with the oldest and the newest line of it.
    ///
    /// The unread lines begin behind these if they began among these, or if everything before had been read; if they begin further up, that
    /// beginning stays, until the person leaves the buffer with its newest line in sight. Lines that are missing near these are fetched.
    package mutating func linesShown(_ top: LineID, through bottom: LineID, in id: BufferID, at now: Timestamp) {
        fetchGaps(near: top, bottom: bottom, in: id)
        buffers.update(id) { $0.readPosition.linesShown(top, through: bottom) }
        guard let buffer = buffers[id] else { return }
        if let first = buffer.firstUnread, first > bottom, buffer.unreadRule == nil {
            // News below while the person looks further up: there is where it begins.
            buffers.update(id) { $0.readPosition.placeRule() }
        }
        guard bottom >= buffer.readPosition.end else { return }
        if let first = buffer.firstUnread, first < top { return }
        moveReadEnd(to: bottom.next, in: id)
    }

    /// The person leaves a buffer that was on the screen: see ``ReadPosition/left(in:)``.
    mutating func leave(_ id: BufferID) {
        buffers.update(id) { buffer in
            guard buffer.readPosition.left(in: buffer.scrollback) else { return }
            buffer.recountUnread()
            buffer.readPosition.placeRule()
        }
        markChanged(id)
    }

    /// Everything has been read.
    package mutating func markRead(in id: BufferID, at now: Timestamp) {
        guard let buffer = buffers[id] else { return }
        buffers.update(id) { $0.readPosition.removeRule() }
        moveReadEnd(to: buffer.endID, in: id)
        markChanged(id)
    }

    /// Places the rule above the first unread line, once these were counted anew. The rule stays if it stands in a buffer that the person
    /// is looking at.
    mutating func placeUnreadRule(in id: BufferID) {
        let isVisible = focus.isWatching(id)
        buffers.update(id) { buffer in
            if !isVisible || buffer.unreadRule == nil { buffer.readPosition.placeRule() }
        }
    }

    private mutating func moveReadEnd(to place: LineID, in id: BufferID) {
        let isMoved =
            buffers.update(id) { buffer in
                let before = (buffer.unread, buffer.mentions, buffer.firstUnread)
                // Lines under way have no place yet.
                buffer.readPosition.moveEnd(to: min(place, buffer.scrollback.endID))
                if buffer.firstUnread != nil { buffer.recountUnread() }
                return before != (buffer.unread, buffer.mentions, buffer.firstUnread)
            } ?? false
        if isMoved { markChanged(id) }
    }

    private mutating func fetchGaps(near top: LineID, bottom: LineID, in id: BufferID) {
        guard hasHistory || keepsLog(in: id), let buffer = buffers[id], !buffer.gaps.isEmpty else { return }
        let reach = 40
        let first = buffer.scrollback.index(notBelow: top) - reach
        let last = buffer.scrollback.index(notBelow: bottom) + reach
        for (gap, line) in buffer.gaps where line.state == .open {
            let index = buffer.scrollback.index(notBelow: gap)
            if index >= first, index <= last { fillGap(gap, in: id) }
        }
    }

    /// Sees to it that the server is told how far has been read, a second or more after it was.
    mutating func planReadMarkers(at now: Timestamp) {
        guard phase == .online, capabilities.contains("draft/read-marker") else { return }
        for id in buffers.map(\.id) where id != .server {
            guard let buffer = buffers[id], buffer.readPosition.isAheadOfServer else { continue }
            let time = buffer.lastReadTime
            let isNew =
                buffers.update(id) { buffer in
                    buffer.readPosition.told()
                    return time.map { buffer.readPosition.advanceMarker(to: $0) } ?? false
                } ?? false
            if isNew { requestInBackground(.readMarker, in: id, at: now) }
        }
    }

    /// Tells how far has been read, or asks where that is not known.
    mutating func sendReadMarker(of buffer: Buffer) -> Bool {
        guard let time = buffer.readPosition.marker else { return send("MARKREAD", buffer.name) }
        return send("MARKREAD", buffer.name, "timestamp=" + time.iso8601)
    }

    /// Takes a marker of the server's: lines that the person has read on another screen are read here.
    mutating func receiveReadMarker(_ incoming: IncomingMessage) {
        guard let id = buffers.id(named: incoming.bytes(0)) else { return }
        backgroundRequestAnswered(.readMarker, in: id, at: incoming.now)
        let value = incoming.text(1)
        guard value.hasPrefix("timestamp="), let time = Timestamp(iso8601: String(value.dropFirst(10))) else { return }
        buffers.update(id) { buffer in
            if buffer.readPosition.take(time, in: buffer.scrollback) { buffer.recountUnread() }
        }
        placeUnreadRule(in: id)
        markChanged(id)
    }
}

extension Buffer {
    /// The time of the newest message that has been read.
    var lastReadTime: Timestamp? {
        var index = scrollback.index(notBelow: readPosition.end) - 1
        for _ in 0..<1000 where index >= 0 {
            let flags = scrollback.flags(at: index)
            if scrollback.kind(at: index).isTalk, !scrollback.messageID(at: index).isEmpty || !flags.contains(.own) {
                return scrollback.time(at: index)
            }
            index -= 1
        }
        return nil
    }
}
