import Chat
import Dispatch
import Foundation
import Protocol
import TestSupport
import Testing

@testable import Storage

/// What becomes of the log when the disk does not do what it should, and when it does again.
@Suite struct DiskFaultTests {
    let folder = Scratch()
    let a = Conversation.channel("#a")
    var path: String { folder.file("log.sqlite") }

    private func open() throws -> SQLiteEventLog { try SQLiteEventLog(path: path, durability: .full) }

    private func events(_ numbers: ClosedRange<Int64>) -> [Event] {
        numbers.map { .of($0, in: a, text: String(repeating: "x", count: 500)) }
    }

    @Test func `A full disk is told, nothing of the group is stored, and with room it goes on`() throws {
        let log = try open()
        try log.append(events(1...100))
        let pages = try #require(try log.setting("page_count"))
        try log.set("max_page_count", pages)
        #expect(throws: LogError.full) { try log.append(events(101...500)) }
        #expect(log.end.number == 100)
        #expect(try log.numbers(in: a).count == 100)
        // What takes no new page goes on; the registry is refused as the log is.
        try log.set("max_page_count", "1000000")
        try log.append(events(501...600))
        #expect(try log.sequences(in: a) == Array(1...200))
        try log.close()
        #expect(try SQLiteVerification.findings(in: path) == [])
    }

    @Test func `Senders are refused while the disk is full, and facts wait for room`() throws {
        let log = try open()
        try log.append(events(1...100))
        try log.set("max_page_count", try #require(try log.setting("page_count")))
        let box = Box<[CommitResult]>()
        box.set([])
        let queue = DispatchQueue(label: "test.server")
        var limits = LogWriter.Bounds()
        limits.retry = 3_600_000...3_600_000
        let reader = try SQLiteLogReader(path: path)
        let writer = LogWriter(log: log, limits: limits, deliverOn: queue) { result in
            // How long it took is another each time.
            var outcome = result
            outcome.stored = []
            box.set(box.value! + [outcome])
        }
        var join = Event.of(300, .join, in: a)
        join.text = Bytes(String(repeating: "y", count: 90_000))
        writer.submit(events(101...200) + [join])
        writer.flush()
        #expect(
            queue.sync { box.value! } == [
                CommitResult(
                    through: 101, refused: (101...200).map { EventNumber(rawValue: $0) }, failure: .full, waiting: 1)
            ])
        #expect(try reader.numbers(in: a).count == 100)
        let done = DispatchSemaphore(value: 0)
        writer.perform { log throws(LogError) in
            try (log as! SQLiteEventLog).set("max_page_count", "1000000")
        } then: { _ in
            done.signal()
        }
        done.wait()
        writer.submit([.of(301, in: a)])
        writer.flush()
        #expect(queue.sync { box.value!.last } == CommitResult(through: 102, recovered: true))
        #expect(try reader.numbers(in: a).suffix(2) == [300, 301])
        try writer.close()
    }

    @Test func `A log that may not be written says so, and goes on when it may`() throws {
        let log = try open()
        try log.append(events(1...10))
        try log.set("query_only", "1")
        #expect(throws: LogError.readOnly) { try log.append(events(11...20)) }
        #expect(throws: LogError.readOnly) { try log.probe() }
        #expect(try log.numbers(in: a).count == 10)
        try log.set("query_only", "0")
        try log.probe()
        try log.append(events(21...30))
        #expect(try log.numbers(in: a).count == 20)
    }

    @Test func `When the clock steps back, time stands still until it has caught up`() throws {
        let log = try open()
        try log.append([
            .of(1, in: a, at: 10_000), .of(2, in: a, at: 4000), .of(3, in: a, at: 9999), .of(4, in: a, at: 10_001),
        ])
        let reader = try SQLiteLogReader(path: path)
        let after = try reader.page(
            HistoryRequest(.after(.time(Timestamp(milliseconds: 9999))), in: a, limit: 9)
        ).events
        #expect(after.map(\.number) == [1, 2, 3, 4])
        #expect(after.map(\.time.milliseconds) == [10_000, 10_000, 10_000, 10_001])
    }

    @Test func `What a sync refused never comes back`() throws {
        let disk = FaultyDisk.install()
        let name = path
        let log = try disk.open(name)
        try log.append(events(1...10))
        disk.fail(.sync, of: name, times: 1)
        guard case .io = #expect(throws: LogError.self, performing: { try log.append(events(11...20)) }) else {
            return #expect(Bool(false), "an I/O error is expected")
        }
        #expect(log.end.number == 10)
        // As if the machine stopped here: the files as they are.
        let copy = folder.file("copy")
        try FileManager.default.createDirectory(atPath: copy, withIntermediateDirectories: true)
        for file in ["log.sqlite", "log.sqlite-wal"] {
            try FileManager.default.copyItem(atPath: folder.file(file), toPath: copy + "/" + file)
        }
        let found = try SQLiteEventLog(path: copy + "/log.sqlite", durability: .full)
        #expect(found.end.number == 10)
        #expect(try found.numbers(in: a) == Array(1...10))
        try log.append(events(21...30))
        #expect(try log.sequences(in: a) == Array(1...20))
        try log.close()
        #expect(try SQLiteVerification.findings(in: path) == [])
    }

    @Test(arguments: [FaultyDisk.Operation.write, .sync])
    func `A disk that fails is told, and when it works again so does the log`(_ operation: FaultyDisk.Operation) throws
    {
        let disk = FaultyDisk.install()
        let log = try disk.open(path)
        try log.append(events(1...10))
        disk.fail(operation, of: path, times: 7)
        var failures = 0
        var number: Int64 = 11
        while failures < 20 {
            do throws(LogError) {
                try log.append(events(number...number))
                break
            } catch {
                guard case .io = error else { return #expect(error == .io("…")) }
                failures += 1
                number += 1
            }
        }
        #expect(failures > 0 && failures < 20)
        #expect(try log.numbers(in: a) == Array(1...10) + [number])
        try log.close()
        #expect(try SQLiteVerification.findings(in: path) == [])
    }
}
