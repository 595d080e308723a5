import Foundation
import Protocol
import TestSupport
import Testing

@testable import Storage

@Suite struct LocalLogSearchTests {
    let fixture = LocalLogFixture()
    let a = Bytes("#a")
    let b = Bytes("#b")

    @Test(arguments: [
        ("cafe", 1), ("CAFÉ noir", 1), ("noir café", 1), ("\"noir café\"", 0), ("\"café noir\"", 1), ("caf", 0),
        ("日本", 1), ("don't", 1), ("", 0), ("!?", 0), ("\"", 0), ("AND", 0), ("words:x", 0), ("*", 0),
    ])
    func `Words and phrases are found as the server finds them`(_ typed: String, _ count: Int) throws {
        let log = try fixture.open()
        log.append([.said("Café noir", at: 1), .said("日本語", at: 2), .said("I don't", at: 3)], to: a)
        #expect(log.found(typed).count == count)
    }

    @Test func `What is found comes newest first, by room or from all, in pages`() throws {
        let log = try fixture.open()
        // The older ones come last, as from a server's history.
        log.append((50..<100).map { .said("word \($0)", at: $0 * 1000, id: "i\($0)") }, to: a)
        log.append((0..<50).map { .said("word \($0)", at: $0 * 1000) }, to: a)
        log.append([.said("word b", at: 60_500)], to: b)
        #expect(log.found("word", in: b) == ["word b"])
        #expect(log.found("word", in: "#c") == [])
        #expect(log.found("word").prefix(41).last == "word 60" && log.found("word").contains("word b"))
        var found: [String] = []
        var position: LoggedPosition?
        while case let page = answer({ log.search("word", in: a, before: position, limit: 7, then: $0) }),
            let last = page.last
        {
            found += page.map { $0.line.text.text }
            position = LoggedPosition(last.line)
        }
        #expect(found == (0..<100).reversed().map { "word \($0)" })
    }

    @Test func `The parts of an index are searched as one, and go when they are empty`() throws {
        let file = try LocalLogFile(path: fixture.path, partSize: 8)
        let lines = (0..<100).map { LoggedLine.said("word n\($0)", at: Int64($0)) }
        for line in lines { try file.store([.line(line, room: a)]) }
        try file.store([.line(.said("word early", at: -9), room: a)])
        func found(_ typed: String) throws -> Int {
            try file.search(typed, in: nil, before: nil, limit: 1000).count
        }
        #expect(try found("word") == 101)
        #expect(try found("n3") == 1)
        #expect(try RawDatabase(fixture.path).strings("SELECT count(*) FROM parts") == ["13"])
        try file.store([.forgetting(room: a)])
        while try file.upkeep(.forEver, at: Timestamp(milliseconds: 0)) {}
        #expect(try found("word") == 0)
        #expect(try RawDatabase(fixture.path).strings("SELECT count(*) FROM parts") == ["1"])
        #expect(try RawDatabase(fixture.path).strings("SELECT count(*) FROM rooms") == ["0"])
    }
    @Test func `A part is merged anew a few pages at a time, while lines are stored and found`() throws {
        let file = try LocalLogFile(path: fixture.path)
        let lines = (0..<4000).map { number in
            LoggedLine.said((0..<12).map { "w\(number * 7 + $0 * 31)" }.joined(separator: " "), at: Int64(number))
        }
        for start in stride(from: 0, to: lines.count, by: 20) {
            try file.store(lines[start..<(start + 20)].map { .line($0, room: a) })
        }
        try file.store([.line(.said("the secretword", at: 5000, id: "i"), room: a)])
        try file.store([.redaction(messageID: "i", room: a)])
        func state() throws -> [String] { try RawDatabase(fixture.path).strings("SELECT is_stale FROM parts") }
        #expect(try state() == ["1"])
        #expect(try file.upkeep(.forEver, at: Timestamp(milliseconds: 0)))
        #expect(try state() == ["2"])
        var pieces: Int64 = 0
        while try file.upkeep(.forEver, at: Timestamp(milliseconds: 0)) {
            pieces += 1
            if pieces < 4 { try file.store([.line(.said("between w7", at: 6000 + pieces * 1000), room: a)]) }
        }
        #expect(pieces >= 3)
        #expect(try state() == ["0"])
        #expect(try file.search("between", in: nil, before: nil, limit: 10).count == 3)
        #expect(try file.search("w7", in: nil, before: nil, limit: 10).count == 4)
        #expect(try file.search("secretword", in: nil, before: nil, limit: 10).isEmpty)
        file.close()
        let bytes = try Data(contentsOf: URL(filePath: fixture.path))
        #expect(bytes.range(of: Data("secretword".utf8)) == nil)
    }
}
