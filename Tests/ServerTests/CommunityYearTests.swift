import Chat
import Exchange
import Foundation
import Protocol
import Storage
import TestSupport
import Testing
import Transport

@testable import Server

/// A small community's year leaves as a backup and as an export, and comes back, and comes in. `GRILLO_LONG_TESTS=1` makes it a million events.
@Suite struct CommunityYearTests {
    private static let count = TestEnvironment.isLong ? 1_000_000 : 200_000
    private let scratch = Scratch()
    private var server: String { scratch.file("server") }

    @Test func `A year comes in as it left, but for what is told to change, and nothing redacted comes back`() throws {
        var year = CommunityYear(count: Self.count, seed: 19)
        let earlier = try host(&year)
        let (backup, restored, new) = (scratch.file("year.tar.gz"), scratch.file("restored"), scratch.file("new"))
        try FolderBackup.make(of: server, at: backup)
        #expect(try FolderBackup.restore(backup, into: restored) == [])
        let first = try export(server, to: "first.jsonl")
        let second = try export(restored, to: "second.jsonl")
        // All but the moment in the first line.
        let (one, other) = (try contents(first), try contents(second))
        #expect(Self.behindFirstLine(one) == Self.behindFirstLine(other))

        let context = ForeignLogContext(timeZone: .gmt, takesTalks: true)
        let work = try FolderImport(.init(files: [second, earlier], folder: new, context: context))
        let report = work.report
        try work.write()
        let third = try export(new, to: "third.jsonl")
        let comparison = try ExportComparison(second, imported: third)
        #expect(comparison.difference == nil, "\(comparison.difference ?? "")")
        #expect(comparison.taken > Self.count * 9 / 10 && comparison.losses > 0)

        // What the earlier export still has of what was redacted later is known, and all else in it is told by the other, too.
        let lines = try String(contentsOfFile: earlier, encoding: .utf8).split(separator: "\n")
        let events = lines.count { $0.hasPrefix("{\"event\"") }
        let redacted = lines.count { $0.contains(CommunityYear.regretted) }
        #expect(redacted > 0 && events > redacted)
        #expect(report.files.map(\.taken) == [comparison.taken, 0])
        #expect(report.files.map(\.doubles) == [0, events - redacted])
        #expect(report.files.map(\.lossCount) == [comparison.losses, redacted])
        for path in [second, third] + (try FileManager.default.contentsOfDirectory(atPath: new).map { new + "/" + $0 })
        {
            #expect(try !Self.holds(CommunityYear.regretted, contents(path)), "\(path)")
        }
        #expect(try FolderBackup.verify(new) == [])
        try readAgain(year.needles, in: new)
    }

    // MARK: What is done with the year

    /// Makes the folder of the server, in which all of the year is, and what it forgets forgotten.
    ///
    /// - Returns: the path of an export that was made of a room before the year was over.
    private func host(_ year: inout CommunityYear) throws -> String {
        let folder = try DataFolder(path: server)
        _ = try TLSIdentity.loadOrCreate(in: folder.path)
        let engine = SQLiteEngine(folder: folder.path, durability: .os)
        let log = try engine.openLog()
        let room = RegisteredChannel(
            name: CommunityYear.rooms[0], founder: Casemapping.ascii.fold("ada0"), registered: Timestamp(seconds: 1))
        try log.append([.change(.saveChannel(room))])
        var (since, earlier, done): (Timestamp?, String?, Int) = (nil, nil, 0)
        while true {
            let events = year.next()
            guard let event = events.first else { break }
            if since == nil, done >= Self.count * 7 / 10 { since = event.time }
            if earlier == nil, done >= Self.count * 85 / 100 {
                let filter = ExportFilter(rooms: ["#garden"], since: since)
                earlier = try export(server, filter, to: "earlier.jsonl")
            }
            try log.append(events)
            done += events.count
        }
        try log.blank(year.erased)
        try log.close()
        #expect(done == Self.count && year.erased.count > 10 && year.needles.count == 40)
        return try #require(earlier)
    }

    private func export(_ folder: String, _ filter: ExportFilter = ExportFilter(), to name: String) throws -> String {
        let path = scratch.file(name)
        _ = try FolderExport.make(of: folder, filter, as: .json, timeZone: .gmt, to: .file(path))
        return path
    }

    /// The words of each needle are found by paging to its time, and by searching; and a room is scrolled through to its beginning.
    private func readAgain(_ needles: [CommunityYear.Needle], in folder: String) throws {
        let reader = try #require(try SQLiteEngine(folder: folder).openReader())
        let before = try #require(try SQLiteEngine(folder: server).openReader())
        defer {
            reader.close()
            before.close()
        }
        for needle in needles {
            let (said, place) = (needle.event, needle.event.conversations[0])
            let search = try reader.search(SearchQuery(in: [.conversation(place)], text: needle.word, limit: 5))
            #expect(search.events.map(\.text) == [said.text] && search.events.first?.time == said.time)
            let around = HistoryRequest(.around(.time(said.time)), in: place, limit: 20)
            let found = try reader.page(around).events.filter { $0.text == said.text }
            #expect(found.map(\.time) == [said.time] && found.first?.source == said.source)
        }
        let (now, then) = (try scroll(reader), try scroll(before))
        #expect(now == then && now.count > Self.count / 10)
    }

    /// The lines of a room from its end to its beginning, each with its time.
    private func scroll(_ log: any LogReading) throws -> [String] {
        var lines: [String] = []
        var span = HistoryRequest.Span.latest(after: nil)
        while true {
            let request = HistoryRequest(
                span, in: CommunityYear.garden, limit: 1000, kinds: HistoryRequest.messageKinds)
            let page = try log.page(request)
            guard let oldest = page.events.first else { return lines }
            lines += page.events.reversed().map { "\($0.time.milliseconds) \($0.source) \($0.text.text)" }
            span = .before(.event(oldest.number))
        }
    }

    // MARK: Files

    private func contents(_ path: String) throws -> Data {
        try Data(contentsOf: URL(filePath: path), options: .mappedIfSafe)
    }

    private static func behindFirstLine(_ data: Data) -> Data {
        data.firstIndex(of: 0x0A).map { data[$0...] } ?? Data()
    }

    private static func holds(_ text: String, _ data: Data) -> Bool { data.range(of: Data(text.utf8)) != nil }
}
