import Protocol

/// Asking ZNC's module `playback` for what was missed. <https://wiki.znc.in/Playback>
extension ClientSession {
    /// Lines from so many seconds before the time that is asked for are asked for again: clocks differ, and what is held is not shown twice.
    private static let playbackOverlap: Int64 = 10

    /// Notes at the welcome, before anything of this connection is shown, from when on lines have been missed.
    ///
    /// Lines that claim to be of the future are passed over: else the module would play nothing until then.
    mutating func notePlaybackTimes(at now: Timestamp) {
        let newest = buffers.lazy.compactMap { $0.newestHeard(until: now) }.max()
        let since = lifecycle.offlineSince ?? lifecycle.lastSeen
        let isFirst = !hasBeenOnline
        connection?.playback.begin(
            newestHeard: newest?.advanced(bySeconds: -Self.playbackOverlap),
            since: since?.advanced(bySeconds: -Self.playbackOverlap),
            // Of a later connection the buffers themselves know what has been read.
            isFirst: isFirst)
    }

    /// Asks once a connection, when the rooms are entered. The server's own times go before this machine's clock; whoever was never here
    /// asks for all that is kept.
    mutating func requestPlayback() {
        guard capabilities.contains("znc.in/playback"), !hasHistory, let playback = connection?.playback else { return }
        let since = playback.newestHeard ?? playback.since ?? Timestamp(milliseconds: 0)
        let milliseconds = max(0, since.milliseconds)
        let fraction = String(1000 + milliseconds % 1000).dropFirst()
        send("PRIVMSG", "*playback", "PLAY * \(milliseconds / 1000).\(fraction)")
    }
}

extension Buffer {
    /// The time of the newest line of a person's that the server told, and that is not of the future. Of very many other lines behind it, no more than some are passed over.
    fileprivate func newestHeard(until now: Timestamp) -> Timestamp? {
        guard kind != .server else { return nil }
        for index in stride(from: scrollback.count - 1, through: max(0, scrollback.count - 200), by: -1)
        where scrollback.kind(at: index).isTalk && isFromServer(index) && scrollback.time(at: index) <= now {
            return scrollback.time(at: index)
        }
        return nil
    }

    /// Counts the lines until a time as read, and those behind it as not read.
    mutating func markRead(until time: Timestamp) { readPosition.setEnd(behind: time, in: scrollback) }
}
