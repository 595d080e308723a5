import Chat
import Dispatch
import Foundation
import Protocol
import Synchronization
import TestSupport
import Testing

@testable import Storage

/// The server's memory as the server uses it.
@Suite struct ArchiveTests {
    let folder = Scratch()
    let a = Conversation.channel("#a")
    let b = Conversation.channel("#b")
    let queue = DispatchQueue(label: "test.server")

    private var path: String { folder.file("log.sqlite") }

    private func open(_ engine: EngineFixture? = nil) throws -> Archive {
        try Archive(engine?.make(folder) ?? SQLiteEngine(path: path), deliverOn: queue) { _ in }
    }

    /// Waits for an answer, and holds it to the queue on which it must come.
    private func wait<Value: Sendable>(
        _ ask: (@escaping Archive.ResultHandler<Value>) -> Void
    ) throws -> Value {
        let arrived = DispatchSemaphore(value: 0)
        let box = Box<Result<Value, LogError>>()
        ask { [queue] result in
            dispatchPrecondition(condition: .onQueue(queue))
            box.set(result)
            arrived.signal()
        }
        arrived.wait()
        return try box.value!.get()
    }

    @Test func `The index is behind from an append on until it has that`() throws {
        let archive = try open()
        let end = ContinuousClock.now + .seconds(60)
        func waitForIndex() { while archive.indexLag != nil, ContinuousClock.now < end { usleep(1000) } }
        waitForIndex()
        #expect(archive.indexLag == nil)
        archive.submit([.of(1, in: a)])
        archive.flush()
        queue.sync {}
        #expect(try #require(archive.indexLag) < .seconds(60))
        waitForIndex()
        #expect(archive.indexLag == nil)
        try archive.close()
    }

    @Test func `Closed, the log is one file`() throws {
        let archive = try open()
        archive.submit([said(1, "one")])
        archive.flush()
        #expect(try find("one", archive) == [1])
        try archive.close()
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        #expect(files == ["log.search.sqlite", "log.sqlite"])
    }

    private func said(_ number: Int64, _ text: String, account: String? = nil, at time: Int64? = nil) -> Event {
        var event = Event.of(number, in: a, at: time, text: text)
        event.account = account
        return event
    }

    private func find(_ text: String, _ archive: Archive) throws -> [Int64] {
        try wait { archive.search(SearchQuery(in: [.conversation(a)], text: text, limit: 99), then: $0) }
            .events.map(\.number.rawValue)
    }

    /// Whether any file of the log holds these bytes.
    private func isInFiles(_ text: String) throws -> Bool {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(names.contains("log.sqlite"))
        return try names.contains { name in
            try Data(contentsOf: URL(filePath: folder.file(name))).range(of: Data(text.utf8)) != nil
        }
    }

    @Test(arguments: EngineFixture.all)
    func `An answer sees all that was settled`(_ engine: EngineFixture) throws {
        let archive = try open(engine)
        for number in Int64(1)...50 {
            archive.submit([said(number, "word \(number)")])
            archive.flush()
            let page = try wait { archive.page(HistoryRequest(.latest(after: nil), in: a, limit: 1), then: $0) }
            #expect(page.events.map(\.number.rawValue) == [number])
            #expect(try find("\(number)", archive) == [number])
            #expect(try wait { archive.find(EventNumber(rawValue: number), then: $0) }?.number.rawValue == number)
        }
        let targets = try wait {
            archive.targets(
                TargetsRequest(
                    channels: [a: .none, b: .none], directsOf: nil, from: Timestamp(milliseconds: 0),
                    to: Timestamp(milliseconds: .max), limit: 9), then: $0)
        }
        #expect(targets == [HistoryTarget(conversation: a, latest: Timestamp(milliseconds: 50_000))])
        try archive.close()
    }

