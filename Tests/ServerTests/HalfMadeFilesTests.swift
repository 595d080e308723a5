import Foundation
import Glibc
import TestSupport
import Testing

@testable import Server

/// What a command leaves in a data folder that is killed.
@Suite struct HalfMadeFilesTests {
    private let scratch = Scratch()
    private static let dead = [
        "backup.history.4194304.partial", "history.sqlite.4194304-1.partial-wal", "tls.key.restoring.4194304.new",
        "backup.history.4194304-2.partial.verifying-wal", "identity.4194304.new", "last-backup.4194304.new",
        "tls.crt.4194304.new", "tls.key.before-restore.2.4194304.partial", "history.sqlite.schema5.4194304.partial",
    ]
    private static let restoring = ["history.sqlite.restoring", "history.sqlite.restoring-wal", "tls.key.restoring"]
    private static let others = [
        "history.sqlite", "history.sqlite-wal", "history.sqlite.1.partial", "history.sqlite.before-restore",
        "history.sqlite.before-restore-wal", "tls.key",
        // Somebody else put these there.
        "film.4194304.partial", "notes.4194304.new", "thesis.restoring", "history.sqlite.old.4194304.partial",
        "history.sqlite.20261130.partial", "my.last-backup.4194304.new", "history.sqlite.schema5.bak.4194304.partial",
    ]
    /// A folder is no file of Grillo's, whatever its name.
    private static let folder = "backup.history.4194304-9.partial"

    init() throws {
        mkdir(scratch.file(Self.folder), 0o700)
        for name in Self.dead + Self.restoring + Self.others { _ = try scratch.write("x", to: name) }
    }

    @Test func `What nobody makes any more is known, and what a holder of the lock may be making is not`() {
        #expect(HalfMadeFiles.names(in: scratch.path, isLocked: true) == Self.dead.sorted())
        #expect(HalfMadeFiles.names(in: scratch.path, isLocked: false) == (Self.dead + Self.restoring).sorted())
    }

    @Test func `Whoever has locked the folder removes it, and nothing else`() throws {
        let own = "history.sqlite.\(getpid()).partial"
        _ = try scratch.write("x", to: own)
        let folder = try DataFolder(path: scratch.path)
        #expect(HalfMadeFiles.remove(in: folder) == (Self.dead + Self.restoring + [own]).sorted())
        let left = try FileManager.default.contentsOfDirectory(atPath: scratch.path)
        #expect(Set(left) == Set(Self.others + ["server.lock", Self.folder]))
    }

    @Test func `A server removes it before it serves`() async throws {
        var configuration = ServerConfiguration(dataFolder: scratch.file("data"))
        configuration.endpoints = [.init(host: "127.0.0.1", port: 0)]
        let (half, key) = (
            try scratch.write("x", to: "data/\(Self.dead[0])"), try scratch.write("x", to: "data/tls.key.restoring")
        )
        let running = try RunningServer(configuration)
        #expect(!FileManager.default.fileExists(atPath: half) && !FileManager.default.fileExists(atPath: key))
        await running.end()
    }
}
