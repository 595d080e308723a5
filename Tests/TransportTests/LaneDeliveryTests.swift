import Dispatch
import Glibc
import Testing

@testable import Transport

@Suite("Delivery of a batch")
struct LaneDeliveryTests {
    private func room(_ count: Int, whole: Bool = false) async throws -> (
        LaneGroup, [ConnectionID], [TestSocket], [RecordingHandler]
    ) {
        let lanes = LaneGroup(count: 1)
        let recorders = (0..<count).map { _ in RecordingHandler() }
        let wires = recorders.map { lanes.lanes[0].join($0, whole: whole) }
        try await eventually("all are open") { recorders.allSatisfy { $0.id != nil } }
        return (lanes, recorders.compactMap(\.id), wires, recorders)
    }

    @Test
    func `Every member sees all frames of a room in their order, whatever else is in the batch`() async throws {
        let (lanes, ids, wires, recorders) = try await room(20)
        let halves = [Array(ids[..<10]), Array(ids[5...])]
        var expected = [String](repeating: "", count: ids.count)
        for turn in 0..<10 {
            var batch = LaneBatch()
            for number in 0..<50 {
                let text = "\(turn).\(number) "
                switch number % 5 {
                case 0, 3:
                    batch.append(Frame(text), to: ids)
                    for index in ids.indices { expected[index] += text }
                case 1:
                    batch.append(Frame(text), to: halves[turn % 2])
                    for index in turn % 2 == 0 ? 0..<10 : 5..<20 { expected[index] += text }
                case 2:
                    batch.append(Frame(text), to: ids[number % 20])
                    expected[number % 20] += text
                default:
                    batch.append(Frame(text), to: halves[1], except: ids[7])
                    for index in 5..<20 where index != 7 { expected[index] += text }
                }
            }
            lanes.lanes[0].submit(batch)
        }
        for (index, wire) in wires.enumerated() {
            #expect(wire.text(exactly: expected[index].utf8.count) == expected[index])
        }
        #expect(recorders.allSatisfy { $0.now.closed.isEmpty })
    }

    @Test func `A room's frames without exception arrive as one write's worth, in order`() async throws {
        let (lanes, ids, wires, _) = try await room(5)
        var batch = LaneBatch()
        for number in 0..<2000 { batch.append(Frame("line \(number)\r\n"), to: ids) }
        lanes.lanes[0].submit(batch)
        let expected = (0..<2000).map { "line \($0)\r\n" }.joined()
        for wire in wires { #expect(wire.text(exactly: expected.utf8.count) == expected) }
    }

    @Test func `What is submitted while a lane is busy leaves in one write`() async throws {
        let (lanes, ids, wires, _) = try await room(3, whole: true)
        let gate = DispatchSemaphore(value: 0)
        lanes.lanes[0].queue.async { gate.wait() }
        for text in ["one ", "two ", "three"] {
            var batch = LaneBatch()
            batch.append(Frame(text), to: ids)
            lanes.lanes[0].submit(batch)
        }
        gate.signal()
        for wire in wires { #expect(wire.read() == Array("one two three".utf8)) }
    }

    @Test func `What waits while a lane rests is sent before all is closed`() async throws {
        let lanes = LaneGroup(count: 1)
        let lane = lanes.lanes[0]
        let staying = RecordingHandler()
        let wire = lane.join(staying)
        try await eventually("it is open") { staying.id != nil }
        let id = try #require(staying.id)
        // The turn that ends this one takes long, and when it is over something waits.
        let leaving = RecordingHandler(onClose: {
            lane.send(Frame("last words"), to: id)
            lanes.closeAll(farewell: nil, reason: .local("over"), notifying: .global()) {}
            usleep(3000)
        })
        _ = lane.join(leaving)
        try await eventually("it is open") { leaving.id != nil }
        lane.abort(try #require(leaving.id), reason: .local("asked to"))
        #expect(wire.textToEnd() == "last words")
    }

    @Test func `A close takes effect between the frames before it and those after it`() async throws {
        let (lanes, ids, wires, recorders) = try await room(3)
        var batch = LaneBatch()
        batch.append(Frame("one "), to: ids)
        batch.close(ids[1], farewell: Frame("goodbye"), reason: .local("asked to"))
        batch.append(Frame("two "), to: ids)
        batch.abort(ids[2], reason: .local("cut off"))
        batch.append(Frame("three"), to: ids)
        lanes.lanes[0].submit(batch)
        #expect(wires[1].textToEnd() == "one goodbye")
        #expect(wires[2].textToEnd() == "one two ")
        #expect(wires[0].text(exactly: 13) == "one two three")
        try await eventually("both are told") { recorders[1...].allSatisfy { !$0.now.closed.isEmpty } }
        #expect(recorders[1].now.closed == [.local("asked to")])
        #expect(recorders[2].now.closed == [.local("cut off")])
    }

    @Test func `Frames of any size arrive whole, empty ones too`() async throws {
        let (lanes, ids, wires, _) = try await room(2)
        let sizes = [0, 1, 0, 100_000, 3, 0]
        var batch = LaneBatch()
        for (number, size) in sizes.enumerated() {
            batch.append(Frame([UInt8](repeating: UInt8(number), count: size)), to: ids, except: ids[1])
            batch.append(Frame([UInt8](repeating: UInt8(number), count: size)), to: ids[1])
        }
        lanes.lanes[0].submit(batch)
        for wire in wires {
            let bytes = wire.read(exactly: sizes.reduce(0, +))
            #expect(bytes.filter { $0 == 1 }.count == 1)
            #expect(bytes.filter { $0 == 3 }.count == 100_000)
            #expect(bytes.suffix(3) == [4, 4, 4])
        }
    }

    @Test func `A paused connection hears nothing until it is resumed, and then everything`() async throws {
        let (lanes, ids, wires, recorders) = try await room(2)
        lanes.lanes[0].pauseReading(ids[0])
        await settle(lanes.lanes[0])
        wires[0].write("waits")
        wires[1].write("passes")
        try await eventually("the other is heard") { recorders[1].text == "passes" }
        await settle(lanes.lanes[0])
        #expect(recorders[0].text.isEmpty)
        lanes.lanes[0].resumeReading(ids[0])
        try await eventually("it is heard") { recorders[0].text == "waits" }
    }

    @Test func `What a paused peer said before it hung up is not lost`() async throws {
        let lanes = LaneGroup(count: 1)
        let recorder = RecordingHandler(onOpen: { $0.pauseReading() })
        do {
            let wire = lanes.lanes[0].join(recorder)
            try await eventually("it opens") { recorder.id != nil }
            wire.write("last words")
        }
        await settle(lanes.lanes[0])
        #expect(recorder.now.closed.isEmpty)
        lanes.lanes[0].resumeReading(try #require(recorder.id))
        try await eventually("it ends") { !recorder.now.closed.isEmpty }
        #expect(recorder.text == "last words")
        #expect(recorder.now.closed == [.peerClosed])
    }
}
