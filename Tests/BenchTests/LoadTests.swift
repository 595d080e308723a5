import Testing

@testable import Bench

/// Every size is bounded: one below is refused, and one above.
@Suite struct LoadTests {
    @Test func `The bounds themselves are taken`() throws {
        _ = try FanOut(rooms: 1, members: 2, senders: 2, window: 1, bytes: 1, seconds: 0.1)
        _ = try FanOut(rooms: 10_000, members: 6, senders: 1, window: 100_000, bytes: 400, seconds: 600)
        _ = try FanOut(rooms: 1, members: 60_000, senders: 1, window: 1, bytes: 1, seconds: 1)
        _ = try Latency(members: 2, rate: 1, warmUp: 0, seconds: 0.1, bytes: 24)
        _ = try Latency(members: 60_000, rate: 1, warmUp: 600, seconds: 0.1, bytes: 24)
        _ = try Storm(sessions: 60_000, atOnce: 60_000)
        _ = try Idle(sessions: 1, seconds: 600)
        _ = try HistoryPages(room: nil, pages: 1, pageSize: 1000, busy: 0)
        _ = try HistoryPages(room: "#a", pages: 1, pageSize: 1000, busy: 0)
    }

    @Test(arguments: [
        (0, 10, 1, 1, 100, 1.0), (10_001, 10, 1, 1, 100, 1), (1, 1, 1, 1, 100, 1), (1, 60_001, 1, 1, 100, 1),
        (10_000, 7, 1, 1, 100, 1),
        (1, 10, 0, 1, 100, 1), (1, 10, 11, 1, 100, 1), (1, 10, 1, 0, 100, 1), (1, 10, 1, 100_001, 100, 1),
        (1, 10, 1, 1, 0, 1), (1, 10, 1, 1, 401, 1), (1, 10, 1, 1, 100, 0.05), (1, 10, 1, 1, 100, 600.5),
    ])
    func `One step beyond is refused`(
        rooms: Int, members: Int, senders: Int, window: Int, bytes: Int, seconds: Double
    ) {
        #expect(throws: BenchError.self) {
            try FanOut(
                rooms: rooms, members: members, senders: senders, window: window, bytes: bytes, seconds: seconds)
        }
    }

    @Test func `Rooms and members together are bounded`() {
        #expect(throws: BenchError.outOfBounds("--rooms 2 of --members 30001 are 60002 sessions: 60000 at most")) {
            try FanOut(rooms: 2, members: 30_001, senders: 1, window: 1, bytes: 1, seconds: 1)
        }
    }

    @Test(arguments: ["lobby", "", "#", "#a b", "#a,b", "#a\r\nQUIT"])
    func `A room must have a room's name`(name: String) {
        #expect(throws: BenchError.self) { try HistoryPages(room: name, pages: 1, pageSize: 1, busy: 0) }
    }

    @Test func `A nick is nine bytes, another for each session, and begins alike`() {
        let nicks = [0, 35, 36, 59_999].map(Nick.of)
        #expect(Set(nicks).count == 4 && nicks.allSatisfy { $0.utf8.count == 9 && $0.hasPrefix(Nick.loadPrefix) })
    }

    @Test func `A message must have room for its time`() {
        #expect(throws: BenchError.outOfBounds("--bytes 23 is out of bounds: say a number from 24 to 400")) {
            try Latency(members: 2, rate: 1, seconds: 1, bytes: 23)
        }
    }
}
