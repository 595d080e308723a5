import Chat
import Exchange
import Foundation
import Protocol
import Storage
import TestSupport
import Testing
import Transport

@testable import Server

/// A new data folder of histories from elsewhere.
@Suite struct FolderImportTests {
    private let scratch = Scratch()
    private var into: String { scratch.file("new") }
    private var partial: String { into + ".partial" }
    private static let now = Timestamp(seconds: 1_800_000_000)

    /// A history of some lines in a room, one a second.
    private struct Lines: ImportSource {
        let format = ImportFormat.weechat
        let path = "lines"
        var texts = ["one", "two"]
        var problem: ImportProblem?

        func read(_ take: (ImportedItem) throws(ImportProblem) -> Void) throws(ImportProblem) {
            for (index, text) in texts.enumerated() {
                try take(
                    .record(
                        ImportedRecord(
                            time: Timestamp(seconds: 1_700_000_000 + Int64(index)), kind: .message, source: "ada",
                            conversations: [.channel(Casemapping.ascii.fold("#a"))], target: "#a", text: Bytes(text),
                            line: index + 1)))
            }
            if let problem { throw problem }
        }
    }

    private func request(with kept: String? = nil) -> FolderImport.Request {
        .init(files: [], folder: into, kept: kept, context: ForeignLogContext(timeZone: .gmt))
    }

    private func makeImport(_ lines: Lines = Lines(), with kept: String? = nil) throws -> FolderImport {
        try FolderImport(of: [lines], request(with: kept), at: Self.now)
    }

    private func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

    private func events(in folder: String) throws -> [Event] {
        let log = try SQLiteEngine(folder: folder).openLog()
        defer { try? log.close() }
        return try log.events(.none...EventNumber.highest, .forward, limit: .max)
    }

    /// A folder with a line and a key of its own.
    private func makeFolder(_ name: String) throws -> String {
        let folder = try DataFolder(path: scratch.file(name))
        let log = try SQLiteEngine(folder: folder.path, durability: .os).openLog()
        try log.append([
            Event(
                number: EventNumber(rawValue: 1 << 51), time: Timestamp(seconds: 1_700_000_001), kind: .message,
                source: "bob!u@h", account: "bob", conversations: [.channel(Casemapping.ascii.fold("#a"))],
                target: "#a", text: Bytes("kept"))
        ])
        try log.close()
        _ = try TLSIdentity.loadOrCreate(in: folder.path)
        return folder.path
    }

