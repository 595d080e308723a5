import Chat
import Protocol
import Storage
import TestSupport
import Testing

@testable import Exchange

/// An import takes no more of a file than a client could have said.
@Suite struct ImportBoundsTests {
    private let scratch = Scratch()

    @Test func `What is too long is taken up to the bound, and told`() throws {
        let source = ArraySource([
            .said(String(repeating: "x", count: RecordCheck.longestText + 1), at: 1, line: 7), .said("hi", at: 2),
        ])
        let work = try HistoryImport(
            of: [source], stagedAt: scratch.file("staging"), at: ImportedRecord.moment(1_000_000))
        let engine = SQLiteEngine(path: scratch.file("new.sqlite"), durability: .os)
        try work.write(to: engine, above: .none)
        work.close()
        #expect(work.report.files[0].losses == [ImportLoss(line: 7, reason: "longer than 16384 bytes: cut there")])
        let log = try engine.openLog()
        defer { try? log.close() }
        let events = try log.events(.none...EventNumber.highest, .forward, limit: .max)
        #expect(events.map(\.text.count) == [RecordCheck.longestText, 2])
    }
}
