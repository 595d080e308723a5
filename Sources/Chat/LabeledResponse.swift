import Protocol

/// The labels of answers: an answer gets that of the command it answers. <https://ircv3.net/specs/extensions/labeled-response>
extension Network {
    /// The label of a message, where its session may use labels.
    func label(of message: Message, from session: Session) -> String? {
        guard session.has([.labeledResponse, .batch]) else { return nil }
        return label(message.tag("label"), of: session)
    }

    /// Checks a label that stood on a line; nil where it is empty or longer than 64 bytes, or its session may not use labels.
    func label(_ label: String?, of session: Session) -> String? {
        guard session.has([.labeledResponse, .batch]), let label, !label.isEmpty, label.utf8.count <= 64 else {
            return nil
        }
        return label
    }

    /// Runs a command and gives what it answered the command's label: on the one answer there is, around several as a batch,
    /// and on an ACK where there is none.
    ///
    /// A command that is not over when `body` is (it waits for the host, or for the rest of a batch) keeps its label for then.
    func withLabel(_ label: String?, from session: Session, _ body: () -> Void) {
        guard let label else { return body() }
        session.label = label
        body()
        flushLabelledResponses(of: session)
    }

    /// Gives what has been answered so far the label of the command in hand, which is answered with that.
    func flushLabelledResponses(of session: Session) {
        guard let label = session.label else { return }
        session.label = nil
        let responses = session.labelledResponses
        session.labelledResponses = []
        if responses.isEmpty, isUnfinished(session, label) { return }
        let tag = Tag("label", label)
        let answers = responses.filter { !$0.isSilent }
        if answers.isEmpty {
            if !session.isClosing { acknowledge(responses, tag, to: session) }
        } else if answers.count == 1, !answers[0].isLong {
            for response in responses { emit(response, tag: response.isSilent ? nil : tag, to: session) }
        } else {
            respondInBatch(responses, tag, to: session)
        }
    }

    /// Answers, with its label, a command whose words are not echoed: by one ACK, when the last of them is stored.
    private func acknowledge(_ responses: [Response], _ tag: Tag, to session: Session) {
        let acknowledgement = Message(source: settings.serverName, "ACK")
        guard case .storeThenDeliver(let event, let deliveries, _, let refusal) = responses.last else {
            return emit(.lines([acknowledgement]), tag: tag, to: session)
        }
        for response in responses.dropLast() { emit(response, tag: nil, to: session) }
        emit(
            .storeThenDeliver(event, deliveries: deliveries, echo: [acknowledgement], refusal: refusal), tag: tag,
            to: session)
    }

    /// A long answer in it is given as the socket takes it; what stands behind it waits for that.
    private func respondInBatch(_ responses: [Response], _ tag: Tag, to session: Session) {
        let reference = makeBatchReference()
        let batchTag = Tag("batch", reference)
        let opening = Message(source: settings.serverName, "BATCH", "+" + reference, "labeled-response")
        let closing = Message(source: settings.serverName, "BATCH", "-" + reference)
        emit(.lines([opening]), tag: tag, to: session)
        var isLong = false
        for response in responses {
            switch response {
            case .long(let answer):
                isLong = true
                queue(LongAnswer { answer.makeLines()?.map { $0.tagged(batchTag) } }, to: session)
            case .lines(let messages) where isLong:
                queue(LongAnswer(once: messages.map { $0.tagged(batchTag) }), to: session)
            case .lines(let messages):
                emit(.lines(messages.map { $0.tagged(batchTag) }), tag: nil, to: session)
            case .storeThenDeliver:
                emit(response, tag: batchTag, to: session)
            }
        }
        if isLong {
            queue(LongAnswer(once: [closing]), to: session)
        } else {
            emit(.lines([closing]), tag: nil, to: session)
        }
    }

    private func isUnfinished(_ session: Session, _ label: String) -> Bool {
        if case .asking(let inquiry) = session.inputHold, inquiry.label == label { return true }
        return session.batch?.label == label
    }

    func makeBatchReference() -> String { String(sessions.nextUniqueNumber(), radix: 36) }

    /// A message that answers the command in hand, labelled if that was.
    func respond(_ message: Message, to session: Session) {
        respond(.lines([message]), to: session)
    }

    func respond(_ response: Response, to session: Session) {
        if session.label != nil {
            session.labelledResponses.append(response)
        } else {
            emit(response, tag: nil, to: session)
        }
    }

    private func emit(_ response: Response, tag: Tag?, to session: Session) {
        func tagged(_ messages: [Message]) -> [Message] {
            timed(tag.map(messages.tagged) ?? messages, for: session)
        }
        switch response {
        case .lines(let messages):
            for message in tagged(messages) { emit(message, to: session) }
        case .storeThenDeliver(let event, let deliveries, let echo, let refusal):
            var deliveries = deliveries
            if !echo.isEmpty { deliveries.append(Delivery(tagged(echo), to: session)) }
            var refusal = refusal
            refusal.label = tag
            if session.has(.serverTime) { refusal.time = event.time }
            emit(.storeThenDeliver(event, deliveries: deliveries, refusal: refusal))
        case .long(let answer):
            queue(tag.map(answer.tagged) ?? answer, to: session)
        }
    }
}

extension LongAnswer {
    /// With the tag on the first line of all.
    fileprivate func tagged(_ tag: Tag) -> LongAnswer {
        var isFirst = true
        return LongAnswer(isBatch: isBatch) {
            guard let lines = makeLines() else { return nil }
            defer { if !lines.isEmpty { isFirst = false } }
            return isFirst ? lines.tagged(tag) : lines
        }
    }
}

extension Message {
    /// With one tag more. A line of a batch stays in that alone where the batch is inside another: of an inner batch only its first and its
    /// last line are the outer one's. <https://ircv3.net/specs/extensions/batch>
    fileprivate func tagged(_ tag: Tag) -> Message {
        if tag.key == "batch", self.tag("batch") != nil { return self }
        var message = self
        message.tags.insert(tag, at: 0)
        return message
    }
}

extension [Message] {
    /// With the tag on the first.
    fileprivate func tagged(_ tag: Tag) -> [Message] {
        guard let first else { return self }
        return [first.tagged(tag)] + dropFirst()
    }
}

extension Delivery {
    fileprivate init(_ messages: [Message], to session: Session) {
        var lines: [UInt8] = []
        for message in messages { message.serialize(into: &lines) }
        self.init(lines, to: [session.id])
    }
}

/// One thing that a command answers to the session that gave it.
enum Response {
    /// Several where they belong together already, as a batch does: a label stands on the first.
    case lines([Message])
    /// Something said that waits for the log: what the others get, what the speaker gets, and what it gets instead if the log refuses.
    case storeThenDeliver(Event, deliveries: [Delivery], echo: [Message], refusal: StoreRefusal)
    /// More than is made at once.
    case long(LongAnswer)

    /// True if the session gets nothing of the response unless the log refuses it.
    var isSilent: Bool {
        if case .storeThenDeliver(_, _, let echo, _) = self { echo.isEmpty } else { false }
    }

    /// True if the response needs a batch around it to be one answer.
    var isLong: Bool {
        if case .long(let answer) = self { !answer.isBatch } else { false }
    }
}
