import Testing

@testable import Storage

/// Who has the next turn at the log.
@Suite struct LogReadSchedulerTests {
    private var turns = LogReadScheduler<String>()

    private mutating func put(_ jobs: String..., effort: LogReadCost = .quick, of context: LogReadContext) {
        for job in jobs { turns.put(job, effort, of: context) }
    }

    private mutating func rest() -> [String] {
        var all: [String] = []
        while let turn = turns.next() { all.append(turn.job) }
        return all
    }

    @Test mutating func `Addresses take turns, and each has its own questions in their order`() {
        put("a1", "a2", "a3", of: LogReadContext(source: "a"))
        put("b1", of: LogReadContext(source: "b"))
        put("a4", of: LogReadContext(source: "a"))
        put("c1", "c2", of: LogReadContext(source: "c"))
        #expect(rest() == ["a1", "b1", "c1", "a2", "c2", "a3", "a4"])
        #expect(rest() == [])
    }

    @Test mutating func `A page goes before forty searches, of its own address as of others`() {
        for number in 0..<40 { put("search \(number)", effort: .long, of: LogReadContext(source: "a")) }
        put("page a", of: LogReadContext(source: "a"))
        put("page b", of: LogReadContext(source: "b"))
        #expect(rest().prefix(2) == ["page a", "page b"])
    }

    @Test mutating func `Pages without end do not keep a search from its turn`() {
        put("search", effort: .long, of: LogReadContext(source: "a"))
        for number in 0..<40 { put("page \(number)", of: LogReadContext(source: "b")) }
        #expect(rest().firstIndex(of: "search") == LogReadScheduler<String>.maxQuickInRow)
    }

    @Test mutating func `What is not done goes on when its address has its turn again, before what was asked later`()
        throws
    {
        put("a1", "a2", effort: .long, of: LogReadContext(source: "a"))
        put("b1", effort: .long, of: LogReadContext(source: "b"))
        let turn = turns.next()
        let first = try #require(turn)
        turns.putBack(first)
        #expect(rest() == ["b1", "a1", "a2"])
    }

    @Test mutating func `What is not done and was alone goes on at once`() throws {
        put("a1", effort: .long, of: LogReadContext(source: "a"))
        let turn = turns.next()
        let first = try #require(turn)
        turns.putBack(first)
        #expect(rest() == ["a1"])
    }

    @Test mutating func `Questions of those who are gone are dropped`() {
        let (gone, stays) = (LogReadContext(source: "a"), LogReadContext(source: "a"))
        put("gone 1", "gone 2", of: gone)
        put("stays", of: stays)
        put("gone 3", effort: .long, of: gone)
        put("b", of: LogReadContext(source: "b"))
        gone.cancel()
        #expect(rest() == ["stays", "b"])
    }
}
