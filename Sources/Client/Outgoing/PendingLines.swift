import Protocol

/// A line that was sent and has not come back. It stands below all others until its echo takes its place among them.
struct PendingLine: Sendable {
    /// Increasing over all buffers, in the order sent.
    let sequence: Int
    let label: String?
    let line: LineContent
    /// True if the line was sent over a connection that is gone: it is sought among the lines that the server remembers.
    fileprivate(set) var isLost = false

    init(sequence: Int, label: String?, line: LineContent) {
        self.sequence = sequence
        self.label = label
        self.line = line
    }

    /// True if the line has been sent on this connection. Those with a number in `waiting` have not been sent yet.
    func isUnderWay(but waiting: Set<Int>) -> Bool { !isLost && !waiting.contains(sequence) }

    /// The line as it stands once nothing more is awaited of it.
    ///
    /// - Parameter flag: the facts that are known of the line, such as that it was not heard back.
    func settled(_ flag: LineFlags = []) -> LineContent {
        var line = line
        line.flags.remove(.pending)
        line.flags.formUnion(flag)
        return line
    }
}

/// The lines of one buffer that are under way, in the order sent.
struct PendingLines: Sendable, RandomAccessCollection {
    private var lines: [PendingLine] = []

    var startIndex: Int { 0 }
    var endIndex: Int { lines.count }
    subscript(position: Int) -> PendingLine { lines[position] }

    mutating func add(_ line: PendingLine) { lines.append(line) }

    /// The connection is gone: whether they have arrived is not known.
    mutating func lose() { for index in lines.indices { lines[index].isLost = true } }

    /// Takes out all of which something holds.
    mutating func take(where holds: (PendingLine) -> Bool) -> [PendingLine] {
        let taken = lines.filter(holds)
        if !taken.isEmpty { lines.removeAll(where: holds) }
        return taken
    }

    /// Takes out the oldest of which something holds.
    mutating func takeFirst(where holds: (PendingLine) -> Bool) -> PendingLine? {
        lines.firstIndex(where: holds).map { lines.remove(at: $0) }
    }
}
