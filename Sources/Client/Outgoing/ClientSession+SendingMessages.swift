import Protocol

/// Sending what the person says, and settling it when the server has sent it back.
/// <https://ircv3.net/specs/extensions/echo-message>, <https://ircv3.net/specs/extensions/labeled-response>
extension ClientSession {
    /// The form in which a text is sent as one message to one target.
    enum MessageForm {
        case message, action, notice

        var command: Command { self == .notice ? "NOTICE" : "PRIVMSG" }

        var kind: LineKind {
            switch self {
            case .message: .message
            case .action: .action
            case .notice: .notice
            }
        }

        /// The input that a person types to say a text in this form.
        ///
        /// - Parameter isPartial: true if the text is for some people in a room only: words that are typed in the room without a command
        ///   are heard by all.
        func typed(_ text: String, to target: String, isPartial: Bool) -> QueuedMessage.Typed {
            switch self {
            case .message where isPartial: .command("/msg \(target) \(text)")
            case .message: .speech(text)
            // No command but this one does something in the sight of some.
            case .action where isPartial: .command("/ctcp \(target) ACTION \(text)")
            case .action: .command("/me " + text)
            case .notice: .command("/notice \(target) \(text)")
            }
        }
    }

    /// Sends a text, in as few messages as the server lets it be, and shows it in a buffer: as under way until the server has it.
    ///
    /// - Parameter isPrivate: it is said to one person, and shown in the room that it is about.
    mutating func sendText(
        _ text: String, as speech: MessageForm, to target: String, in id: BufferID, replyTo: String? = nil,
        isPrivate: Bool = false, at now: Timestamp
    ) -> SubmitOutcome {
        guard connection != nil else { return .notSent(reason: offlineReason) }
        if let reason = upstreamReason(notToSayTo: target) { return .notSent(reason: reason) }
        guard !target.isEmpty, target.utf8.first != ASCII.colon, !target.utf8.contains(ASCII.space) else {
            return .notSent(reason: "“\(DrawableText.plain(target))” is neither a nick nor a room.")
        }
        endTyping(in: id)
        for pieces in messages(text, as: speech, to: target) {
            queueText(pieces, as: speech, to: target, in: id, replyTo: replyTo, isPrivate: isPrivate, at: now)
        }
        sendWaiting(at: now)
        return .done
    }

    /// Sends a text where its echo could not be shown, all of it.
    mutating func sendTextUnseen(_ text: String, as speech: MessageForm, to target: String) -> SubmitOutcome {
        if let reason = upstreamReason(notToSayTo: target) { return .notSent(reason: reason) }
        let all = messages(text, as: speech, to: target).flatMap { lines($0, as: speech, to: target, tags: []) }
        for line in all {
            guard send(line) else {
                return .notSent(reason: "“\(DrawableText.plain(target))” is neither a nick nor a room.")
            }
        }
        // An error that names nothing may be about this, of which no line is shown.
        noteCommandSent()
        return .done
    }

    /// The number of messages that a text, entered in a buffer's input line, is going to be sent as, its rows, and the time that this
    /// takes.
    package func plan(for text: String, in id: BufferID) -> SendPlan {
        let target = buffers[id]?.name ?? ""
        let messages = messages(text, as: .message, to: target)
        let isMultiline = multiline != nil
        let rows = text.split(omittingEmptySubsequences: !isMultiline, whereSeparator: \.isNewline).count
        return SendPlan(
            rows: rows, messages: messages.count, isMultiline: isMultiline,
            seconds: sendRate.seconds(for: messages.count + waitingCount))
    }

    /// The messages that a text becomes, each in the lines that it takes.
    private func messages(_ text: String, as speech: MessageForm, to target: String) -> [[MultilineLimits.Piece]] {
        let wrapped = speech == .action ? "\u{1}ACTION \u{1}".utf8.count : 0
        let limit = TextSplitting.textLimit(
            for: speech.command, to: target, nick: nick, user: connection?.identity.user,
            host: connection?.identity.host,
            wrapped: wrapped,
            // Longer lines are for servers that say so in a specification: there is none, and what is longer is cut when it is sent.
            lineLength: min(max(isupport.number("LINELEN") ?? 512, 0), LineLimits.fromClient.body))
        let rows = text.split(whereSeparator: \.isNewline).filter { !$0.isEmpty }
        if speech == .message, let multiline, rows.count > 1 || (rows.first?.utf8.count ?? 0) > limit {
            return multiline.batches(text, limit: limit)
        }
        return rows.flatMap { TextSplitting.pieces(Bytes(String($0)), limit: limit) }
            .map { [MultilineLimits.Piece(text: $0, isContinued: false)] }
    }

