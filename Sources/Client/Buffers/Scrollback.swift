import DequeModule
import Protocol

/// The lines of a buffer, from the oldest held to the newest.
///
/// A line costs its bytes and 32 more, and 16 for the index where it has a msgid. They lie in pages of at most 256 lines, a page being one
/// run of bytes and one of records, so a million lines are some thousands of allocations. Reaching a line by index, by ``LineID`` or by msgid takes
/// logarithmic time; so does adding one anywhere, but for moving what is in its page. The oldest page goes once ``limit`` lines are held
/// without it, or past ``byteLimit`` bytes.
///
/// Ids stand far apart, so that older lines can come between two without either getting another.
package struct Scrollback: Sendable {
    /// So many lines are held, and up to a page more.
    package let limit: Int
    /// The most bytes of content held: a peer that sends very long lines does not fill the memory.
    package let byteLimit: Int
    package private(set) var byteCount = 0
    package private(set) var count = 0
    private(set) var pages: Deque<ScrollbackPage> = []
    private(set) var messages = MessageIDIndex()
    private var endNumber = 0
    /// How many lines have come between others: whoever remembers what is in a stretch of lines looks again when it grows.
    package private(set) var insertions = 0

    /// How far apart the ids of neighbours are, and of those between which much may be missing.
    static let stride = 1 << 24
    static let wideStride = 1 << 44

    package init(limit: Int = 1_000_000, byteLimit: Int = 400_000_000) {
        self.limit = max(limit, ScrollbackPage.size)
        self.byteLimit = byteLimit
    }

    package var isEmpty: Bool { count == 0 }

    /// The id of the oldest line; ``endID`` where there is none.
    package var firstID: LineID { pages.first.map { LineID($0.firstID) } ?? endID }

    /// The id that the next new line gets: above all that are held.
    package var endID: LineID { LineID(endNumber) }

    // MARK: Reading

    /// The line at an index from the oldest. The index must be within `0..<count`.
    package subscript(index: Int) -> Line {
        let (page, slot) = place(of: index)
        return pages[page].line(at: slot)
    }

    /// The line with an id; nil where it was trimmed or has not come yet.
    package subscript(id: LineID) -> Line? { index(of: id).map { self[$0] } }

    /// The id of the line at an index, which may be `count`: ``endID``.
    package func id(at index: Int) -> LineID {
        if index == count { return endID }
        let (page, slot) = place(of: index)
        return LineID(pages[page].records[slot].id)
    }

    package func index(of id: LineID) -> Int? {
        let index = self.index(notBelow: id)
        return index < count && self.id(at: index) == id ? index : nil
    }

    /// How many lines stand before an id, whether it is held or not.
    package func index(notBelow id: LineID) -> Int {
        guard let first = pages.first else { return 0 }
        let page = lastPage { $0.firstID <= id.number }
        guard let page else { return 0 }
        let slot = Self.first(in: 0..<pages[page].count) { pages[page].records[$0].id >= id.number }
        return pages[page].start - first.start + slot
    }

    // MARK: Changing

    /// Adds the newest line.
    @discardableResult
    package mutating func append(_ line: LineContent) -> LineID {
        let number = endNumber
        endNumber += Self.stride
        if pages.last?.isFull != false {
            pages.append(ScrollbackPage(start: (pages.last?.start ?? 0) + (pages.last?.count ?? 0)))
        }
        byteCount += pages[pages.count - 1].append(line, id: number)
        messages.add(line.messageID, number)
        count += 1
        trim()
        return LineID(number)
    }

    /// Leaves room for a great many lines between the newest and the next. After 2^18 times there is none left to leave: what
    /// comes is still numbered, and what was missed before it may find no place.
    package mutating func reserveIDs() {
        if endNumber < 1 << 62 { endNumber += Self.wideStride }
    }

    /// Puts an older line before the oldest; nil where there is no more room, since what is newer is kept first.
    @discardableResult
    package mutating func prepend(_ line: LineContent) -> LineID? { insert(line, at: 0) }

    /// Puts a line before the one at an index; nil where it would be the oldest and there is no more room.
    ///
    /// - Parameter following: at most so many more are going to be put behind it, before the same line: they find room.
    @discardableResult
    package mutating func insert(_ line: LineContent, at index: Int, following: Int = 0) -> LineID? {
        if index >= count { return append(line) }
        var index = index
        if index == 0 {
            guard count < limit, byteCount < byteLimit else { return nil }
        } else {
            // No id is left between these two: the next place where there is one.
            while index < count, id(at: index).number - id(at: index - 1).number < 2 { index += 1 }
            if index == count { return append(line) }
        }
        let upper = id(at: index).number
        let number: Int
        if index == 0 {
            number = upper - Self.stride * (following + 1)
        } else {
            let gap = upper - id(at: index - 1).number
            let step = min(Self.stride, max(1, min(gap >> 10, gap / (following + 2))))
            number = upper - min(step * (following + 1), gap - 1)
        }
        if index > 0 { insertions += 1 }
        put(line, number, at: index)
        trim()
        return LineID(number)
    }

    private mutating func put(_ line: LineContent, _ number: Int, at index: Int) {
        var (page, slot) = place(of: index)
        if slot == 0, page > 0, !pages[page - 1].isFull {
            page -= 1
            slot = pages[page].count
        } else if pages[page].isFull {
            if slot == 0 {
                pages.insert(ScrollbackPage(start: pages[page].start), at: page)
            } else {
                // Most come one behind the other: the older part is where there is room for more.
                let newer = pages[page].split(at: min(max(slot, 32), ScrollbackPage.size - 32))
                pages.insert(newer, at: page + 1)
                if slot > pages[page].count {
                    slot -= pages[page].count
                    page += 1
                }
            }
        }
        byteCount += pages[page].insert(line, id: number, at: slot)
        messages.add(line.messageID, number)
        count += 1
        shift(page, by: 1)
    }

    /// Puts another line where this one stands; false where it is gone.
    @discardableResult
    package mutating func replace(_ id: LineID, with line: LineContent) -> Bool {
        guard let index = index(of: id) else { return false }
        let (page, slot) = place(of: index)
        messages.remove(pages[page].messageID(at: slot), id.number)
        byteCount += pages[page].replace(slot, with: line)
        messages.add(line.messageID, id.number)
        return true
    }

    /// Changes a line's flags; false where it is gone.
    @discardableResult
    package mutating func updateFlags(_ id: LineID, _ change: (inout LineFlags) -> Void) -> Bool {
        guard let index = index(of: id) else { return false }
        let (page, slot) = place(of: index)
        var flags = pages[page].records[slot].flags
        change(&flags)
        pages[page].setFlags(slot, flags)
        return true
    }

    /// Takes a line out; the others keep their ids.
    @discardableResult
    package mutating func remove(_ id: LineID) -> Bool {
        guard let index = index(of: id) else { return false }
        let (page, slot) = place(of: index)
        messages.remove(pages[page].messageID(at: slot), id.number)
        byteCount += pages[page].remove(slot)
        count -= 1
        shift(page, by: -1)
        if pages[page].count == 0 { pages.remove(at: page) }
        return true
    }

    /// Forgets every line; the next one gets the id that it would have had.
    package mutating func removeAll() {
        count = 0
        byteCount = 0
        pages.removeAll()
        messages.removeAll()
    }

    // MARK: Places

    func record(at index: Int) -> ScrollbackPage.Record {
        let (page, slot) = place(of: index)
        return pages[page].records[slot]
    }

    func place(of index: Int) -> (page: Int, slot: Int) {
        precondition(index >= 0 && index < count, "no line at that index")
        let ordinal = pages[0].start + index
        // The lines that are looked at are mostly new: the last page is tried first.
        let last = pages.count - 1
        let page = ordinal >= pages[last].start ? last : lastPage { $0.start <= ordinal } ?? 0
        return (page, ordinal - pages[page].start)
    }

    /// The last page for which something holds that holds up to some page and for none behind it.
    private func lastPage(where holds: (ScrollbackPage) -> Bool) -> Int? {
        let first = Self.first(in: 0..<pages.count) { !holds(pages[$0]) }
        return first == 0 ? nil : first - 1
    }

    static func first(in range: Range<Int>, where holds: (Int) -> Bool) -> Int {
        var low = range.lowerBound
        var high = range.upperBound
        while low < high {
            let middle = (low + high) / 2
            if holds(middle) { high = middle } else { low = middle + 1 }
        }
        return low
    }

    /// After a page got or lost a line: the running count is set right on the side where there is less to do.
    private mutating func shift(_ page: Int, by distance: Int) {
        if page < pages.count / 2 {
            for index in 0...page { pages[index].start -= distance }
        } else {
            for index in (page + 1)..<max(pages.count, page + 1) { pages[index].start += distance }
        }
    }

    private mutating func trim() {
        while let oldest = pages.first, pages.count > 1, count - oldest.count >= limit || byteCount > byteLimit {
            let page = pages.removeFirst()
            for slot in 0..<page.count { messages.remove(page.messageID(at: slot), page.records[slot].id) }
            count -= page.count
            byteCount -= page.bytes.count
        }
    }
}
