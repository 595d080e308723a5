import Protocol

/// Sending what the person says, and settling it when the server has sent it back.
/// <https://ircv3.net/specs/extensions/echo-message>, <https://ircv3.net/specs/extensions/labeled-response>
extension ClientSession {
    /// What is sent as one message to one target.
    enum Speech {
        case message, action, notice

        var command: Command { self == .notice ? "NOTICE" : "PRIVMSG" }

        var kind: LineKind {
            switch self {
            case .message: .message
            case .action: .action
            case .notice: .notice
            }
        }
    }

    /// Sends a text, in as many messages as it takes, and shows it in a buffer: as under way where the server will echo it.
    mutating func speak(_ text: String, as speech: Speech, to target: String, in id: BufferID, at now: Timestamp)
        -> SubmitOutcome
    {
        guard let link else { return .notSent(reason: offlineReason) }
        guard !target.isEmpty, target.utf8.first != ASCII.colon, !target.utf8.contains(ASCII.space) else {
            return .notSent(reason: "“\(DrawableText.plain(target))” is no name that a message can be sent to.")
        }
        let wrapped = speech == .action ? "\u{1}ACTION \u{1}".utf8.count : 0
        let limit = TextSplitting.room(
            for: speech.command, to: target, nick: link.nick, user: link.user, host: link.host, wrapped: wrapped,
            lineLength: max(512, isupport.number("LINELEN") ?? 512))
        for line in text.split(whereSeparator: \.isNewline) {
            for piece in TextSplitting.pieces(Bytes(String(line)), limit: limit) {
                speakOnce(piece, as: speech, to: target, in: id, at: now)
            }
        }
        return .done
    }

    private mutating func speakOnce(
        _ piece: Bytes, as speech: Speech, to target: String, in id: BufferID, at now: Timestamp
    ) {
        sequence += 1
        var message = Message(speech.command, [Bytes(target), piece])
        if speech == .action { message.parameters[1] = Bytes(CTCP("ACTION", piece.text).body) }
        var line = NewLine(time: now, kind: speech.kind, sender: Bytes(nick), text: piece, flags: .own)
        guard capabilities.contains("echo-message") else {
            send(message)
            append(line, to: id)
            return
        }
        var label: String?
        if capabilities.contains("labeled-response"), capabilities.contains("batch") {
            link?.labelCount += 1
            label = "g\(link?.labelCount ?? 0)"
            message.tags = [Tag("label", label ?? "")]
        }
        send(message)
        line.flags.insert(.pending)
        let pending = Buffer.Pending(sequence: sequence, label: label, line: line)
        buffers.update(id) { $0.pending.append(pending) }
        markChanged(id)
    }

    /// Takes away the line under way that an echo is of: by its label, else the first with its words.
    mutating func matchEcho(label: String?, kind: LineKind, text: Bytes, in id: BufferID, at now: Timestamp) {
        guard let pending = buffers[id]?.pending, !pending.isEmpty else { return }
        let index =
            label.flatMap { label in pending.firstIndex { $0.label == label } }
            ?? pending.firstIndex { $0.line.kind == kind && $0.line.text == text }
        guard let index else { return }
        // Echoes come in order: what was sent before this and has not come will not come.
        if pending[index].label == nil, index > 0 { settlePending(in: id, upTo: pending[index].sequence - 1, at: now) }
        buffers.update(id) { buffer in buffer.pending.removeAll { $0.sequence == pending[index].sequence } }
    }

    /// Gives the lines sent up to a point their place, marked as not heard back.
    mutating func settlePending(in id: BufferID, upTo sequence: Int, at now: Timestamp) {
        let settled = buffers[id]?.pending.prefix { $0.sequence <= sequence } ?? []
        guard !settled.isEmpty else { return }
        buffers.update(id) { $0.pending.removeFirst(settled.count) }
        for var pending in settled {
            pending.line.flags.remove(.pending)
            pending.line.flags.insert(.unconfirmed)
            append(pending.line, to: id)
        }
    }

    /// The server took a line and has nothing to send back for it: it stands as it was sent.
    mutating func acknowledgePending(label: String?) {
        guard let label, let id = buffers.first(where: { $0.pending.contains { $0.label == label } })?.id else {
            return
        }
        guard var line = takeRefused(label: label, in: id) else { return }
        line.flags.remove(.pending)
        append(line, to: id)
    }

    /// Takes away the line under way that the server refused; nil where none is known. With no label, it is the oldest in the buffer.
    mutating func takeRefused(label: String?, in id: BufferID) -> NewLine? {
        guard let pending = buffers[id]?.pending, !pending.isEmpty else { return nil }
        let index = label.flatMap { label in pending.firstIndex { $0.label == label } } ?? pending.startIndex
        if label != nil, pending[index].label != label { return nil }
        let sequence = pending[index].sequence
        buffers.update(id) { buffer in buffer.pending.removeAll { $0.sequence == sequence } }
        markChanged(id)
        return pending[index].line
    }

    /// Why nothing can be sent now.
    var offlineReason: String {
        switch phase {
        case .idle, .ended: "Not connected: /reconnect tries again. Your line is kept."
        case .connecting, .waiting:
            "Not connected, trying to be: your line is kept. Press Enter again when the server is back."
        case .registering, .online:
            "The server has not let us in yet: your line is kept. Press Enter again in a moment."
        }
    }
}
