import Chat
import Dispatch
import Protocol
import Synchronization
import Testing

@testable import Server

@Suite struct InboxTests {
    let queue = DispatchQueue(label: "test")
    let session = SessionID(rawValue: 256)

    @Test func `a sender is held by the first line above the capacity`() {
        let inbox = Inbox(queue: queue) {}
        #expect(!inbox.put(lines(Inbox.capacity), from: session))
        #expect(inbox.put(lines(1), from: session))
        #expect(inbox.takeAll().held == [session])
        #expect(!inbox.put(lines(1), from: session))
    }

    @Test func `the server is woken once for all that waits`() {
        let wakes = Atomic(0)
        let inbox = Inbox(queue: queue) { wakes.add(1, ordering: .relaxed) }
        queue.suspend()
        for _ in 0..<10 { inbox.put(.drained(session)) }
        queue.resume()
        queue.sync {}
        #expect(wakes.load(ordering: .relaxed) == 1)
        #expect(inbox.takeAll().items.count == 10)
    }

    @Test func `what comes after it was emptied wakes it again`() {
        let wakes = Atomic(0)
        let inbox = Inbox(queue: queue) { wakes.add(1, ordering: .relaxed) }
        inbox.put(.drained(session))
        queue.sync {}
        _ = inbox.takeAll()
        inbox.put(.drained(session))
        #expect(queue.sync { wakes.load(ordering: .relaxed) } == 2)
    }

    private func lines(_ count: Int) -> [Network.Input] {
        Array(repeating: .message(Message("PING", "x")), count: count)
    }
}