    @Test(arguments: EngineFixture.all)
    func `A change that somebody waits for is answered when it is stored`(_ engine: EngineFixture) throws {
        let archive = try open(engine)
        archive.submit([.event(said(1, "x")), .change(.note("a", [1]))])
        try wait { archive.save([.note("a", [2]), .note("b", [3])], then: $0) }
        try archive.close()
        #expect(throws: LogError.self) { try wait { archive.save([.note("a", [4])], then: $0) } }
        if engine.isDurable { #expect(try open(engine).registry.notes == ["a": [2], "b": [3]]) }
    }

    @Test func `The index is kept up by itself, and goes on where it was`() throws {
        let archive = try open()
        archive.submit((1...3000).map { said($0, "word \($0)") })
        try archive.catchUp()
        #expect(try find("word 2999", archive) == [2999])
        try archive.close()
        let again = try open()
        again.submit([said(3001, "word")])
        try again.catchUp()
        let index = try RawDatabase(SearchIndex.path(beside: path))
        #expect(try index.strings("SELECT through FROM parts") == ["3001"])
        #expect(try find("3001", again) == [])
        #expect(try find("word", again).count == 99)
        try again.close()
        #expect(try SQLiteVerification.findings(in: path) == [])
    }

    @Test func `An index of another log, or a damaged one, is made anew`() throws {
        let archive = try open()
        archive.submit((1...100).map { said($0, "old \($0)") })
        try archive.catchUp()
        try archive.close()
        try FileManager.default.removeItem(atPath: path)
        let other = try open()
        other.submit((1...100).map { said($0, "new \($0)", at: $0) })
        try other.catchUp()
        #expect(try find("old", other) == [])
        #expect(try find("new 7", other) == [7])
        try other.close()
        #expect(try SQLiteVerification.findings(in: path) == [])
        try Data(repeating: 0x41, count: 9999).write(to: URL(filePath: SearchIndex.path(beside: path)))
        let third = try open()
        try third.catchUp()
        #expect(try find("new 7", third) == [7])
        try third.close()
    }

    @Test func `An index that is damaged meanwhile is made anew, and searches go on`() throws {
        let archive = try open()
        archive.submit((1...3000).map { said($0, "word \($0)") })
        try archive.catchUp()
        #expect(try find("2999", archive) == [2999])
        let index = SearchIndex.path(beside: path)
        try RawDatabase(index).run("PRAGMA wal_checkpoint(TRUNCATE)")
        let handle = try FileHandle(forUpdating: URL(filePath: index))
        let size = try handle.seekToEnd()
        try handle.seek(toOffset: 4096)
        try handle.write(contentsOf: Data(repeating: 0xA5, count: Int(size) - 4096))
        try handle.close()
        archive.submit((3001...3500).map { said($0, "word \($0)") })
        // It is found out in the end; until then the log itself is looked at.
        _ = try? archive.catchUp()
        #expect(try find("17", archive) == [17])
        try archive.catchUp()
        #expect(try find("3499", archive) == [3499])
        try archive.close()
        #expect(try SQLiteVerification.findings(in: path) == [])
    }

    @Test func `A server starts where no index can be made, and searches without`() throws {
        try FileManager.default.createDirectory(
            atPath: SearchIndex.path(beside: path), withIntermediateDirectories: true)
        let failure = Box<LogError>()
        let archive = try Archive(SQLiteEngine(path: path), deliverOn: queue, onCommit: { _ in }) { failure.set($0) }
        archive.submit([said(1, "word")])
        archive.flush()
        #expect(queue.sync { failure.value } != nil)
        #expect(try find("word", archive) == [1])
        try archive.close()
    }

    @Test func `What was redacted is gone from the pages, the search, and the files`() throws {
        let archive = try open()
        archive.submit((1...2000).map { said($0, $0 == 700 ? "rosebud42" : "word \($0)") })
        try archive.catchUp()
        #expect(try isInFiles("rosebud42"))
        var redaction = Event.of(2001, .redaction, in: a)
        redaction.subject = EventNumber(rawValue: 700).msgid
        archive.submit([redaction])
        archive.flush()
        #expect(try find("rosebud42", archive) == [])
        #expect(try wait { archive.find(700, then: $0) }?.isBlank == true)
        try archive.catchUp()
        #expect(try !isInFiles("rosebud42"))
        #expect(try find("700", archive) == [])
        #expect(try find("701", archive) == [701])
        try archive.close()
        #expect(try SQLiteVerification.findings(in: path) == [])
    }

    @Test func `Hundreds of messages that go at random leave no bytes`() throws {
        let archive = try open()
        var random = SeededGenerator(seed: 3)
        let texts = (0..<4000).map { "x\(1_000_000 + $0)y" + String(repeating: "z", count: $0 % 900) }
        for start in stride(from: 0, to: 4000, by: 400) {
            archive.submit(
                (start..<start + 400).map { index in
                    var event = said(Int64(index + 1), texts[index], account: index % 5 == 0 ? "Bob" : "ada")
                    event.conversations = [index % 3 == 0 ? a : b]
                    return event
                })
            archive.flush()
        }
        try archive.catchUp()
        let gone = (0..<4000).shuffled(using: &random).prefix(1500)
        var number: Int64 = 4000
        for index in gone {
            number += 1
            var redaction = Event.of(number, .redaction, in: a)
            redaction.subject = EventNumber(rawValue: Int64(index + 1)).msgid
            archive.submit([redaction])
        }
        let erased = try wait { archive.erase(account: "bob", then: $0) }
        try archive.catchUp()
        let left = try markers()
        let redacted = Set(gone)
        #expect(erased == (0..<4000).count { $0 % 5 == 0 && !redacted.contains($0) })
        #expect(left == Set((0..<4000).filter { $0 % 5 != 0 && !redacted.contains($0) }))
        try archive.close()
        #expect(try SQLiteVerification.findings(in: path) == [])
    }

    /// The n of every `x1000000y` + n in the files of the log.
    private func markers() throws -> Set<Int> {
        var found: Set<Int> = []
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
            let data = try Data(contentsOf: URL(filePath: folder.file(name)))
            var from = data.startIndex
            while let marker = data.range(of: Data("x1".utf8), in: from..<data.endIndex) {
                let bytes = data[marker.lowerBound...].prefix(9)
                if bytes.last == 0x79, let number = Int(bytes.dropFirst().prefix(7).text) {
                    found.insert(number - 1_000_000)
                }
                from = marker.upperBound
            }
        }
        return found
    }

