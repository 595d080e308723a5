import Foundation
import TestSupport
import Testing

@testable import Server

/// What a command leaves in a data folder that is killed.
@Suite struct HalfMadeFilesTests {
    private let scratch = Scratch()
    private static let dead = [
        "backup.history.4194305.partial", "history.sqlite.4194305-1.partial-wal", "tls.key.restoring.4194305.new",
    ]
    private static let restoring = ["history.sqlite.restoring", "history.sqlite.restoring-wal", "tls.key.restoring"]
    private static let others = [
        "history.sqlite", "history.sqlite-wal", "history.sqlite.1.partial", "history.sqlite.before-restore",
        "history.sqlite.before-restore-wal", "tls.key",
    ]

    init() throws {
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
        #expect(Set(left) == Set(Self.others + ["server.lock"]))
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
