import Foundation
import Storage
import TestSupport
import Testing
import Transport

@testable import Server

/// Backups in one file, and what somebody else may have put into one.
@Suite struct TarBackupTests {
    private let scratch = Scratch()
    private var copy: String { scratch.file("copy.tar.gz") }

    /// A folder with a history and a key of its own.
    private func makeFolder(_ name: String) throws -> String {
        let folder = try DataFolder(path: scratch.file(name))
        try SQLiteEngine(folder: folder.path, durability: .os).openLog().close()
        _ = try TLSIdentity.loadOrCreate(in: folder.path)
        return folder.path
    }

    private func bytes(_ file: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(filePath: file))) }

    private func names(_ folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    }

    @Test(arguments: [
        ("a", BackupForm.files), ("a.gz", .files), ("tar", .files), ("a.tar.x", .files),
        ("a.tar", .tar(isCompressed: false)),
        ("a.tar.gz", .tar(isCompressed: true)), ("A.TGZ", .tar(isCompressed: true)),
    ]) func `The form is chosen by the name`(_ name: String, _ form: BackupForm) {
        #expect(BackupForm(ofFile: "/b.tar/\(name)") == form)
    }

    // MARK: There and back

    @Test(arguments: ["copy.tar.gz", "copy.tgz", "copy.tar"])
    func `One tar holds the history, the key and the certificate, and is all that is made`(_ name: String) throws {
        let (folder, other) = (try makeFolder("a"), try makeFolder("b"))
        let copy = scratch.file(name)
        #expect(try FolderBackup.make(of: other, at: copy))
        #expect(try names(scratch.path) == ["a", "b", name])
        let mode = try FileManager.default.attributesOfItem(atPath: copy)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        let kept = try FolderBackup.restore(copy, into: folder)
        #expect(Set(kept) == Set(["history.sqlite", "tls.key", "tls.crt"].map { "\(folder)/\($0).before-restore" }))
        for kind in ["key", "crt"] { #expect(try bytes("\(folder)/tls.\(kind)") == bytes("\(other)/tls.\(kind)")) }
        #expect(try names(folder).allSatisfy { !$0.contains("partial") && !$0.contains("restoring") })
        // Again, and what was set aside is there still.
        #expect(try FolderBackup.restore(copy, into: folder) == [folder + "/history.sqlite.before-restore.2"])
    }

    @Test func `What is unpacked into an empty folder can be served`() throws {
        let (folder, unpacked) = (try makeFolder("a"), scratch.file("unpacked"))
        try FolderBackup.make(of: folder, at: copy)
        mkdir(unpacked, 0o700)
        let tar = Process()
        tar.executableURL = URL(filePath: "/usr/bin/env")
        tar.arguments = ["tar", "-xzf", copy, "-C", unpacked]
        try tar.run()
        tar.waitUntilExit()
        #expect(try names(unpacked) == ["history.sqlite", "tls.crt", "tls.key"])
        #expect(try FolderBackup.verify(unpacked) == [])
        let (ours, theirs) = (try TLSIdentity.loadOrCreate(in: unpacked), try TLSIdentity.loadOrCreate(in: folder))
        #expect(ours.publicKeyFingerprint == theirs.publicKeyFingerprint)
    }

    @Test func `A stream holds the same, and nothing is left in the folder`() throws {
        let (folder, other) = (try makeFolder("a"), try makeFolder("b"))
        let descriptor = open(copy, O_WRONLY | O_CREAT, 0o600)
        try FolderBackup.write(of: other, to: descriptor)
        close(descriptor)
        #expect(try names(other).allSatisfy { !$0.hasPrefix("backup") })
        _ = try FolderBackup.restore(copy, into: folder)
        #expect(try bytes(folder + "/tls.key") == bytes(other + "/tls.key"))
        // Nobody reads on the other side.
        let full = open("/dev/full", O_WRONLY)
        defer { close(full) }
        let error = #expect(throws: StartError.self) { try FolderBackup.write(of: other, to: full) }
        #expect(error?.cause.contains("standard output") == true)
        #expect(try names(other).allSatisfy { !$0.hasPrefix("backup") })
    }

    @Test func `A tar takes nobody's place, and what was half-made before it goes`() throws {
        let folder = try makeFolder("a")
        let (dead, alive) = ("copy.tar.gz.history.4194304.partial", "copy.tar.gz.1.partial")
        for name in [dead, dead + "-journal", alive, "other.tar.gz.4194304.partial"] {
            _ = try scratch.write("x", to: name)
        }
        try FolderBackup.make(of: folder, at: copy)
        #expect(try names(scratch.path) == ["a", "copy.tar.gz", alive, "other.tar.gz.4194304.partial"].sorted())
        let first = try bytes(copy)
        let error = #expect(throws: StartError.self) { try FolderBackup.make(of: folder, at: copy) }
        #expect(try error?.cause == "\(copy) is there already" && bytes(copy) == first)
    }

    @Test func `A history that could not be restored is not backed up`() throws {
        let folder = try makeFolder("a")
        let (log, key) = (try bytes(folder + "/history.sqlite"), try bytes(folder + "/tls.key"))
        let file = open(folder + "/history.sqlite", O_WRONLY)
        // The head of the third page; where one begins is said in the file's own.
        let page = Int(log[16]) << 8 | Int(log[17])
        #expect(pwrite(file, key, key.count, off_t(2 * page)) == key.count)
        close(file)
        for name in ["copy", "copy.tar", "copy.tar.gz"] {
            #expect(throws: StartError.self) { try FolderBackup.make(of: folder, at: scratch.file(name)) }
        }
        #expect(try names(scratch.path) == ["a"] && BackupNote.moment(in: folder) == nil)
    }

    // MARK: What others made

    /// Writes a tar of some files.
    private func write(_ files: [(name: String, bytes: [UInt8])], to path: String) throws {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        defer { close(descriptor) }
        let writer = TarWriter(into: DescriptorSink(descriptor: descriptor), at: 0)
        for file in files { try writer.write(file.name, file.bytes) }
        try writer.finish()
    }

    /// Expects that a file is refused for a reason, and that nothing in a folder is changed.
    private func expectRefused(_ file: String, _ words: String, in folder: String) throws {
        let before = try names(folder)
        let key = try bytes(folder + "/tls.key")
        let error = #expect(throws: StartError.self, "\(words)") { try FolderBackup.restore(file, into: folder) }
        #expect(
            error?.cause.contains(words) == true && error?.remedy.contains("nothing was changed") == true, "\(error!)")
        #expect(try names(folder) == before && bytes(folder + "/tls.key") == key)
    }

    @Test func `What is no part of a backup is not unpacked`() throws {
        let (folder, other) = (try makeFolder("a"), try makeFolder("b"))
        let log = try bytes(other + "/history.sqlite")
        let key = try bytes(other + "/tls.key")
        let large = [UInt8](repeating: 7, count: (1 << 20) + 1)
        for (files, words) in [
            ([("history.sqlite", log), ("../evil", [1])], "holds ../evil, which is not as grillo backup writes it"),
            ([("history.sqlite", log), ("history.sqlite", log)], "holds history.sqlite, which is not"),
            ([("tls.key", key), ("tls.key", key), ("history.sqlite", log)], "holds tls.key, which is not"),
            ([("tls.key", large), ("history.sqlite", log)], "holds tls.key, which is not"),
            ([("a\u{1B}[31m\n", log)], "holds a\u{FFFD}[31m\u{FFFD}, which"), ([("tls.key", key)], "holds no history"),
            ([], "is not a backup of Grillo's"), ([("history.sqlite", key)], "something else in place of the history"),
            ([("history.sqlite", [])], "something else in place of the history"),
        ] as [([(name: String, bytes: [UInt8])], String)] {
            try write(files, to: copy)
            try expectRefused(copy, words, in: folder)
        }
    }

    private static let rooms: [(free: Int64, bytes: Int64, reserve: Int64, isEnough: Bool)] = [
        (100, 100, 0, true), (99, 100, 0, false), (100, 60, 40, true), (100, 61, 40, false), (0, 0, 0, true),
        (.min, .max, 0, false), (10, .max, .max, false),
    ]

    @Test(arguments: rooms) func `A backup leaves the server what it needs on its disk`(
        _ free: Int64, _ bytes: Int64, _ reserve: Int64, _ isEnough: Bool
    ) {
        let space = DiskSpace(free: free, size: .max)
        #expect(BackupRoom.isEnough(space, for: bytes, reserve: reserve) == isEnough)
    }

    @Test func `Where there is no room for a backup none is begun`() throws {
        let folder = try makeFolder("a")
        // A history that would be larger than any disk, as its file has holes.
        let wal = open(folder + "/history.sqlite-wal", O_WRONLY | O_CREAT, 0o600)
        #expect(ftruncate(wal, off_t(1) << 42) == 0)
        close(wal)
        let room = BackupRoom(of: folder)
        #expect(room.bytes > 1 << 42 && room.needed(for: .files) == room.bytes)
        #expect(room.needed(for: .tar(isCompressed: false)) == room.bytes * 2)
        for name in ["copy", "copy.tar", "copy.tar.gz"] {
            let error = #expect(throws: StartError.self) { try FolderBackup.make(of: folder, at: scratch.file(name)) }
            #expect(error?.cause.hasPrefix("a backup takes ") == true, "\(error!)")
        }
        let null = open("/dev/null", O_WRONLY)
        defer { close(null) }
        let error = #expect(throws: StartError.self) { try FolderBackup.write(of: folder, to: null) }
        #expect(error?.cause.hasPrefix("a backup takes ") == true)
        #expect(try names(scratch.path) == ["a"])
    }

    @Test func `A history that is larger than the disk is refused before it is unpacked`() throws {
        let folder = try makeFolder("a")
        let block = TarHeader(name: "history.sqlite", size: .max).block(at: 0)
        try Data(block + [UInt8](repeating: 0, count: 4096)).write(to: URL(filePath: copy))
        let error = #expect(throws: StartError.self) { try FolderBackup.restore(copy, into: folder) }
        #expect(error?.cause == "the disk is full")
        #expect(try names(folder).allSatisfy { !$0.contains("partial") })
    }

    @Test func `A tar that is damaged or torn changes nothing`() throws {
        let (folder, other) = (try makeFolder("a"), try makeFolder("b"))
        try FolderBackup.make(of: other, at: copy)
        let whole = try bytes(copy)
        for length in [20, whole.count / 2, whole.count - 1] {
            try Data(whole.prefix(length)).write(to: URL(filePath: copy))
            try expectRefused(copy, "is damaged: it ", in: folder)
        }
        var flipped = whole
        flipped[whole.count / 2] ^= 0x10
        try Data(flipped).write(to: URL(filePath: copy))
        try expectRefused(copy, copy, in: folder)
        try Data(GzipSource.magic + [8] + [UInt8](repeating: 7, count: 600)).write(to: URL(filePath: copy))
        try expectRefused(copy, "is damaged: it ", in: folder)
    }

    @Test func `A key in a tar that its certificate is not for changes nothing`() throws {
        let (folder, other) = (try makeFolder("a"), try makeFolder("b"))
        let files = ["history.sqlite", "tls.key"].map { (name: $0, path: "\(other)/\($0)") }
        var parts = try files.map { (name: $0.name, bytes: try bytes($0.path)) }
        parts.append(("tls.crt", try bytes(folder + "/tls.crt")))
        try write(parts, to: copy)
        let before = try names(folder)
        let error = #expect(throws: StartError.self) { try FolderBackup.restore(copy, into: folder) }
        #expect(error?.cause.contains("the tls.key in \(copy)") == true, "\(error!)")
        #expect(error?.remedy == "unpack history.sqlite from it, and restore that alone")
        #expect(try names(folder) == before)
    }
}
