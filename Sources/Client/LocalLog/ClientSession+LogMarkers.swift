import Protocol

/// Noting in the log how far has been read, so that the next start of the program knows what was missed.
extension ClientSession {
    /// Notes how far has been read, where that is further than before: with each tick, and at the end.
    mutating func markLogRead(at now: Timestamp) {
        guard keepsAnyLog || keepsLogOfTalks else { return }
        for id in buffers.map(\.id) {
            markFormerLogNamesRead(of: id)
            guard keepsLog(in: id), let buffer = buffers[id], buffer.readPosition.isAheadOfLog else { continue }
            buffers.update(id) { $0.readPosition.logged() }
            guard let time = buffer.lastReadTime, let room = logName(of: id) else { continue }
            emit(.markLogRead(room: room, Self.mark(time, at: now)))
        }
    }

    /// The seconds by which a server's clock may be ahead of ours.
    private static let mostSecondsAhead: Int64 = 600

    /// The time that is noted for a line. A mark never goes back: the time of a line from far ahead would count all that is said until then as
    /// read.
    static func mark(_ time: Timestamp, at now: Timestamp) -> Timestamp {
        time <= now.advanced(bySeconds: mostSecondsAhead) ? time : now
    }

    /// Asks how far a buffer was read of which the server has the lines, and keeps no such time.
    mutating func askForLogMark(of id: BufferID) {
        guard keepsLog(in: id), !capabilities.contains("draft/read-marker"), let room = logName(of: id),
            let query = log.ask(.readMark(id), .latest, of: room, limit: 1)
        else { return }
        emit(.readLog(query))
    }

    /// The log tells how far a buffer was read. The page of the server may have come before.
    mutating func receiveLogMark(_ answer: LogAnswer, of id: BufferID, at now: Timestamp) {
        take(answer.readUntil, of: id, newest: answer.records.last?.time, at: now)
        buffers.update(id) { buffer in
            if buffer.readPosition.hasMarker { buffer.recountUnread() }
        }
        placeUnreadRule(in: id)
        markChanged(id)
    }

    /// Takes the time up to which a buffer had been read when the program ran last. Where the server keeps such a time, that one counts.
    ///
    /// - Parameters:
    ///   - time: nil where none was noted: then all that is there counts as read, and all that comes does not.
    ///   - newest: the time of the newest line of the log.
    mutating func take(_ time: Timestamp?, of id: BufferID, newest: Timestamp?, at now: Timestamp) {
        guard let time else {
            guard let buffer = buffers[id], let room = logName(of: id) else { return }
            let time = newest ?? buffer.momentBeforeFirstNewLine ?? now
            emit(.markLogRead(room: room, Self.mark(time, at: now)))
            return
        }
        guard !capabilities.contains("draft/read-marker") else { return }
        buffers.update(id) { buffer in
            _ = buffer.readPosition.take(time, in: buffer.scrollback)
        }
    }
}

extension Buffer {
    /// The last moment before the lines that came as they were said, rather than from a memory; nil where there are none.
    fileprivate var momentBeforeFirstNewLine: Timestamp? {
        for index in 0..<min(scrollback.count, 1000) where !scrollback.flags(at: index).contains(.history) {
            return scrollback.time(at: index).advanced(byMilliseconds: -1)
        }
        return nil
    }
}
