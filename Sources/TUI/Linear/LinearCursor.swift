import Client

/// The lines of a buffer that have been told, also where others come between them later: the lines that were missed, and those that were
/// said before one came.
struct LinearCursor: Sendable {
    /// Lines that are told of what was said before.
    private static let catchUp = 20
    /// Of those told further back nothing is remembered.
    private static let remembered = 2000

    private var ids: Set<LineID> = []
    private var first: LineID?
    private var end = LineID(0)
    private var hasCaughtUp = false
    /// The person's own among the last ones.
    private(set) var own: [LineID] = []

    func contains(_ id: LineID) -> Bool { ids.contains(id) }

    /// The places of those to be told now, which are told with that.
    mutating func take(from scrollback: Scrollback) -> [Int] {
        guard !scrollback.isEmpty else { return [] }
        let places = unprinted(in: scrollback)
        for place in places {
            let id = scrollback.id(at: place)
            ids.insert(id)
            if scrollback.flags(at: place).contains(.own) { own = own.suffix(50) + [id] }
        }
        end = scrollback.endID
        if ids.count > 2 * Self.remembered { forget(in: scrollback) }
        return places
    }

    private mutating func unprinted(in scrollback: Scrollback) -> [Int] {
        let count = scrollback.count
        guard let first else {
            let start = max(0, count - Self.catchUp)
            self.first = scrollback.id(at: start)
            hasCaughtUp = (start..<count).contains { scrollback.flags(at: $0).contains(.history) }
            return Array(start..<count)
        }
        var places: [Int] = []
        let start = scrollback.index(notBelow: first)
        if !hasCaughtUp, start > 0 {
            hasCaughtUp = true
            places = Array(max(0, start - Self.catchUp)..<start)
            self.first = scrollback.id(at: places[0])
        }
        let known = scrollback.index(notBelow: end)
        if known - start != ids.count {
            let between = (start..<known).filter { !ids.contains(scrollback.id(at: $0)) }
            // Some may be gone, too.
            ids = Set((start..<known).map { scrollback.id(at: $0) })
            places += between
        }
        return places + (known..<count)
    }

    private mutating func forget(in scrollback: Scrollback) {
        let start = scrollback.id(at: max(0, scrollback.count - Self.remembered))
        first = start
        hasCaughtUp = true
        ids = ids.filter { $0 >= start }
    }
}
