import Protocol

/// Rooms that get another name. <https://ircv3.net/specs/extensions/channel-rename>
extension ClientSession {
    /// RENAME: the buffer stays where and what it is, with its lines and all that the person has chosen for it.
    mutating func receiveRename(_ incoming: IncomingMessage) {
        let new = incoming.text(1)
        guard let id = buffers.id(named: incoming.bytes(0)), let buffer = buffers[id], buffer.kind == .channel,
            isChannelName(new), new.utf8.count <= LineLimits.fromClient.body
        else { return }
        let other = buffers.id(named: new).flatMap { $0 == id ? nil : $0 }
        let isDone =
            if let other { move(from: id, to: other, at: incoming.now) } else { renameChannel(id, to: new) }
        guard isDone else { return }
        let reason = DrawableText.plain(incoming.text(2))
        let isFromServer = incoming.isFromServer || incoming.nick.isEmpty
        let lead =
            incoming.isOwn ? "You have" : (isFromServer ? "The server" : DrawableText.plain(incoming.nickText)) + " has"
        let words = "\(lead) renamed \(DrawableText.plain(buffer.name)): it is \(DrawableText.plain(new)) now"
        note(words + (reason.isEmpty ? "." : " (\(reason))."), in: other ?? id, at: incoming.time)
    }

    /// FAIL JOIN CHANNEL_RENAMED: the room that was asked for is asked for by the name that it has now.
    ///
    /// - Returns: false where nobody asked, or the server sends us on without an end.
    mutating func followRename(_ incoming: IncomingMessage) -> Bool {
        let (old, new) = (incoming.bytes(2), incoming.text(3))
        let folded = casemapping.fold(old)
        guard incoming.text(1) == "CHANNEL_RENAMED", incoming.message.parameters.count > 4, isChannelName(new),
            new.utf8.count <= LineLimits.fromClient.body,
            channelEntry.isRequested(folded), channelEntry.mayFollow()
        else { return false }
        let key = channelEntry.all.first { casemapping.fold($0.name) == folded }?.key
        followForward(from: old, to: new)
        if let id = buffers.id(named: old), buffers[id]?.kind == .channel, buffers.id(named: new) == nil {
            renameChannel(id, to: new)
        }
        let names = (DrawableText.plain(old.text), DrawableText.plain(new))
        note("\(names.0) is called \(names.1) now.", in: .server, at: incoming.now)
        join([.init(name: new, key: key)], at: incoming.now)
        return true
    }

    /// Gives a room's buffer another name, which no other buffer has.
    ///
    /// - Returns: false where nothing has changed.
    @discardableResult
    private mutating func renameChannel(_ id: BufferID, to name: String) -> Bool {
        guard let old = buffers[id]?.name, buffers.rename(id, to: name) else { return false }
        let (before, casemapping) = (casemapping.fold(old), casemapping)
        preferences.renamed(before, to: casemapping.fold(name))
        configuration.renamed(before, to: name, casemapping: casemapping)
        preferences.remembered.renamed(old, to: name, casemapping: casemapping)
        connection?.history.rename(id, to: name)
        connection?.sendQueue.rename(before, to: name, in: id, casemapping: casemapping)
        connection?.metadata.profiles.rename(before, to: casemapping.fold(name))
        renameLog(logName(Bytes(old)), to: logName(Bytes(name)))
        refreshFlags(of: id)
        emit(.buffersChanged)
        emit(.savedSessionChanged)
        markChanged(id)
        return true
    }

    /// The room goes on in a buffer that has the new name already, since we were once in a room of that name.
    ///
    /// - Returns: false where nothing has changed.
    private mutating func move(from old: BufferID, to new: BufferID, at now: Timestamp) -> Bool {
        guard let room = buffers[old], room.isJoined, buffers[new]?.kind == .channel, let name = buffers[new]?.name
        else { return false }
        fetchMissedHistory(of: new, at: now)
        buffers.update(new) { buffer in
            buffer.membership.entered()
            buffer.membership.key = room.membership.key
            if room.membership.hasNames { buffer.membership.namesCame() }
            buffer.members = room.members
            (buffer.topic, buffer.modes) = (room.topic, room.modes)
        }
        let (before, casemapping) = (casemapping.fold(room.name), casemapping)
        preferences.remembered.renamed(room.name, to: name, casemapping: casemapping)
        rememberChannel(new)
        connection?.sendQueue.rename(before, to: name, in: old, casemapping: casemapping)
        connection?.metadata.profiles.rename(before, to: casemapping.fold(name))
        resolvePending(in: old, upTo: Int.max, at: now)
        buffers.update(old) { buffer in
            buffer.membership.left(at: now)
            buffer.members.removeAll()
        }
        refreshFlags(of: old)
        refreshFlags(of: new)
        if visible == old { showEntered(new) }
        markChanged(old)
        markChanged(new)
        return true
    }
}
