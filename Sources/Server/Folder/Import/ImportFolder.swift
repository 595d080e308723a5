import Basics
import Glibc
import Synchronization
import SystemBasics

/// A data folder in the making, which nobody else uses meanwhile.
final class ImportFolder: Sendable {
    /// The name that it has until it is whole.
    let path: String
    private let lock: DataFolder
    /// The folders above it that were made for it, the innermost first.
    private let parents: [String]
    private let state = Mutex(State.making)

    private enum State {
        case making
        /// Nothing of it is removed any more, whatever happens.
        case whole
        case removed
    }

    /// Makes it, and first removes one that was broken off.
    init(for folder: String) throws(StartError) {
        path = UnfinishedImport.path(for: folder)
        let isOld = FileSystem.exists(path)
        if isOld { try Self.requireBrokenOff(path) }
        parents = Self.missingParents(of: path)
        do {
            lock = try DataFolder(path: path, allowsUnfinished: true)
        } catch  where error.isAlreadyServed {
            throw StartError(
                "another import makes \(path)", remedy: "wait for it, or name another folder", exitCode: .unavailable)
        } catch {
            for parent in parents { rmdir(parent) }
            throw error
        }
        if isOld { removeFiles() }
    }

    private static func requireBrokenOff(_ path: String) throws(StartError) {
        guard !UnfinishedImport.isWhole(path) else {
            throw StartError(
                UnfinishedImport.cause(path), remedy: UnfinishedImport.remedy(path), exitCode: .inputOutput)
        }
        guard FileSystem.isFolder(path), UnfinishedImport.isMarked(path) || names(in: path).isEmpty else {
            throw StartError(
                "\(path) is there already, and is not of an import that was broken off",
                remedy: "move it away, or name another folder", exitCode: .inputOutput)
        }
    }

    private static func missingParents(of path: String) -> [String] {
        var missing: [String] = []
        var parent = FileSystem.folder(of: path)
        while !FileSystem.exists(parent), missing.last != parent {
            missing.append(parent)
            parent = FileSystem.folder(of: parent)
        }
        return missing
    }

    /// All but the lock.
    private static func names(in path: String) -> [String] {
        let lock = DataFolder.lockFile(in: path).split(separator: "/").last.map(String.init) ?? ""
        return FileSystem.names(in: path).filter { ![".", "..", lock].contains($0) }
    }

    // MARK: Removing

    /// The mark goes last: as long as anything is left, it says what that is.
    private func removeFiles() {
        let mark = UnfinishedImport.mark(in: path)
        for name in Self.names(in: path) where "\(path)/\(name)" != mark { unlink("\(path)/\(name)") }
        if Self.names(in: path).allSatisfy({ "\(path)/\($0)" == mark }) { unlink(mark) }
    }

    /// Removes all of it, and the folders that were made for it. May be called while others still write into it, and does nothing when it is
    /// whole.
    ///
    /// - Returns: false if it is whole.
    @discardableResult
    func remove() -> Bool {
        state.withLock { state in
            guard state != .whole else { return false }
            state = .removed
            // Whoever writes meanwhile may make a file between one step and the next; in a folder that is gone nobody can.
            for _ in 0..<100 {
                removeFiles()
                guard Self.names(in: path).isEmpty else { continue }
                unlink(DataFolder.lockFile(in: path))
                if rmdir(path) == 0 || errno == ENOENT { break }
            }
            for parent in parents { rmdir(parent) }
            return true
        }
    }

    // MARK: Finishing

    /// Gives the folder its name, with all that is in it on the disk. Where only the name cannot be given, the folder stays what it is.
    ///
    /// - Parameter removeMark: lets go of what says that it is unfinished.
    func finish(as folder: String, removingMark removeMark: () -> Void) throws(StartError) {
        try state.withLock { state throws(StartError) in
            do throws(SystemError) {
                guard state == .making else { throw SystemError(ECANCELED) }
                try syncFiles()
                close(try FileSystem.open(UnfinishedImport.wholeMark(in: path), O_WRONLY | O_CREAT))
                try FileSystem.syncFolder(of: "\(path)/.")
            } catch {
                throw StartError(
                    "the folder \(folder) cannot be made: \(error)", remedy: "check the disk, or name another folder",
                    exitCode: .inputOutput)
            }
            state = .whole
            removeMark()
            try rename(to: folder)
        }
    }

    private func syncFiles() throws(SystemError) {
        for name in Self.names(in: path) where "\(path)/\(name)" != UnfinishedImport.mark(in: path) {
            let descriptor = try FileSystem.open("\(path)/\(name)", O_RDONLY)
            defer { close(descriptor) }
            guard fsync(descriptor) == 0 else { throw SystemError(errno) }
        }
    }

    private func rename(to folder: String) throws(StartError) {
        guard Glibc.rename(path, folder) == 0 else {
            let cause = "the import cannot be called \(folder): \(SystemError(errno)); it is whole, in \(path)"
            throw StartError(cause, remedy: UnfinishedImport.remedy(path), exitCode: .inputOutput)
        }
        UnfinishedImport.forgetMarks(in: folder)
        // A machine that stops before the names are on the disk has the folder under the one or the other.
        try? FileSystem.syncFolder(of: "\(folder)/.")
        try? FileSystem.syncFolder(of: folder)
    }
}
