import Glibc

/// The frames that wait for one peer to read, oldest first. It holds no memory while it is empty.
struct WriteQueue {
    private struct Entry {
        let frame: Frame
        let isExempt: Bool
    }

    private var entries: ContiguousArray<Entry> = []
    private var head = 0
    /// The bytes of the first entry that have left.
    private var offset = 0

    /// All bytes that wait.
    private(set) var bytes = 0
    /// Those that count against the bound.
    private(set) var countedBytes = 0

    var isEmpty: Bool { bytes == 0 }

    mutating func append(_ frame: Frame, from start: Int = 0, isExempt: Bool) {
        let count = frame.count - start
        guard count > 0 else { return }
        if isEmpty { offset = start }
        entries.append(Entry(frame: frame, isExempt: isExempt))
        bytes += count
        if !isExempt { countedBytes += count }
    }

    /// Lists what waits in `pieces`, as many as fit, and answers how many.
    func fill(_ pieces: UnsafeMutableBufferPointer<iovec>) -> Int {
        let count = min(pieces.count, entries.count - head)
        for index in 0..<count {
            pieces[index] = iovec(entries[head + index].frame.bytes, from: index == 0 ? offset : 0)
        }
        return count
    }

    /// Copies what waits into `target`, as much as fits, and answers how much.
    func copy(into target: UnsafeMutableRawBufferPointer) -> Int {
        var (index, skipped, copied) = (head, offset, 0)
        while index < entries.count, copied < target.count {
            let rest = UnsafeRawBufferPointer(rebasing: entries[index].frame.bytes[skipped...])
            let piece = UnsafeRawBufferPointer(rebasing: rest[..<min(rest.count, target.count - copied)])
            UnsafeMutableRawBufferPointer(rebasing: target[copied...]).copyMemory(from: piece)
            copied += piece.count
            (index, skipped) = (index + 1, 0)
        }
        return copied
    }

    /// Forgets the first `count` bytes: they have left.
    mutating func remove(_ count: Int) {
        var left = count
        while left > 0 {
            let entry = entries[head]
            let step = min(left, entry.frame.count - offset)
            left -= step
            bytes -= step
            if !entry.isExempt { countedBytes -= step }
            offset += step
            guard offset == entry.frame.count else { return }
            offset = 0
            head += 1
            if head >= 64, head * 2 > entries.count {
                entries.removeFirst(head)
                head = 0
            }
        }
        if isEmpty { self = WriteQueue() }
    }
}