    private var multiline: MultilineLimits? {
        guard capabilities.contains("draft/multiline"), capabilities.contains("batch") else { return nil }
        return connection?.capabilities.offered["draft/multiline"].flatMap { MultilineLimits($0) }
    }

    private mutating func queueText(
        _ pieces: [MultilineLimits.Piece], as speech: MessageForm, to target: String, in id: BufferID, replyTo: String?,
        isPrivate: Bool, at now: Timestamp
    ) {
        let sequence = outgoing.next()
        let masked = self.masked(pieces.text.text, to: target)
        if masked != nil, ServiceLogin.isAsked(by: pieces.text.text) { login.toldService() }
        let text = masked.map { Bytes($0) } ?? pieces.text
        var tags = replyTo.map { replyTags($0) } ?? []
        if isPrivate, let channel = buffers[id]?.name { tags += contextTags(channel) }
        let audience = isPrivate ? Self.privateTarget(Bytes(target)) : audience(Bytes(target))
        var line = LineContent(
            time: now, kind: speech.kind, sender: Bytes(nick), target: audience, text: text, flags: [.own, .pending])
        if masked != nil { line.flags.insert(.masked) }
        line.replyTo = replyTo
        var place: LineID?
        if capabilities.contains("echo-message") {
            var label: String?
            if labelsMessages {
                label = outgoing.nextLabel()
                tags.insert(Tag("label", label ?? ""), at: 0)
            }
            let pending = PendingLine(sequence: sequence, label: label, line: line)
            buffers.update(id) { $0.pending.add(pending) }
            markChanged(id)
        } else {
            place = append(line, to: id)
        }
        let waiting = QueuedMessage(
            lines: lines(pieces, as: speech, to: target, tags: tags), buffer: id, sequence: sequence,
            typed: masked == nil ? speech.typed(text.text, to: target, isPartial: !audience.isEmpty) : .password,
            line: place)
        connection?.sendQueue.add(waiting)
    }

    /// True if each line that is said bears a label, which its echo or the error about it bears as well.
    var labelsMessages: Bool {
        capabilities.isSuperset(of: ["echo-message", "labeled-response", "batch"])
    }

    private mutating func lines(
        _ pieces: [MultilineLimits.Piece], as speech: MessageForm, to target: String, tags: [Tag]
    )
        -> [Message]
    {
        if pieces.count == 1 {
            let text = pieces[0].text
            let body = speech == .action ? Bytes(CTCP("ACTION", text.text).body) : text
            return [Message(tags: tags, speech.command, [Bytes(target), body])]
        }
        let reference = "b" + outgoing.nextLabel()
        var lines = [Message(tags: tags, "BATCH", "+" + reference, "draft/multiline", target)]
        for piece in pieces {
            let continued = piece.isContinued ? [Tag("draft/multiline-concat")] : []
            lines.append(
                Message(tags: [Tag("batch", reference)] + continued, speech.command, [Bytes(target), piece.text]))
        }
        return lines + [Message("BATCH", "-" + reference)]
    }

    /// Takes away the line under way that an echo is of: by its label, else the first with its words.
    mutating func matchEcho(label: String?, kind: LineKind, text: Bytes, in id: BufferID, at now: Timestamp) {
        guard let pending = buffers[id]?.pending, !pending.isEmpty else { return }
        let index =
            label.flatMap { label in pending.firstIndex { !$0.isLost && $0.label == label } }
            ?? pending.firstIndex { !$0.isLost && $0.line.kind == kind && $0.line.text == text }
        guard let index else { return }
        // Echoes come in order: what was sent before this and has not come will not come.
        if pending[index].label == nil, index > 0 { resolvePending(in: id, upTo: pending[index].sequence - 1, at: now) }
        let sequence = pending[index].sequence
        buffers.update(id) { buffer in _ = buffer.pending.takeFirst { $0.sequence == sequence } }
    }

    /// Why nothing can be sent now.
    package var offlineReason: String {
        switch phase {
        case .idle, .ended: "Not connected: /reconnect tries again. Your line is kept."
        case .connecting, .waiting:
            "Not connected, still trying: your line is kept. Press Enter again when the server is back."
        case .registering, .online:
            "The server has not let you in yet: your line is kept. Press Enter again in a moment."
        }
    }
}
