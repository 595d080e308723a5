import Protocol
import Testing

@testable import Chat

/// The times of events: rising in each conversation, never running back over all, and not far ahead of the clock.
struct EventClockTests {
    private let a = Chat.Conversation.channel(FoldedName(folded: "#a"))
    private let b = Chat.Conversation.channel(FoldedName(folded: "#b"))
    private var clock = EventClock(latest: Timestamp(milliseconds: 9_000))

    private mutating func time(_ conversations: Chat.Conversation..., at now: Int64) -> Int64 {
        clock.time(of: conversations, at: Timestamp(milliseconds: now)).milliseconds
    }

    @Test mutating func `A burst in a conversation rises by a millisecond a line`() {
        #expect((0..<300).map { _ in time(a, at: 10_000) } == Array(10_000..<10_300))
    }

    @Test mutating func `No further than a second ahead of the clock, where several have one time`() {
        let times = (0..<1500).map { _ in time(a, at: 10_000) }
        #expect(Array(times[...1000]) == Array(10_000...11_000))
        #expect(times[1000...].allSatisfy { $0 == 11_000 })
        #expect(time(a, at: 10_001) == 11_001)
    }

    @Test mutating func `A clock that steps back does not make times equal`() {
        #expect(time(a, at: 10_000) == 10_000)
        #expect((0..<3).map { _ in time(a, at: 10_000) } == [10_001, 10_002, 10_003])
        #expect(time(a, at: 10_002) == 10_004)
    }

    @Test mutating func `Another conversation is not earlier than what was before it, and need not be later`() {
        _ = time(a, at: 10_000)
        #expect(time(a, at: 10_000) == 10_001)
        #expect(time(b, at: 10_000) == 10_001)
        #expect(time(b, at: 10_000) == 10_002)
        #expect(time(a, at: 10_000) == 10_002)
        #expect(time(a, b, at: 10_000) == 10_003)
        #expect(time(at: 10_000) == 10_003)
    }

    @Test mutating func `An unknown conversation is later than all that may be in it`() {
        #expect(time(a, at: 9_000) == 9_001)
        #expect(time(b, at: 9_000) == 9_001)
    }

    @Test mutating func `However many conversations there are, each rises`() {
        let many = (0...EventClock.capacity).map { Chat.Conversation.channel(FoldedName(folded: "#\($0)")) }
        let before = many.map { clock.time(of: [$0], at: Timestamp(milliseconds: 10_000)) }
        let after = many.map { clock.time(of: [$0], at: Timestamp(milliseconds: 10_000)) }
        #expect(zip(before, after).allSatisfy { $0 < $1 })
    }

    @Test mutating func `A moment parts what was from what will be`() {
        _ = time(a, at: 10_000)
        #expect(clock.moment(at: Timestamp(milliseconds: 10_000)).milliseconds == 10_001)
        #expect(time(a, at: 10_000) > 10_000)
        #expect(time(b, at: 10_000) >= 10_001)
    }
}
