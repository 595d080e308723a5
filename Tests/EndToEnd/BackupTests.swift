import Foundation
import Glibc
import TestSupport
import Testing

/// Backups in one file, as hosts make them, as the server makes them by itself, and as they come back.
@Suite(.serialized) struct BackupTests {
    private let folder = Scratch()

    private static func grillo(_ arguments: String...) throws -> ProgramResult {
        try ProgramResult.of(Programs.grillo, arguments)
    }

    /// Says a line in the lobby, and waits until it is stored.
    private func say(_ text: String, on room: GrilloServer) throws {
        let speaker = try RawClient(port: room.port, nick: "speaker", capabilities: "echo-message")
        speaker.send("PRIVMSG #lobby :\(text)")
        try speaker.expect(text)
    }

    private func names(_ path: String) throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: path) }

    @Test func `A backup goes through a pipe into another folder, which serves as the first did`() throws {
        let room = try GrilloServer()
        try say("kept", on: room)
        let other = folder.file("server")
        let pipe =
            "'\(Programs.grillo)' backup - --data '\(room.dataFolder)' | '\(Programs.grillo)' restore - --data '\(other)'"
        let outcome = try ProgramResult.of("/bin/sh", ["-c", pipe])
        #expect(outcome.code == 0 && outcome.output.contains("is in \(other)"), "\(outcome)")
        #expect(try names(room.dataFolder).allSatisfy { !$0.contains("partial") })
        let second = try GrilloServer(folder: folder)
        #expect(try second.query("SELECT text FROM events WHERE kind = 1") == ["kept"])
        for file in ["tls.key", "tls.crt"] {
            #expect(
                FileManager.default.contentsEqual(atPath: room.dataFolder + "/" + file, andPath: other + "/" + file))
        }
        second.stop()
        // What comes by the stream and is none changes nothing.
        let wrong = try ProgramResult.of(Programs.grillo, ["restore", "-", "--data", other], input: "hello")
        #expect(wrong.code == 74 && wrong.errors.split(separator: "\n").count == 1, "\(wrong)")
        #expect(try second.query("SELECT text FROM events WHERE kind = 1") == ["kept"])
    }

    @Test func `A reader that goes away before the end is told, and leaves nothing in the folder`() throws {
        let room = try GrilloServer()
        let (errors, code, gone) = (folder.file("errors"), folder.file("code"), folder.file("gone"))
        // Nobody reads any more when the first byte is written.
        let writer =
            "while [ ! -e '\(gone)' ]; do sleep 0.01; done; "
            + "'\(Programs.grillo)' backup - --data '\(room.dataFolder)' 2>'\(errors)'; echo $? >'\(code)'"
        let pipe = "{ \(writer); } | { exec <&-; : >'\(gone)'; }"
        #expect(try ProgramResult.of("/bin/sh", ["-c", pipe]).code == 0)
        try wait("the end") { (try? String(contentsOfFile: code, encoding: .utf8))?.hasSuffix("\n") == true }
        #expect(try String(contentsOfFile: code, encoding: .utf8) == "74\n")
        let told = try String(contentsOfFile: errors, encoding: .utf8).split(separator: "\n")
        #expect(told.count == 1 && told[0].contains("the backup cannot be written to standard output"), "\(told)")
        #expect(try names(room.dataFolder).allSatisfy { !$0.contains("partial") })
        #expect(try Self.grillo("verify", "--data", room.dataFolder).code == 0)
    }

    @Test func `A server makes its backups, tells of them, and comes back from one`() throws {
        let backups = folder.file("backups")
        let file = try folder.write("[backup]\nfolder = \"\(backups)\"\nevery = \"1h\"\nkeep = 2\n", to: "grillo.toml")
        let room = try GrilloServer(folder: folder)
        try say("kept", on: room)
        room.stop()
        // Two are there already: the older one goes.
        for name in ["grillo-2020-01-01T000000Z.tar.gz", "grillo-2020-01-02T000000Z.tar.gz"] {
            _ = try folder.write("old", to: "backups/\(name)")
        }
        let again = try GrilloServer(["--config", file], folder: folder)
        try wait("a backup", state: { again.log }) { again.log.contains("a backup is made") }
        let made = try names(backups).filter { $0 != "owner" }.sorted()
        #expect(made.count == 2 && made[0] == "grillo-2020-01-02T000000Z.tar.gz")
        let status = try Self.grillo("status", "--data", again.dataFolder)
        #expect(status.code == 0 && status.output.contains(", one every 1h"), "\(status)")
        try say("lost", on: again)
        again.kill()
        let restored = try Self.grillo("restore", backups + "/" + made[1], "--data", again.dataFolder)
        #expect(restored.code == 0, "\(restored)")
        try again.start()
        #expect(try again.query("SELECT text FROM events WHERE kind = 1") == ["kept"])
        // The newest is new enough.
        try wait("the status") {
            try Self.grillo("status", "--data", again.dataFolder, "--json").output.contains(
                "\"backup\":{\"every\":3600,\"last\":")
        }
        #expect(try names(backups).filter { $0 != "owner" }.sorted() == made)
    }

    @Test func `A backup that cannot be made makes the server ill, and it serves on`() throws {
        let place = try folder.write("", to: "file") + "/below"
        let file = try folder.write("[backup]\nfolder = \"\(place)\"\n", to: "grillo.toml")
        let room = try GrilloServer(["--config", file], folder: folder)
        try wait("the log", state: { room.log }) { room.log.contains("no backup could be made") }
        let status = try Self.grillo("status", "--data", room.dataFolder)
        #expect(status.code == 1 && status.output.contains("set backup.folder to another"), "\(status)")
        try say("all the same", on: room)
    }

    @Test func `A kill at any moment leaves the history as it was, and what is half-made is known as such`() throws {
        let room = try GrilloServer()
        try say("kept", on: room)
        room.stop()
        let good = folder.file("good.tar.gz")
        #expect(try Self.grillo("backup", good, "--data", room.dataFolder).code == 0)
        for round in 0..<12 {
            let backup = "\(Programs.grillo)' backup '\(folder.file("copy\(round / 6).tar.gz"))"
            let command = round % 2 == 0 ? backup : "\(Programs.grillo)' restore '\(good)"
            let delay = Double(round) * 0.01
            let script = "'\(command)' --data '\(room.dataFolder)' & sleep \(delay); kill -9 $!; wait $!; true"
            #expect(try ProgramResult.of("/bin/sh", ["-c", script]).code == 0)
            #expect(try Self.grillo("verify", "--data", room.dataFolder).code == 0)
            #expect(try room.query("SELECT text FROM events WHERE kind = 1") == ["kept"])
        }
        let isHalfMade = { (name: String) in name.contains(".partial") || name.contains(".restoring") }
        let left = try names(room.dataFolder).filter(isHalfMade)
        let told = try Self.grillo("doctor", "--data", room.dataFolder).output
        #expect(told.contains("half-made") == !left.isEmpty, "\(left): \(told)")
        // Whoever comes next removes it.
        try room.start()
        #expect(try names(room.dataFolder).filter(isHalfMade) == [])
        for number in 0...1 {
            let copy = folder.file("copy\(number).tar.gz")
            if !FileManager.default.fileExists(atPath: copy) {
                #expect(try Self.grillo("backup", copy, "--data", room.dataFolder).code == 0)
            }
            #expect(try Self.grillo("restore", copy, "--data", folder.file("other\(number)")).code == 0)
        }
    }
}
