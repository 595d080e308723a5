import Chat
import Dispatch
import Protocol
import Synchronization
import Testing

@testable import Server

@Suite struct InboxTests {
    let queue = DispatchQueue(label: "test")
    let session = SessionID(rawValue: 256)

    @Test func `A sender is held by the first line above the capacity`() {
        let inbox = Inbox(queue: queue) {}
        #expect(!put(inbox, lines: Inbox.capacity))
        #expect(put(inbox, lines: 1))
        #expect(inbox.takeAll().held == [session])
        #expect(!put(inbox, lines: 1))
    }

    @Test func `A sender is held by the bytes that it brings in one turn of the server, and others are not`() {
        let inbox = Inbox(queue: queue) {}
        var window = Inbox.Window()
        #expect(!put(inbox, bytes: Inbox.Window.capacity - 1, &window))
        #expect(!put(inbox, lines: 1))
        #expect(put(inbox, bytes: 1, &window))
        #expect(inbox.takeAll().held == [session])
        #expect(!put(inbox, bytes: Inbox.Window.capacity - 1, &window))
    }

    @Test func `A sender in another wire format is held by its lines and by its bytes, as one of IRC is`() {
        let inbox = Inbox(queue: queue) {}
        var window = Inbox.Window()
        #expect(!putWireLines(1, bytes: Inbox.Window.capacity - 1, in: inbox, &window))
        #expect(putWireLines(1, bytes: 1, in: inbox, &window))
        #expect(inbox.takeAll().held == [session])
        #expect(!putWireLines(Inbox.capacity, bytes: Inbox.Window.capacity - 1, in: inbox, &window))
        var other = Inbox.Window()
        #expect(putWireLines(1, bytes: 1, in: inbox, &other))
    }

    // MARK: What one read becomes

    @Test func `Of very many lines in one read, the later ones come as they were`() {
        var list = ReadBatch()
        for _ in 0..<(ReadBatch.maxParsedLines + 2) { list.append(.line(Bytes("PING x"))) }
        list.append(.tooLong(Bytes("@label=x PRIVMSG")))
        list.append(.line(Bytes("PONG y")))
        let inputs = list.inputs
        #expect(list.lineCount == ReadBatch.maxParsedLines + 4)
        #expect(inputs.count == ReadBatch.maxParsedLines + 3)
        guard case .lines(let block) = inputs[ReadBatch.maxParsedLines] else {
            return #expect(Bool(false), "they are unread")
        }
        #expect(block.text == "PING x\nPING x\n")
        guard case .malformed(.bodyTooLong, _) = inputs[ReadBatch.maxParsedLines + 1] else {
            return #expect(Bool(false), "the long one keeps its place")
        }
    }

    @Test func `The server is woken once for all that waits`() {
        let wakes = Atomic(0)
        let inbox = Inbox(queue: queue) { wakes.add(1, ordering: .relaxed) }
        queue.suspend()
        for _ in 0..<10 { inbox.put(.drained(session)) }
        queue.resume()
        queue.sync {}
        #expect(wakes.load(ordering: .relaxed) == 1)
        #expect(inbox.takeAll().items.count == 10)
    }

    @Test func `What comes after it was emptied wakes it again`() {
        let wakes = Atomic(0)
        let inbox = Inbox(queue: queue) { wakes.add(1, ordering: .relaxed) }
        inbox.put(.drained(session))
        queue.sync {}
        _ = inbox.takeAll()
        inbox.put(.drained(session))
        #expect(queue.sync { wakes.load(ordering: .relaxed) } == 2)
    }

    private func put(_ inbox: Inbox, lines: Int) -> Bool {
        var window = Inbox.Window()
        let inputs = Array(repeating: Network.Input.message(Message("PING", "x")), count: lines)
        return inbox.put(inputs, lines: lines, bytes: lines, from: session, window: &window)
    }

    private func putWireLines(_ count: Int, bytes: Int, in inbox: Inbox, _ window: inout Inbox.Window) -> Bool {
        let lines = Array(repeating: WireLine.text(Bytes("x")), count: count)
        return inbox.put(lines, bytes: bytes, mark: nil, from: session, window: &window)
    }

    private func put(_ inbox: Inbox, bytes: Int, _ window: inout Inbox.Window) -> Bool {
        inbox.put([.message(Message("PING", "x"))], lines: 1, bytes: bytes, from: session, window: &window)
    }
}
