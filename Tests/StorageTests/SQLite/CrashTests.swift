import Chat
import Dispatch
import Foundation
import Storage
import Synchronization
import TestSupport
import Testing

/// What another process would find if this one were killed: the database and its WAL, copied while they are in use.
@Suite struct CrashTests {
    let folder = Scratch()
    let a = Conversation.channel("#a")
    let b = Conversation.channel("#b")

    private func copy(_ index: Int) throws -> SQLiteEventLog {
        let place = folder.file("copy\(index)")
        try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
        for name in ["log.sqlite", "log.sqlite-wal"] {
            try FileManager.default.copyItem(atPath: folder.file(name), toPath: place + "/" + name)
        }
        return try SQLiteEventLog(path: place + "/log.sqlite", durability: .full)
    }

    @Test func `A transaction that was never committed leaves nothing`() throws {
        let log = try SQLiteEventLog(path: folder.file("log.sqlite"), durability: .full)
        try log.append([.of(1, in: a)])
        let other = try RawDatabase(folder.file("log.sqlite"))
        // So little memory that the transaction's pages are in the WAL before it ends.
        try other.run("PRAGMA cache_size = 1; BEGIN IMMEDIATE")
        for number in 2...2000 {
            try other.run(
                """
                INSERT INTO events SELECT \(number), time, kind, source, account, target, subject, text, tags, conversations
                FROM events WHERE number = 1;
                INSERT INTO places VALUES (1, \(number), \(number), 1000)
                """)
        }
        let wal = try FileManager.default.attributesOfItem(atPath: folder.file("log.sqlite-wal"))[.size] as? Int
        #expect((wal ?? 0) > 100_000)
        let found = try copy(1)
        #expect(found.end == log.end)
        #expect(try found.numbers(in: a) == [1])
        try found.append([.of(2, in: a, b)])
        #expect(try found.sequences(in: a) == [1, 2])
    }

    @Test func `At any moment there are whole groups, and all that was settled`() throws {
        let log = try SQLiteEventLog(path: folder.file("log.sqlite"), durability: .full)
        let queue = DispatchQueue(label: "test.server")
        let settled = CommittedNumber()
        let writer = LogWriter(log: log, deliverOn: queue) { settled.set(Int64($0.through)) }
        let groups: Int64 = 300
        let (a, b) = (a, b)
        DispatchQueue.global().async {
            for group in 0..<groups {
                writer.submit((1...64).map { .of(group * 64 + $0, in: $0 % 2 == 0 ? a : b) })
                writer.flush()
            }
        }
        var index = 0
        var before: Int64 = 0
        repeat {
            before = settled.value
            guard before > 0 else { continue }
            index += 1
            let found = try copy(index)
            #expect(found.end.number.rawValue >= before)
            #expect(found.end.number.rawValue % 64 == 0)
            let count = found.end.number.rawValue / 2
            #expect(try found.sequences(in: a) == Array(1...count))
            #expect(try found.numbers(in: b) == (1...count).map { $0 * 2 - 1 })
        } while before < groups * 64
        try writer.close()
    }
}

private final class CommittedNumber: Sendable {
    private let number = Mutex<Int64>(0)
    var value: Int64 { number.withLock { $0 } }
    func set(_ new: Int64) { number.withLock { $0 = new } }
}
