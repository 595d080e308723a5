import Exchange
import Foundation
import Storage
import Synchronization
import TestSupport
import Testing
import Transport

@testable import Server

/// Copies of a server's folder, and putting them back.
@Suite struct FolderBackupTests {
    private let scratch = Scratch()
    private var copy: String { scratch.file("copy") }

    /// A folder with a history and a key of its own.
    private func makeFolder(_ name: String) throws -> String {
        let folder = try DataFolder(path: scratch.file(name))
        try SQLiteEngine(folder: folder.path, durability: .os).openLog().close()
        _ = try TLSIdentity.loadOrCreate(in: folder.path)
        return folder.path
    }

    private func bytes(_ file: String) throws -> Data { try Data(contentsOf: URL(filePath: file)) }

    private func inode(_ file: String) throws -> UInt64? {
        try FileManager.default.attributesOfItem(atPath: file)[.systemFileNumber] as? UInt64
    }

    @Test func `Restored twice, nothing that was there is lost, and the key is not written to in its place`() throws {
        let (folder, other) = (try makeFolder("a"), try makeFolder("b"))
        #expect(try FolderBackup.make(of: other, at: copy))
        let key = folder + "/tls.key"
        let (first, firstFile, restored) = (try bytes(key), try inode(key), try bytes(other + "/tls.key"))
        let kept = try FolderBackup.restore(copy, into: folder)
        #expect(Set(kept) == Set(["history.sqlite", "tls.key", "tls.crt"].map { "\(folder)/\($0).before-restore" }))
        #expect(try bytes(key) == restored && bytes(key + ".before-restore") == first)
        #expect(try inode(key + ".before-restore") == firstFile)
        // The same key again is no change.
        #expect(try FolderBackup.restore(copy, into: folder) == [folder + "/history.sqlite.before-restore.2"])
        let third = try makeFolder("c")
        _ = try FolderBackup.make(of: third, at: copy + "3")
        _ = try FolderBackup.restore(copy + "3", into: folder)
        #expect(try bytes(key + ".before-restore") == first && bytes(key + ".before-restore.2") == restored)
        _ = try TLSIdentity.loadOrCreate(in: folder)
    }

    @Test func `A folder knows when it was last copied, and not of a copy that failed`() throws {
        let folder = try makeFolder("a")
        #expect(BackupNote.moment(in: folder) == nil)
        #expect(throws: StartError.self) { try FolderBackup.make(of: folder, at: scratch.file("none/copy")) }
        #expect(BackupNote.moment(in: folder) == nil)
        let before = Int64(time(nil))
        _ = try FolderBackup.make(of: folder, at: copy)
        #expect((before...Int64(time(nil))).contains(try #require(BackupNote.moment(in: folder))))
        // Its time counts, whoever left it, and a folder in its place does not.
        var times = [timespec(tv_sec: 1000, tv_nsec: 0), timespec(tv_sec: 1000, tv_nsec: 0)]
        #expect(utimensat(AT_FDCWD, folder + "/last-backup", &times, 0) == 0)
        #expect(BackupNote.moment(in: folder) == 1000)
        _ = try FolderBackup.make(of: folder, at: copy + "2")
        #expect(try #require(BackupNote.moment(in: folder)) >= before)
        unlink(folder + "/last-backup")
        mkdir(folder + "/last-backup", 0o700)
        #expect(BackupNote.moment(in: folder) == nil)
    }

