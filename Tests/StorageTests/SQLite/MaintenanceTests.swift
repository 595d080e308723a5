import Chat
import Foundation
import Protocol
import Synchronization
import SystemBasics
import TestSupport
import Testing

@testable import Storage

/// Copies, versions, and looking a log over.
@Suite struct MaintenanceTests {
    let folder = Scratch()
    let a = Conversation.channel("#a")
    let b = Conversation.channel("#b")
    var path: String { folder.file("log.sqlite") }
    var copy: String { folder.file("copy.sqlite") }

    private func open() throws -> SQLiteEventLog { try SQLiteEventLog(path: path, durability: .full) }

    private func filled(_ count: Int64 = 500) throws -> SQLiteEventLog {
        let log = try open()
        try log.append((1...count).map { .of($0, $0 % 50 == 0 ? .quit : .message, in: a, text: "line \($0)") })
        try log.append([.event(.of(count + 1, .quit, in: a, b)), .change(.note("key", [1, 2]))])
        return log
    }

    // MARK: Reading without a trace

    /// The names of the files in a folder with their sizes, and when they were changed.
    private static func state(of folder: Scratch) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().map { name in
            let file = try FileManager.default.attributesOfItem(atPath: folder.file(name))
            return "\(name) \(file[.size] ?? 0) \(file[.modificationDate] ?? 0)"
        }
    }

    private func last(in folder: Scratch, isInUse: Bool) throws -> Int64? {
        guard let reader = try SQLiteEngine(path: folder.file("log.sqlite")).openUntouched(isInUse: isInUse) else {
            return nil
        }
        defer { reader.close() }
        let all = EventNumber.none...EventNumber.highest
        return try reader.events(all, .backward, limit: 1).first?.number.rawValue
    }

    @Test func `A log that is looked at has no more files afterwards, be it closed, in use, or left by a crash`() throws
    {
        let log = try filled()
        let (crashed, torn) = (Scratch(), Scratch())
        for name in ["log.sqlite", "log.sqlite-wal", "log.sqlite-shm"] {
            try FileManager.default.copyItem(atPath: folder.file(name), toPath: crashed.file(name))
            guard name != "log.sqlite-shm" else { continue }
            try FileManager.default.copyItem(atPath: folder.file(name), toPath: torn.file(name))
        }
        var before = try Self.state(of: folder)
        #expect(try last(in: folder, isInUse: true) == 501)
        #expect(try Self.state(of: folder) == before)
        try log.close()
        before = try Self.state(of: folder)
        #expect(before.count == 1)
        #expect(try last(in: folder, isInUse: false) == 501)
        #expect(try Self.state(of: folder) == before)
        before = try Self.state(of: crashed)
        #expect(try last(in: crashed, isInUse: false) == 501)
        #expect(try Self.state(of: crashed) == before)
        // Without the one file, SQLite would have to make it.
        before = try Self.state(of: torn)
        #expect(try last(in: torn, isInUse: false) == nil)
        #expect(try Self.state(of: torn) == before && before.count == 2)
    }

    @Test func `A path with signs that mean something in an address is opened like any other`() throws {
        let odd = folder.file("a b?immutable=0#50%41")
        let log = try SQLiteEventLog(path: odd, durability: .os)
        try log.append([.of(1, in: a)])
        try log.close()
        let reader = try SQLiteEngine(path: odd).openUntouched(isInUse: false)
        #expect(reader != nil)
        reader?.close()
    }

    // MARK: Copies

    @Test func `A copy made while the log is written holds what was stored, and is its owner's alone`() throws {
        let log = try filled(20_000)
        let told = Box<[Double]>()
        told.set([])
        try SQLiteBackup.make(of: path, at: copy) { told.set(told.value! + [$0]) }
        try log.append([.of(20_002, in: a)])
        #expect(told.value!.last == 1)
        #expect(told.value! == told.value!.sorted())
        let mode = try FileManager.default.attributesOfItem(atPath: copy)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        #expect(try SQLiteVerification.findings(in: copy) == [])
        let copied = try SQLiteEventLog(path: copy, durability: .os)
        #expect(copied.end.number == 20_001)
        #expect(try copied.registry().notes == ["key": [1, 2]])
        #expect(try copied.numbers(in: a).count == 20_001)
    }

    @Test func `A copy takes nobody's place, and one that fails leaves nothing`() throws {
        let log = try filled()
        try Data().write(to: URL(filePath: copy))
        #expect(throws: LogError.self) { try SQLiteBackup.make(of: path, at: copy) }
        #expect(throws: LogError.self) { try SQLiteBackup.make(of: path, at: folder.file("no/such/copy")) }
        #expect(try Data(contentsOf: URL(filePath: copy)).isEmpty)
        #expect(try !FileManager.default.contentsOfDirectory(atPath: folder.path).contains { $0.hasSuffix(".partial") })
        try log.close()
    }

    @Test func `A copy that is not durable under its name is not there`() throws {
        let partial = try folder.write("x", to: "partial")
        #expect(throws: LogError.readOnly) {
            try SQLiteBackup.publish(partial, at: copy) { _ throws(LogError) in throw .readOnly }
        }
        #expect(!FileSystem.exists(copy) && !FileSystem.exists(partial))
    }

    @Test func `A restored log is the copied one, and what was there is kept beside it`() throws {
        let log = try filled()
        try SQLiteBackup.make(of: path, at: copy)
        try log.append([.of(600, in: a)])
        try log.close()
        try SQLiteBackup.restore(copy, to: path)
        let restored = try open()
        #expect(restored.end.number == 501)
        try restored.close()
        let before = try SQLiteEventLog(path: path + ".before-restore", durability: .os)
        #expect(before.end.number == 600)
        try before.close()
    }

    @Test func `Restored again and again, what was there is kept each time, with what its WAL held`() throws {
        try filled().close()
        try SQLiteBackup.make(of: path, at: copy)
        var kept: [String] = []
        for number in Int64(600)...602 {
            let log = try open()
            try log.append([.of(number, in: a)])
            // As a crash leaves it.
            let wal = try Data(contentsOf: URL(filePath: path + "-wal"))
            try log.close()
            try wal.write(to: URL(filePath: path + "-wal"))
            kept.append(try #require(try SQLiteBackup.restore(copy, to: path)))
            #expect(!FileManager.default.fileExists(atPath: path + "-wal"))
        }
        #expect(kept == ["", ".2", ".3"].map { path + ".before-restore" + $0 })
        for (number, name) in zip(Int64(600)..., kept) {
            #expect(!FileManager.default.fileExists(atPath: name + "-wal"))
            let before = try SQLiteEventLog(path: name, durability: .os)
            #expect(before.end.number.rawValue == number)
            try before.close()
        }
        let restored = try open()
        #expect(restored.end.number == 501)
        try restored.close()
        // One of those restored leaves nothing beside itself, either.
        _ = try SQLiteBackup.restore(kept[2], to: path)
        for side in ["-wal", "-shm"] { #expect(!FileManager.default.fileExists(atPath: kept[2] + side)) }
    }

    @Test func `A copy removes nothing of what has the names that it works under`() throws {
        try filled().close()
        let names = ["copy.sqlite.partial", "copy.sqlite.partial-wal", "copy.sqlite.\(getpid()).partial"]
        for name in names { _ = try folder.write("precious", to: name) }
        try SQLiteBackup.make(of: path, at: copy)
        for name in names { #expect(try String(contentsOfFile: folder.file(name), encoding: .utf8) == "precious") }
        let copies = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasPrefix("copy") }
        #expect(copies.sorted() == (names + ["copy.sqlite"]).sorted())
    }

    /// What another process would find, were this one killed now: the folder's files, copied.
    private func afterCrash(_ number: Int) throws -> String {
        let place = folder.file("crash\(number)")
        try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) where name.hasPrefix("log") {
            try FileManager.default.copyItem(atPath: folder.file(name), toPath: place + "/" + name)
        }
        return place
    }

    /// Files with a name in the folder that have another one there.
    private func shared() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { name in
            var status = stat()
            return lstat(folder.file(name), &status) == 0 && status.st_mode & S_IFMT == S_IFREG && status.st_nlink != 1
        }
    }

    @Test func `A restore that ends at any step leaves the old log or the new one, whole, and no file two names`()
        throws
    {
        let log = try filled()
        try SQLiteBackup.make(of: path, at: copy)
        try log.append([.of(600, in: a)])
        let wal = try Data(contentsOf: URL(filePath: path + "-wal"))
        try log.close()
        // As a crash leaves it.
        try wal.write(to: URL(filePath: path + "-wal"))
        var places: [String] = []
        var doubles: [String] = []
        try SQLiteBackup.restore(
            copy, to: path,
            step: {
                doubles += (try? shared()) ?? ["?"]
                places.append((try? afterCrash(places.count)) ?? "?")
            })
        #expect(doubles == [])
        #expect(places.count >= 3)
        var ends: [Int64] = []
        for place in places {
            let found = try SQLiteEventLog(path: place + "/log.sqlite", durability: .os)
            ends.append(found.end.number.rawValue)
            try found.append([.of(700, in: a)])
            try found.close()
            guard ends.last == 501 else { continue }
            let before = try SQLiteEventLog(path: place + "/log.sqlite.before-restore", durability: .os)
            #expect(before.end.number == 600)
            try before.close()
        }
        #expect(Set(ends) == [600, 501] && ends == ends.sorted(by: >))
    }

    @Test(arguments: [true, false]) func `A file is replaced also where no two can exchange their names`(
        _ canExchange: Bool
    ) throws {
        let (old, fresh) = (try folder.write("old", to: "file"), try folder.write("new", to: "fresh"))
        func text(_ path: String) throws -> String { try String(contentsOfFile: path, encoding: .utf8) }
        var (seen, doubles): ([String], [String]) = ([], [])
        let name = try FileReplacement.replace(
            old, with: fresh, as: "before", besides: ["-wal", "-shm"],
            step: {
                doubles += (try? shared()) ?? ["?"]
                seen.append((try? text(old)) ?? "nothing")
            }, exchange: { one, two throws(SystemError) in canExchange ? try FileSystem.exchange(one, two) : false })
        #expect(doubles == [] && Set(seen) == ["old", "new"])
        #expect(try name == old + ".before" && text(old) == "new" && text(old + ".before") == "old")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["file", "file.before"])
    }

    @Test func `A replacing that fails puts all back`() throws {
        let (old, fresh) = (try folder.write("old", to: "file"), try folder.write("new", to: "fresh"))
        _ = try folder.write("wal", to: "file-wal")
        #expect(throws: LogError.self) {
            try FileReplacement.replace(
                old, with: fresh, as: "before", besides: ["-wal", "-shm"],
                exchange: { _, _ throws(SystemError) in throw SystemError(EIO) })
        }
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["file", "file-wal", "fresh"])
        #expect(try String(contentsOfFile: old, encoding: .utf8) == "old")
    }

    @Test func `A log that cannot be read is set aside as it is, with its WAL`() throws {
        try filled().close()
        try SQLiteBackup.make(of: path, at: copy)
        try Data(repeating: 0x41, count: 4096).write(to: URL(filePath: path))
        _ = try folder.write("a WAL", to: "log.sqlite-wal")
        let before = try #require(try SQLiteBackup.restore(copy, to: path))
        #expect(try Data(contentsOf: URL(filePath: before)) == Data(repeating: 0x41, count: 4096))
        #expect(try String(contentsOfFile: before + "-wal", encoding: .utf8) == "a WAL")
        let restored = try open()
        #expect(restored.end.number == 501)
        try restored.close()
    }

    @Test func `A log that only cannot be read now stays where it is`() throws {
        try filled().close()
        try SQLiteBackup.make(of: path, at: copy)
        // SQLite can open no file there.
        unlink(path + "-wal")
        try FileManager.default.createDirectory(atPath: path + "-wal", withIntermediateDirectories: false)
        let error = #expect(throws: LogError.self) { try SQLiteBackup.restore(copy, to: path) }
        guard case .io(let what) = error else { throw error ?? LogError.other("no error") }
        #expect(what.contains("of \(path); to restore all the same"))
        #expect(FileSystem.isFolder(path + "-wal") && !FileSystem.exists(path + ".before-restore"))
        try FileManager.default.removeItem(atPath: path + "-wal")
        let found = try open()
        #expect(found.end.number == 501)
        try found.close()
    }

    @Test(arguments: [true, false])
    func `What is restored from is left as it is, with the WAL of its own`(isWhole: Bool) throws {
        let log = try filled()
        try log.append([.of(600, in: a)])
        var wal = try Data(contentsOf: URL(filePath: path + "-wal"))
        let source = folder.file("raw.sqlite")
        try FileManager.default.copyItem(atPath: path, toPath: source)
        try log.close()
        if !isWhole { wal.replaceSubrange(0..<4, with: [0, 0, 0, 0]) }
        try wal.write(to: URL(filePath: source + "-wal"))
        let before = try Data(contentsOf: URL(filePath: source))
        _ = try? SQLiteBackup.restore(source, to: path)
        #expect(try Data(contentsOf: URL(filePath: source)) == before)
        #expect(try Data(contentsOf: URL(filePath: source + "-wal")) == wal)
    }

    @Test func `A server that begins to serve what is restored from keeps what it has beside it`() throws {
        try filled().close()
        let source = folder.file("other.sqlite")
        let other = try SQLiteEventLog(path: source, durability: .full)
        try other.append([.of(1, in: a)])
        try other.close()
        var serving: SQLiteEventLog?
        try SQLiteBackup.restore(
            source, to: path,
            step: {
                guard serving == nil else { return }
                serving = try? SQLiteEventLog(path: source, durability: .full)
                try? serving?.append([.of(2, in: a)])
            })
        #expect(FileSystem.exists(source + "-wal"))
        let log = try #require(serving)
        try log.append([.of(3, in: a)])
        let again = try SQLiteEventLog(path: source, durability: .os)
        #expect(again.end.number == 3)
        try again.close()
        try log.close()
    }

    @Test func `A copy that is not there, and a place that is taken, are named`() throws {
        #expect(throws: LogError.missing(copy)) { try SQLiteBackup.restore(copy, to: path) }
        #expect(throws: LogError.missing(path)) { try SQLiteBackup.make(of: path, at: copy) }
        try filled().close()
        try Data().write(to: URL(filePath: copy))
        #expect(throws: LogError.exists(copy)) { try SQLiteBackup.make(of: path, at: copy) }
    }

    @Test func `Only a log can be restored, and the one that is there stays`() throws {
        try filled().close()
        try Data(repeating: 0x41, count: 4096).write(to: URL(filePath: copy))
        #expect(throws: LogError.self) { try SQLiteBackup.restore(copy, to: path) }
        try RawDatabase(folder.file("other")).run("CREATE TABLE x (y)")
        #expect(throws: LogError.self) { try SQLiteBackup.restore(folder.file("other"), to: path) }
        #expect(try open().end.number == 501)
    }

    // MARK: Versions

    /// A log as the first version left it.
    private func makeVersion1() throws {
        let log = try filled()
        try log.close()
        let raw = try RawDatabase(path)
        let tables = [
            "stale", "state", "accounts", "certificates", "nicks", "rooms", "room_lists", "room_ranks", "markers",
            "notes", "bans", "invitations", "invitation_guests", "presences", "presence_rooms", "account_metadata",
            "room_metadata",
        ]
        try raw.run(
            tables.map { "DROP TABLE \($0);" }.joined() + """
                DROP INDEX conversations_by_peer;
                ALTER TABLE conversations DROP COLUMN first;
                DELETE FROM grdb_migrations WHERE identifier <> '1';
                """)
    }

    @Test func `A log of an earlier version is copied, and then brought up`() throws {
        try makeVersion1()
        let log = try open()
        #expect(log.end.number == 501)
        #expect(try log.numbers(in: a).count == 501)
        try log.append([.event(.of(502, in: a)), .change(.note("x", [1]))])
        try log.close()
        #expect(try SQLiteVerification.findings(in: path) == [])
        let old = try RawDatabase(path + ".schema1")
        #expect(try old.strings("SELECT count(*) FROM events") == ["501"])
        #expect(try old.strings("SELECT identifier FROM grdb_migrations") == ["1"])
    }

    @Test func `What was set aside takes no other's place, and each goes after its time, with nothing else`() throws {
        for _ in 1...2 {
            try? FileManager.default.removeItem(atPath: path)
            try makeVersion1()
            let log = try open()
            #expect(log.migrationCopy != nil)
            try log.close()
        }
        try SQLiteBackup.make(of: path, at: copy)
        for _ in 1...2 { try SQLiteBackup.restore(copy, to: path) }
        let copies = [".before-restore", ".before-restore.2", ".schema1", ".schema1.2"].map { path + $0 }
        let others = [
            "copy.sqlite", "log.sqlite", "log.sqlite.before-restore.x", "log.sqlite.before-restore2",
            "log.sqlite.schema",
            "log.sqlite.schema1.2.3", "log.sqlite.schema1x", "other.before-restore",
        ]
        for name in others.dropFirst(2) { _ = try folder.write("", to: name) }
        _ = try folder.write("a WAL", to: "log.sqlite.before-restore-wal")
        let written = Date(timeIntervalSince1970: 1_000_000)
        for name in copies + others.map(folder.file) {
            try FileManager.default.setAttributes([.modificationDate: written], ofItemAtPath: name)
        }
        func removed(after seconds: Int64) -> [String] {
            CopiesSetAside.remove(
                of: path, olderThan: 100, at: Timestamp(milliseconds: (1_000_000 + seconds) * 1000))
        }
        #expect(removed(after: 100) == [])
        #expect(removed(after: 101) == copies)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == others.sorted())
    }

    @Test func `What was beside a copy is removed with it, or by itself where the copy is gone already`() throws {
        let files = [
            "before-restore-shm", "before-restore-wal", "before-restore.2", "before-restore.2-wal", "schema5-wal",
        ]
        for name in files { _ = try folder.write("deleted words", to: "log.sqlite." + name) }
        func removed(after seconds: Int64) -> [String] {
            CopiesSetAside.remove(
                of: path, olderThan: 100,
                at: Timestamp(seconds: Int64(Date().timeIntervalSince1970)).advanced(bySeconds: seconds))
        }
        #expect(removed(after: 0) == [])
        #expect(removed(after: 200) == ["before-restore", "before-restore.2", "schema5"].map { path + "." + $0 })
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [])
    }

    @Test func `The time of what is set aside is that at which it was, and not that of its last line`() throws {
        try filled().close()
        try SQLiteBackup.make(of: path, at: copy)
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSince1970: 1_000_000)], ofItemAtPath: path)
        let now = Timestamp(seconds: Int64(Date().timeIntervalSince1970))
        let before = try #require(try SQLiteBackup.restore(copy, to: path))
        #expect(CopiesSetAside.remove(of: path, olderThan: 60, at: now) == [])
        #expect(CopiesSetAside.remove(of: path, olderThan: 60, at: now.advanced(bySeconds: 3600)) == [before])
    }

    @Test func `A copy that could not be restored is none, and leaves nothing`() throws {
        try filled().close()
        try RawDatabase(path).run("UPDATE events SET kind = -1 WHERE number = 9")
        let error = #expect(throws: LogError.self) { try SQLiteBackup.make(of: path, at: copy) }
        guard case .corrupt = error else { throw error ?? LogError.other("no error") }
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder.path).allSatisfy { !$0.hasPrefix("copy") })
    }

    @Test func `A log of an earlier version is copied as it is, when it could be restored`() throws {
        try makeVersion1()
        try SQLiteBackup.make(of: path, at: copy)
        #expect(try RawDatabase(copy).strings("SELECT identifier FROM grdb_migrations") == ["1"])
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder.path).allSatisfy { !$0.contains("verifying") })
    }

    @Test func `A part whose mark is the greatest number there is can be marked again`() throws {
        let log = try filled()
        try log.blank([7])
        try RawDatabase(path).run("UPDATE stale SET mark = \(Int64.max)")
        try log.blank([8])
        #expect(try log.staleShards().map(\.mark) == [1])
        try log.close()
    }

    @Test func `A log of an earlier version is looked over whole, and left as it is`() throws {
        try makeVersion1()
        let before = try Data(contentsOf: URL(filePath: path))
        #expect(try SQLiteVerification.findings(in: path) == [])
        #expect(try Data(contentsOf: URL(filePath: path)) == before)
        try RawDatabase(path).run("DELETE FROM events WHERE number = 9")
        #expect(try SQLiteVerification.findings(in: path).contains("event 9 has a place but is missing"))
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder.path).allSatisfy { !$0.contains("verifying") })
    }

    @Test func `A new log and one of this version are not copied`() throws {
        try filled().close()
        try open().close()
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["log.sqlite"])
    }

    // MARK: Looking over

    @Test func `A sound log has no findings, also after pruning and erasing`() throws {
        let log = try filled()
        try log.blank([7, 8, 9])
        _ = try log.drop(a, through: 100, limit: 60)
        _ = try log.drop(through: 200, limit: .max)
        _ = try log.drop(b, through: .max, limit: .max)
        let told = Box<[Double]>()
        told.set([])
        #expect(try SQLiteVerification.findings(in: path) { told.set(told.value! + [$0]) } == [])
        #expect(told.value!.last == 1)
        try log.close()
    }

    @Test(arguments: [
        ("DELETE FROM places WHERE sequence = 9", "conversation 1 has a gap between 8 and 10"),
        ("DELETE FROM places WHERE conversation = 1 AND sequence = 1", "conversation 1 begins at 2, not at 1"),
        ("DELETE FROM events WHERE number = 9", "event 9 has a place but is missing"),
        ("UPDATE places SET event = 3 WHERE sequence = 9", "conversation 1 runs back at 9"),
        ("UPDATE places SET time = 0 WHERE sequence = 1", "event 1 and its place 1/1 differ in time"),
        ("DELETE FROM places WHERE sequence = 501", "there are 501 places where the events say 502"),
        ("DELETE FROM conversations WHERE id = 2", "conversation 2 has places and no name"),
    ])
    func `What does not fit together is found`(_ damage: String, _ finding: String) throws {
        try filled().close()
        try RawDatabase(path).run(damage)
        #expect(try SQLiteVerification.findings(in: path).contains(finding))
    }

    @Test func `An index that does not fit the log is found`() throws {
        let log = try filled()
        var work = SQLiteIndexUpdate(
            log: try SQLiteLogReader(path: path), index: try SearchIndex(path: SearchIndex.path(beside: path)))
        while case .more = try work.step() {}
        try work.close()
        #expect(try SQLiteVerification.findings(in: path) == [])
        try RawDatabase(path).run(
            "UPDATE events SET text = x'' WHERE number = 9; UPDATE events SET kind = 1 WHERE number = 50")
        #expect(
            try SQLiteVerification.findings(in: path) == [
                "the index has event 9, which the log has not", "the index lacks event 50",
            ])
        try log.close()
    }

    @Test func `A damaged page is found, and is told where it is read`() throws {
        try filled(20_000).close()
        let middle = try #require(try Data(contentsOf: URL(filePath: path)).range(of: Data("line 9999".utf8)))
            .lowerBound
        let handle = try FileHandle(forUpdating: URL(filePath: path))
        try handle.seek(toOffset: UInt64(middle / 2048 * 2048))
        try handle.write(contentsOf: Data(repeating: 0xA5, count: 2048))
        try handle.close()
        #expect(try !SQLiteVerification.findings(in: path).isEmpty)
        let log = try open()
        let error = #expect(throws: LogError.self) { try log.scan(a, limit: .max) }
        guard case .corrupt = error else { return #expect(error == .corrupt("…")) }
        // What can be read is read, and the log goes on.
        try log.append([.of(30_000, in: b)])
        #expect(try log.numbers(in: b).last == 30_000)
        try log.close()
    }
}
