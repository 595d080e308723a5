import Protocol

/// The rooms that the lines of a queue are about, counted.
///
/// It keeps ``capacity`` names at most. While there were more, every room counts as one of them, until the queue is empty.
struct ChannelNameCounts {
    /// Names that are kept apart.
    static let capacity = 512

    private var counts: [FoldedName: Int] = [:]
    private var isFull = false

    mutating func add(_ names: [FoldedName]) {
        for name in names where !isFull {
            counts[name, default: 0] += 1
            isFull = counts.count >= Self.capacity
        }
    }

    mutating func remove(_ names: [FoldedName]) {
        guard !isFull else { return }
        for name in names {
            guard let count = counts[name] else { continue }
            counts[name] = count > 1 ? count - 1 : nil
        }
    }

    func containsAny(of names: [FoldedName]) -> Bool {
        !names.isEmpty && (isFull || names.contains { counts[$0] != nil })
    }
}
