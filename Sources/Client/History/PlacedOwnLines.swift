import DequeModule
import Protocol

/// The lines of our own without a msgid that a memory has shown: each stands for one line of each memory, since who says the same twice within
/// a few minutes said it twice. It holds from one page of the memory to the next.
struct PlacedOwnLines: Sendable {
    /// A memory that gives each of its lines the same time whenever it shows it.
    enum Memory: Hashable, Sendable, CaseIterable {
        /// The pages of the server's history that were asked for.
        case server
        /// The lines that the server plays back without being asked.
        case playback
        /// The log on this machine.
        case log
    }

    private struct Place: Hashable {
        let line: LineID
        let memory: Memory
    }

    /// The time that the line has in the memory.
    private var times: [Place: Timestamp] = [:]
    /// In the order in which they came.
    private var order: Deque<Place> = []

    /// So many lines are known, the last that came. Only those that are a few minutes from each other can be taken for one.
    static let maxLines = 3000

    /// True where a line of ours can be the one that a memory shows with a time: it stands for no other line of the memory.
    func canBe(_ line: LineID, at time: Timestamp, in memory: Memory) -> Bool {
        times[Place(line: line, memory: memory)].map { $0 == time } ?? true
    }

    /// True where a memory has shown a line of ours: its time is that of the memory, then.
    func isPlaced(_ line: LineID) -> Bool {
        Memory.allCases.contains { times[Place(line: line, memory: $0)] != nil }
    }

    /// A memory has shown a line of ours, with a time.
    mutating func placed(_ line: LineID, at time: Timestamp, in memory: Memory) {
        let place = Place(line: line, memory: memory)
        guard times.updateValue(time, forKey: place) == nil else { return }
        order.append(place)
        guard order.count > Self.maxLines, let oldest = order.popFirst() else { return }
        times[oldest] = nil
    }
}
