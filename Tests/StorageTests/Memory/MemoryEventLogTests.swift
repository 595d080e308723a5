import Chat
import Storage
import Testing

@Suite struct MemoryEventLogTests {
    let a = Conversation.channel("#a")
    let b = Conversation.channel("#b")

    @Test func `A bounded log forgets its oldest events and keeps the places of the others`() throws {
        let log = MemoryEventLog(capacity: 100)
        for number in Int64(1)...1000 { try log.append([.of(number, in: a)]) }
        #expect(try log.numbers(in: a) == Array(901...1000))
        #expect(try log.sequences(in: a) == Array(901...1000))
        #expect(try log.find(900) == nil)
        #expect(try log.find(901)?.number == 901)
    }

    @Test func `A conversation of which nothing is left is forgotten`() throws {
        let log = MemoryEventLog(capacity: 2)
        try log.append([.of(1, .quit, in: a, b), .of(2, in: a), .of(3, in: a)])
        #expect(try log.conversations(after: nil, limit: 9) == [a])
        #expect(try log.sequences(in: a) == [2, 3])
        #expect(try log.scan(b, limit: 9) == [])
    }

    @Test func `The words of an event count until it is blanked or dropped, and once`() throws {
        let log = MemoryEventLog()
        try log.append([.of(1, in: a), .of(2, in: b), .of(3, in: a)])
        let whole = try log.size()
        try log.blank([3])
        let blanked = try log.size()
        #expect(blanked < whole)
        #expect(try log.drop(b, through: 1, limit: 9) == 1)
        let dropped = try log.size()
        #expect(dropped < blanked)
        // Its entry is still there, for an older one is.
        try log.blank([2])
        #expect(try log.size() == dropped)
    }
}
