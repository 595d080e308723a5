import Foundation
import Logging
import Protocol
import Storage
import TestSupport
import Testing
import Transport

@testable import Server

/// The backups that a server makes by itself.
@Suite struct ServerBackupsTests {
    private let scratch = Scratch()
    private let now = Timestamp(iso8601: "2026-11-30T18:00:00Z")!
    private var place: BackupFolder { BackupFolder(path: scratch.file("backups/grillo")) }

    private func makeFolder(_ name: String = "data") throws -> String {
        let folder = try DataFolder(path: scratch.file(name))
        try SQLiteEngine(folder: folder.path, durability: .os).openLog().close()
        return folder.path
    }

    /// The names of all in the folder but for the file that tells whose it is.
    private func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: place.path).filter { $0 != BackupFolderOwner.name }.sorted()
    }

    private func plan(every: Int64 = 86_400, keep: Int = 7) -> BackupPlan {
        var plan = BackupPlan()
        (plan.folder, plan.every, plan.keep) = (place.path, every, keep)
        return plan
    }

    /// The outcome of a turn at some seconds from now.
    private func outcome(_ plan: BackupPlan, of folder: String, _ seconds: Int64 = 0) -> ServerBackups.Outcome {
        let time = now.advanced(bySeconds: seconds)
        return ServerBackups.take(.init(number: 1, plan: plan, place: place, time: time), of: folder)
    }

    // MARK: Names

    @Test func `A name tells the moment to the second, and the order of names is that of time`() {
        let name = BackupFolder.name(at: now)
        #expect(name == "grillo-2026-11-30T180000Z.tar.gz")
        #expect(BackupFolder.moment(of: name) == now)
        #expect(BackupFolder.name(at: .earliest) < name && name < BackupFolder.name(at: .latest))
    }

    @Test(arguments: [
        "", "grillo-.tar.gz", "grillo-2026-11-30T180000Z.tar", "grillo-2026-11-30T180000Z.tar.gz.1.partial",
        "grillo-2026-13-30T180000Z.tar.gz", "grillo-2026-02-30T180000Z.tar.gz", "grillo-2026-11-30T18:000Z.tar.gz",
        "my-grillo-2026-11-30T180000Z.tar.gz", "grillo-2026-11-30T18000é.tar.gz", "grillo-2026-11-30 180000Z.tar.gz",
    ]) func `Any other name is none of the server's`(_ name: String) {
        #expect(BackupFolder.moment(of: name) == nil)
    }

    // MARK: Turns

    @Test func `The oldest go when a new one is made, and nothing else does`() throws {
        let folder = try makeFolder()
        let others = ["grillo-2026-11-30.tar.gz", "notes"]
        for name in others { _ = try scratch.write("mine", to: "backups/grillo/\(name)") }
        let empty = BackupFolder.name(at: now.advanced(bySeconds: -999))
        _ = try scratch.write("", to: "backups/grillo/\(empty)")
        var made: [String] = []
        for number in Int64(0)..<4 {
            let time = now.advanced(bySeconds: number)
            let outcome = try place.makeBackup(of: folder, at: time, keeping: 2)
            made.append(BackupFolder.name(at: time))
            #expect(outcome.path == place.path + "/" + made.last!)
            #expect(outcome.removed == made.dropLast(2).suffix(1).map { place.path + "/" + $0 })
        }
        #expect(try names() == (others + [empty] + made.suffix(2)).sorted())
        // One may be kept alone, and that is the new one, also by a clock that was set back.
        let earlier = now.advanced(bySeconds: -86_400)
        _ = try place.makeBackup(of: folder, at: earlier, keeping: 1)
        #expect(try names() == (others + [empty, BackupFolder.name(at: earlier)]).sorted())
    }

    /// Moments of backups, of which the last is the new one, in seconds from now; and those of them that go when three are kept.
    private static let surpluses: [(moments: [Int64], surplus: [Int64])] = [
        ([0], []), ([-3, -2, 0], []), ([-3, -2, -1, 0], [-3]), ([-4, -3, -2, -1, 0], [-3, -4]),
        // Set back: the days that were real stay, as many as are kept, until there are as many since.
        ([7, 8, 9, 0], []), ([6, 7, 8, 9, 0], [6]), ([7, 8, 9, -1, 0], []), ([7, 8, 9, -2, -1, 0], [9, 8, 7]),
        ([7, -3, -2, -1, 0], [-3, 7]),
    ]

    @Test(arguments: surpluses) func `Those of a time to come take no other's place, and go when there are enough`(
        _ moments: [Int64], _ surplus: [Int64]
    ) {
        func name(_ seconds: Int64) -> String { BackupFolder.name(at: now.advanced(bySeconds: seconds)) }
        let names = moments.map(name).sorted(by: >)
        #expect(BackupFolder.surplus(of: names, at: now, keeping: 3) == surplus.map(name))
    }

    @Test func `A backup that fails removes none`() throws {
        let folder = scratch.file("nowhere")
        let old = BackupFolder.name(at: now.advanced(bySeconds: -86_400 * 2))
        _ = try scratch.write("x", to: "backups/grillo/\(old)")
        guard case .failed(let error) = outcome(plan(keep: 1), of: folder) else {
            Issue.record("it did not fail")
            return
        }
        #expect(try error.cause.contains("no history") && names() == [old])
    }

    @Test func `What was half-made is removed, of this process's number as well, and what others make stays`() throws {
        let folder = try makeFolder()
        let name = BackupFolder.name(at: now.advanced(bySeconds: -60))
        let left = [
            "\(name).4194304.partial", "\(name).history.\(getpid()).partial",
            "\(name).history.4194304-2.partial-journal",
        ]
        let others = ["\(name).1.partial", "film.4194304.partial"]
        for file in left + others { _ = try scratch.write("x", to: "backups/grillo/\(file)") }
        _ = try place.makeBackup(of: folder, at: now, keeping: 7)
        #expect(try names() == (others + [BackupFolder.name(at: now)]).sorted())
    }

    @Test func `A turn makes none where the newest is not old enough`() throws {
        let folder = try makeFolder()
        func outcome(_ seconds: Int64) -> String {
            switch self.outcome(plan(every: 100), of: folder, seconds) {
            case .notDue(let newest): "not due since \(newest.seconds(since: now))"
            case .made(let backup):
                "made at \(BackupFolder.moment(of: String(backup.path.suffix(32)))?.seconds(since: now) ?? .max)"
            case .failed(let error): "\(error)"
            }
        }
        #expect(outcome(0) == "made at 0")
        #expect(outcome(99) == "not due since 0")
        #expect(outcome(100) == "made at 100")
        // The clock was set back: whatever is of a time to come says nothing.
        #expect(outcome(-5) == "made at -5")
        // That one does, though its name is none of the newest: a server that is started again and again makes no more.
        #expect(outcome(-4) == "not due since -5")
        #expect(outcome(99) == "not due since 0")
    }

    @Test func `Each server has a folder of its own, and touches nobody else's`() throws {
        let (folder, other) = (try makeFolder(), try makeFolder("other"))
        guard case .made = outcome(plan(keep: 1), of: folder) else {
            Issue.record("none was made")
            return
        }
        let made = try names()
        for seconds in [0, 777_600] as [Int64] {
            guard case .failed(let error) = outcome(plan(keep: 1), of: other, seconds) else {
                Issue.record("it did not fail")
                return
            }
            #expect(error.cause == "the backups in \(place.path) are another server's")
            #expect(error.remedy.contains("remove \(place.path)/owner"))
        }
        // One who is at work there is left alone, and the folder goes to whoever comes after its server.
        let error = #expect(throws: StartError.self) {
            try place.locking(for: folder) { () throws(StartError) in try place.locking(for: folder) {} }
        }
        #expect(try error?.cause == "a backup is being made in \(place.path) already" && names() == made)
        unlink(place.path + "/owner")
        guard case .notDue(now) = outcome(plan(), of: other) else {
            Issue.record("it is not taken")
            return
        }
    }

    @Test func `A folder that hangs holds up no other, and what comes of it later is nothing`() throws {
        let backups = ServerBackups(plan(), of: "", logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let first = try #require(backups.begin(at: now))
        #expect(backups.status?.running == now.seconds)
        let later = now.advanced(bySeconds: 86_400)
        #expect(backups.begin(at: later) == nil)
        backups.plan.keep = 2
        #expect(backups.begin(at: later) == nil)
        backups.plan.folder = "/elsewhere"
        #expect(backups.status?.running == nil)
        let second = try #require(backups.begin(at: later))
        #expect(second.place.path == "/elsewhere" && second.number != first.number)
        backups.note(.notDue(now), of: first, at: later)
        #expect(backups.status?.last == nil && backups.status?.running == later.seconds)
        backups.note(.notDue(later), of: second, at: later)
        #expect(backups.status?.last == later.seconds && backups.status?.running == nil)
    }

    @Test func `A failure is logged once, though each file has another name, and so is another`() {
        let log = CollectedMessages(at: .error)
        let backups = ServerBackups(plan(), of: "", logger: Logger(label: "test") { _ in log })
        func fail(_ seconds: Int64, _ cause: String) {
            guard let turn = backups.begin(at: now.advanced(bySeconds: seconds)) else { return }
            let error = StartError(
                "\(BackupFolder.name(at: turn.time)) \(cause)", remedy: "r", exitCode: .inputOutput)
            backups.note(.failed(error), of: turn, at: turn.time)
        }
        for seconds in [0, 900, 1800] as [Int64] { fail(seconds, "a") }
        #expect(log.all.count == 1)
        fail(2700, "b")
        #expect(log.all.count == 2 && backups.status?.failure?.contains(" b: r") == true)
    }

    // MARK: A server

    @Test func `A server makes one when it starts, and tells of it`() async throws {
        var configuration = ServerConfiguration(dataFolder: scratch.file("data"))
        configuration.endpoints = [.init(host: "127.0.0.1", port: 0)]
        configuration.backups.folder = place.path
        let running = try RunningServer(configuration)
        running.server.open { _ in }
        func status() async -> ServerStatus.Backup? {
            await withCheckedContinuation { continuation in
                running.server.loop.perform { continuation.resume(returning: $0.housekeeping.backups.status) }
            }
        }
        for _ in 0..<1200 where await status()?.last == nil { try await Task.sleep(for: .milliseconds(50)) }
        let told = await status()
        #expect(told?.last == place.newest(at: WallClock.now())?.seconds && told?.last != nil && told?.failure == nil)
        #expect(try names().count == 1 && BackupNote.moment(in: configuration.dataFolder) != nil)
        // A folder that cannot be: it is told, and the server goes on.
        configuration.backups.folder = try scratch.write("", to: "file") + "/below"
        try running.server.apply(configuration)
        for _ in 0..<1200 where await status()?.failure == nil { try await Task.sleep(for: .milliseconds(50)) }
        #expect(await status()?.failure?.contains("set backup.folder to another") == true)
        configuration.backups.folder = nil
        try running.server.apply(configuration)
        #expect(await status() == nil)
        await running.end()
    }

    // MARK: Keys

    private static let values: [(text: String, isTaken: Bool)] = [
        ("backup.every = \"59s\"", false), ("backup.every = \"1m\"", true), ("backup.every = \"100y\"", true),
        ("backup.every = 60", false), ("backup.keep = 0", false), ("backup.keep = 1", true),
        ("backup.keep = 10000", true),
        ("backup.keep = 10001", false), ("backup.folder = \"\"", false), ("backup.folder = \"b\"", false),
        ("backup.folder = \"/b\"", true), ("keep-copies = \"1s\"", true),
        ("keep-copies = \"0s\"", false), ("keep-copies = \"forever\"", true), ("keep-copies = \"never\"", false),
        ("keep-copies = 30", false),
    ]

    @Test(arguments: values) func `Times are written as elsewhere, and each has its bounds`(
        _ text: String, _ isTaken: Bool
    ) {
        var configuration = ServerConfiguration(dataFolder: "")
        if isTaken {
            #expect(throws: Never.self) { try ConfigurationFile.read(text, from: "f", into: &configuration) }
        } else {
            #expect(throws: ConfigurationFile.Problem.self) {
                try ConfigurationFile.read(text, from: "f", into: &configuration)
            }
        }
    }

    @Test func `Copies are kept for thirty days, for ever where that is said, and none are made of memory`() throws {
        var configuration = ServerConfiguration(dataFolder: "")
        #expect(configuration.keepCopies == 30 * 86_400 && configuration.backups == BackupPlan())
        try ConfigurationFile.read("keep-copies = \"forever\"", from: "f", into: &configuration)
        #expect(configuration.keepCopies == nil)
        configuration.backups.folder = "/b"
        #expect(throws: Never.self) { try configuration.check([]) }
        configuration.history = .memory
        #expect(throws: StartError.self) { try configuration.check([]) }
    }
}
