import Protocol

/// Putting an emoji under a line. <https://ircv3.net/specs/client-tags/react>
extension ClientSession {
    /// Puts a reaction under a line, or takes it away if it is there already. If the server echoes messages, the line changes when the echo
    /// comes; else at once, until the server refuses the reaction.
    package mutating func react(to line: LineID, text: String, in id: BufferID, at now: Timestamp) -> SubmitOutcome {
        guard let buffer = buffers[id], let answered = chosen(line, in: id) else { return lineIsGone }
        guard whyNotSend(in: buffer) == nil else { return .notSent(reason: whyNotSend(in: buffer) ?? "") }
        guard !answered.isPrivate else { return .notSent(reason: Self.isPrivateHere) }
        guard carriesReactions, let messageID = answered.messageID else {
            return .notSent(reason: "This server does not support reactions.")
        }
        let text = String(text.filter { !$0.isNewline })
        guard !text.isEmpty, text.utf8.count <= LineAnnotations.longestReaction else {
            return .notSent(reason: "A reaction is one emoji, or a word.")
        }
        let isTaken = answered.reactions.contains { $0.text == text && $0.isOwn }
        let label = capabilities.isSuperset(of: ["labeled-response", "batch"]) ? outgoing.nextLabel() : nil
        let tags =
            (label.map { [Tag("label", $0)] } ?? []) + replyTags(messageID)
            + [Tag(isTaken ? "+draft/unreact" : "+draft/react", text)]
        guard send(Message(tags: tags, "TAGMSG", target(of: answered, in: buffer))) else {
            return .notSent(reason: offlineReason)
        }
        // An answer of the server from now on is about the reaction, and not about a notice of typing.
        connection?.typing.answered(in: id)
        let reaction = SentReaction(
            label: label, buffer: id, line: line, text: text, isTakingAway: isTaken,
            isShown: !capabilities.contains("echo-message"), sequence: outgoing.lastSent, sentAt: now)
        connection?.reactions.add(reaction)
        if reaction.isShown { change(text, isTaken: isTaken, by: nick, isOwn: true, under: line, in: id) }
        return .done
    }

    /// True if the server passes on reactions.
    var carriesReactions: Bool { capabilities.contains("message-tags") && allowsClientTag("draft/react") }

    /// Puts somebody's reaction under a line, or takes it away.
    mutating func change(
        _ text: String, isTaken: Bool, by nick: String, isOwn: Bool, under line: LineID, in id: BufferID
    ) {
        buffers.update(id) { buffer in
            buffer.updateAnnotations(line) { annotations in
                if isTaken {
                    annotations.remove(text, by: nick, isOwn: isOwn)
                } else {
                    annotations.add(text, by: nick, isOwn: isOwn)
                }
            }
        }
        markChanged(id)
    }

    /// The server took a reaction, and has nothing to send back for it.
    mutating func acknowledgeReaction(label: String) {
        guard let reaction = connection?.reactions.take(label: label), !reaction.isShown else { return }
        change(
            reaction.text, isTaken: reaction.isTakingAway, by: nick, isOwn: true, under: reaction.line,
            in: reaction.buffer)
    }

    /// Settles the reactions behind which a PING was sent: they were not refused. A server that echoes words need not echo reactions.
    mutating func resolveReactions() {
        for reaction in connection?.reactions.takePinged() ?? [] where !reaction.isShown {
            change(
                reaction.text, isTaken: reaction.isTakingAway, by: nick, isOwn: true, under: reaction.line,
                in: reaction.buffer)
        }
    }

    /// Takes back the reaction that an error is about: the one with its label, else the oldest that it can be about.
    ///
    /// - Parameter numeric: nil for FAIL.
    /// - Returns: the buffer where it stood; nil where the error is about something else.
    mutating func refuseReaction(_ numeric: UInt16?, _ incoming: IncomingMessage) -> BufferID? {
        guard let place = placeOfRefused(numeric, incoming), let reaction = connection?.reactions.take(at: place) else {
            return nil
        }
        if reaction.isShown {
            change(
                reaction.text, isTaken: !reaction.isTakingAway, by: nick, isOwn: true, under: reaction.line,
                in: reaction.buffer)
        }
        return buffers[reaction.buffer]?.id
    }

    private func placeOfRefused(_ numeric: UInt16?, _ incoming: IncomingMessage) -> Int? {
        guard let sent = connection?.reactions, !sent.isEmpty else { return nil }
        if let label = incoming.label { return sent.place { $0.label == label } }
        let isAboutCommand = incoming.text(numeric == nil ? 0 : 1).uppercased() == "TAGMSG"
        guard isAboutCommand || numeric.map({ ErrorNumeric.subject(of: $0) == .possiblyMessage }) == true else {
            return nil
        }
        let named = incoming.message.parameters.dropFirst().dropLast().prefix(3)
            .compactMap { buffers.id(named: channelTarget($0)) }
        return sent.place { reaction in
            guard incoming.now.seconds(since: reaction.sentAt) < SentReaction.refusalTimeout else { return false }
            // A server that labels its answers has lost the label only where it did not understand the line.
            guard isAboutCommand || reaction.label == nil else { return false }
            guard named.contains(reaction.buffer) || isAboutCommand && named.isEmpty else { return false }
            return isAboutCommand || !isUnderWay(in: reaction.buffer, before: reaction)
        }
    }
}
