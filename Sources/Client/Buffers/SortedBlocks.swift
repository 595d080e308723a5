/// Distinct values in order, in blocks of at most 256: adding or removing one moves a block's worth, whatever the whole holds.
struct SortedBlocks<Element: Comparable & Sendable>: Sendable {
    private static var blockLimit: Int { 256 }

    private var blocks: [[Element]] = []
    private(set) var count = 0

    /// Adds a value that is not in yet.
    mutating func insert(_ element: Element) {
        count += 1
        guard !blocks.isEmpty else {
            blocks = [[element]]
            return
        }
        let index = block(for: element)
        blocks[index].insert(element, at: Self.place(of: element, in: blocks[index]))
        if blocks[index].count > Self.blockLimit {
            let half = blocks[index].count / 2
            blocks.insert(Array(blocks[index][half...]), at: index + 1)
            blocks[index].removeLast(blocks[index].count - half)
        }
    }

    mutating func remove(_ element: Element) {
        guard !blocks.isEmpty else { return }
        let index = block(for: element)
        let place = Self.place(of: element, in: blocks[index])
        guard place < blocks[index].count, blocks[index][place] == element else { return }
        blocks[index].remove(at: place)
        count -= 1
        if blocks[index].isEmpty { blocks.remove(at: index) }
    }

    /// The place of a value in the order; nil where it is not in.
    func place(of element: Element) -> Int? {
        guard !blocks.isEmpty else { return nil }
        let index = block(for: element)
        let place = Self.place(of: element, in: blocks[index])
        guard place < blocks[index].count, blocks[index][place] == element else { return nil }
        return blocks[..<index].reduce(place) { $0 + $1.count }
    }

    /// The values at these places in the order; places beyond the end are left out.
    func slice(_ range: Range<Int>) -> [Element] {
        var result: [Element] = []
        var start = 0
        for block in blocks {
            let end = start + block.count
            if start >= range.upperBound { break }
            if end > range.lowerBound {
                let from = max(range.lowerBound - start, 0)
                result.append(contentsOf: block[from..<min(range.upperBound - start, block.count)])
            }
            start = end
        }
        return result
    }

    /// The last block whose first value is not above this one.
    private func block(for element: Element) -> Int {
        var low = 0
        var high = blocks.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if element < blocks[middle][0] { high = middle } else { low = middle }
        }
        return low
    }

    private static func place(of element: Element, in block: [Element]) -> Int {
        var low = 0
        var high = block.count
        while low < high {
            let middle = (low + high) / 2
            if block[middle] < element { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
