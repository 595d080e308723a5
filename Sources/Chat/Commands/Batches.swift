import Protocol

/// BATCH from clients: messages of several lines. <https://ircv3.net/specs/extensions/multiline>,
/// <https://ircv3.net/specs/extensions/client-batch>
extension Network {
    /// The part that a message has in the batch that its session has open.
    enum BatchRole {
        case none
        case line
        case end
        /// Not part of the batch, although that is not over: the batch comes to nothing.
        case foreign
        /// Part of a batch that has come to nothing already.
        case leftover
        /// Said to be part of a batch that nobody opened.
        case stray
    }

    func role(_ session: Session, of message: Message) -> BatchRole {
        guard session.has([.multiline, .batch]) else { return .none }
        let isEnd = message.command == "BATCH" && message.parameters.first?.first == UInt8(ascii: "-")
        let reference = isEnd ? message.parameters[0].dropFirst().text : message.tag("batch")
        if let reference {
            if reference == session.batch?.reference { return isEnd ? .end : .line }
            if reference != session.abandonedBatch { return .stray }
            if isEnd { session.abandonedBatch = nil }
            return .leftover
        }
        // Somebody who answers a PING is not doing anything else, and who leaves does not care.
        if session.batch == nil || ["PING", "PONG", "QUIT"].contains(message.command) { return .none }
        return .foreign
    }

    /// Opens a batch.
    func batch(_ session: Session, _ message: Message) {
        let parameters = message.parameters
        guard session.has([.multiline, .batch]) else {
            return fail(session, "BATCH", "MULTILINE_INVALID", "Ask for draft/multiline and batch first")
        }
        let reference = parameters[0].dropFirst().text
        guard parameters[0].first == UInt8(ascii: "+"), Self.isReference(reference), parameters.count == 3,
            parameters[1].text == OpenBatch.multilineType, Self.isTarget(parameters[2])
        else {
            session.abandonedBatch = reference
            return fail(session, "BATCH", "MULTILINE_INVALID", "That is no batch that this server knows")
        }
        session.abandonedBatch = nil
        session.batch = OpenBatch(
            reference: reference, target: parameters[2], label: session.label, tags: clientTags(session, of: message),
            at: monotonicNow)
    }

    /// <https://ircv3.net/specs/extensions/batch>: letters, digits and dashes.
    private static func isReference(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 64
            && text.utf8.allSatisfy { $0.isASCIILetter || $0.isASCIIDigit || $0 == UInt8(ascii: "-") }
    }

    private static func isTarget(_ bytes: Bytes) -> Bool {
        !bytes.isEmpty && !bytes.contains(ASCII.comma) && !bytes.contains(ASCII.space)
    }

    func takeBatchLine(_ message: Message, from session: Session) {
        guard let batch = session.batch else { return }
        guard message.command == "PRIVMSG" || message.command == "NOTICE", message.parameters.count >= 2 else {
            return abandonBatch(
                of: session, code: "MULTILINE_INVALID", description: "A batch of lines holds PRIVMSG or NOTICE only")
        }
        guard batch.lines.isEmpty || message.command == batch.command else {
            return abandonBatch(
                of: session, code: "MULTILINE_INVALID",
                description: "A batch of lines holds PRIVMSG or NOTICE, not both")
        }
        let target = message.parameters[0]
        guard foldChannel(target.text) == foldChannel(batch.target.text) else {
            return abandonBatch(
                of: session, code: "MULTILINE_INVALID_TARGET", description: "All lines go where the batch goes",
                context: [shown(batch.target.text), shown(target.text)])
        }
        let line = OpenBatch.Line(
            text: message.parameters[1], isContinued: message.tag(OpenBatch.concatenationTag) != nil)
        guard !line.isContinued || !line.text.isEmpty else {
            return abandonBatch(
                of: session, code: "MULTILINE_INVALID", description: "A blank line cannot continue another")
        }
        session.batch?.append(line, of: message.command)
        let limits = settings.limits
        if batch.lines.count >= limits.multilineLines {
            abandonBatch(
                of: session, code: "MULTILINE_MAX_LINES",
                description: "A message has at most \(limits.multilineLines) lines",
                context: [String(limits.multilineLines)])
        } else if session.batch?.byteCount ?? 0 > limits.multilineBytes {
            abandonBatch(
                of: session, code: "MULTILINE_MAX_BYTES",
                description: "A message has at most \(limits.multilineBytes) bytes",
                context: [String(limits.multilineBytes)])
        }
    }

    func endBatch(of session: Session) {
        guard let batch = session.batch else { return }
        session.batch = nil
        guard !batch.lines.isEmpty, !batch.isBlank else {
            return fail(session, "BATCH", "MULTILINE_INVALID", "There is no text in that batch")
        }
        relayMessage(session, batch)
    }

    func refuseStrayLine(from session: Session) {
        fail(session, "BATCH", "MULTILINE_INVALID", "That batch is not open")
    }

    /// Lets a batch come to nothing, and says why; under its label, if it had one.
    func abandonBatch(of session: Session, code: String, description: String, context: [String] = []) {
        guard let batch = session.batch else { return }
        session.batch = nil
        session.abandonedBatch = batch.reference
        guard session.label == nil else { return fail(session, "BATCH", code, description, context: context) }
        withLabel(batch.label, from: session) { fail(session, "BATCH", code, description, context: context) }
    }

    /// A line that could not be read may have been one of the batch: rather none of it than half.
    func abandonUnreadableBatch(of session: Session) {
        abandonBatch(
            of: session, code: "MULTILINE_INVALID", description: "A line before the end of the batch could not be read")
    }

    /// A batch is not open for ever.
    func checkBatch(of session: Session) {
        guard let batch = session.batch, monotonicNow.seconds(since: batch.openedAt) >= settings.limits.batchSeconds
        else {
            return
        }
        abandonBatch(
            of: session, code: "TIMEOUT",
            description: "The batch was open for more than \(settings.limits.batchSeconds) seconds",
            context: [batch.reference])
    }
}
