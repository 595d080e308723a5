import Foundation
import Glibc
import TestSupport
import Testing

/// Commands that are killed in the middle, at system calls that change something: what was there is byte for byte as it was, and what is
/// half-made is known as such.
@Suite(.serialized) struct KilledCommandTests {
    private let scratch = Scratch()
    private let server: GrilloServer
    private var old: String { server.dataFolder }
    /// A backup of the folder with its first line alone.
    private var good: String { scratch.file("good.tar.gz") }

    /// The moments of a kill: before the one of these calls that has this number in its thread.
    private static let moments = [
        ("pwrite64", [1, 7, 40]), ("fsync,fdatasync", [1, 2, 3]), ("rename,renameat2,unlink", [1, 3, 5, 9]),
    ].flatMap { calls, numbers in numbers.map { (calls, $0) } }

    init() throws {
        server = try GrilloServer(folder: scratch)
        let speaker = try RawClient(port: server.port, nick: "speaker", capabilities: "echo-message")
        speaker.send("PRIVMSG #lobby :the first")
        try speaker.expect(":the first")
        #expect(try Self.grillo("backup", good, "--data", old).code == 0)
        for number in 1...200 { speaker.send("PRIVMSG #lobby :line \(number) \(String(repeating: "x", count: 200))") }
        try speaker.expect(":line 200 ")
        server.stop()
    }

    private static func grillo(_ arguments: String...) throws -> ProgramResult {
        try ProgramResult.of(Programs.grillo, arguments)
    }

    /// Runs a command that is killed at a moment; false where it had ended before.
    private func isKilled(_ arguments: [String], at moment: (calls: String, number: Int)) throws -> Bool {
        let injection = "inject=\(moment.calls):signal=SIGKILL:when=\(moment.number)"
        let strace = ["-f", "-qq", "-o", "/dev/null", "-e", "trace=\(moment.calls)", "-e", injection, Programs.grillo]
        let result = try ProgramResult.of(named: "strace", strace + arguments)
        #expect([0, 128 + SIGKILL].contains(result.code), "\(moment): \(result)")
        return result.code != 0
    }

    private func names(_ folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    }

    private func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

    private func contents(_ folder: String) throws -> [String: Data] {
        var files: [String: Data] = [:]
        for name in try names(folder) {
            var status = stat()
            guard lstat("\(folder)/\(name)", &status) == 0, status.st_mode & S_IFMT == S_IFREG else { continue }
            files[name] = try Data(contentsOf: URL(filePath: "\(folder)/\(name)"))
        }
        return files
    }

    /// Throws unless each file that was there is there, with each byte of it. SQLite may have left an empty WAL beside a database that it read.
    private func expectUnchanged(_ before: [String: Data], _ what: String) throws {
        let after = try contents(old)
        #expect(before.filter { after[$0.key] != $0.value }.keys.sorted() == [], "\(what)")
        let more = after.filter { before[$0.key] == nil && !$0.key.hasSuffix("-shm") }
        #expect(more.allSatisfy { $0.key == "last-backup" || $0.key.hasSuffix("-wal") && $0.value.isEmpty }, "\(what)")
    }

