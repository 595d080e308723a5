import Dispatch
import Glibc
import Testing

@testable import Transport

@Suite("Endings")
struct ClosingTests {
    @Test func `A farewell arrives before the end, behind all that waited`() async throws {
        let lanes = LaneGroup(count: 1)
        let recorder = RecordingHandler(onReceive: { _, connection in
            connection.send(Frame([UInt8](repeating: 1, count: 100_000)))
            connection.close(farewell: Frame("ERROR :bye\r\n"), reason: .local("bye"))
            connection.send(Frame("never"))
        })
        let wire = lanes.lanes[0].join(recorder, tight: true)
        wire.write("go")
        let bytes = wire.readToEnd()
        #expect(bytes.count == 100_012)
        #expect(String(decoding: bytes.suffix(12), as: UTF8.self) == "ERROR :bye\r\n")
        try await eventually("it is told") { recorder.now.closed == [.local("bye")] }
    }

    @Test func `What waits for those who do not read is counted over all lanes`() async throws {
        let lanes = LaneGroup(count: 2)
        func queuedBytes() async -> Int {
            await withCheckedContinuation { continuation in
                lanes.countQueuedBytes(notifying: .global()) { continuation.resume(returning: $0) }
            }
        }
        #expect(await queuedBytes() == 0)
        let recorders = lanes.lanes.map { _ in
            RecordingHandler(onOpen: { $0.send(Frame([UInt8](repeating: 1, count: 800_000))) })
        }
        let wires = zip(lanes.lanes, recorders).map { $0.join($1, tight: true) }
        try await eventually("both open") { recorders.allSatisfy { $0.id != nil } }
        let waiting = await queuedBytes()
        #expect(waiting > 800_000 && waiting < 1_600_000)
        for lane in lanes.lanes { await settle(lane) }
        for (lane, recorder) in zip(lanes.lanes, recorders) {
            lane.abort(try #require(recorder.id), reason: .local("enough"))
        }
        try await eventually("both are told") { recorders.allSatisfy { !$0.now.closed.isEmpty } }
        #expect(await queuedBytes() == 0)
        withExtendedLifetime(wires) {}
    }

    @Test func `A farewell that nobody reads does not hold the connection for ever`() async throws {
        var limits = ConnectionLimits()
        limits.closeTimeout = .milliseconds(50)
        let lanes = LaneGroup(count: 1)
        let recorder = RecordingHandler(onOpen: { connection in
            connection.send(Frame([UInt8](repeating: 1, count: 800_000)))
            connection.close(farewell: Frame("bye"), reason: .local("bye"))
        })
        let wire = lanes.lanes[0].join(recorder, limits: limits, tight: true)
        try await eventually("it is told") { recorder.now.closed == [.local("bye")] }
        #expect(wire.readToEnd().count < 800_000)
    }

    @Test func `A peer that hangs up and one that cuts off are told apart`() async throws {
        let lanes = LaneGroup(count: 1)
        let recorders = [RecordingHandler(), RecordingHandler()]
        let served = CollectedValues<RecordingHandler>()
        let listener = try Listener(
            host: "127.0.0.1", port: 0,
            configuration: ConnectionConfiguration { _, _ in
                let recorder = recorders[served.all.count]
                served.add(recorder)
                return recorder
            }, lanes: lanes)
        let polite = TestSocket.toPort(listener.boundPort)
        try await eventually("the first opens") { recorders[0].id != nil }
        let rude = TestSocket.toPort(listener.boundPort)
        try await eventually("the second opens") { recorders[1].id != nil }
        shutdown(polite.descriptor, Int32(SHUT_RDWR))
        rude.reset()
        try await eventually("both are told") { recorders.allSatisfy { !$0.now.closed.isEmpty } }
        #expect(recorders[0].now.closed == [.peerClosed])
        #expect(recorders[1].now.closed == [.reset(ECONNRESET)])
        let sentences = recorders.flatMap(\.now.closed).map(\.description)
        #expect(sentences == ["Connection closed", "Connection reset by peer"])
    }

    @Test func `Closing all lanes tells when the last connection is gone`() async throws {
        let lanes = LaneGroup(count: 2)
        let recorders = (0..<10).map { _ in RecordingHandler() }
        let wires = recorders.enumerated().map { lanes.lanes[$0.offset % 2].join($0.element) }
        try await eventually("all open") { recorders.allSatisfy { $0.id != nil } }
        async let farewells: [String] = wires.map { $0.textToEnd() }
        await withCheckedContinuation { continuation in
            lanes.closeAll(farewell: Frame("bye"), reason: .local("over"), notifying: .global()) {
                continuation.resume()
            }
        }
        #expect(await farewells == [String](repeating: "bye", count: 10))
        #expect(recorders.allSatisfy { $0.now.closed == [.local("over")] })
    }

    @Test func `Letting go of the lanes ends their connections`() async throws {
        let recorder = RecordingHandler()
        var lanes: LaneGroup? = LaneGroup(count: 1)
        let wire = lanes?.lanes[0].join(recorder)
        try await eventually("it opens") { recorder.id != nil }
        lanes = nil
        #expect(wire?.readToEnd().isEmpty == true)
        try await eventually("it is told") { recorder.now.closed.count == 1 }
    }

    @Test func `A mark is told once all that was sent with it has arrived, and none before`() async throws {
        let marks = CollectedValues<LaneBatch.Mark?>()
        let lanes = LaneGroup(count: 1)
        let recorder = RecordingHandler(onReceive: { _, connection in marks.add(connection.acknowledgedMark) })
        let wire = lanes.lanes[0].join(recorder)
        try await eventually("it opens") { recorder.id != nil }
        let id = try #require(recorder.id)
        var batch = LaneBatch()
        batch.append(Frame("hello"), to: id)
        batch.mark = LaneBatch.Mark(number: 1, value: 7)
        lanes.lanes[0].submit(batch)
        wire.write("x")
        try await eventually("it is heard") { marks.all.count == 1 }
        #expect(wire.text(exactly: 5) == "hello")
        wire.write("x")
        try await eventually("it is heard") { marks.all.count == 2 }
        #expect(marks.all == [nil, LaneBatch.Mark(number: 1, value: 7)])
    }

    @Test func `The system is asked what has arrived only where something was sent since`() async throws {
        let known = CollectedValues<Bool>()
        let lanes = LaneGroup(count: 1)
        let recorder = RecordingHandler(onReceive: { _, connection in
            // Past the connection: the system, if it is asked, knows of a byte that has not arrived.
            _ = Glibc.send(connection.descriptor, "z", 1, 0)
            known.add(connection.acknowledgedMark != nil)
            connection.send(Frame("hello"))
            connection.sendExempt(Frame("again"))
        })
        let wire = lanes.lanes[0].join(recorder)
        for turn in 1...2 {
            wire.write("x")
            // What is read has arrived: not before the system was asked.
            try await eventually("it is heard") { known.all.count == turn }
            #expect(wire.text(exactly: 11) == "zhelloagain")
        }
        #expect(known.all == [true, false])
    }
}
