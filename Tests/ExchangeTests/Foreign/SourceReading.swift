import Chat
import Exchange
import Foundation
import Protocol
import TestSupport

/// All that a source hands over.
struct SourceReading {
    var records: [ImportedRecord] = []
    var losses: [ImportLoss] = []

    init(_ source: some ImportSource) throws {
        var (records, losses): ([ImportedRecord], [ImportLoss]) = ([], [])
        try source.read { (item) throws(ImportProblem) in
            switch item {
            case .record(let record): records.append(record)
            case .loss(let loss): losses.append(loss)
            }
        }
        (self.records, self.losses) = (records, losses)
    }

    /// Each record in one line: `NICK kind subject: text`.
    var told: [String] {
        records.map { record in
            let nick = Source(parsing: Bytes(record.source)).name
            return "\(nick) \(record.kind)\(record.subject.map { " " + $0 } ?? ""): \(record.text.text)"
        }
    }

    /// The times of the records, without their date and their milliseconds.
    var times: [String] { records.map { String($0.time.iso8601.dropFirst(11).prefix(8)) } }

    /// Each loss in one line: `LINE reason`.
    var lost: [String] { losses.map { "\($0.line) \($0.reason)" } }

    func count(_ kind: Event.Kind) -> Int { records.count { $0.kind == kind } }
}

/// The logs that README.md in their folder tells of.
enum LogFixture {
    static func path(_ name: String) -> String {
        Repository.root.appending(path: "Tests/ExchangeTests/Logs").path + "/" + name
    }

    /// The beginning of a file, as a source is shown it.
    static func beginning(of path: String) throws -> [UInt8] {
        try Array(Data(contentsOf: URL(filePath: path)).prefix(4096))
    }

    static let berlin = TimeZone(identifier: "Europe/Berlin")!

    static func context(room: String? = nil, nick: String? = nil) -> ForeignLogContext {
        ForeignLogContext(room: room, ownNick: nick, timeZone: berlin, takesTalks: true)
    }
}

extension Scratch {
    /// Writes lines, each with its end, and tells where.
    func write(lines: [String], to name: String) throws -> String {
        try write(lines.map { $0 + "\n" }.joined(), to: name)
    }

    func write(bytes: [UInt8], to name: String) throws -> String {
        try Data(bytes).write(to: URL(filePath: file(name)))
        return file(name)
    }
}