    @Test func `A backup that is killed is none, and the next removes what it left`() throws {
        let before = try contents(old)
        var kills = 0
        for (index, moment) in Self.moments.enumerated() {
            let copy = scratch.file("copy\(index).tar.gz")
            guard try isKilled(["backup", copy, "--data", old], at: moment) else { continue }
            kills += 1
            try expectUnchanged(before, "\(moment)")
            // One that has its name is whole.
            if !exists(copy) { #expect(try Self.grillo("backup", copy, "--data", old).code == 0) }
            #expect(try names(scratch.path).allSatisfy { !$0.hasPrefix("copy\(index).") || !$0.hasSuffix(".partial") })
            #expect(try Self.grillo("restore", copy, "--data", scratch.file("other\(index)")).code == 0, "\(moment)")
        }
        #expect(kills >= 4)
        try expectUnchanged(before, "the end")
    }

    @Test(arguments: ["json", "text"]) func `An export that is killed does not have its name`(form: String) throws {
        let before = try contents(old)
        var kills = 0
        for (index, moment) in Self.moments.enumerated() {
            let path = scratch.file("out\(index)")
            let command = ["export", "--data", old, "--format", form, "--output", path]
            guard try isKilled(command, at: moment) else { continue }
            kills += 1
            try expectUnchanged(before, "\(moment)")
            if !exists(path) {
                let left = try names(scratch.path).filter { $0.hasPrefix("out\(index).") }
                #expect(left.allSatisfy { $0.hasSuffix(".partial") }, "\(moment): \(left)")
                #expect(try ProgramResult.of(Programs.grillo, command).code == 0, "\(moment)")
            }
            guard form == "json" else { continue }
            let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
            #expect(lines.last == #"{"end":\#(lines.count { $0.hasPrefix(#"{"event""#) })}"#, "\(moment)")
        }
        #expect(kills >= 1)
    }

    @Test func `An import that is killed is known to all as half of one, and the next begins anew`() throws {
        let log = try scratch.write("2024-01-01 12:00:00\tada\thello\n", to: "irc.here.#lobby.weechatlog")
        let before = try contents(old)
        var halves = 0
        for (index, moment) in Self.moments.enumerated() {
            let folder = scratch.file("new\(index)")
            let command = ["import", log, "--with", old, "--into", folder, "--yes"]
            guard try isKilled(command, at: moment) else { continue }
            try expectUnchanged(before, "\(moment)")
            if exists(folder) || !exists(folder + ".partial/unfinished-import.sqlite") {
                // The mark goes when all is there, and then the folder gets its name: whatever has no mark is whole, or empty.
                let whole = exists(folder) ? folder : folder + ".partial"
                guard exists(whole + "/history.sqlite") else { continue }
                #expect(try Self.grillo("verify", "--data", whole).code == 0, "\(moment)")
                continue
            }
            halves += 1
            let half = folder + ".partial"
            let words = "\(half) is half of an import that was broken off"
            let serve = try Self.grillo("serve", "--listen", "127.0.0.1:0", "--data", half)
            #expect(serve.code == 74 && serve.errors.contains(words), "\(moment): \(serve)")
            for command in ["verify", "export"] {
                let refused = try Self.grillo(command, "--data", half)
                #expect(refused.code == 74 && refused.errors.contains(words), "\(moment): \(refused)")
            }
            #expect(try Self.grillo("doctor", "--data", folder).output.contains(words), "\(moment)")
            let again = try ProgramResult.of(Programs.grillo, command)
            #expect(again.code == 0 && exists(folder) && !exists(half), "\(moment): \(again)")
        }
        #expect(halves >= 3)
        try expectUnchanged(before, "the end")
    }

    @Test func `A restore that is killed leaves what was there or what comes, and whole`() throws {
        let before = try contents(old)
        var kills = 0
        for (index, moment) in Self.moments.enumerated() {
            let folder = scratch.file("folder\(index)")
            for (name, data) in before { _ = try scratch.write(data, to: "folder\(index)/\(name)") }
            guard try isKilled(["restore", good, "--data", folder], at: moment) else { continue }
            kills += 1
            #expect(try Self.grillo("verify", "--data", folder).code == 0, "\(moment)")
            let after = try contents(folder)
            for name in ["history.sqlite", "tls.key", "tls.crt"] where after[name] != before[name] {
                #expect(after[name + ".before-restore"] == before[name], "\(moment): \(name)")
            }
            let left = after.keys.filter { $0.contains(".partial") || $0.contains(".restoring") }
            let doctor = try Self.grillo("doctor", "--data", folder).output
            #expect(doctor.contains("half-made") == !left.isEmpty, "\(moment): \(left)")
            #expect(try Self.grillo("restore", good, "--data", folder).code == 0, "\(moment)")
            #expect(try names(folder).allSatisfy { !$0.contains(".partial") && !$0.contains(".restoring") })
            let lines = try ProgramResult.of(
                named: "sqlite3", ["-readonly", folder + "/history.sqlite", "SELECT text FROM events WHERE kind = 1"])
            #expect(lines.output == "the first\n", "\(moment)")
        }
        #expect(kills >= 4)
    }
}

extension Scratch {
    fileprivate func write(_ data: Data, to name: String) throws -> String {
        let url = URL(filePath: file(name))
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try data.write(to: url)
        return url.path
    }
}
