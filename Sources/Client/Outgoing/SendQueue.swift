import Protocol

/// A line of ours that stands since its answer came; its echo may still come.
struct AnsweredLine: Sendable {
    let label: String?
    let buffer: BufferID
    let text: Bytes
    let sequence: Int
}

/// A line that was sent to a server that sends nothing back, and stands in its buffer: with the PONG to a PING behind it, it has arrived.
struct ArrivingLine: Sendable {
    let sequence: Int
    let buffer: BufferID
    let line: LineID
}

/// The messages on one connection that wait for their turn, and those of which it is not known yet that they have arrived.
struct SendQueue: Sendable {
    /// So many answered lines are remembered whose echo may still come.
    private static let maxAnswered = 32

    /// Messages that wait for their turn.
    private var waiting: [QueuedMessage] = []
    private var limiter = SendRateLimiter()
    /// Lines under way that no echo will come of, in the order sent.
    private var arriving: [ArrivingLine] = []
    /// The last lines that were known to have arrived by what answered them.
    private var answered: [AnsweredLine] = []
    /// The last message sent before our PING: with its PONG, what was sent until then has been dealt with.
    private(set) var sequenceAtPing = 0
    /// The last message that was sent before the last command that is about no message.
    private(set) var sequenceAtCommand = Int.min

    // MARK: Waiting

    var waitingCount: Int { waiting.count }

    /// The numbers of the messages that have not been sent yet.
    var waitingSequences: Set<Int> { Set(waiting.map(\.sequence)) }

    mutating func add(_ message: QueuedMessage) { waiting.append(message) }

    /// Takes the messages whose turn it is. They are to be sent at once.
    mutating func takeDue(_ rate: SendRate, at now: Timestamp) -> [QueuedMessage] {
        var count = 0
        while count < waiting.count, limiter.take(rate, at: now) { count += 1 }
        guard count > 0 else { return [] }
        let due = Array(waiting.prefix(count))
        waiting.removeFirst(count)
        for message in due {
            guard let line = message.line else { continue }
            arriving.append(ArrivingLine(sequence: message.sequence, buffer: message.buffer, line: line))
        }
        return due
    }

    /// Takes back what has not been sent.
    mutating func takeWaiting() -> [QueuedMessage] {
        defer { waiting = [] }
        return waiting
    }

    /// A room has another name: what waits to be said in it is said there.
    mutating func rename(_ old: FoldedName, to new: String, in buffer: BufferID, casemapping: Casemapping) {
        for index in waiting.indices where waiting[index].buffer == buffer {
            waiting[index].lines = waiting[index].lines.map {
                $0.renamingTarget(old, to: Bytes(new), casemapping: casemapping)
            }
        }
    }

    // MARK: Arriving

    /// The lines that stand in a buffer and of which nothing tells yet that they have arrived, or that wait.
    var unconfirmed: [(buffer: BufferID, line: LineID)] {
        arriving.map { ($0.buffer, $0.line) }
            + waiting.compactMap { message in message.line.map { (message.buffer, $0) } }
    }

    /// True while a PING is wanted, whose PONG shows which lines have arrived.
    var wantsPing: Bool { !arriving.isEmpty }

    /// The line that has been under way for longest.
    var oldestArriving: ArrivingLine? { arriving.first }

    /// True while a line is under way in a buffer that was sent with a message of this number or before.
    func isArriving(in id: BufferID, upTo sequence: Int = .max) -> Bool {
        arriving.contains { $0.buffer == id && $0.sequence <= sequence }
    }

    /// Puts a line that stands among those under way, by its number.
    mutating func addArriving(_ line: ArrivingLine) {
        let place = arriving.firstIndex { $0.sequence > line.sequence } ?? arriving.count
        arriving.insert(line, at: place)
    }

    /// Takes out the line of a message that has arrived; nil where it is not under way.
    mutating func takeArriving(sequence: Int) -> LineID? {
        arriving.firstIndex { $0.sequence == sequence }.map { arriving.remove(at: $0).line }
    }

    /// True while a line of a buffer is under way.
    func hasArriving(in id: BufferID) -> Bool { arriving.contains { $0.buffer == id } }

    /// Takes out the oldest line under way in a buffer.
    mutating func takeOldestArriving(in id: BufferID) -> LineID? {
        arriving.firstIndex { $0.buffer == id }.map { arriving.remove(at: $0).line }
    }

    /// Takes out the lines that the PONG to the last PING shows to have arrived.
    mutating func takeArrived() -> [ArrivingLine] {
        let arrived = arriving.filter { $0.sequence <= sequenceAtPing }
        if !arrived.isEmpty { arriving.removeAll { $0.sequence <= sequenceAtPing } }
        return arrived
    }

    // MARK: Answers

    mutating func addAnswered(_ line: AnsweredLine) {
        answered.append(line)
        if answered.count > Self.maxAnswered { answered.removeFirst() }
    }

    /// Takes the line that an echo is of: by its label, else by its words; nil where none is known.
    mutating func takeAnswered(label: String?, in id: BufferID, text: Bytes) -> AnsweredLine? {
        let index = answered.firstIndex { line in
            line.label == nil && label == nil ? line.buffer == id && line.text == text : line.label == label
        }
        return index.map { answered.remove(at: $0) }
    }

    // MARK: PINGs and commands

    /// A PING was sent behind this message.
    mutating func pinged(behind sequence: Int) { sequenceAtPing = sequence }

    /// A command about no message was sent behind this message.
    mutating func commandSent(behind sequence: Int) { sequenceAtCommand = sequence }
}

extension Message {
    /// The same with another target, behind the same marks, if it is said to the one with the old name.
    fileprivate func renamingTarget(_ old: FoldedName, to new: Bytes, casemapping: Casemapping) -> Message {
        let place = command == "BATCH" ? 2 : 0
        guard parameters.indices.contains(place) else { return self }
        let target = parameters[place]
        let marks = target.count - old.bytes.count
        guard marks >= 0, casemapping.fold(target.dropFirst(marks)) == old else { return self }
        var message = self
        message.parameters[place] = target.prefix(marks) + new
        return message
    }
}
