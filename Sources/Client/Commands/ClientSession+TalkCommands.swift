import Protocol

/// The commands that say something: /msg, /notice, /me, /query, and plain speech.
extension ClientSession {
    mutating func say(_ text: String, as speech: MessageForm, in buffer: Buffer, at now: Timestamp)
        -> SubmitOutcome
    {
        if let reason = whyNotSend(in: buffer) { return .notSent(reason: reason) }
        return sendText(text, as: speech, to: buffer.name, in: buffer.id, at: now)
    }

    mutating func message(
        _ target: String, _ text: String, as speech: MessageForm, from id: BufferID, at now: Timestamp
    ) -> SubmitOutcome {
        if let known = buffers.id(named: channelTarget(Bytes(target))) {
            return sendText(text, as: speech, to: target, in: known, at: now)
        }
        if isChannelName(target) {
            // A room we are not in: there is no echo to wait for that could be shown anywhere.
            return sendTextUnseen(text, as: speech, to: target)
        }
        return sendText(text, as: speech, to: target, in: openQuery(target), at: now)
    }

    mutating func query(_ nick: String, _ text: String?, at now: Timestamp) -> SubmitOutcome {
        guard !isChannelName(nick) else { return .notSent(reason: "\(nick) is a room: /join \(nick) enters it.") }
        let id = openQuery(nick)
        emit(.show(id))
        guard let text else { return .done }
        return sendText(text, as: .message, to: nick, in: id, at: now)
    }
}
