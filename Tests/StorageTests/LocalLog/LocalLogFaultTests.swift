import Foundation
import Protocol
import TestSupport
import Testing

@testable import Storage

/// Files that are damaged, shaped by others or of a later version, and a disk that fails.
@Suite struct LocalLogFaultTests {
    let fixture = LocalLogFixture()
    let a = Bytes("#a")

    private func make() throws {
        let log = try fixture.open()
        log.append((0..<50).map { .said("word \($0)", at: $0, id: "i\($0)") }, to: a)
        log.markRead(a, at: Timestamp(milliseconds: 5))
        log.closed()
    }

    @Test func `The file of a later version is refused, and stays as it is`() throws {
        try make()
        try RawDatabase(fixture.path).run("PRAGMA user_version = 3")
        #expect(throws: LogError.newerSchema(found: "3", known: "2")) { try fixture.open() }
        #expect(try RawDatabase(fixture.path).strings("SELECT count(*) FROM lines") == ["50"])
    }

    @Test func `A file that is no database is set aside, and its name is told`() throws {
        for number in 1...2 {
            _ = try fixture.folder.write(String(repeating: "no database ", count: 400), to: "log/net.sqlite")
            let log = try fixture.open()
            log.append([.said("x", at: 1)], to: a)
            #expect(log.texts(a) == ["x"])
            let name = fixture.path + ".damaged" + (number == 1 ? "" : ".2")
            #expect(fixture.told.value?.last == .setAside(name))
            #expect(try String(contentsOfFile: name, encoding: .utf8).hasPrefix("no database"))
            log.closed()
        }
    }

    @Test(arguments: [
        "CREATE TABLE more (x)", "CREATE TRIGGER t AFTER INSERT ON lines BEGIN DELETE FROM lines; END",
        "DROP INDEX lines_by_room", "DROP TABLE parts", "INSERT INTO parts VALUES (77, 5, 0, 0)",
        "DROP TABLE words_1", "DROP TABLE former_rooms", "UPDATE parts SET id = -1", "CREATE VIEW v AS SELECT 1",
    ])
    func `A file that others have shaped is set aside`(_ sql: String) throws {
        try make()
        try RawDatabase(fixture.path).run(sql)
        let log = try fixture.open()
        #expect(log.lines(a) == [])
        log.append([.said("x", at: 1)], to: a)
        #expect(log.texts(a) == ["x"])
        #expect(fixture.told.value == [.setAside(fixture.path + ".damaged")])
    }

