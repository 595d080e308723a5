import Protocol

/// Rooms and talks that the log is to know by other names.
extension ClientSession {
    /// The server has said all of itself, with how it compares names: once a connection. Where that is another way than on the last connection,
    /// what is kept of the rooms and talks that are open, or will be, goes along to their names as they are folded now. A server that says
    /// something else later in the connection is followed in this on the next one.
    mutating func foldLogNames() {
        let new = casemapping
        guard let old = log.fold(by: new), old != new else { return }
        let remembered = preferences.remembered
        var names = buffers.filter { $0.kind != .server }.map(\.name) + remembered.queries
        names += (remembered.channels + configuration.channels).map(\.name)
        var seen: Set<FoldedName> = []
        for name in names where seen.insert(old.fold(name)).inserted {
            renameLog(old.fold(name).bytes[...], to: new.fold(name).bytes[...])
        }
        emit(.savedSessionChanged)
    }
}

/// Talks that go on under another name, or end. What was said stays in the log under the name that its sender had, as it does on a server, since
/// another person may have that name later; what is read under the new name is read under the old one, too.
extension ClientSession {
    /// A talk is about to get another name.
    mutating func leaveLogName(of id: BufferID, at now: Timestamp) {
        guard keepsLog(in: id), let room = logName(of: id), let buffer = buffers[id],
            let last = buffer.scrollback.last?.id, let newest = buffer.newestTime
        else { return }
        let time = Self.mark(newest, at: now)
        guard buffer.unread > 0 else { return emit(.markLogRead(room: room, time)) }
        if let read = buffer.lastReadTime { emit(.markLogRead(room: room, Self.mark(read, at: now))) }
        buffers.update(id) { $0.readPosition.formerLogNames.add(room, last: last, time: time) }
    }

    /// A talk has got another name: what is said under it from now on is what can be missed.
    mutating func takeLogName(of id: BufferID, at now: Timestamp) {
        guard let room = logName(of: id), let buffer = buffers[id] else { return }
        let wasIts = buffers.update(id) { $0.readPosition.formerLogNames.remove(room) } ?? false
        guard !wasIts, keepsLog(in: id) else { return }
        emit(.markLogRead(room: room, Self.mark(buffer.newestTime ?? now, at: now)))
    }

    /// The lines of a talk that is put away are not missed any more.
    mutating func markLogReadToEnd(of id: BufferID, at now: Timestamp) {
        guard let buffer = buffers[id] else { return }
        tellFormerNames(of: id, readBelow: buffer.endID)
        guard keepsLog(in: id), let room = logName(of: id), let time = buffer.newestTime else { return }
        emit(.markLogRead(room: room, Self.mark(time, at: now)))
    }

    /// Notes of the names that a buffer had which are read by now.
    mutating func markFormerLogNamesRead(of id: BufferID) {
        guard let position = buffers[id]?.readPosition, !position.formerLogNames.isEmpty else { return }
        tellFormerNames(of: id, readBelow: position.end)
    }

    private mutating func tellFormerNames(of id: BufferID, readBelow end: LineID) {
        let read = buffers.update(id) { $0.readPosition.formerLogNames.takeRead(below: end) } ?? []
        for (room, time) in read { emit(.markLogRead(room: room, time)) }
    }
}

extension Buffer {
    /// The latest time of the last lines that the log keeps; nil where there are none. The last line of all can be a note, which has the time of
    /// our own clock.
    fileprivate var newestTime: Timestamp? {
        var newest: Timestamp?
        for index in max(scrollback.count - 1000, 0)..<scrollback.count {
            switch scrollback.kind(at: index) {
            case .info, .greeting, .error, .gap, .invite: continue
            case .message, .action, .notice, .join, .part, .quit, .kick, .nick, .topic, .mode:
                newest = max(newest ?? .earliest, scrollback.time(at: index))
            }
        }
        return newest
    }
}
