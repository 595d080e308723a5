import Protocol

/// Lines from before we came in, sent without being asked for: ZNC plays back its buffer (<https://wiki.znc.in/Playback>), InspIRCd a room's
/// history with `+H` (<https://docs.inspircd.org/4/modules/chanhistory/>), in a batch or as plain messages with `time` tags.
extension ClientSession {
    /// Whether the server is ZNC: its capabilities say so.
    var isBouncer: Bool { link?.capabilities.offered.keys.contains { $0.hasPrefix("znc.in/") } ?? false }

    /// Puts lines that were played back where they belong, each once; those from the time of the newest gap mend it.
    mutating func playBack(_ messages: [Message], in id: BufferID, at now: Timestamp) {
        guard let merge = putPlayedBack(messages, in: id, at: now), merge.addedLines > 0 else { return }
        buffers.update(id) { $0.recount() }
        placeRule(in: id)
    }

    private mutating func putPlayedBack(_ messages: [Message], in id: BufferID, at now: Timestamp) -> HistoryMerge? {
        guard let buffer = buffers[id] else { return nil }
        guard let gap = buffer.lastAbsence, let index = buffer.scrollback.index(of: gap) else {
            return put(messages, from: 0, before: nil, renamesMessages: true, in: id, at: now)
        }
        let edge = buffer.known(before: gap).edge
        let merge = put(messages, from: index + 1, before: nil, edge: edge, renamesMessages: true, in: id, at: now)
        let isBouncer = isBouncer
        buffers.update(id) { buffer in
            guard var line = buffer.gaps[gap] else { return }
            line.missed += merge.added
            line.state = GapRule.afterPlayback(
                line.state, reachesBefore: merge.reachesBefore, isBouncer: isBouncer, missed: line.missed)
            buffer.gaps[gap] = line
        }
        return merge
    }

    /// Notes the server's time at which we entered: what bears an earlier one was said before. Nil where the server does not tell.
    mutating func noteEntry(_ incoming: Incoming, in id: BufferID) {
        guard incoming.message.tag("time") != nil else { return }
        buffers.update(id) { $0.enteredAt = incoming.time }
        noteEntry(at: incoming.time)
    }

    mutating func noteEntry(at time: Timestamp) {
        let newest = link?.enteredAt ?? time
        link?.enteredAt = max(newest, time)
    }

    /// Takes a message as played back where it was said before we came in, by the server's own clock. False where it is news.
    mutating func takePlayedBack(_ incoming: Incoming) -> Bool {
        guard let id = placeOfPlayedBack(incoming) else { return false }
        guard let merge = putPlayedBack([incoming.message], in: id, at: incoming.now) else { return true }
        if let line = merge.newest, merge.addedLines > 0 {
            buffers.update(id) { $0.countPlayedBack(line) }
            placeRule(in: id)
        }
        return true
    }

    private mutating func placeOfPlayedBack(_ incoming: Incoming) -> BufferID? {
        guard incoming.message.command == "PRIVMSG" || incoming.message.command == "NOTICE", !incoming.isFromServer,
            incoming.message.tag("time") != nil
        else { return nil }
        let target = incoming.bytes(0)
        if !matcher.matches(target), isRoomName(target.text) {
            guard let id = buffers.id(named: target), let entered = buffers[id]?.enteredAt, incoming.time < entered
            else { return nil }
            return id
        }
        guard let welcomed = link?.welcomedByServer, incoming.time < welcomed else { return nil }
        let peer = incoming.isOwn ? target : incoming.nick
        if let id = buffers.id(named: peer) { return id }
        guard incoming.message.command == "PRIVMSG", matcher.matches(target) || incoming.isOwn, buffers.count <= 500,
            CTCP(parsing: incoming.bytes(1)).map({ $0.command == "ACTION" }) ?? true, !isIgnored(incoming)
        else { return nil }
        return openQuery(peer.text)
    }
}

extension Buffer {
    /// Counts one line that came among the others, without looking at them all.
    fileprivate mutating func countPlayedBack(_ id: LineID) {
        guard id >= readEnd, let index = scrollback.index(of: id) else { return }
        let flags = scrollback.flags(at: index)
        if isNews(scrollback.kind(at: index), flags, sender: scrollback.sender(at: index)) {
            unread += 1
            firstUnread = min(firstUnread ?? id, id)
        }
        if flags.contains(.mention) { mentions += 1 }
    }
}
