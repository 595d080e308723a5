import Foundation
import Protocol
import TestSupport
import Testing

@testable import Server

/// How a server does: when it is ill, what stands in the JSON, and what people are told.
@Suite struct ServerStatusTests {
    static let time: Int64 = 1_800_000_000

    static func well() -> ServerStatus {
        ServerStatus(
            version: "0.1.0", process: 42, time: time, since: time - 273_900, people: 12, sessions: 14, unregistered: 0,
            rooms: 3, linesPerSecond: 1.5,
            log: .init(
                bytes: 12_897_484, bytesPerDay: 1_258_291, isGone: false, waiting: 0, lost: 0, failure: nil),
            fsync: .init(last: 0.0012, p50: 0.000_91, p99: 0.004),
            queues: .init(bytes: 0, sessions: 0, lines: 0, gate: 0, gateWait: 0), refusals: ["rate": 2, "ban": 10],
            certificate: .init(end: time + 100 * 86_400, isOwn: false), lastBackup: time - 172_800,
            disk: .init(free: 20 << 30, size: 40 << 30), indexLag: 0)
    }

    private static func parts(_ change: (inout ServerStatus) -> Void) -> [ServerStatus.Illness.Part] {
        var status = well()
        change(&status)
        status.diagnose()
        return status.ill.map(\.part)
    }

    // MARK: Illnesses

    @Test func `A server that is well has none`() {
        #expect(Self.parts { _ in } == [])
        // What is not known is no illness.
        let parts = Self.parts { status in
            (status.log.bytes, status.fsync, status.disk, status.lastBackup) = (nil, nil, nil, nil)
        }
        #expect(parts == [])
    }

    private static let disks: [(free: Int64, size: Int64, isIll: Bool)] = [
        (1 << 28, 1 << 35, false), ((1 << 28) - 1, 1 << 35, true), (0, 1 << 35, true),
        (5 << 20, 100 << 20, false), ((5 << 20) - 1, 100 << 20, true), (0, 0, false),
    ]

    @Test(arguments: disks)
    func `A disk is nearly full below 256 MB, and a small one below a twentieth`(
        _ free: Int64, _ size: Int64, _ isIll: Bool
    ) {
        #expect(Self.parts { $0.disk = .init(free: free, size: size) } == (isIll ? [.disk] : []))
    }

    private static let ends: [(left: Int64, isIll: Bool)] = [
        (7 * 86_400, false), (7 * 86_400 - 1, true), (0, true), (-1, true), (-time, true),
    ]

    @Test(arguments: ends) func `A certificate is to be renewed a week before its end`(_ left: Int64, _ isIll: Bool) {
        #expect(Self.parts { $0.certificate.end = Self.time + left } == (isIll ? [.certificate] : []))
    }

    @Test func `The remedy for a certificate is another where the server made it itself`() {
        var status = Self.well()
        status.certificate = .init(end: Self.time - 1, isOwn: true)
        status.diagnose()
        #expect(status.ill.first?.words.hasPrefix("the certificate has expired: move tls.crt out") == true)
        status.certificate = .init(end: Self.time + 86_400, isOwn: false)
        status.diagnose()
        #expect(status.ill.first?.words.hasPrefix("the certificate expires in 1d: renew it") == true)
    }

    @Test(arguments: [(5.0, false), (5.001, true), (0, false)])
    func `A queue is stuck where the log has not answered for five seconds`(seconds: Double, isIll: Bool) {
        #expect(Self.parts { $0.queues.gateWait = seconds } == (isIll ? [.queue] : []))
    }

    private static let backups: [(every: Int64, age: Int64?, isIll: Bool)] = [
        (86_400, 2 * 86_400, false), (86_400, 2 * 86_400 + 1, true), (60, 6 * 3600, false), (60, 6 * 3600 + 1, true),
        (86_400, nil, false), (86_400, -5, false), (.max, 86_400, false), (86_400, .min, false),
    ]

    @Test(arguments: backups) func `Backups are late that are as old as two should be, and six hours at least`(
        _ every: Int64, _ age: Int64?, _ isIll: Bool
    ) {
        let parts = Self.parts {
            $0.backup = .init(
                every: every, last: age.map { Self.time.subtractingReportingOverflow($0).partialValue }, failure: nil)
        }
        #expect(parts == (isIll ? [.backup] : []))
    }

    @Test func `A backup that failed is an illness, with its reason`() {
        var status = Self.well()
        status.backup = .init(every: 86_400, last: Self.time, failure: "the disk is full: make room")
        status.diagnose()
        #expect(status.ill.map(\.words) == ["no backup could be made: the disk is full: make room"])
        // The last by hand is of two days ago.
        #expect(StatusText.rows(status).contains(["backup", "0s ago, one every 1d"]))
        status.backup?.last = nil
        #expect(StatusText.rows(status).contains(["backup", "none made yet, one every 1d"]))
        status.backup = nil
        #expect(StatusText.rows(status).contains(["backup", "2d ago"]))
        status.lastBackup = nil
        #expect(StatusText.rows(status).contains(["backup", "none known"]))
    }

