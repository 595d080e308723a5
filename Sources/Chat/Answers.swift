import Protocol

/// A long answer in the making: its lines are made as the session's socket takes them, not all at once.
struct LongAnswer {
    /// Makes the next lines; nil when there are no more.
    let makeLines: () -> [Message]?

    init(_ makeLines: @escaping () -> [Message]?) { self.makeLines = makeLines }

    init(once lines: [Message]) {
        var rest: [Message]? = lines
        makeLines = {
            defer { rest = nil }
            return rest
        }
    }
}

/// How long answers are given. While one is given, the session that asked is parked: what it says meanwhile waits, so that it sees
/// the effects of its own commands in their order. Nobody else waits for it.
extension Network {
    /// Bytes of an answer that are made at once.
    private static let portion = 32_768

    /// Answers with a line for each item (none where `line` has nothing to say of it), and then with `end`.
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
        guard session.label != nil else { return queue(answer, to: session) }
        // What turns out to be short is an answer like any other.
        guard let first = answer.makeLines() else { return }
        guard let second = answer.makeLines() else {
            for line in first { respond(line, to: session) }
            return
        }
        var made = [second, first]
        respond(.long(LongAnswer { made.popLast() ?? answer.makeLines() }), to: session)
    }

    /// Gives an answer behind those that are being given.
    func queue(_ answer: LongAnswer, to session: Session) {
        session.answers.append(answer)
        if session.parking == nil { givePortion(to: session) }
    }

    /// Gives an answer when the session's socket has room, nothing of it at once: for what many are told at the same time.
    func giveLater(_ answer: LongAnswer, to session: Session) {
        session.answers.append(answer)
        if session.parking == nil { awaitDrain(of: session) }
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
