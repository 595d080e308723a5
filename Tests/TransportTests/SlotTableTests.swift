import Testing

@testable import Transport

@Suite("Names of connections")
struct SlotTableTests {
    @Test func `A slot is used again, its name never`() throws {
        var table = SlotTable(lane: 3)
        var seen: Set<ConnectionID> = []
        for _ in 0..<1000 {
            let reserved = table.reserve()
            let id = try #require(reserved)
            #expect(id.lane == 3)
            #expect(seen.insert(id).inserted)
            table.release(id)
        }
        #expect(table.slots.count == 1)
    }

    @Test func `Lane, slot and generation come back out of the number`() {
        let id = ConnectionID(lane: 255, slot: ConnectionID.slots - 1, generation: .max)
        #expect((id.lane, id.slot, id.generation) == (255, ConnectionID.slots - 1, .max))
        #expect(ConnectionID(rawValue: id.rawValue) == id)
    }

    @Test func `What is sent to a name of the past reaches nobody`() async throws {
        let lanes = LaneGroup(count: 1)
        let (first, second) = (RecordingHandler(), RecordingHandler())
        do {
            let wire = lanes.lanes[0].join(first)
            try await eventually("it opens") { first.id != nil }
            withExtendedLifetime(wire) {}
        }
        try await eventually("it closes") { !first.now.closed.isEmpty }
        let wire = lanes.lanes[0].join(second)
        try await eventually("the next opens") { second.id != nil }
        let (old, new) = (try #require(first.id), try #require(second.id))
        #expect(old != new)
        lanes.lanes[0].send(Frame("old"), to: old)
        lanes.lanes[0].send(Frame("new"), to: new)
        #expect(wire.text(exactly: 3) == "new")
    }
}
