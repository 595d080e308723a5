import Protocol

/// Telling others that the person is typing. <https://ircv3.net/specs/client-tags/typing>
extension ClientSession {
    /// Takes the text that stands in a buffer's input line by now. To be called with each change of the text. No more notices are sent than
    /// the specification allows, none about commands, and none if the server or ``SessionConfiguration/tellsTyping`` forbids them, or if
    /// the person may not speak.
    package mutating func typing(text: String, in id: BufferID, at now: Timestamp) {
        guard configuration.tellsTyping, phase == .online, capabilities.contains("message-tags"),
            allowsClientTag("typing"), let buffer = buffers[id], buffer.kind != .server, buffer.isJoined,
            !buffer.typists.refusesOwn, !isSilenced(in: buffer)
        else { return }
        guard let notice = connection?.typing.change(text, in: id, at: now) else { return }
        if notice.isSpeech {
            sendTyping("active", in: id, at: now)
        } else if notice.isTold {
            sendTyping("done", in: id, at: now)
        }
    }

    /// Never twice within three seconds.
    private mutating func sendTyping(_ state: String, in id: BufferID, at now: Timestamp) {
        guard connection?.typing.mayTell(in: id, at: now) == true, let name = buffers[id]?.name else { return }
        guard send(Message(tags: [Tag("+typing", state)], "TAGMSG", name), isSeen: false) else { return }
        connection?.typing.told(state, in: id, at: now)
    }

    /// True if a buffer is a moderated room in which we have no rank. <https://modern.ircdocs.horse/#moderated-channel-mode>
    private func isSilenced(in buffer: Buffer) -> Bool {
        buffer.kind == .channel && buffer.modes["m"] != nil && buffer.members[nick]?.prefixes.isEmpty != false
    }

    /// Takes an error that answers what the server was told of our typing in a buffer that it names; false where it answers something else.
    /// No more is told there then, and nothing is shown, since the person has asked for nothing. An error that a line under way may be refused
    /// with is that line's.
    ///
    /// - Parameter numeric: nil for FAIL TAGMSG.
    mutating func isAnswerToTyping(_ numeric: UInt16?, _ incoming: IncomingMessage) -> Bool {
        guard numeric.map({ ErrorNumeric.subject(of: $0) == .possiblyMessage }) ?? true, incoming.label == nil else {
            return false
        }
        let names = incoming.message.parameters.dropFirst().dropLast().prefix(3)
        guard let id = names.compactMap({ buffers.id(named: channelTarget($0)) }).first,
            connection?.typing.mayBeRefused(in: id, at: incoming.now) == true
        else { return false }
        let isLineWaiting =
            buffers[id]?.pending.contains { !$0.isLost && $0.label == nil } == true
            || connection?.sendQueue.isArriving(in: id) == true
        guard !isLineWaiting else { return false }
        buffers.update(id) { $0.typists.refusesOwn = true }
        endTyping(in: id)
        return true
    }

    /// Something has changed in a buffer that may let us speak there.
    mutating func resetTypingRefusal(in id: BufferID) {
        if buffers[id]?.typists.refusesOwn == true { buffers.update(id) { $0.typists.refusesOwn = false } }
    }

    /// Tells others once that the person has paused, and now tells what was too early to be told before.
    mutating func tickTyping(at now: Timestamp) {
        for (id, notice) in connection?.typing.all ?? [:] {
            guard let buffer = buffers[id], !buffer.typists.refusesOwn, !isSilenced(in: buffer) else {
                endTyping(in: id)
                continue
            }
            if !notice.isSpeech {
                if notice.isTold { sendTyping("done", in: id, at: now) }
            } else if now.milliseconds(since: notice.changedAt) >= 4000 {
                if notice.isActive { sendTyping("paused", in: id, at: now) }
            } else if notice.changedAt > notice.sentAt {
                sendTyping("active", in: id, at: now)
            }
        }
    }

    /// A message says it all.
    mutating func endTyping(in id: BufferID) { connection?.typing.end(in: id) }

    /// True if the server carries the client tag with a name, given without its `+`.
    /// <https://ircv3.net/specs/extensions/message-tags#rpl_isupport-tokens>
    func allowsClientTag(_ name: String) -> Bool {
        guard let denied = isupport["CLIENTTAGDENY"] else { return true }
        let names = denied.split(separator: ",").map(String.init)
        return names.contains("-" + name) || !(names.contains("*") || names.contains(name))
    }
}
