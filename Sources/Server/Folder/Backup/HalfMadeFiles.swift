import Glibc
import SystemBasics

/// Files that a command or a server was making when it was killed. Each has a name by which it is known as half-made.
enum HalfMadeFiles {
    /// The ends of the names of what is beside a database that is being made.
    static let sides = ["-wal", "-shm", "-journal", ".verifying", ".verifying-wal", ".verifying-shm"]
    /// The end of the name of what is to take the place of something, in a folder that whoever makes it has locked.
    private static let restoring = ".restoring"

    /// The names of those in a folder that nobody makes any more.
    ///
    /// - Parameters:
    ///   - isLocked: true where somebody else holds the lock of the data folder, who may be at work on some.
    ///   - ownToo: true where this process makes none yet: those with its id are of a process before it.
    static func names(in folder: String, isLocked: Bool, ownToo: Bool = false) -> [String] {
        FileSystem.names(in: folder).filter { name in
            let name = whole(name)
            if name.hasSuffix(restoring) { return !isLocked }
            guard let half = HalfMadeName(name) else { return false }
            return half.isAbandoned || ownToo && half.process == getpid()
        }.sorted()
    }

    /// Removes them from a data folder that this process has just locked, and tells which they were.
    static func remove(in folder: DataFolder) -> [String] {
        names(in: folder.path, isLocked: false, ownToo: true).filter { unlink("\(folder.path)/\($0)") == 0 }
    }

    /// Removes what was made for backups, and tells which files they were. Nobody else in this process makes any for them now: those with its id
    /// are of a process before it.
    ///
    /// - Parameter isBackup: is asked with the name that a file was to get.
    static func remove(in folder: String, of isBackup: (String) -> Bool) -> [String] {
        FileSystem.names(in: folder).sorted().filter { name in
            guard let half = HalfMadeName(whole(name)) else { return false }
            let isHistory = half.whole.hasSuffix(HistoryCopy.suffix)
            let backup = isHistory ? String(half.whole.dropLast(HistoryCopy.suffix.count)) : half.whole
            guard isBackup(backup), half.process == getpid() || half.isAbandoned else { return false }
            return unlink("\(folder)/\(name)") == 0
        }
    }

    /// The name of the file that another is beside.
    private static func whole(_ name: String) -> String {
        let side = sides.filter { name.hasSuffix($0) }.max { $0.count < $1.count }
        return String(name.dropLast(side?.count ?? 0))
    }
}
