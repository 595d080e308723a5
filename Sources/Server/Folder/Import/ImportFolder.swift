import Basics
import Glibc
import SystemBasics

/// A data folder in the making, which nobody else uses meanwhile.
final class ImportFolder {
    /// The name that it has until it is whole.
    let path: String
    private let lock: DataFolder

    /// The path of a folder that may be made: nothing is there, or a folder with nothing in it.
    ///
    /// - Returns: the path without a slash at its end.
    static func freePath(_ path: String) throws(StartError) -> String {
        var path = path
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        try DataFolder.requireNamed(path)
        let isEmpty = FileSystem.isFolder(path) && FileSystem.names(in: path).allSatisfy { [".", ".."].contains($0) }
        guard !FileSystem.exists(path) || isEmpty && access(path, R_OK) == 0 else {
            throw StartError(
                "\(path) is there already", remedy: "name a new folder, for an import changes nothing that is there",
                exitCode: .inputOutput)
        }
        return path
    }

    /// Makes it, and first removes one that was broken off.
    init(for folder: String) throws(StartError) {
        path = UnfinishedImport.path(for: folder)
        let isOld = FileSystem.exists(path)
        if isOld {
            let names = Self.names(in: path)
            guard FileSystem.isFolder(path), UnfinishedImport.isMarked(path) || names.isEmpty else {
                throw StartError(
                    "\(path) is there already, and is not of an import that was broken off",
                    remedy: "move it away, or name another folder", exitCode: .inputOutput)
            }
        }
        do {
            lock = try DataFolder(path: path, allowsUnfinished: true)
        } catch  where error.isAlreadyServed {
            throw StartError(
                "another import makes \(path)", remedy: "wait for it, or name another folder", exitCode: .unavailable)
        }
        if isOld { removeFiles() }
    }

    /// All but the lock.
    private static func names(in path: String) -> [String] {
        let lock = DataFolder.lockFile(in: path).split(separator: "/").last.map(String.init) ?? ""
        return FileSystem.names(in: path).filter { ![".", "..", lock].contains($0) }
    }

    /// The mark goes last: as long as anything is left, it says what that is.
    private func removeFiles() {
        let mark = UnfinishedImport.mark(in: path)
        for name in Self.names(in: path) where "\(path)/\(name)" != mark { unlink("\(path)/\(name)") }
        unlink(mark)
    }

    /// Removes all of it.
    func remove() {
        removeFiles()
        unlink(DataFolder.lockFile(in: path))
        rmdir(path)
    }

    /// Gives the folder its name, with all that is in it on the disk.
    ///
    /// - Parameter removeMark: lets go of what says that it is unfinished.
    func finish(as folder: String, removingMark removeMark: () -> Void) throws(StartError) {
        do throws(SystemError) {
            for name in Self.names(in: path) where "\(path)/\(name)" != UnfinishedImport.mark(in: path) {
                let descriptor = try FileSystem.open("\(path)/\(name)", O_RDONLY)
                defer { close(descriptor) }
                guard fsync(descriptor) == 0 else { throw SystemError(errno) }
            }
            removeMark()
            try FileSystem.syncFolder(of: "\(path)/.")
            guard rename(path, folder) == 0 else { throw SystemError(errno) }
            try FileSystem.syncFolder(of: folder)
        } catch {
            throw StartError(
                "the folder \(folder) cannot be made: \(error)", remedy: "check the disk, or name another folder",
                exitCode: .inputOutput)
        }
    }
}