    @Test(arguments: EngineFixture.all)
    func `What is older than is to be kept goes in the background`(_ engine: EngineFixture) throws {
        let archive = try open(engine)
        archive.submit((1...2000).map { said($0, "secret\($0)x") })
        try archive.catchUp()
        let now = Timestamp(milliseconds: 2_000_000)
        let forgotten = try wait { archive.prune(Retention(age: 500), at: now, then: $0) }
        #expect(forgotten == PruningResult(count: 1499, last: 1499))
        try archive.catchUp()
        let page = try wait { archive.page(HistoryRequest(.after(.event(1)), in: a, limit: 1), then: $0) }
        #expect(page.events.map(\.number.rawValue) == [1500])
        #expect(try find("secret1499x", archive) == [])
        #expect(try find("secret1500x", archive) == [1500])
        if engine.isDurable {
            #expect(try !isInFiles("secret1499x"))
            #expect(try isInFiles("secret1500x"))
        }
        try archive.close()
        #expect(try engine.make(folder).verify { _ in } == [])
    }

    @Test(arguments: EngineFixture.all)
    func `What is more than is to be kept goes, the oldest first`(_ engine: EngineFixture) throws {
        let archive = try open(engine)
        archive.submit((1...3000).map { said($0, String(repeating: "x", count: 400)) })
        let bound: Int64 = 400_000
        let count = try wait { archive.prune(Retention(size: bound), at: Timestamp(milliseconds: 0), then: $0) }.count
        #expect(count > 1500 && count < 3000)
        let page = try wait { archive.page(HistoryRequest(.after(.event(0)), in: a, limit: 1), then: $0) }
        #expect(page.events.map(\.number.rawValue) == [Int64(count + 1)])
        try archive.close()
    }
}

/// What a test's closures hand out.
final class Box<Value: Sendable>: Sendable {
    private let content = Mutex<Value?>(nil)
    var value: Value? { content.withLock { $0 } }
    func set(_ new: Value) { content.withLock { $0 = new } }
}
