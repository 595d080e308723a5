import Protocol

/// A long answer in the making: its lines are made as the session's socket takes them, not all at once.
struct LongAnswer {
    /// Makes the next lines; nil when there are no more.
    var makeLines: () -> [Message]?
}

/// How long answers are given. While one is given, the session that asked is parked: what it says meanwhile waits, so that it sees
/// the effects of its own commands in their order. Nobody else waits for it.
extension Network {
    /// Bytes of an answer that are made at once.
    private static let portion = 32_768

    /// Answers with a line for each item (none where `line` has nothing to say of it), and then with `end`.
    ///
    /// A labelled answer is made at once: its batch must be whole.
    func answer<Item>(
        _ session: Session, _ items: [Item], end: Message, _ line: @escaping (Item) -> Message?
    ) {
        var rest = items[...]
        var isOver = false
        let answer = LongAnswer {
            if isOver { return nil }
            var lines: [Message] = []
            while let item = rest.popFirst() {
                if let message = line(item) { lines.append(message) }
                if lines.count == 64 { return lines }
            }
            isOver = true
            return lines + [end]
        }
        give(answer, to: session)
    }

    func give(_ answer: LongAnswer, to session: Session) {
        if session.label != nil {
            while let lines = answer.makeLines() {
                for line in lines { respond(line, to: session) }
            }
        } else {
            session.answers.append(answer)
            if session.answers.count == 1 { givePortion(to: session) }
        }
    }

    /// Gives the next portion; parks the session if that was not all.
    func givePortion(to session: Session) {
        var lines: [UInt8] = []
        while lines.count < Self.portion, let answer = session.answers.first {
            guard let messages = answer.makeLines() else {
                session.answers.removeFirst()
                continue
            }
            for message in messages { timed(message, for: session).serialize(into: &lines) }
        }
        if !lines.isEmpty { emit(.answer(Delivery(lines, to: [session.id]))) }
        if !session.answers.isEmpty { awaitDrain(of: session) }
    }
}
