import Protocol

/// The marks on buffers that are muted or pinned. A server with metadata keeps them for the person alone, on all their devices; without one,
/// pins are kept on this machine.
/// <https://codeberg.org/emersion/soju/src/branch/master/doc/ext/metadata.md>
extension ClientSession {
    /// /mute, /unmute, /pin and /unpin: the buffer is marked when the server says so.
    mutating func mark(_ key: MetadataKey, isSet: Bool, in buffer: Buffer, at now: Timestamp) -> SubmitOutcome {
        guard buffer.kind != .server else {
            return .notSent(
                reason: "The server's own buffer cannot be muted or pinned: a room or a private conversation can.")
        }
        guard metadataCapability != nil, keepsMarksPrivate else {
            guard key == .pinned else {
                return .notSent(reason: "This server does not keep for you what is muted. /notify none does it here.")
            }
            return pinHere(buffer, isSet: isSet, at: now)
        }
        // A pin of a time when the server kept none goes with the server's.
        if key == .pinned, !isSet { _ = preferences.setPinned(false, casemapping.fold(buffer.name)) }
        guard send("METADATA", buffer.name, "SET", key.rawValue, isSet ? "1" : "0") else {
            return sent(false, buffer.name)
        }
        let name = casemapping.fold(buffer.name)
        connection?.metadata.mark(key, on: name)
        return .done
    }

    /// Pins a buffer on this machine alone, or takes the pin away.
    private mutating func pinHere(_ buffer: Buffer, isSet: Bool, at now: Timestamp) -> SubmitOutcome {
        guard preferences.setPinned(isSet, casemapping.fold(buffer.name)) else {
            return .notSent(reason: isSet ? "This buffer is pinned already." : "This buffer is not pinned.")
        }
        refreshFlags(of: buffer.id)
        note(isSet ? "Pinned here. /unpin undoes it." : "Not pinned any more.", in: buffer.id, at: now)
        return .done
    }

    /// The server has told a mark of a buffer: it is shown, and said in a line if the person has just set it or taken it away here.
    mutating func receiveMark(_ key: MetadataKey, of id: BufferID, named name: FoldedName, at now: Timestamp) {
        refreshFlags(of: id)
        guard connection?.metadata.marked(key, on: name) == true, let buffer = buffers[id] else { return }
        let isMute = key == .muted
        let words =
            switch (isMute, isMute ? buffer.isMuted : buffer.isPinned) {
            case (true, true): "Muted on all your devices: nothing here notifies you. /unmute undoes it."
            case (true, false): "Not muted any more."
            case (false, true): "Pinned on all your devices. /unpin undoes it."
            case (false, false): "Not pinned any more."
            }
        note(words, in: id, at: now)
    }

    /// The server refuses something about a room or a person.
    ///
    /// - Parameter names: the words that its refusal is about, the target first.
    /// - Returns: true if that was a mark that the person wanted to set or take away: they are told.
    mutating func refuseMark(_ names: [String], _ incoming: IncomingMessage) -> Bool {
        guard let target = names.first, !names.contains(where: { $0.uppercased() == "SYNC" }) else { return false }
        let keys = names.compactMap { MetadataKey(rawValue: $0) }
        let name = casemapping.fold(target)
        guard connection?.metadata.refusedMark(of: keys, on: name) == true else { return false }
        let reason = Sentence.made(of: DrawableText.plain(incoming.lastText))
        note(
            "What is muted and pinned has not changed: " + (reason.isEmpty ? "the server does not say why." : reason),
            kind: .error, in: buffers.id(named: target) ?? replyBuffer, at: incoming.now)
        return true
    }
}
