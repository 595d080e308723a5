import Glibc
import Storage
import SystemBasics
import Transport

/// A copy of what a server must not lose, in up to three files: `FILE` is the history with the accounts, `FILE.key` and `FILE.crt` are the
/// server's key and certificate, each its owner's alone.
package enum FolderBackup {
    private static let kinds = ["key", "crt"]

    /// Copies what is in a folder, also while a server runs on it. Nothing that is there is overwritten; one that fails leaves nothing.
    ///
    /// - Parameter progress: is told how much is done, from 0 to 1.
    /// - Returns: true if the key is among the files copied: a folder that was never served has none yet.
    package static func make(
        of folder: String, at file: String, progress: @escaping @Sendable (Double) -> Void = { _ in }
    ) throws(StartError) -> Bool {
        let engine = try engine(in: folder)
        try requirePlace(for: file)
        let present = kinds.filter { FileSystem.exists("\(folder)/tls.\($0)") }
        for name in [file] + present.map({ "\(file).\($0)" }) where FileSystem.exists(name) {
            throw StartError(
                "\(name) is there already", remedy: "name another file, for a backup overwrites nothing",
                exitCode: .inputOutput)
        }
        var made: [String] = []
        do throws(StartError) {
            try copied(to: file) { () throws(LogError) in try engine.backUp(to: file, progress: progress) }
            made.append(file)
            for kind in present {
                try write(read("\(folder)/tls.\(kind)"), to: "\(file).\(kind)", replacing: false)
                made.append("\(file).\(kind)")
            }
        } catch {
            for name in made { unlink(name) }
            throw error
        }
        BackupNote.leave(in: folder)
        return present.contains("key")
    }

    /// Puts a copy in the place of what is in a folder that no server runs on. What was there is kept beside it, with `.before-restore`
    /// behind its name, and a number behind that where the name is taken. If anything of the copy cannot be used, nothing is changed.
    ///
    /// - Returns: the paths at which the files that were there are now.
    package static func restore(
        _ file: String, into path: String, progress: @escaping @Sendable (Double) -> Void = { _ in }
    ) throws(StartError) -> [String] {
        let engine = ServerConfiguration.engine(inFolder: path)
        try BackupFile.require(file, for: engine)
        let folder: DataFolder
        do {
            folder = try DataFolder(path: path)
        } catch  where error.isAlreadyServed {
            let stop = OwningProcess.locking(DataFolder.lockFile(in: path))?.stop
            throw StartError(
                "a server runs on \(path)", remedy: "\(stop ?? "stop it"), restore, and start it again",
                exitCode: .unavailable)
        }
        let identity = try StagedIdentity(beside: file, in: folder)
        defer { identity.clear() }
        let before: String?
        do {
            before = try engine.restore(file, progress: progress)
        } catch {
            switch error {
            case .foreignFile: throw BackupFile.refusal(of: file)
            case .corrupt, .foreignSchema, .newerSchema, .other, .notAscending:
                throw StartError(
                    "\(file) cannot be restored, for \(error.cause)", remedy: "give another copy; nothing was changed",
                    exitCode: .inputOutput)
            case .full, .readOnly, .io, .locked, .exists, .missing: throw StartError(error)
            }
        }
        return [before].compactMap { $0 } + (try identity.adopt())
    }

    /// Looks over what is in a folder, also while a server runs on it.
    ///
    /// - Parameter progress: is told how much is done, from 0 to 1.
    /// - Returns: the faults that were found, in one line each.
    package static func verify(
        _ folder: String, progress: @escaping @Sendable (Double) -> Void = { _ in }
    ) throws -> [String] {
        try engine(in: folder).verify(progress: progress)
    }

    /// The engine of a folder; throws where there is no history in it.
    private static func engine(in folder: String) throws(StartError) -> any StorageEngine {
        let engine = ServerConfiguration.engine(inFolder: folder)
        guard engine.hasLog else {
            throw StartError(
                folder.isEmpty ? "no data folder is named" : "there is no history in \(folder)",
                remedy: "name the folder of a server with --data DIR", exitCode: .inputOutput)
        }
        return engine
    }

    // MARK: What is named

    private static func requirePlace(for file: String) throws(StartError) {
        if FileSystem.isFolder(file) {
            let slash = file.hasSuffix("/") ? "" : "/"
            throw StartError(
                "\(file) is a folder", remedy: "name a file in it, such as \(file)\(slash)grillo-backup",
                exitCode: .inputOutput)
        }
        let folder = FileSystem.folder(of: file)
        var nearest = folder
        while !FileSystem.exists(nearest) { nearest = FileSystem.folder(of: nearest) }
        guard FileSystem.isFolder(nearest) else {
            throw StartError(
                "\(nearest) is no folder", remedy: "name a file that is not below it, such as grillo-backup",
                exitCode: .inputOutput)
        }
        guard nearest == folder else {
            throw StartError(
                "there is no folder \(folder)", remedy: "make it first, or name another place", exitCode: .inputOutput)
        }
        guard access(folder, W_OK | X_OK) == 0 else {
            throw StartError(
                "the folder \(folder) is not writable: \(SystemError(errno))",
                remedy: "make it writable, or name another place", exitCode: .inputOutput)
        }
    }

    // MARK: The key and the certificate

    /// The key and certificate of a copy, looked over in the folder where they are to go before anything there is changed.
    private struct StagedIdentity {
        /// Locked as long as this is there.
        private let folder: DataFolder
        private var staged: [String] = []

        init(beside file: String, in folder: DataFolder) throws(StartError) {
            self.folder = folder
            do throws(StartError) {
                for kind in kinds where FileSystem.exists("\(file).\(kind)") {
                    try write(read("\(file).\(kind)"), to: place(kind))
                    staged.append(kind)
                }
                guard !staged.isEmpty else { return }
                guard staged.contains("key") else {
                    throw StartError(
                        "there is \(file).crt, and no \(file).key",
                        remedy: "put the key beside it, or move the certificate away to restore the history alone",
                        exitCode: .inputOutput)
                }
                let certificate = staged.contains("crt") ? place("crt") : nil
                do {
                    try TLSIdentity.check(certificateFile: certificate, keyFile: place("key"))
                } catch {
                    let words = kinds.reduce("\(error)") { $0.replacing(place($1), with: "\(file).\($1)") }
                    throw StartError(
                        words, remedy: "move \(file).key and \(file).crt away to restore the history alone",
                        exitCode: .inputOutput)
                }
            } catch {
                clear()
                throw error
            }
        }

        private func place(_ kind: String) -> String { current(kind) + ".restoring" }

        private func current(_ kind: String) -> String { "\(folder.path)/tls.\(kind)" }

        /// Puts them in their places, and tells where what was there is now. At no moment is there a certificate without its key, which no
        /// server could start with; one that is missing is made anew for the key.
        func adopt() throws(StartError) -> [String] {
            let changed = staged.filter { (try? PrivateFile.read(current($0))) != (try? read(place($0))) }
            guard !changed.isEmpty else { return [] }
            let (key, certificate) = (current("key"), current("crt"))
            var kept: [String?] = []
            try asStartError { () throws(LogError) in
                kept.append(try FileReplacement.move(certificate, as: "before-restore"))
                if changed.contains("key") {
                    kept.append(try FileReplacement.replace(key, with: place("key"), as: "before-restore"))
                }
            }
            if staged.contains("crt"), rename(place("crt"), certificate) != 0 {
                throw StartError(LogError.io("\(certificate): \(SystemError(errno))"))
            }
            return kept.compactMap { $0 }
        }

        /// Leaves nothing of what was looked over.
        func clear() {
            for kind in kinds { unlink(place(kind)) }
        }
    }

    private static func read(_ file: String) throws(StartError) -> [UInt8] {
        do {
            return try PrivateFile.read(file)
        } catch {
            throw StartError("\(file) cannot be read: \(error.words)", remedy: "check its mode", exitCode: .inputOutput)
        }
    }

    private static func write(_ bytes: [UInt8], to file: String, replacing: Bool = true) throws(StartError) {
        do {
            try PrivateFile.write(bytes, to: file, replacing: replacing)
        } catch {
            throw StartError(
                "\(file) cannot be written: \(error.words)", remedy: "choose a place that is free and writable",
                exitCode: .inputOutput)
        }
    }

    /// Makes a copy, and words an error of the place that it is to have: the usual words are for a server's folder.
    private static func copied(to file: String, _ body: () throws(LogError) -> Void) throws(StartError) {
        do {
            try body()
        } catch {
            switch error {
            case .full:
                throw StartError(
                    "there is no space for \(file): the disk is full", remedy: "make room, or name another place",
                    exitCode: .inputOutput)
            case .readOnly:
                throw StartError(
                    "\(file) cannot be written", remedy: "choose a place that is free and writable",
                    exitCode: .inputOutput)
            case .io, .corrupt, .foreignSchema, .foreignFile, .locked, .newerSchema, .notAscending, .exists, .missing,
                .other:
                throw StartError(error)
            }
        }
    }

    private static func asStartError(_ body: () throws(LogError) -> Void) throws(StartError) {
        do {
            try body()
        } catch {
            throw StartError(error)
        }
    }
}

extension StartError {
    init(_ error: LogError) { self.init(error.cause, remedy: error.remedy, exitCode: .inputOutput) }
}
