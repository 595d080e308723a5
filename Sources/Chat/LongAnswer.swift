import Protocol

/// A long answer in the making: its lines are made as the session's socket takes them, not all at once.
struct LongAnswer {
    /// Makes the next lines; nil when there are no more.
    let makeLines: () -> [Message]?
    /// True if the lines of the answer are one batch, so that a label stands on the first of them.
    let isBatch: Bool

    init(isBatch: Bool = false, _ makeLines: @escaping () -> [Message]?) {
        self.isBatch = isBatch
        self.makeLines = makeLines
    }

    init(once lines: [Message]) {
        var rest: [Message]? = lines
        self.init {
            defer { rest = nil }
            return rest
        }
    }
}

/// The giving of long answers. While one is given, the input of the session that asked is held: what it says meanwhile waits, so that it sees
/// the effects of its own commands in their order. Nobody else waits for it.
extension Network {
    /// Bytes of an answer that are made at once, and steps in which they are: of a step, nothing may come.
    private static let portion = 32_768
    private static let steps = 8

    /// Answers with a line for each item (none where `line` has nothing to say of it), and then with `end`.
    func answer<Item>(
        _ session: Session, _ items: [Item], end: Message, _ line: @escaping (Item) -> Message?
    ) {
        var rest = items[...]
        var isOver = false
        let answer = LongAnswer {
            if isOver { return nil }
            var lines: [Message] = []
            for _ in 0..<64 {
                guard let item = rest.popFirst() else {
                    isOver = true
                    return lines + [end]
                }
                if let message = line(item) { lines.append(message) }
            }
            return lines
        }
        give(answer, to: session)
    }

    /// The same for everybody, or for every room, by name; who comes and goes meanwhile is told or not.
    ///
    /// - Parameter atOnce: how many are looked at before others have their turn, about an eighth of a portion.
    func answer(
        _ session: Session, through names: KeyPath<Network, SortedNames>, atOnce: Int, end: Message,
        _ line: @escaping (FoldedName) -> Message?
    ) {
        var last: FoldedName?
        var isOver = false
        let answer = LongAnswer { [unowned self] in
            if isOver { return nil }
            let some = self[keyPath: names].names(behind: last, atMost: atOnce)
            last = some.last ?? last
            isOver = some.count < atOnce
            return some.compactMap(line) + (isOver ? [end] : [])
        }
        give(answer, to: session)
    }

    func give(_ answer: LongAnswer, to session: Session) {
        guard session.label != nil else { return queue(answer, to: session) }
        // An answer that turns out to be short is one like any other.
        var made: [[Message]] = []
        for _ in 0..<Self.steps {
            guard let lines = answer.makeLines() else {
                for line in made.joined() { respond(line, to: session) }
                return
            }
            made.append(lines)
            if made.count(where: { !$0.isEmpty }) == 2 { break }
        }
        made.reverse()
        respond(.long(LongAnswer { made.popLast() ?? answer.makeLines() }), to: session)
    }

    /// Gives an answer behind those that are being given.
    func queue(_ answer: LongAnswer, to session: Session) {
        if session.disconnection != nil { return }
        session.answers.append(answer)
        if session.inputHold == nil { sendPortion(to: session) }
    }

    /// Gives an answer when the session's socket has room, nothing of it at once: for what many are told at the same time.
    func queueUntilDrained(_ answer: LongAnswer, to session: Session) {
        if session.disconnection != nil { return }
        session.answers.append(answer)
        if session.inputHold == nil { awaitDrain(of: session) }
    }

    /// Gives the next portion; holds its input if that was not all.
    func sendPortion(to session: Session) {
        var lines: [UInt8] = []
        var steps = 0
        while lines.count < Self.portion, steps < Self.steps, let answer = session.answers.first {
            guard let messages = answer.makeLines() else {
                session.answers.removeFirst()
                continue
            }
            steps += 1
            for message in timed(messages, for: session) { message.serialize(into: &lines) }
        }
        if !lines.isEmpty { emit(.answer(Delivery(lines, to: [session.id]))) }
        session.answers.isEmpty ? numberReplayEnd(session) : awaitDrain(of: session)
    }
}
