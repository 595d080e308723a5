import Testing

@testable import Transport

@Suite("Send queues")
struct WriteQueueTests {
    private static let bound = 200_000

    private var limits: ConnectionLimits {
        var limits = ConnectionLimits()
        limits.sendQueueBytes = Self.bound
        limits.drainMark = 1000
        return limits
    }

    /// Fills the socket of a peer that does not read until something waits, then leaves exactly `bytes` waiting.
    private func fill(_ recorder: RecordingHandler, _ lane: Lane, leaving bytes: Int) async throws -> ConnectionID {
        try await eventually("it opens") { recorder.id != nil }
        let id = try #require(recorder.id)
        let waiting = CollectedValues<Int>()
        lane.withConnection(id) { connection in
            guard let connection else { return }
            while connection.queuedBytes == 0 { connection.send(Frame([UInt8](repeating: 0, count: 1000))) }
            connection.send(Frame([UInt8](repeating: 1, count: bytes - connection.queuedBytes)))
            waiting.add(connection.queuedBytes)
        }
        await settle(lane)
        #expect(waiting.all == [bytes] || bytes > Self.bound)
        return id
    }

    @Test func `At the bound a connection stays; one byte more and it alone is closed`() async throws {
        let lanes = LaneGroup(count: 1)
        let lane = lanes.lanes[0]
        let (full, over, other) = (RecordingHandler(), RecordingHandler(), RecordingHandler())
        let wires = [full, over].map { lane.join($0, limits: limits, tight: true) } + [lane.join(other)]
        let ids = [
            try await fill(full, lane, leaving: Self.bound), try await fill(over, lane, leaving: Self.bound),
        ]
        #expect(full.now.closed.isEmpty && over.now.closed.isEmpty)
        try await eventually("the third opens") { other.id != nil }
        var batch = LaneBatch()
        batch.append(Frame("x"), to: [ids[1], try #require(other.id)])
        lane.submit(batch)
        #expect(wires[2].text(exactly: 1) == "x")
        try await eventually("it is closed") { !over.now.closed.isEmpty }
        #expect(over.now.closed == [.sendQueueExceeded])
        #expect(full.now.closed.isEmpty)
    }

    @Test func `Everything that waited arrives when the peer reads at last, and then it is told`() async throws {
        let lanes = LaneGroup(count: 1)
        let recorder = RecordingHandler()
        let wire = lanes.lanes[0].join(recorder, limits: limits, tight: true)
        let id = try await fill(recorder, lanes.lanes[0], leaving: 150_000)
        lanes.lanes[0].send(Frame("end"), to: id)
        var bytes: [UInt8] = []
        while bytes.suffix(3) != Array("end".utf8) { bytes += wire.read() }
        #expect(bytes.count > 150_000)
        try await eventually("it is told") { recorder.now.drained == 1 }
        #expect(recorder.now.closed.isEmpty)
    }

    @Test func `An answer ten times the bound streams as the peer reads it`() async throws {
        let lanes = LaneGroup(count: 1)
        let piece = Frame([UInt8](repeating: 7, count: 50_000))
        let sent = CollectedValues<Int>()
        let recorder = RecordingHandler(
            onOpen: { $0.notifyWhenDrained() },
            onDrain: { connection in
                guard sent.all.count < 40 else { return }
                sent.add(piece.count)
                connection.sendExempt(piece)
                connection.notifyWhenDrained()
            })
        let wire = lanes.lanes[0].join(recorder, limits: limits, tight: true)
        #expect(wire.read(exactly: 40 * 50_000).count == 40 * 50_000)
        #expect(recorder.now.closed.isEmpty)
    }

    @Test func `Exempt bytes do not push a connection over its bound`() async throws {
        let lanes = LaneGroup(count: 1)
        let recorder = RecordingHandler()
        let wire = lanes.lanes[0].join(recorder, limits: limits, tight: true)
        let id = try await fill(recorder, lanes.lanes[0], leaving: Self.bound)
        var batch = LaneBatch()
        batch.appendExempt(Frame([UInt8](repeating: 1, count: 500_000)), to: id)
        lanes.lanes[0].submit(batch)
        await settle(lanes.lanes[0])
        #expect(recorder.now.closed.isEmpty)
        lanes.lanes[0].send(Frame("x"), to: id)
        try await eventually("it is closed") { recorder.now.closed == [.sendQueueExceeded] }
        withExtendedLifetime(wire) {}
    }

    @Test func `What leaves a queue is what came in, however it is cut`() {
        for step in [1, 3, 7, 1000] {
            var queue = WriteQueue()
            var (expected, taken): ([UInt8], [UInt8]) = ([], [])
            for number in 0..<200 {
                let bytes = (0..<number % 11).map { UInt8(truncatingIfNeeded: number &+ $0) }
                queue.append(Frame(bytes), isExempt: number % 2 == 0)
                expected += bytes
            }
            #expect(queue.bytes == expected.count)
            while !queue.isEmpty {
                var buffer = [UInt8](repeating: 0, count: step)
                let count = buffer.withUnsafeMutableBytes { queue.copy(into: $0) }
                taken += buffer[..<count]
                queue.remove(count)
            }
            #expect(taken == expected)
            #expect(queue.countedBytes == 0)
        }
    }
}
