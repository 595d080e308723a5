import Testing

@testable import Server

/// How often what can happen a thousand times a second is written down.
@Suite struct RefusalLogTests {
    @Test func `One line a minute, with how many there were since`() {
        var turns = RefusalLog.QuietPeriod()
        let pause = RefusalLog.QuietPeriod.pause
        #expect(turns.take(at: 5) == 0)
        #expect(turns.take(at: 6) == nil)
        #expect(turns.take(at: 5 + pause - 1) == nil)
        #expect(turns.take(at: 5 + pause) == 2)
        #expect(turns.take(at: 5 + 3 * pause) == 0)
    }
}