    private static let hanging: [(age: Int64, isIll: Bool)] = [
        (6 * 3600, false), (6 * 3600 + 1, true), (-5, false), (.min, false),
    ]

    @Test(arguments: hanging) func `A backup that is not made in six hours hangs, be it the first or a later one`(
        _ age: Int64, _ isIll: Bool
    ) {
        for last in [nil, Self.time] {
            let parts = Self.parts {
                let begun = Self.time.subtractingReportingOverflow(age).partialValue
                $0.backup = .init(every: 86_400, last: last, running: begun, failure: nil)
            }
            #expect(parts == (isIll ? [.backup] : []))
        }
    }

    @Test(arguments: [(600.0, false), (600.1, true)])
    func `The index may be behind for ten minutes`(seconds: Double, isIll: Bool) {
        #expect(Self.parts { $0.indexLag = seconds } == (isIll ? [.index] : []))
    }

    @Test func `A log that fails comes first, with its own remedy`() {
        var status = Self.well()
        status.log.failure = "the disk is full: make room on the disk"
        status.disk?.free = 0
        status.indexLag = 1000
        status.diagnose()
        #expect(status.ill.map(\.part) == [.log, .disk, .index])
        #expect(status.ill[0].words == "messages cannot be stored: the disk is full: make room on the disk")
        // Found out anew, not added up.
        status.diagnose()
        #expect(status.ill.count == 3)
    }

    @Test func `A server is alive with all that a restart would not mend`() {
        var status = Self.well()
        status.disk?.free = 0
        (status.certificate.end, status.indexLag, status.queues.gateWait) = (Self.time, 1000, 60)
        status.diagnose()
        #expect(status.ill.count == 4 && status.isAlive)
        status.log.failure = "the disk is full: make room on the disk"
        status.diagnose()
        #expect(!status.isAlive)
    }

    @Test func `A history whose file is gone is one that is not kept`() {
        var status = Self.well()
        status.log.isGone = true
        status.diagnose()
        #expect(status.ill.map(\.part) == [.log])
        #expect(status.ill.first?.words.hasSuffix("grillo restore FILE") == true)
        #expect(StatusText.rows(status).contains(["log", "its file is gone"]))
        // What fails comes first.
        status.log.failure = "the disk is full: make room on the disk"
        status.diagnose()
        #expect(status.ill.map(\.part) == [.log] && status.ill[0].words.contains("the disk is full"))
    }