    @Test(arguments: [
        "lines.number", "lines.room", "lines.time", "lines.flags", "lines.content", "rooms.id", "rooms.marker",
        "parts.start", "parts.lines", "parts.is_stale",
    ])
    func `A number of any size in a column is borne`(_ column: String) throws {
        let names = column.split(separator: ".")
        for value in [Int64.min, -1, 1 << 40, .max - 1, .max] {
            for end in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: fixture.path + end) }
            try make()
            let key = names[0] == "lines" ? "number" : "id"
            try RawDatabase(fixture.path).run(
                """
                UPDATE \(names[0]) SET \(names[1]) = \(value)
                WHERE \(key) = (SELECT \(key) FROM \(names[0]) ORDER BY \(key) DESC LIMIT 1)
                """)
            use(try fixture.open())
        }
    }

    @Test(arguments: ["lines.msgid", "lines.sender", "lines.text", "lines.message", "rooms.name"])
    func `Bytes of any kind in a column are borne`(_ column: String) throws {
        let names = column.split(separator: ".")
        for value in ["x''", "x'00'", "x'ff00ff'", "zeroblob(2000000)"] {
            for end in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: fixture.path + end) }
            try make()
            try RawDatabase(fixture.path).run("UPDATE \(names[0]) SET \(names[1]) = \(value)")
            use(try fixture.open())
        }
    }

    /// Everything that is asked of a log. It stores what is new all the same.
    private func use(_ log: LocalLog) {
        let time = Timestamp(milliseconds: 20)
        for position: LoggedPosition in [
            .time(time), .time(.latest), .time(.earliest), .messageID("i9", at: time),
            .line(at: time, sender: "ada", text: "word 20"),
        ] {
            _ = answer { log.before(position, in: a, limit: 50, then: $0) }
            _ = answer { log.after(position, in: a, limit: 50, then: $0) }
            _ = answer { log.around(position, in: a, limit: 50, then: $0) }
            _ = log.found("word", before: position)
        }
        _ = answer { log.rooms(then: $0) }
        _ = answer { log.readMarker(of: a, then: $0) }
        _ = answer { log.countUnread(in: a, after: .earliest, then: $0) }
        answer { done in
            log.export(nil) { _ in
                true
            } then: {
                done(())
            }
        }
        log.append([.said("fresh", at: 25), .said("latest", at: Timestamp.latest.milliseconds)], to: "#new")
        log.redact("i3", in: a)
        #expect(log.texts("#new") == ["fresh", "latest"])
        log.forget(a)
        log.closed()
    }

    /// Overwrites the first page of a table or an index.
    private func damage(_ name: String) throws {
        let page = try RawDatabase(fixture.path).strings("SELECT rootpage FROM sqlite_schema WHERE name = '\(name)'")
        let number = try #require(page.first.flatMap { UInt64($0) })
        let file = try FileHandle(forUpdating: URL(filePath: fixture.path))
        try file.seek(toOffset: (number - 1) * 4096)
        try file.write(contentsOf: Data(repeating: 0xFF, count: 4096))
        try file.close()
    }

    @Test(arguments: ["lines", "lines_by_room"], [true, false])
    func `Damage that is met in reading or in the upkeep sets the file aside, once`(
        _ name: String, _ isUpkeep: Bool
    ) throws {
        try make()
        try damage(name)
        let log = try fixture.open(retention: Retention(age: 1), at: 1_000_000)
        if isUpkeep { answer { done in log.forget(a) { done(()) } } }
        for _ in 0..<3 { #expect(log.lines(a) == []) }
        log.append([.said("x", at: 1_000_000)], to: a)
        #expect(log.texts(a) == ["x"])
        log.closed()
        #expect(fixture.told.value == [.setAside(fixture.path + ".damaged")])
        #expect(FileManager.default.fileExists(atPath: fixture.path + ".damaged"))
    }

    // MARK: The disk

    @Test func `A disk that fails is told once, lines wait within the bound, and the lost are counted`() throws {
        var bounds = LocalLog.Bounds()
        (bounds.lines, bounds.retry) = (10, 20)
        let disk = FaultyDisk.install()
        let log = try fixture.open(bounds: bounds)
        log.append([.said("before", at: 1)], to: a)
        _ = log.lines(a)
        disk.fail(.write, of: fixture.path, times: .max)
        log.append([.said("0", at: 1000)], to: a)
        #expect(log.texts(a) == ["before"])
        log.append((1..<30).map { .said("\($0)", at: 1000 + $0 * 1000) }, to: a)
        #expect(log.texts(a) == ["before"])
        disk.fail(.write, of: fixture.path, times: 0)
        while fixture.told.value?.count != 2 { _ = log.lines(a) }
        guard case .failing(.io) = fixture.told.value?.first else {
            Issue.record("\(fixture.told.value ?? [])")
            return
        }
        #expect(fixture.told.value?.last == .recovered(lost: 20))
        #expect(log.texts(a) == ["before"] + (0..<10).map(String.init))
    }

    @Test func `A backlog holds to its bounds and counts what it cannot keep`() {
        var bounds = LocalLog.Bounds()
        bounds.lines = 3
        var backlog = LocalLogBacklog(bounds: bounds)
        let entry = LocalLogEntry.line(.said("x", at: 1), room: a)
        #expect(backlog.add([]) == false)
        #expect(backlog.add([entry]) == true)
        #expect(backlog.add([entry]) == false)
        #expect(backlog.next(isRetry: false)?.count == 2)
        #expect(backlog.noteFailure(.full) == .failing(.full))
        #expect(backlog.noteFailure(.full) == nil)
        #expect(backlog.add([entry, entry, .forgetting(room: a)]) == false)
        #expect(backlog.next(isRetry: false) == nil)
        #expect(backlog.next(isRetry: true)?.count == 4)
        #expect(backlog.noteStored(4) == .recovered(lost: 1))
        #expect(backlog.noteStored(0) == nil)
        #expect(backlog.next(isRetry: true) == nil)
    }

    @Test func `What is taken back while the disk fails is never written, however many lines wait`() {
        var bounds = LocalLog.Bounds()
        bounds.lines = 3
        var backlog = LocalLogBacklog(bounds: bounds)
        _ = backlog.add([.line(.said("now", at: 1, id: "0"), room: a)])
        _ = backlog.next(isRetry: false)
        _ = backlog.noteFailure(.full)
        let lines = (1..<30).map { LocalLogEntry.line(.said("word \($0)", at: 1000, id: "\($0)"), room: a) }
        _ = backlog.add(lines + [.line(.said("other", at: 1, id: "1"), room: "#b")])
        _ = backlog.add([.redaction(messageID: "1", room: a), .redaction(messageID: "29", room: a)])
        // Beyond its bound a redaction is lost, and the words of the lines that wait are gone all the same.
        _ = backlog.add((30..<60).map { .redaction(messageID: Bytes("\($0)"), room: a) })
        _ = backlog.add([.redaction(messageID: "2", room: a)])
        let waiting = backlog.next(isRetry: true) ?? []
        let texts = waiting.compactMap { if case .line(let line, _) = $0 { line.text.text } else { nil } }
        #expect(texts == ["now", "", ""])
        #expect(waiting.contains(.redaction(messageID: "1", room: a)))
        #expect(waiting.contains(.redaction(messageID: "29", room: a)))
        #expect(waiting.count == 3 + 24)
        #expect(backlog.noteStored(waiting.count) == .recovered(lost: 28))
        _ = backlog.add([.line(.said("again", at: 1, id: "1"), room: a), .redaction(messageID: "1", room: a)])
        guard case .line(let line, _)? = backlog.next(isRetry: false)?.first else {
            Issue.record("no line")
            return
        }
        #expect(line.text.isEmpty && line.message.isEmpty)
    }

    @Test func `The lines of a room that is forgotten wait without words, and those that come afterwards with theirs`()
    {
        var backlog = LocalLogBacklog(bounds: LocalLog.Bounds())
        let entry = LocalLogEntry.line(.said("x", at: 1, id: "1"), room: a)
        _ = backlog.add([entry, entry, .line(.said("y", at: 1), room: "#b"), .forgetting(room: a), entry])
        let texts = backlog.next(isRetry: false)?.compactMap {
            if case .line(let line, _) = $0 { line.text.text } else { nil }
        }
        #expect(texts == ["", "y", "x"])
    }

    @Test(arguments: LocalLogReader.all)
    func `A statement of a page searches an index and sorts nothing`(_ sql: String) throws {
        try make()
        let plan = try RawDatabase(fixture.path).strings("EXPLAIN QUERY PLAN \(sql)", column: 3)
        #expect(!plan.isEmpty)
        for step in plan { #expect(step.hasPrefix("SEARCH"), "\(step)") }
    }

    @Test(arguments: LocalLogDoubles.all) func `An own line is sought in one stretch of its room`(_ sql: String) throws
    {
        try make()
        let plan = try RawDatabase(fixture.path).strings("EXPLAIN QUERY PLAN \(sql)", column: 3)
        #expect(plan.contains { $0.hasPrefix("SEARCH lines USING INDEX lines_by_room (room=? AND rowid") }, "\(plan)")
        #expect(!plan.contains { $0.hasPrefix("SCAN lines") }, "\(plan)")
    }
}
