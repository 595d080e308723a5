import DequeModule
import Protocol

/// The lines of a session that wait for their turn, first come first out, kept as their bytes.
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

/// Questions that wait, and the lines that have to stay behind them.
///
/// The lines that people say go on meanwhile. A line that is no question stays behind only if it would mean something else before those
/// that wait.
struct WaitingQuestions {
    private(set) var lines = WaitingLines()
    /// The rooms that those lines are about.
    private var asked = ChannelNameCounts()
    /// The rooms that are being left, and what is said of them since.
    private var left = ChannelNameCounts()
    /// The number of JOIN 0 among them.
    private var leavesAll = 0
    /// QUIT is among them: nothing comes behind it.
    private(set) var endsAll = false
    /// When the host will say that it is time, if it was asked to.
    var wakeAt: Timestamp?

    var isEmpty: Bool { lines.isEmpty }
    var count: Int { lines.count }
    var byteCount: Int { lines.byteCount }
    var first: Network.Input? { lines.first }

    mutating func append(_ line: PricedLine) {
        lines.append(line.input)
        asked.add(line.channels)
        guard line.isOther else { return }
        left.add(line.channels)
        switch line.place {
        case .behindAll(.everything): endsAll = true
        case .behindAll(.everyChannel): leavesAll += 1
        case .behindAll(.nothing), .behindItsChannels, .free: break
        }
    }

    /// - Parameter line: the first.
    mutating func removeFirst(_ line: PricedLine) {
        lines.removeFirst()
        let wakeAt = self.wakeAt
        guard !lines.isEmpty else {
            self = WaitingQuestions()
            self.wakeAt = wakeAt
            return
        }
        asked.remove(line.channels)
        guard line.isOther else { return }
        left.remove(line.channels)
        if case .behindAll(.everyChannel) = line.place { leavesAll -= 1 }
    }

    /// True for a line that stays behind those that wait.
    func holdsBack(_ line: PricedLine) -> Bool {
        if lines.isEmpty { return false }
        if endsAll || line.budget == .questions { return true }
        switch line.place {
        case .behindAll: return true
        case .behindItsChannels where asked.containsAny(of: line.channels): return true
        case .behindItsChannels, .free:
            return left.containsAny(of: line.channels) || leavesAll > 0 && !line.channels.isEmpty
        }
    }
}
