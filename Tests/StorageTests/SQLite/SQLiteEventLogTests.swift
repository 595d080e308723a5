import Chat
import Foundation
import Protocol
import TestSupport
import Testing

@testable import Storage

/// What the embedded engine promises beyond the contract.
@Suite struct SQLiteEventLogTests {
    let folder = Scratch()
    let a = Conversation.channel("#a")
    let b = Conversation.channel("#b")
    var path: String { folder.file("log.sqlite") }

    private func open(_ durability: Durability = .full, busyTimeout: Double = 5) throws -> SQLiteEventLog {
        try SQLiteEventLog(path: path, durability: durability, busyTimeout: busyTimeout)
    }

    @Test(arguments: [(Durability.full, "2"), (.os, "1")])
    func `The connection is set up as the durability says`(_ durability: Durability, _ synchronous: String) throws {
        let log = try open(durability)
        #expect(try log.setting("synchronous") == synchronous)
        #expect(try log.setting("journal_mode") == "wal")
        #expect(try log.setting("secure_delete") == "1")
        #expect(try log.setting("page_size") == "2048")
        #expect(try log.setting("wal_autocheckpoint") == "0")
    }

    @Test func `The files are their owner's alone`() throws {
        _ = FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o644])
        let log = try open()
        try log.append([.of(1, in: a)])
        for name in ["log.sqlite", "log.sqlite-wal", "log.sqlite-shm"] {
            let mode = try FileManager.default.attributesOfItem(atPath: folder.file(name))[.posixPermissions] as? Int
            #expect(mode == 0o600, "\(name)")
        }
        try log.close()
    }

    @Test func `Closing leaves everything in one file`() throws {
        let log = try open()
        try log.append([.of(1, in: a)])
        try log.close()
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["log.sqlite"])
    }

    @Test func `A group that fails in the middle leaves nothing`() throws {
        let log = try open()
        try log.append([.of(1, in: a)])
        let other = try RawDatabase(path)
        try other.run("CREATE UNIQUE INDEX fault ON events (kind) WHERE number IN (1, 4)")
        #expect(throws: LogError.self) {
            try log.append([.of(2, in: a, b), .of(3, in: b), .of(4, in: a), .of(5, in: b)])
        }
        #expect(log.end.number == 1)
        #expect(try log.numbers(in: a) == [1])
        #expect(try log.conversations(after: nil, limit: 9) == [a])
        try other.run("DROP INDEX fault")
        try log.append([.of(6, in: .channel("#c")), .of(7, in: a, b)])
        #expect(try log.sequences(in: a) == [1, 2])
        #expect(try log.numbers(in: b) == [7])
        #expect(try log.sequences(in: b) == [1])
    }

    @Test func `A database that a newer program wrote is refused and left alone`() throws {
        try open().close()
        let other = try RawDatabase(path)
        try other.run("INSERT INTO grdb_migrations VALUES ('9'), ('10')")
        #expect(throws: LogError.newerSchema(found: "10", known: "8")) { try open() }
        try other.run("DELETE FROM grdb_migrations WHERE identifier IN ('9', '10')")
        #expect(throws: Never.self) { try open().close() }
    }

    @Test func `A file that is no database is told as damage`() throws {
        try Data(repeating: 0x41, count: 8192).write(to: URL(filePath: path))
        let error = #expect(throws: LogError.self) { try open() }
        guard case .corrupt = error else { return #expect(error == .corrupt("…")) }
    }

    @Test func `A folder that is not there is told as an input or output error`() {
        let error = #expect(throws: LogError.self) {
            try SQLiteEventLog(path: folder.file("no/such/log.sqlite"), durability: .full)
        }
        guard case .io(let what) = error else { return #expect(error == .io("…")) }
        #expect(what.contains("No such file or directory"))
    }

    @Test func `A lock of another program is told, and goes by`() throws {
        let log = try open(busyTimeout: 0.02)
        let other = try RawDatabase(path)
        try other.run("BEGIN IMMEDIATE")
        #expect(throws: LogError.locked) { try log.append([.of(1, in: a)]) }
        try other.run("COMMIT")
        try log.append([.of(2, in: a)])
        #expect(try log.numbers(in: a) == [2])
    }

    @Test func `An event that has a place but no row is told as damage`() throws {
        let log = try open()
        try log.append([.of(1, in: a), .of(2, in: a)])
        try RawDatabase(path).run("DELETE FROM events WHERE number = 1")
        #expect(throws: LogError.corrupt("event 1 has a place but is missing")) { try log.scan(a, limit: 9) }
        #expect(try log.scan(a, .backward, limit: 1).count == 1)
    }

    @Test func `A scan reads the places it returns and no others`() throws {
        let log = try open()
        try log.append([.of(1, in: a)])
        let plan = try RawDatabase(path).strings(
            """
            EXPLAIN QUERY PLAN SELECT sequence, event FROM places
            WHERE conversation = 1 AND sequence BETWEEN 1 AND 9 ORDER BY sequence DESC LIMIT 9
            """, column: 3)
        #expect(plan == ["SEARCH places USING PRIMARY KEY (conversation=? AND sequence>? AND sequence<?)"])
    }

    @Test func `While appends go on, the WAL is copied back beside them and begun anew`() throws {
        let log = try open(.os)
        var number: Int64 = 0
        func append() throws {
            let text = String(repeating: "x", count: 50_000)
            try log.append(
                (0..<10).map { _ in
                    number += 1
                    return .of(number, in: a, text: text)
                })
        }
        // How often it was begun. <https://www.sqlite.org/fileformat2.html#the_write_ahead_log>
        func beginnings() throws -> UInt32 {
            let handle = try FileHandle(forReadingFrom: URL(filePath: path + "-wal"))
            defer { try? handle.close() }
            return try handle.read(upToCount: 16)!.suffix(4).reduce(0) { $0 << 8 | UInt32($1) }
        }
        try append()
        let before = try beginnings()
        while try beginnings() == before, number < 10_000 { try append() }
        #expect(try beginnings() > before)
        #expect(try log.sequences(in: a) == Array(1...number))
        try log.close()
    }

    @Test func `Conversations beyond what memory holds are read again`() throws {
        let log = try SQLiteEventLog(path: path, durability: .full, conversationsInMemory: 4)
        let channels = (0..<20).map { Conversation.channel("#room\($0)") }
        var number: Int64 = 0
        for _ in 0..<3 {
            try log.append(
                channels.map { channel in
                    number += 1
                    return .of(number, in: channel)
                })
        }
        for channel in channels { #expect(try log.sequences(in: channel) == [1, 2, 3]) }
    }
}