    @Test func `Another user's folder is nobody else's to read, root's neither, and it is told how to be that user`()
        throws
    {
        // Root's tests give a folder away; others find root's.
        let folder = geteuid() == 0 ? try makeFolder("a") : "/"
        if geteuid() == 0 { #expect(chown(folder, 65_534, 65_534) == 0) }
        let null = open("/dev/null", O_WRONLY)
        defer { close(null) }
        let attempts: [() throws -> Void] = [
            { try FolderBackup.make(of: folder, at: copy) }, { try FolderBackup.write(of: folder, to: null) },
            { _ = try FolderBackup.verify(folder) }, { _ = try FolderBackup.restore(copy, into: folder) },
            {
                _ = try FolderExport.make(
                    of: folder, ExportFilter(), as: .json,
                    timeZone: .gmt, to: .standardOutput)
            },
        ]
        _ = try scratch.write("SQLite format 3\0", to: "copy")
        for attempt in attempts {
            let error = #expect(throws: StartError.self) { try attempt() }
            #expect(error?.cause.hasPrefix("the folder \(folder) belongs to the user ") == true, "\(error!)")
            #expect(error?.remedy.hasPrefix("be that user, as with sudo -u ") == true)
        }
    }

    @Test func `What could not be restored for its key is not backed up, in no form`() throws {
        let (folder, other) = (try makeFolder("a"), try makeFolder("b"))
        let full = open("/dev/null", O_WRONLY)
        defer { close(full) }
        for (file, bytes) in [("tls.key", Data("no key".utf8)), ("tls.key", try bytes(other + "/tls.key"))] {
            try bytes.write(to: URL(filePath: "\(folder)/\(file)"))
            for name in ["copy", "copy.tar", "copy.tar.gz"] {
                let error = #expect(throws: StartError.self) {
                    try FolderBackup.make(of: folder, at: scratch.file(name))
                }
                #expect(error?.cause.contains("tls.key") == true && error?.remedy == "mend it, or move it away")
            }
            #expect(throws: StartError.self) { try FolderBackup.write(of: folder, to: full) }
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path).sorted() == ["a", "b"])
        // A certificate without a key, and neither of them.
        unlink(folder + "/tls.key")
        #expect(throws: StartError.self) { try FolderBackup.make(of: folder, at: copy) }
        unlink(folder + "/tls.crt")
        #expect(try !FolderBackup.make(of: folder, at: copy))
    }

    @Test func `The history has its name last, when its key and certificate are there`() throws {
        let (folder, copy) = (try makeFolder("a"), copy)
        let orders = Mutex<Set<[Bool]>>([])
        _ = try FolderBackup.make(of: folder, at: copy) { part in
            guard part < 1 else { return }
            let isThere = ["", ".key", ".crt"].map { FileManager.default.fileExists(atPath: copy + $0) }
            orders.withLock { _ = $0.insert(isThere) }
        }
        #expect(orders.withLock { $0 } == [[false, true, true]])
        // The next of the same name removes what a killed one left.
        for name in ["late.4194304.partial", "late.key.4194304.new", "later.4194304.partial"] {
            _ = try scratch.write("x", to: name)
        }
        _ = try FolderBackup.make(of: folder, at: scratch.file("late"))
        let left = try FileManager.default.contentsOfDirectory(atPath: scratch.path)
        #expect(left.filter { $0.contains(".4194304.") } == ["later.4194304.partial"])
    }

    @Test func `A key and a certificate that do not belong together change nothing`() throws {
        let (folder, other, third) = (try makeFolder("a"), try makeFolder("b"), try makeFolder("c"))
        _ = try FolderBackup.make(of: other, at: copy)
        try bytes(third + "/tls.crt").write(to: URL(filePath: copy + ".crt"))
        let before = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        let error = #expect(throws: StartError.self) { try FolderBackup.restore(copy, into: folder) }
        #expect(error?.description.contains("\(copy).key is not the one \(copy).crt is for") == true, "\(error!)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == before)
    }

    @Test func `A key without its certificate is restored, and gets one`() throws {
        let (folder, other) = (try makeFolder("a"), try makeFolder("b"))
        _ = try FolderBackup.make(of: other, at: copy)
        unlink(copy + ".crt")
        _ = try FolderBackup.restore(copy, into: folder)
        let (ours, theirs) = (try TLSIdentity.loadOrCreate(in: folder), try TLSIdentity.loadOrCreate(in: other))
        #expect(ours.publicKeyFingerprint == theirs.publicKeyFingerprint)
    }

    @Test func `A copy takes nobody's place, neither the history nor the key nor the certificate`() throws {
        let folder = try makeFolder("a")
        for (number, end) in ["", ".key", ".crt"].enumerated() {
            let name = scratch.file("taken\(number)")
            _ = try scratch.write("mine", to: "taken\(number)\(end)")
            let error = #expect(throws: StartError.self) { try FolderBackup.make(of: folder, at: name) }
            #expect(error?.cause == "\(name)\(end) is there already")
            #expect(try String(contentsOfFile: name + end, encoding: .utf8) == "mine")
            let made = try FileManager.default.contentsOfDirectory(atPath: scratch.path).filter {
                $0.hasPrefix("taken\(number)")
            }
            #expect(made.count == 1)
        }
    }

    @Test func `What is wrong is said with its remedy, and makes no folder`() throws {
        let (folder, empty) = (try makeFolder("a"), try scratch.write("", to: "empty"))
        let nowhere = scratch.file("nowhere")
        for (file, words) in [
            (scratch.file("none"), "there is no \(scratch.file("none"))"), (empty, "is empty"),
            (folder, "is no regular file"),
        ] {
            let error = #expect(throws: StartError.self) { try FolderBackup.restore(file, into: nowhere) }
            #expect(error?.cause.contains(words) == true && error?.remedy.contains("grillo backup") == true)
        }
        #expect(throws: StartError.self) { try FolderBackup.make(of: nowhere, at: copy) }
        #expect(!FileManager.default.fileExists(atPath: nowhere) && !FileManager.default.fileExists(atPath: copy))
        let running = try DataFolder(path: folder)
        _ = try FolderBackup.make(of: folder, at: copy)
        let error = #expect(throws: StartError.self) { try FolderBackup.restore(copy, into: folder) }
        // Who holds the folder here is no program of ours, and nobody is told to end it.
        #expect(error?.remedy == "stop it, restore, and start it again")
        let other = #expect(throws: StartError.self) { try DataFolder(path: folder) }
        #expect(other?.isAlreadyServed == true && other?.description.contains("kill") == false)
        #expect(other?.cause.contains("by process \(getpid()), which is ") == true, "\(other!)")
        withExtendedLifetime(running) {}
    }

    @Test func `What is no backup is said to be none, and what is damaged is said to be damaged`() throws {
        let folder = try makeFolder("a")
        try SQLiteEngine(path: scratch.file("log"), durability: .os).openLog().close()
        let log = try bytes(scratch.file("log"))
        let others = ["text": Data("hello".utf8), "short": log.prefix(15), "noise": Data(repeating: 7, count: 8192)]
        for (name, data) in others {
            try data.write(to: URL(filePath: copy + name))
            let error = #expect(throws: StartError.self) { try FolderBackup.restore(copy + name, into: folder) }
            #expect(error?.cause == "\(copy + name) is not a backup of Grillo's", "\(error!)")
            #expect(error?.remedy.contains("the file that grillo backup made") == true)
        }
        try log.prefix(log.count / 2).write(to: URL(filePath: copy + "half"))
        let half = #expect(throws: StartError.self) { try FolderBackup.restore(copy + "half", into: folder) }
        #expect(half?.cause.contains("damaged") == true, "\(half!)")
    }

    @Test func `A place below a file is said to be none, and what is restored from there is not there`() throws {
        let folder = try makeFolder("a")
        let file = try scratch.write("", to: "file")
        for place in [file + "/", file + "/copy", file + "/below/copy"] {
            let error = #expect(throws: StartError.self) { try FolderBackup.make(of: folder, at: place) }
            #expect(error?.cause == "\(file) is no folder", "\(error!)")
            let none = #expect(throws: StartError.self) { try FolderBackup.restore(place, into: folder) }
            #expect(none?.cause == "there is no \(place)", "\(none!)")
        }
        let error = #expect(throws: StartError.self) { try FolderBackup.make(of: folder, at: scratch.file("b/c/copy")) }
        #expect(error?.cause == "there is no folder \(scratch.file("b/c"))")
    }
}