    @Test func `A log of which no file is known fails as another does`() {
        var status = Self.well()
        (status.log.bytes, status.log.bytesPerDay) = (nil, nil)
        #expect(StatusText.rows(status).contains(["log", "not kept in files"]))
        (status.log.waiting, status.log.lost, status.log.failure) = (4, 2, "the disk is full: make room on the disk")
        status.diagnose()
        #expect(status.ill.map(\.part) == [.log])
        #expect(
            StatusText.rows(status).contains(["log", "not kept in files, waiting to be stored: 4, lost: 2"]))
        // The first look waits for the disk.
        status.disk = nil
        #expect(StatusText.rows(status).contains(["log", "size unknown, waiting to be stored: 4, lost: 2"]))
    }

    // MARK: JSON

    @Test func `The JSON is one line, and is read back as the same value`() throws {
        var status = Self.well()
        status.disk?.free = 1
        status.diagnose()
        let json = try status.json
        #expect(!json.contains("\n"))
        #expect(try JSONDecoder().decode(ServerStatus.self, from: Data(json.utf8)) == status)
        let object = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
        #expect(object["people"] as? Int == 12)
        #expect((object["ill"] as? [[String: String]])?.first?["part"] == "disk")
    }

    @Test func `What is not known is left out`() throws {
        var status = Self.well()
        (status.log.bytes, status.lastBackup) = (nil, nil)
        #expect(try !status.json.contains("null"))
        #expect(try !status.json.contains("lastBackup"))
    }

    @Test func `Each key is explained in the documentation`() throws {
        var status = Self.well()
        status.log.failure = "x"
        status.disk?.free = 0
        status.diagnose()
        let page = try Repository.text(of: Repository.root.appending(path: "docs/hosting.md"))
        let object = try JSONSerialization.jsonObject(with: Data(status.json.utf8))
        let paths = Self.paths(of: object).filter { !$0.hasPrefix("refusals.") }
        #expect(paths.count > 25)
        for path in paths { #expect(page.contains("`\(path)`"), "\(path)") }
    }

    private static func paths(of value: Any, below path: String = "") -> Set<String> {
        if let list = value as? [Any] { return paths(of: list.first ?? "", below: path) }
        guard let object = value as? [String: Any] else { return [path] }
        return object.reduce(into: []) { found, entry in
            found.formUnion(paths(of: entry.value, below: path.isEmpty ? entry.key : "\(path).\(entry.key)"))
        }
    }

    @Test func `Its lines are within the bound of IRC, and make the same status`() throws {
        var status = Self.well()
        // Two bytes each, so that some are cut in two.
        status.log.failure = "x" + String(repeating: "ä", count: 3000)
        let messages = StatusReport.messages(status, source: "irc.test")
        #expect(messages.count > 10)
        var reader = StatusReport.Reader()
        for (index, message) in messages.enumerated() {
            let line = message.serialized()
            #expect(line.count <= 512)
            let read = try Message(parsing: line.dropLast(2), limits: .fromServer)
            #expect(reader.take(read) == (index == messages.count - 1))
        }
        #expect(reader.status == status)
    }

    @Test(arguments: [
        ":s 421 * STATUS :Unknown command", "FAIL STATUS X :no", "ERROR :closing", ":s STATUS END", ":s STATUS",
    ])
    func `An answer that is no report is over, and no status`(line: String) throws {
        var reader = StatusReport.Reader()
        #expect(reader.take(try Message(parsing: Bytes(line), limits: .fromServer)))
        #expect(reader.status == nil)
    }

    @Test func `A server that says too much is not listened to for ever`() throws {
        var reader = StatusReport.Reader()
        let part = try Message(
            parsing: Bytes(":s STATUS PART :" + String(repeating: "x", count: 400)), limits: .fromServer)
        #expect((0..<3000).contains { _ in reader.take(part) })
    }

    // MARK: Words

    @Test func `People are told all of it`() {
        let rows = StatusText.rows(Self.well())
        #expect(rows.allSatisfy { $0.count == 2 })
        #expect(rows[0][1].hasPrefix("0.1.0, process 42, since ") && rows[0][1].hasSuffix(" (3d4h)"))
        let words = Dictionary(rows.dropFirst().map { ($0[0], $0[1]) }) { $1 }
        #expect(words["people"] == "12, in 14 sessions")
        #expect(words["lines"] == "1.50 a second")
        #expect(words["log"] == "12.3 MB, grows by 1.20 MB a day")
        #expect(words["fsync"] == "last 1.20 ms, half within 0.91 ms, 99 % within 4.00 ms")
        #expect(words["queues"] == "0 bytes, 0 lines to be read, 0 to be let out")
        #expect(words["refusals"] == "ban 10, rate 2")
        #expect(words["backup"] == "2d ago")
        #expect(words["disk"] == "20.0 GB left of 40.0 GB")
        #expect(words["health"] == "well")
    }

    @Test func `Each illness has a row, in place of the word that it is well`() {
        var status = Self.well()
        status.disk?.free = 0
        (status.indexLag, status.unregistered) = (4000, 2)
        status.diagnose()
        let rows = StatusText.rows(status)
        #expect(rows.filter { $0[0] == "ill" }.map { $0[1] } == status.ill.map(\.words))
        #expect(!rows.contains { $0[0] == "health" })
        #expect(rows.contains { $0[1] == "12, in 14 sessions, and 2 connections not registered yet" })
    }

    @Test(arguments: [(0, "up to date"), (0.999, "up to date"), (1, "1s behind"), (61, "1m1s behind")])
    func `An index that is behind by less than a second is up to date`(lag: Double, words: String) {
        var status = Self.well()
        status.indexLag = lag
        #expect(StatusText.rows(status).contains(["index", words]))
    }

    @Test(arguments: [
        (0, "0 bytes"), (1023, "1023 bytes"), (1024, "1.00 KB"), (1_048_575, "1.00 MB"), (10 << 20, "10.0 MB"),
        (999 << 20, "999 MB"), (Int64.max, "8.00 EB"), (-1, "0 bytes"),
    ])
    func `A size has the unit that suits it`(bytes: Int64, text: String) { #expect(StatusText.size(bytes) == text) }

    @Test(arguments: [
        (0.0, "0s"), (59.9, "59s"), (61, "1m1s"), (3600, "1h"), (3661, "1h1m"), (90_061, "1d1h"), (694_861, "1w1d"),
        (-5, "0s"), (.nan, "0s"), (.infinity, "0s"), (1e30, "5214w2d"),
    ])
    func `A duration has its two largest units`(seconds: Double, text: String) {
        #expect(StatusText.duration(seconds) == text)
    }

    @Test(arguments: [
        (0.0, "0.00"), (0.004, "0.00"), (9.994, "9.99"), (9.996, "10.0"), (99.94, "99.9"), (99.96, "100"),
        (-1.5, "-1.50"), (.nan, "?"), (1e300, "?"),
    ])
    func `A number has three digits`(number: Double, text: String) { #expect(StatusText.decimal(number) == text) }
}
