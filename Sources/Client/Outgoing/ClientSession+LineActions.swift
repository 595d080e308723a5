import Protocol

/// The actions on a line that was chosen. <https://ircv3.net/specs/client-tags/reply>,
/// <https://ircv3.net/specs/extensions/message-redaction>
extension ClientSession {
    /// Says something in answer to a line. If the server has no means for that, the answer names the person who said the line.
    package mutating func reply(to line: LineID, text: String, in id: BufferID, at now: Timestamp) -> SubmitOutcome {
        guard let buffer = buffers[id], let answered = chosen(line, in: id) else { return lineIsGone }
        if let reason = reasonNotToSay(invitationIn: text) { return .notSent(reason: reason) }
        guard whyNotSend(in: buffer) == nil else { return .notSent(reason: whyNotSend(in: buffer) ?? "") }
        guard answered.redaction == nil else { return .notSent(reason: "This message was deleted.") }
        guard !PasswordMasking.isMistypedPasswordCommand(text) else { return Self.mistypedPasswordCommand }
        // Two slashes send one; other commands are not for here.
        let text = text.hasPrefix("//") ? String(text.dropFirst()) : text
        guard let messageID = answered.messageID, capabilities.contains("message-tags"),
            allowsClientTag("draft/reply") || allowsClientTag("reply")
        else {
            let name = answered.sender.isEmpty || answered.isOwn ? "" : answered.sender + ": "
            return sendText(
                name + text, as: .message, to: target(of: answered, in: buffer), in: id, isPrivate: answered.isPrivate,
                at: now)
        }
        return sendText(
            text, as: .message, to: target(of: answered, in: buffer), in: id, replyTo: messageID,
            isPrivate: answered.isPrivate, at: now)
    }

    /// Asks the server to take a line back, mostly one's own.
    package mutating func redact(_ line: LineID, reason: String? = nil, in id: BufferID, at now: Timestamp)
        -> SubmitOutcome
    {
        guard let buffer = buffers[id], let wrong = chosen(line, in: id) else { return lineIsGone }
        guard phase == .online else { return .notSent(reason: offlineReason) }
        guard !wrong.isPrivate else { return .notSent(reason: Self.isPrivateHere) }
        guard capabilities.contains("draft/message-redaction"), let messageID = wrong.messageID, wrong.kind.isTalk
        else {
            return .notSent(reason: "This server cannot delete messages.")
        }
        let isSent =
            if let reason, !reason.isEmpty {
                send("REDACT", buffer.name, messageID, reason)
            } else {
                send("REDACT", buffer.name, messageID)
            }
        return isSent ? .done : .notSent(reason: "This cannot be sent in a line of IRC.")
    }

    /// Sends a line again that perhaps did not arrive. It goes from where it stood; nothing does this by itself.
    package mutating func resend(_ line: LineID, in id: BufferID, at now: Timestamp) -> SubmitOutcome {
        guard let buffer = buffers[id], let lost = chosen(line, in: id), lost.flags.contains(.perhapsNotSent) else {
            return .notSent(reason: "This line has been sent.")
        }
        guard lost.canBeResent else {
            return .notSent(reason: "The password in this line is not kept: type it again.")
        }
        if let reason = whyNotSend(in: buffer) { return .notSent(reason: reason) }
        buffers.update(id) { buffer in
            buffer.scrollback.remove(line)
            buffer.annotations.remove(line)
        }
        let speech: MessageForm = lost.kind == .action ? .action : lost.kind == .notice ? .notice : .message
        return sendText(
            lost.text, as: speech, to: target(of: lost, in: buffer), in: id, replyTo: lost.quote?.messageID,
            isPrivate: lost.isPrivate, at: now)
    }

    func replyTags(_ messageID: String) -> [Tag] {
        ["+draft/reply", "+reply"].filter { allowsClientTag(String($0.dropFirst())) }.map { Tag($0, messageID) }
    }

    /// Why nothing can be said in a buffer now; nil where it can.
    func whyNotSend(in buffer: Buffer) -> String? {
        guard phase == .online else { return offlineReason }
        switch buffer.kind {
        case .server: return "Nobody hears you here: this is the server's own buffer. /join #room enters a room."
        case .channel where !buffer.isJoined:
            return "You are not in \(buffer.name). /join \(buffer.name) enters it; your line is kept."
        case .channel, .query: return upstreamReason(notToSayTo: buffer.name)
        }
    }

    func chosen(_ line: LineID, in id: BufferID) -> Line? {
        buffers[id].flatMap { buffer in buffer.scrollback.index(of: line).map { buffer.line(at: $0) } }
    }

    var lineIsGone: SubmitOutcome { .notSent(reason: "This line is not there any more.") }
}

extension Buffer {
    /// The oldest of the last lines of which it is not known whether they were sent, and that can be sent again.
    package var firstPerhapsNotSent: LineID? {
        (max(0, scrollback.count - 200)..<scrollback.count)
            .first { scrollback.flags(at: $0).intersection([.perhapsNotSent, .masked]) == .perhapsNotSent }
            .map { scrollback.id(at: $0) }
    }
}
