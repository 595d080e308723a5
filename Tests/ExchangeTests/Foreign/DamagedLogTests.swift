import Chat
import Foundation
import GRDBSQLite
import Protocol
import TestSupport
import Testing

@testable import Exchange

/// Whatever a file holds, what comes of it can stand in a history.
@Suite struct DamagedLogTests {
    private let folder = Scratch()

    /// A file in which bytes were overwritten, taken out, put in, and parts of it were doubled.
    private static func damaged(_ bytes: [UInt8], by generator: inout SeededGenerator) -> [UInt8] {
        var bytes = bytes
        let marks = Array("\t\n\r\0 <>[]()-*:'\"@!#{}\u{1}ü".utf8)
        for _ in 0..<Int.random(in: 1...40, using: &generator) where bytes.count > 1 {
            let place = Int.random(in: 0..<bytes.count, using: &generator)
            let byte =
                Bool.random(using: &generator)
                ? marks.randomElement(using: &generator)! : .random(in: 0...255, using: &generator)
            switch Int.random(in: 0..<4, using: &generator) {
            case 0: bytes[place] = byte
            case 1: bytes.remove(at: place)
            case 2: bytes.insert(byte, at: place)
            default:
                let end = Int.random(in: place..<bytes.count, using: &generator)
                bytes.insert(contentsOf: bytes[place..<end], at: Int.random(in: 0..<bytes.count, using: &generator))
            }
            bytes = Array(bytes.prefix(20_000))
        }
        return bytes
    }

    private static func check(_ reading: SourceReading, lines: ClosedRange<Int>) {
        for record in reading.records {
            let isSpeech = record.kind == .message || record.kind == .notice
            #expect(
                !record.text.contains { $0 == 0 || $0 == ASCII.carriageReturn || $0 == ASCII.lineFeed && !isSpeech })
            #expect(record.text.isValidUTF8)
            #expect(!isSpeech || !record.text.isEmpty)
            #expect(!record.source.isEmpty && !record.source.contains(" "))
            #expect(record.subject.map { !$0.isEmpty && !$0.contains(" ") } != false)
            #expect(record.conversations.count == 1)
            #expect(lines ~= record.line)
        }
        #expect(reading.losses.allSatisfy { lines ~= $0.line && $0.reason == $0.reason.printable })
    }

    @Test(arguments: ["weechat", "irssi", "znc", "ergo"]) func `A damaged log makes no record that cannot be`(
        kind: String
    ) throws {
        let (fixture, name) =
            switch kind {
            case "weechat": ("weechat/irc.here.#garden.weechatlog", "irc.here.#garden.weechatlog")
            case "irssi": ("irssi/here/#garden.log", "#garden.log")
            case "znc": ("znc/here/#garden/2026-11-30.log", "here_#garden_20261130.log")
            default: ("ergo/export.json", "export.json")
            }
        let whole = try Array(Data(contentsOf: URL(filePath: LogFixture.path(fixture))))
        var generator = SeededGenerator(seed: 19)
        var taken = 0
        for _ in 0..<40 {
            let bytes = Self.damaged(whole, by: &generator)
            let path = try folder.write(bytes: bytes, to: name)
            let context = LogFixture.context()
            do {
                let source: any ImportSource =
                    switch kind {
                    case "weechat": try WeeChatLog(path: path, context: context)
                    case "irssi": try IrssiLog(path: path, context: context)
                    case "znc": try ZNCLog(path: path, context: context)
                    default: try ErgoExport(path: path, context: context)
                    }
                let reading = try SourceReading(source)
                Self.check(reading, lines: 1...(bytes.count { $0 == ASCII.lineFeed } + 1))
                taken += reading.records.count
            } catch is ImportProblem {
                continue
            }
        }
        #expect(taken > 10)
    }

    @Test func `A damaged database makes no record that cannot be`() throws {
        var connection: OpaquePointer?
        #expect(sqlite3_open(folder.file("whole.db"), &connection) == SQLITE_OK)
        let sql = try String(contentsOfFile: LogFixture.path("ergo/history.sql"), encoding: .utf8)
        #expect(sqlite3_exec(connection, sql, nil, nil, nil) == SQLITE_OK)
        sqlite3_close(connection)
        let whole = try Array(Data(contentsOf: URL(filePath: folder.file("whole.db"))))
        var generator = SeededGenerator(seed: 19)
        var taken = 0
        for _ in 0..<60 {
            var bytes = whole
            for _ in 0..<Int.random(in: 1...30, using: &generator) {
                bytes[.random(in: 16..<bytes.count, using: &generator)] = .random(in: 0...255, using: &generator)
            }
            if Bool.random(using: &generator) { bytes.removeLast(.random(in: 1...8192, using: &generator)) }
            let path = try folder.write(bytes: bytes, to: "damaged.db")
            do {
                let reading = try SourceReading(ErgoDatabase(path: path, context: LogFixture.context()))
                // Where it is damaged a row may have any number.
                Self.check(reading, lines: Int.min...Int.max)
                taken += reading.records.count
            } catch is ImportProblem {
                continue
            }
        }
        #expect(taken > 10)
    }
}
