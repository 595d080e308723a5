import DequeModule
import Protocol

/// What a session said and what waits for its turn, first come first out, kept as the bytes of its lines.
///
/// A message taken apart needs twenty times the memory of a short line, and the parts of it hold on to everything that was read
/// with it; of those who wait there may be many.
struct WaitingLines {
    /// Stands before each line.
    private enum Kind: UInt8 {
        /// As it came.
        case unread
        /// It was read before, and is a message within the limits. Written again it may be a byte longer.
        case read
        /// No line: what is in its place is the next of ``others``.
        case other
    }

    private var bytes: [UInt8] = []
    private var start = 0
    private var others: Deque<Network.Input> = []
    private(set) var count = 0

    var isEmpty: Bool { count == 0 }

    /// Bytes that it takes.
    var byteCount: Int { bytes.count - start + others.count * MemoryLayout<Network.Input>.size }

    mutating func append(_ input: Network.Input) {
        switch input {
        case .message(let message):
            bytes.append(Kind.read.rawValue)
            message.serialize(into: &bytes)
            count += 1
        case .lines(let lines):
            for line in lines.split(separator: ASCII.lineFeed) {
                bytes.append(Kind.unread.rawValue)
                bytes.append(contentsOf: line)
                bytes.append(ASCII.lineFeed)
                count += 1
            }
        case .malformed, .invalidUTF8:
            bytes.append(Kind.other.rawValue)
            bytes.append(ASCII.lineFeed)
            others.append(input)
            count += 1
        }
    }

    /// The next one, which stays; nil where there is none.
    var first: Network.Input? {
        guard start < bytes.count, let end = bytes[start...].firstIndex(of: ASCII.lineFeed) else { return nil }
        // A copy: the parts of the message hold on to it, and to nothing else.
        let line = Bytes(Array(bytes[(start + 1)..<end]))
        switch Kind(rawValue: bytes[start]) {
        case .unread: return Network.Input(reading: line)
        case .read: return Network.Input(reading: line.dropLast(), limits: .lenient)
        case .other, nil: return others.first
        }
    }

    mutating func removeFirst() {
        guard start < bytes.count, let end = bytes[start...].firstIndex(of: ASCII.lineFeed) else { return }
        if bytes[start] == Kind.other.rawValue { others.removeFirst() }
        count -= 1
        start = end + 1
        if start == bytes.count {
            bytes = []
            start = 0
        } else if start >= 4096, start > bytes.count / 2 {
            bytes.removeFirst(start)
            start = 0
        }
    }
}

/// Questions that wait, and what stands behind them.
struct WaitingQuestions {
    private var lines = WaitingLines()
    /// How many of them are none, but stay behind.
    private var others = 0
    /// When the host will say that it is time, if it was asked to.
    var alarm: Timestamp?

    var isEmpty: Bool { lines.isEmpty }
    var count: Int { lines.count }
    var byteCount: Int { lines.byteCount }
    var first: Network.Input? { lines.first }

    mutating func append(_ input: Network.Input, isQuestion: Bool) {
        lines.append(input)
        if !isQuestion { others += 1 }
    }

    mutating func removeFirst(wasQuestion: Bool) {
        lines.removeFirst()
        if !wasQuestion { others -= 1 }
    }

    /// Whether a line stays behind those that wait.
    func holdsBack(_ line: PricedLine) -> Bool {
        !lines.isEmpty && (line.budget == .questions || line.staysBehindQuestions || others > 0)
    }
}
