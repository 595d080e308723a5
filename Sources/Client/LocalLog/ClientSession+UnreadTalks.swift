import Protocol

/// The talks of the log on this machine that were not read to their end.
extension ClientSession {
    /// Asks for them, to open them again. Not where the server keeps how far has been read: that may be further than the log knows, as
    /// on another device, and such a server tells of its talks by itself.
    mutating func askForUnreadTalks() {
        guard keepsAnyLog, !capabilities.contains("draft/read-marker"),
            let query = log.ask(.unreadTalks, .unreadRooms, of: nil, limit: LogReads.maxUnreadRooms)
        else { return }
        emit(.readLog(query))
    }

    /// Opens those that are not open, as many as talks are remembered. The page that is then read of each has its number.
    mutating func openUnreadTalks(_ answer: LogAnswer, at now: Timestamp) {
        guard phase == .online else { return }
        var names: [String] = []
        for record in answer.records.suffix(LogReads.maxUnreadRooms) {
            if let nick = unreadTalk(with: record, at: now) { names.append(nick) }
        }
        for nick in names.suffix(RememberedChannels.maxQueries) where buffers.mayOpenQuery {
            _ = openQuery(nick, at: now)
        }
    }

    /// The nick of a person whose line was not read; nil for a room, and for somebody whom the person does not want to hear.
    private mutating func unreadTalk(with record: LogRecord, at now: Timestamp) -> String? {
        guard let message = record.playedBack(isTalk: true, to: nick), !record.room.isEmpty,
            !isIgnored(incoming(message, at: now, source: .log))
        else { return nil }
        // The log knows the name folded: who speaks in a talk has it as it is written.
        let isSender = logName(record.sender) == record.room
        let nick = (isSender ? record.sender : record.room).text
        guard !isChannelName(nick), keepsLog(named: nick) else { return nil }
        return nick
    }
}
