import Glibc
import Protocol
import Storage
import SystemBasics

/// The two forms of a backup.
extension FolderBackup {
    /// The history has its name last: where it is there, so are its key and certificate.
    static func makeFiles(
        of engine: any StorageEngine, _ identity: IdentityFiles, at file: String,
        _ progress: @escaping @Sendable (Double) -> Void
    ) throws(StartError) {
        try BackupPlace.requireFree([file] + identity.present.map { "\(file).\($0.kind.end)" })
        removeAbandoned(beside: file)
        var made: [String] = []
        do throws(StartError) {
            for (kind, bytes) in identity.present {
                try write(bytes, to: "\(file).\(kind.end)")
                made.append("\(file).\(kind.end)")
            }
            try copied(to: file) { () throws(LogError) in try engine.backUp(to: file, progress: progress) }
        } catch {
            for name in made { unlink(name) }
            throw error
        }
    }

    /// The tar has its name when it is whole, on the disk, and read again: it holds then what a copy of the history holds that was looked over.
    static func makeTar(
        of engine: any StorageEngine, _ identity: IdentityFiles, _ room: BackupRoom, at file: String,
        isCompressed: Bool,
        _ progress: @escaping @Sendable (Double) -> Void
    ) throws(StartError) {
        try BackupPlace.requireFree([file])
        removeAbandoned(beside: file)
        let copy = try copyHistory(of: engine, for: file) { progress($0 * copyShare) }
        var partial: String?
        do throws(TarError) {
            let history = try copy.openUnnamed()
            defer { close(history) }
            let (name, tar) = try TarError.wrapping { () throws(SystemError) in
                try FileSystem.makeFile(beside: file, suffix: "partial")
            }
            partial = name
            defer { close(tar) }
            let plain = room.sparing(DescriptorSink(descriptor: tar), in: FileSystem.folder(of: file))
            let sink: any ByteSink = isCompressed ? try GzipSink(into: plain) : plain
            try BackupArchive.write(history, identity, to: sink, at: Int64(time(nil))) {
                progress(copyShare + (0.9 - copyShare) * $0)
            }
            guard fsync(tar) == 0 else { throw .system(SystemError(errno)) }
            try BackupArchive.verify(tar, holds: history, identity) { progress(0.9 + 0.1 * $0) }
            try TarError.wrapping { () throws(SystemError) in try FileSystem.publish(name, at: file) }
        } catch {
            if let partial { unlink(partial) }
            throw refusal(error, of: file)
        }
    }

    /// Copies a history for a place, under a name that is gone with the value.
    static func copyHistory(
        of engine: any StorageEngine, for place: String, progress: @escaping @Sendable (Double) -> Void
    ) throws(StartError) -> HistoryCopy {
        do {
            return try HistoryCopy(of: engine, for: place, progress: progress)
        } catch {
            throw refusal(error, of: place)
        }
    }

    /// Removes what was to be this backup, and is not made any more.
    private static func removeAbandoned(beside file: String) {
        guard let name = file.split(separator: "/").last.map(String.init) else { return }
        let files = [name] + IdentityFiles.Kind.allCases.map { "\(name).\($0.end)" }
        HalfMadeFiles.remove(in: FileSystem.folder(of: file), ownToo: false) { files.contains($0) }
    }

    private static func write(_ bytes: [UInt8], to file: String) throws(StartError) {
        do {
            try PrivateFile.write(bytes, to: file, replacing: false)
        } catch {
            throw unwritable(file, error.words)
        }
    }

    // MARK: What goes wrong

    private static func copied(to file: String, _ body: () throws(LogError) -> Void) throws(StartError) {
        do {
            try body()
        } catch {
            throw refusal(error, of: file)
        }
    }

    /// Words an error of the place that a copy is to have: the usual words are for a server's folder.
    private static func refusal(_ error: LogError, of file: String) -> StartError {
        switch error {
        case .full: noSpace(for: file)
        case .readOnly:
            StartError(
                "\(file) cannot be written", remedy: "choose a place that is free and writable", exitCode: .inputOutput)
        case .corrupt(let what):
            StartError(
                "a copy of the history could not be restored: \(what.printable)",
                remedy: "run grillo verify; to keep the history as it is, stop the server and copy its folder",
                exitCode: .inputOutput)
        case .io, .foreignSchema, .foreignFile, .locked, .newerSchema, .notAscending, .exists, .missing, .other:
            StartError(error)
        }
    }

    private static func refusal(_ error: TarError, of file: String) -> StartError {
        switch error {
        case .system(let error) where [ENOSPC, EDQUOT].contains(error.code): noSpace(for: file)
        case .system(let error): unwritable(file, "\(error)")
        case .foreign, .damaged, .unwanted:
            StartError(
                "\(file) was written, and read again it is another: \(error.words)", remedy: "check the disk",
                exitCode: .inputOutput)
        }
    }

    private static func noSpace(for file: String) -> StartError {
        StartError(
            "there is no space for \(file): the disk is full", remedy: "make room, or name another place",
            exitCode: .inputOutput)
    }

    private static func unwritable(_ file: String, _ words: String) -> StartError {
        StartError(
            "\(file) cannot be written: \(words)", remedy: "choose a place that is free and writable",
            exitCode: .inputOutput)
    }
}
