import DequeModule
import Protocol

/// The lines of a buffer, from the oldest held to the newest.
///
/// A line costs its bytes and 32 more. They lie in pages of 256 lines, a page being one run of bytes and one of records, so a million
/// lines are some thousands of allocations. Reaching a line by index or by ``LineID`` takes constant time; so does adding one at either end. Past
/// ``limit`` lines or ``byteLimit`` bytes the oldest page goes; ids do not move.
package struct Scrollback: Sendable {
    /// The most lines held.
    package let limit: Int
    /// The most bytes of content held: a peer that sends very long lines does not fill the memory.
    package let byteLimit: Int
    package private(set) var byteCount = 0
    /// The id of the line at index 0, or of the next line where there is none.
    package private(set) var firstID = LineID(0)
    package private(set) var count = 0
    private var pages: Deque<ScrollbackPage> = []

    package init(limit: Int = 1_000_000, byteLimit: Int = 400_000_000) {
        self.limit = max(limit, ScrollbackPage.size)
        self.byteLimit = byteLimit
    }

    package var isEmpty: Bool { count == 0 }

    /// One past the newest line's id: the id that the next line gets.
    package var endID: LineID { firstID.advanced(by: count) }

    /// The line at an index from the oldest. The index must be within `0..<count`.
    package subscript(index: Int) -> Line {
        precondition(index >= 0 && index < count, "no line at that index")
        let (page, slot) = place(of: firstID.number + index)
        return pages[page].line(at: slot, id: firstID.advanced(by: index))
    }

    /// The line with an id; nil where it was trimmed or has not come yet.
    package subscript(id: LineID) -> Line? {
        index(of: id).map { self[$0] }
    }

    package func index(of id: LineID) -> Int? {
        let index = id.number - firstID.number
        return index >= 0 && index < count ? index : nil
    }

    /// The newest line.
    package var last: Line? { count == 0 ? nil : self[count - 1] }

    /// What a line is, without making its text.
    package func kind(at index: Int) -> LineKind {
        let (page, slot) = place(of: firstID.number + index)
        return pages[page].records[slot].kind
    }

    package func flags(at index: Int) -> LineFlags {
        let (page, slot) = place(of: firstID.number + index)
        return pages[page].records[slot].flags
    }

    package func time(at index: Int) -> Timestamp {
        let (page, slot) = place(of: firstID.number + index)
        return pages[page].records[slot].time
    }

    /// Adds the newest line.
    @discardableResult
    package mutating func append(_ line: NewLine) -> LineID {
        let id = endID
        if pages.isEmpty || id.number & ScrollbackPage.mask == 0 {
            pages.append(ScrollbackPage(firstSlot: id.number & ScrollbackPage.mask))
        }
        byteCount += pages[pages.count - 1].append(line)
        count += 1
        trim()
        return id
    }

    /// Puts an older line before the oldest; false where there is no more room, since what is newer is kept first.
    @discardableResult
    package mutating func prepend(_ line: NewLine) -> Bool {
        guard count < limit, byteCount < byteLimit else { return false }
        let id = firstID.advanced(by: -1)
        if pages.isEmpty || firstID.number & ScrollbackPage.mask == 0 {
            pages.prepend(ScrollbackPage(firstSlot: ScrollbackPage.size))
        }
        byteCount += pages[0].prepend(line)
        firstID = id
        count += 1
        return true
    }

    /// Puts another line where this one stands; false where it is gone.
    @discardableResult
    package mutating func replace(_ id: LineID, with line: NewLine) -> Bool {
        guard index(of: id) != nil else { return false }
        let (page, slot) = place(of: id.number)
        byteCount += pages[page].replace(slot, with: line)
        return true
    }

    /// Forgets every line; the next one gets the id that it would have had.
    package mutating func removeAll() {
        firstID = endID
        count = 0
        byteCount = 0
        pages.removeAll()
    }

    private func place(of number: Int) -> (page: Int, slot: Int) {
        let page = (number >> ScrollbackPage.bits) - (firstID.number >> ScrollbackPage.bits)
        return (page, (number & ScrollbackPage.mask) - pages[page].firstSlot)
    }

    private mutating func trim() {
        while pages.count > 1, count > limit || byteCount > byteLimit {
            let page = pages.removeFirst()
            count -= page.records.count
            byteCount -= page.bytes.count
            firstID = firstID.advanced(by: page.records.count)
        }
    }
}