    private func contents(_ folder: String) throws -> [String: Data] {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder)
        return try names.reduce(into: [:]) { $0[$1] = try Data(contentsOf: URL(filePath: "\(folder)/\($1)")) }
    }

    @Test func `The folder appears when it is whole, with nothing of its making left`() throws {
        do {
            let work = try makeImport()
            #expect(FileManager.default.fileExists(atPath: partial) && !FileManager.default.fileExists(atPath: into))
            #expect(work.report.taken == 2)
            try work.write()
        }
        #expect(!FileManager.default.fileExists(atPath: partial))
        let names = try contents(into).keys
        #expect(names.contains("history.sqlite") && !names.contains { $0.contains("unfinished") })
        #expect(try events(in: into).map(\.text.text) == ["one", "two"])
        #expect(try FileManager.default.attributesOfItem(atPath: into)[.posixPermissions] as? Int == 0o700)
        _ = try DataFolder(path: into)
    }

    @Test func `What is carried over keeps its key, and stays as it was`() throws {
        let old = try makeFolder("old")
        let before = try contents(old)
        let work = try makeImport(with: old)
        try work.write()
        #expect(try contents(old) == before)
        #expect(try contents(into)["tls.key"] == before["tls.key"])
        let all = try events(in: into)
        #expect(all.map(\.text.text) == ["one", "kept", "two"] && all.map(\.account) == [nil, "bob", nil])
        // No message id of before means another message now.
        #expect(all.allSatisfy { $0.number.rawValue > 1 << 51 })
    }

    @Test func `A folder in use is not carried over, and one without a history is none`() throws {
        let old = try makeFolder("old")
        let lock = try DataFolder(path: old)
        #expect(throws: StartError.self) { try makeImport(with: old) }
        withExtendedLifetime(lock) {}
        let empty = try DataFolder(path: scratch.file("empty")).path
        #expect(throws: StartError.self) { try makeImport(with: empty) }
        #expect(throws: StartError.self) { try makeImport(with: scratch.file("none")) }
        #expect(!FileManager.default.fileExists(atPath: partial))
    }

    @Test func `Nothing that is there is written to, but for an empty folder`() throws {
        let file = try scratch.write("mine", to: "new/file")
        let error = #expect(throws: StartError.self) { try makeImport() }
        #expect(error?.cause == "\(into) is there already")
        try FileManager.default.removeItem(atPath: file)
        try makeImport().write()
        #expect(try events(in: into).count == 2)
    }

    @Test func `What goes wrong, and what is not wanted, leaves nothing`() throws {
        let problem = ImportProblem("it is torn", remedy: "mend it")
        let error = #expect(throws: StartError.self) { try makeImport(Lines(problem: problem)) }
        #expect(error?.cause == "it is torn")
        #expect(!FileManager.default.fileExists(atPath: partial))
        try makeImport().abandon()
        #expect(!FileManager.default.fileExists(atPath: partial) && !FileManager.default.fileExists(atPath: into))
    }

    @Test func `One that was broken off is known as such, and goes when it is made again`() throws {
        try FileManager.default.createDirectory(atPath: partial, withIntermediateDirectories: true)
        for name in ["unfinished-import.sqlite", "history.sqlite", "server.lock"] {
            _ = try scratch.write("", to: "new.partial/\(name)")
        }
        let error = #expect(throws: StartError.self) { try DataFolder(path: partial) }
        #expect(error?.cause == "\(partial) is half of an import that was broken off")
        #expect(throws: StartError.self) { try DataFolder.check(partial) }
        var configuration = ServerConfiguration(dataFolder: into)
        #expect(Doctor(configuration).survey().unfinishedImports == [partial])
        configuration.dataFolder = partial
        let findings = Doctor(configuration).report().findings
        #expect(findings.contains { $0.severity == .error && $0.cause == error?.cause })
        try makeImport().write()
        #expect(try events(in: into).count == 2 && !FileManager.default.fileExists(atPath: partial))
    }

    @Test func `One that was whole and had no name yet is told as such, and can be used when it has it`() throws {
        try makeImport().write()
        try FileManager.default.moveItem(atPath: into, toPath: partial)
        for name in ["finished-import", "unfinished-import.sqlite"] {
            _ = try scratch.write("", to: "new.partial/\(name)")
        }
        let error = #expect(throws: StartError.self) { try makeImport() }
        #expect(error?.cause == "\(partial) is a whole import that has not got its name yet")
        #expect(error?.remedy == "give it one that is free: mv -T \(partial) \(into)")
        let finding = Doctor(ServerConfiguration(dataFolder: into)).report().findings.first { $0.cause == error?.cause }
        #expect(finding?.remedy == error?.remedy)
        try FileManager.default.moveItem(atPath: partial, toPath: into)
        #expect(Doctor(ServerConfiguration(dataFolder: into)).survey().unfinishedImports == [])
        _ = try DataFolder(path: into)
        #expect(try !contents(into).keys.contains { $0.contains("finished-import") })
        #expect(try events(in: into).count == 2)
    }

    @Test func `Where only the name cannot be given, the folder stays, and is named`() throws {
        let work = try makeImport()
        // Somebody takes the name meanwhile.
        let file = try scratch.write("mine", to: "new/file")
        let error = #expect(throws: StartError.self) { try work.write() }
        #expect(error?.cause.hasPrefix("the import cannot be called \(into): ") == true)
        #expect(error?.cause.hasSuffix("; it is whole, in \(partial)") == true)
        #expect(error?.remedy == "give it one that is free: mv -T \(partial) \(into)")
        work.abandon()
        try FileManager.default.removeItem(atPath: into)
        try FileManager.default.moveItem(atPath: partial, toPath: into)
        #expect(try events(in: into).count == 2 && !exists(file))
    }

    @Test func `A link to an empty folder is followed, and the link stays`() throws {
        let folder = scratch.file("elsewhere")
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(atPath: into, withDestinationPath: folder)
        try makeImport().write()
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: into) == folder)
        #expect(try events(in: folder).count == 2)
    }

    @Test(arguments: ["new/.", "new/..", ".", "/"])
    func `A name that cannot be given is refused before anything is made`(name: String) throws {
        let path = name.hasPrefix("new") ? scratch.file(name) : name
        #expect(throws: StartError.self) { try ImportFolder.freePath(path) }
        #expect(!exists(into))
    }

    @Test func `The place where another file system begins is known`() {
        #expect(ImportFolder.isVolume("/proc") && ImportFolder.isVolume("/"))
        #expect(!ImportFolder.isVolume(scratch.path))
    }

    @Test func `What is not wanted leaves no folder that was made for it`() throws {
        var request = request()
        let above = scratch.file("a")
        request.folder = above + "/b/new"
        try FolderImport(of: [Lines()], request, at: Self.now).abandon()
        #expect(!exists(above))
        // What was there stays.
        try FileManager.default.createDirectory(atPath: above, withIntermediateDirectories: true)
        try FolderImport(of: [Lines()], request, at: Self.now).abandon()
        #expect(try FileManager.default.contentsOfDirectory(atPath: above) == [])
    }

    @Test func `An import that is ended leaves nothing, and one that is whole is not ended`() throws {
        let interruption = ImportInterruption()
        #expect(interruption.removeAll())
        let ended = try FolderImport(of: [Lines()], request(), at: Self.now, interruption: interruption)
        #expect(exists(partial) && interruption.removeAll() && !exists(partial))
        #expect(throws: StartError.self) { try ended.write() }
        #expect(!exists(into))
        let whole = try FolderImport(of: [Lines()], request(), at: Self.now, interruption: interruption)
        try whole.write()
        #expect(!interruption.removeAll())
        #expect(try events(in: into).count == 2)
    }

    @Test func `Two imports do not make the same folder, and somebody's folder of that name stays`() throws {
        let work = try makeImport()
        let error = #expect(throws: StartError.self) { try makeImport() }
        #expect(error?.exitCode == .unavailable)
        // One that is at work was not broken off.
        #expect(Doctor(ServerConfiguration(dataFolder: into)).survey().unfinishedImports == [])
        work.abandon()
        let file = try scratch.write("mine", to: "new.partial/file")
        #expect(throws: StartError.self) { try makeImport() }
        #expect(FileManager.default.fileExists(atPath: file))
    }
}
