import Protocol

/// Messages without words: reactions, typing, and words taken back.
extension ClientSession {
    /// <https://ircv3.net/specs/extensions/message-tags>
    mutating func receiveTagMessage(_ incoming: IncomingMessage) {
        guard let id = incoming.place ?? buffer(of: incoming) else { return }
        if incoming.isOwn { connection?.typing.answered(in: id) }
        for tag in incoming.message.tags {
            switch tag.key {
            case "+typing": if !incoming.isHistory { receiveTyping(tag.value, incoming, in: id) }
            case "+draft/react", "+react": receiveReaction(tag.value, isTaken: false, incoming: incoming, in: id)
            case "+draft/unreact", "+unreact": receiveReaction(tag.value, isTaken: true, incoming: incoming, in: id)
            default: break
            }
        }
    }

    /// The buffer of a message that opens no buffer of its own; nil if there is none.
    private func buffer(of incoming: IncomingMessage) -> BufferID? { buffers.id(named: bufferName(of: incoming)) }

    /// The name of that buffer, whether it is open or not.
    private func bufferName(of incoming: IncomingMessage) -> Bytes {
        let target = incoming.bytes(0)
        let isForUs = ownNick.matcher.matches(target)
        return isForUs && !incoming.isOwn ? incoming.nick : channelTarget(target)
    }

    private mutating func receiveReaction(_ text: String, isTaken: Bool, incoming: IncomingMessage, in id: BufferID) {
        guard let messageID = incoming.replyTo, let line = buffers[id]?.scrollback.id(ofMessage: messageID),
            !isIgnored(incoming)
        else { return }
        if incoming.isOwn { connection?.reactions.cameBack(text, under: line, in: id) }
        change(text, isTaken: isTaken, by: incoming.nickText, isOwn: incoming.isOwn, under: line, in: id)
    }

    /// <https://ircv3.net/specs/extensions/message-redaction>
    mutating func receiveRedaction(_ incoming: IncomingMessage) {
        let redaction = Redaction(by: incoming.nickText, reason: incoming.text(2))
        // The log can hold a line that is not held here, of a talk that is not open, and from when more was kept than now.
        let id = incoming.place ?? buffer(of: incoming)
        redactLog(incoming.bytes(1), in: id.flatMap { logName(of: $0) } ?? logName(bufferName(of: incoming)))
        guard let id, let line = buffers[id]?.scrollback.id(ofMessage: incoming.bytes(1)),
            let old = buffers[id]?.scrollback[line], old.kind.isTalk
        else { return }
        var blank = LineContent(
            time: old.time, kind: old.kind, sender: Bytes(old.sender), messageID: incoming.bytes(1), flags: old.flags)
        blank.flags.remove(.mention)
        buffers.update(id) { buffer in
            buffer.scrollback.replace(line, with: blank)
            buffer.updateAnnotations(line) { annotations in
                annotations.redaction = redaction
                annotations.reactions = []
            }
            if old.isMention { buffer.recountUnread() }
        }
        markChanged(id)
    }

    /// <https://ircv3.net/specs/client-tags/typing>
    private mutating func receiveTyping(_ state: String, _ incoming: IncomingMessage, in id: BufferID) {
        guard configuration.tellsTyping, !incoming.isOwn, !isIgnored(incoming) else { return }
        let seconds: Int64? = state == "active" ? 6 : state == "paused" ? 30 : nil
        let nick = incoming.nickText
        buffers.update(id) { buffer in
            guard let seconds else { return buffer.typists.remove(nick) }
            buffer.typists.type(nick, until: incoming.now.advanced(bySeconds: seconds))
        }
        markChanged(id)
    }

    /// Forgets typists who have been silent for too long.
    mutating func tickTypists(at now: Timestamp) {
        for id in buffers.map(\.id) where buffers[id]?.typists.isEmpty == false {
            if buffers.update(id, { $0.typists.expire(at: now) }) == true { markChanged(id) }
        }
    }
}
