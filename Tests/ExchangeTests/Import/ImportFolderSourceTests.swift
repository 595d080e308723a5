import Chat
import Foundation
import Protocol
import TestSupport
import Testing

@testable import Exchange

/// Folders of logs, as ZNC keeps them.
@Suite struct ImportFolderSourceTests {
    private let scratch = Scratch()

    private func write(_ line: String, to name: String) throws {
        let file = "log/" + name
        let folder = scratch.file(file).split(separator: "/").dropLast().joined(separator: "/")
        try FileManager.default.createDirectory(atPath: "/" + folder, withIntermediateDirectories: true)
        _ = try scratch.write(lines: [line], to: file)
    }

    private func open(_ name: String = "log/", takesTalks: Bool = true) throws -> [any ImportSource] {
        let context = ForeignLogContext(timeZone: .gmt, takesTalks: takesTalks)
        return try ImportFormat.openAll(scratch.file(name), as: nil, context)
    }

    private func reading(_ source: any ImportSource) throws -> SourceReading { try SourceReading(source) }

    @Test func `Each window is one source, with its days in their order`() throws {
        try write("[18:00:00] <bob> two", to: "here/#a/2026-12-01.log")
        try write("[18:00:00] <bob> one", to: "here/#a/2026-11-30.log")
        try write("[18:00:00] <eve> three", to: "here/#b/2026-11-30.log")
        try write("[18:00:00] Connected to IRC", to: "here/status/2026-11-30.log")
        try write("not looked at", to: "here/.hidden")
        let sources = try open()
        #expect(sources.map(\.path) == ["#a", "#b"].map { scratch.file("log/here/\($0)") })
        let room = try reading(sources[0])
        #expect(room.told == ["bob message: one", "bob message: two"])
        #expect(room.records.map { $0.time.iso8601.prefix(10) } == ["2026-11-30", "2026-12-01"])
    }

    @Test func `A loss tells of which day it is`() throws {
        try write("[18:00:00] <bob> one", to: "here/#a/2026-11-30.log")
        try write("[18:00:00] !", to: "here/#a/2026-12-01.log")
        #expect(try reading(open()[0]).lost == ["1 2026-12-01.log: no line of ZNC's that is known: left out"])
    }

    @Test func `Of a talk one day tells who kept the log of all`() throws {
        try write("[18:00:00] <bob> hi", to: "here/bob/2026-11-30.log")
        let problem = #expect(throws: ImportProblem.self) { try open() }
        #expect(problem?.remedy == "name whoever kept it with `--nick NICK`")
        try write("[18:00:00] <ada> hello", to: "here/bob/2026-12-01.log")
        let records = try reading(open()[0]).records
        #expect(records.map(\.target) == ["ada", "bob"])
        #expect(try reading(open(takesTalks: false)[0]).lost == ["1 \(RoomsOnly.reason)"])
    }

    @Test func `Other files of a folder are each a source of their own`() throws {
        for name in ["#a", "#b"] {
            try write("2026-11-30 18:00:00\tbob\thi", to: "irc.here.\(name).weechatlog")
        }
        #expect(try open().map(\.format) == [.weechat, .weechat])
        try write("what is this", to: "notes.txt")
        #expect(throws: ImportProblem.self) { try open() }
    }

    @Test func `A folder with nothing in it is told, and a link back is not followed`() throws {
        try FileManager.default.createDirectory(atPath: scratch.file("log"), withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(
            atPath: scratch.file("log/again"), withDestinationPath: scratch.file("log"))
        let problem = #expect(throws: ImportProblem.self) { try open() }
        #expect(problem?.cause == "there is no file in \(scratch.file("log/"))")
    }
}
