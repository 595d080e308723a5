import Chat
import Testing
import Transport

@testable import Server

@Suite struct RecipientCacheTests {
    private func audience(_ numbers: Range<UInt64>) -> [SessionID] { numbers.map { SessionID(rawValue: $0) } }

    private func place(_ connections: [ConnectionID]) -> UnsafeRawPointer? {
        connections.withUnsafeBytes { $0.baseAddress }
    }

    @Test func `An audience is named by the very same array each time`() {
        var recipientCache = RecipientCache()
        let sessions = audience(0..<10)
        let first = recipientCache.connections(of: sessions)
        let second = recipientCache.connections(of: sessions)
        #expect(first.map(\.rawValue) == Array(0..<10))
        #expect(place(first) == place(second))
    }

    @Test func `An audience that changed has names of its own`() {
        var recipientCache = RecipientCache()
        var sessions = audience(0..<10)
        _ = recipientCache.connections(of: sessions)
        sessions.append(SessionID(rawValue: 10))
        #expect(recipientCache.connections(of: sessions).count == 11)
        #expect(recipientCache.connections(of: []).isEmpty)
    }

    @Test func `Two people are not kept, three are`() {
        var recipientCache = RecipientCache()
        for (count, isKept) in [(2, false), (3, true)] {
            let sessions = audience(0..<UInt64(count))
            let first = recipientCache.connections(of: sessions)
            #expect((place(recipientCache.connections(of: sessions)) == place(first)) == isKept)
        }
    }

    @Test func `What is asked for stays when time passes, what is not goes at the second time`() {
        var recipientCache = RecipientCache()
        let (asked, silent) = (audience(0..<10), audience(10..<20))
        let (first, other) = (recipientCache.connections(of: asked), recipientCache.connections(of: silent))
        for _ in 0..<2 {
            recipientCache.age()
            #expect(place(recipientCache.connections(of: asked)) == place(first))
        }
        #expect(place(recipientCache.connections(of: silent)) != place(other))
    }

    @Test(arguments: [(2, true), (3, false)])
    func `What was not asked for in a while is forgotten`(rounds: Int, isKept: Bool) {
        var recipientCache = RecipientCache()
        let sessions = audience(0..<10)
        let first = recipientCache.connections(of: sessions)
        for _ in 0..<rounds {
            _ = recipientCache.connections(of: audience(0..<UInt64(RecipientCache.capacity)))
        }
        #expect((place(recipientCache.connections(of: sessions)) == place(first)) == isKept)
    }
}
