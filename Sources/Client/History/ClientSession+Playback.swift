import Protocol

/// Lines from before we came in, sent without being asked for: ZNC plays back its buffer (<https://wiki.znc.in/Playback>), InspIRCd a room's
/// history with `+H` (<https://docs.inspircd.org/4/modules/chanhistory/>), in a batch or as plain messages with `time` tags.
extension ClientSession {
    /// True if the server is a bouncer that can play back by itself: the capabilities of ZNC, pounce and soju say so. Others have some of
    /// soju's, too.
    var isBouncer: Bool {
        let vendors = ["znc.in/", "causal.agency/", "soju.im/bouncer-networks"]
        return connection?.capabilities.offered.keys.contains { name in vendors.contains { name.hasPrefix($0) } }
            ?? false
    }

    /// Puts lines that were played back where they belong, each once; those from the time of the newest gap mend it.
    mutating func playBack(_ messages: [Message], in id: BufferID, at now: Timestamp) {
        guard let merge = putPlayedBack(messages, in: id, at: now), merge.addedLines > 0 else { return }
        buffers.update(id) { $0.recountUnread() }
        placeUnreadRule(in: id)
    }

    private mutating func putPlayedBack(_ messages: [Message], in id: BufferID, at now: Timestamp) -> HistoryMerge? {
        guard let buffer = buffers[id] else { return nil }
        guard let gap = buffer.lastAbsence, let index = buffer.scrollback.index(of: gap) else {
            let merge = put(messages, from: 0, before: nil, renamesMessages: true, in: id, at: now)
            let window = buffer.kind == .query ? .server : id
            if let time = connection?.playback.readUntil(in: window) { buffers.update(id) { $0.markRead(until: time) } }
            return merge
        }
        let newestAbove = buffer.known(before: gap).newestAbove
        let merge = put(
            messages, from: index + 1, before: nil, newestAbove: newestAbove, renamesMessages: true, in: id, at: now)
        buffers.update(id) { buffer in
            guard var line = buffer.gaps[gap] else { return }
            line.missed += merge.added
            line.state = GapResolution.afterPlayback(
                line.state, reachesBefore: merge.reachesBefore, missed: line.missed)
            buffer.gaps[gap] = line
        }
        return merge
    }

    /// Notes the server's time at which we entered: what bears an earlier one can be played back. Nothing where the server does not tell.
    mutating func openPlaybackWindow(_ incoming: IncomingMessage, in id: BufferID) {
        guard incoming.message.tag("time") != nil else { return }
        connection?.playback.open(id, at: incoming.time)
    }

    /// Takes a message as played back where it is one: see ``PlaybackWindow``. False where it is news.
    mutating func takePlayedBack(_ incoming: IncomingMessage) -> Bool {
        guard let id = placeOfPlayedBack(incoming) else { return false }
        guard let merge = putPlayedBack([incoming.message], in: id, at: incoming.now) else { return true }
        if let line = merge.newest, merge.addedLines > 0 {
            buffers.update(id) { $0.countPlayedBack(line) }
            placeUnreadRule(in: id)
        }
        return true
    }

    private mutating func placeOfPlayedBack(_ incoming: IncomingMessage) -> BufferID? {
        guard incoming.message.command == "PRIVMSG" || incoming.message.command == "NOTICE", !incoming.isFromServer,
            incoming.message.tag("time") != nil
        else { return nil }
        let target = incoming.bytes(0)
        if !ownNick.matcher.matches(target), isChannelName(target.text) {
            guard let id = buffers.id(named: target), wasSaidBefore(incoming, window: id, in: id) else { return nil }
            return id
        }
        let peer = incoming.isOwn ? target : incoming.nick
        let talk = buffers.id(named: peer)
        guard wasSaidBefore(incoming, window: .server, in: talk) else { return nil }
        if let talk { return talk }
        guard incoming.message.command == "PRIVMSG", ownNick.matcher.matches(target) || incoming.isOwn,
            buffers.mayOpenQuery,
            CTCP(parsing: incoming.bytes(1)).map({ $0.command == "ACTION" }) ?? true, !isIgnored(incoming)
        else { return nil }
        return openQuery(peer.text)
    }

    /// True if a line was said before we came in. False for the echo of a line that we say now, whatever the server's clock says.
    private mutating func wasSaidBefore(_ incoming: IncomingMessage, window: BufferID, in id: BufferID?) -> Bool {
        if incoming.isOwn, let id, isEcho(incoming, in: id) { return false }
        return connection?.playback.takes(incoming.time, in: window) ?? false
    }

    /// True if a line of our own is the echo of one that is under way: by its label, or by its words.
    private func isEcho(_ incoming: IncomingMessage, in id: BufferID) -> Bool {
        guard let pending = buffers[id]?.pending, !pending.isEmpty else { return false }
        let body = incoming.bytes(1)
        let text = CTCP(parsing: body).map { Bytes($0.text) } ?? body
        return pending.contains {
            !$0.isLost && ($0.label != nil && $0.label == incoming.label || $0.line.text == text)
        }
    }
}

extension Buffer {
    /// Counts one line that came among the others, without looking at them all.
    fileprivate mutating func countPlayedBack(_ id: LineID) {
        guard id >= readPosition.end, let index = scrollback.index(of: id) else { return }
        let flags = scrollback.flags(at: index)
        readPosition.lineInserted(
            id, isNews: countsAsUnread(scrollback.kind(at: index), flags, sender: scrollback.sender(at: index)),
            isMention: flags.contains(.mention))
    }
}
