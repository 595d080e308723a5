import Glibc
import Storage
import SystemBasics

/// Files that a command or a server was making when it was killed. Each has a name by which it is known as half-made, and what it was to be is a
/// file of Grillo's: whatever else somebody put into the folder is left alone.
enum HalfMadeFiles {
    /// The ends of the names of what is beside a database that is being made.
    static let sides = ["-wal", "-shm", "-journal", ".verifying", ".verifying-wal", ".verifying-shm"]
    /// The end of the name of what is to take the place of something, in a folder that whoever makes it has locked.
    private static let restoring = ".restoring"
    /// The files of a data folder that a restore puts others in the place of.
    private static let replaced = [BackupArchive.history] + IdentityFiles.Kind.allCases.map(\.name)
    /// The other files that are made there.
    private static let others = [
        BackupNote.name, BackupFolderOwner.identityName, FolderBackup.streamName + HistoryCopy.suffix,
    ]

    /// The names of those in a data folder that nobody makes any more.
    ///
    /// - Parameters:
    ///   - isLocked: true where somebody else holds the lock of the data folder, who may be at work on some.
    ///   - ownToo: true where this process makes none yet: those with its id are of a process before it.
    static func names(in folder: String, isLocked: Bool, ownToo: Bool = false) -> [String] {
        FileSystem.names(in: folder).filter { name in
            let file = whole(name)
            let isLeft = isRestoring(file) ? !isLocked : isAbandoned(file, ownToo: ownToo, of: isMadeInDataFolder)
            return isLeft && FileSystem.isRegularFile("\(folder)/\(name)")
        }.sorted()
    }

    /// Removes them from a data folder that this process has just locked, and tells which they were.
    static func remove(in folder: DataFolder) -> [String] {
        names(in: folder.path, isLocked: false, ownToo: true).filter { unlink("\(folder.path)/\($0)") == 0 }
    }

    /// Removes what was to be part of some backups, and is not made any more.
    ///
    /// - Parameters:
    ///   - ownToo: true where nobody else in this process makes any for them.
    ///   - isBackup: is asked with the name that a file was to get.
    static func remove(in folder: String, ownToo: Bool, of isBackup: (String) -> Bool) {
        for name in FileSystem.names(in: folder) where FileSystem.isRegularFile("\(folder)/\(name)") {
            let isLeft = isAbandoned(whole(name), ownToo: ownToo) { file in
                isBackup(file.hasSuffix(HistoryCopy.suffix) ? String(file.dropLast(HistoryCopy.suffix.count)) : file)
            }
            if isLeft { unlink("\(folder)/\(name)") }
        }
    }

    /// Removes a database that this process makes, and what is beside it.
    static func removeDatabase(_ path: String) {
        for end in sides + [""] { unlink(path + end) }
    }

    /// - Parameter isMade: is asked with the name that the file was to get.
    private static func isAbandoned(_ name: String, ownToo: Bool, of isMade: (String) -> Bool) -> Bool {
        guard let half = HalfMadeName(name), isMade(half.whole) else { return false }
        return half.isAbandoned || ownToo && half.process == getpid()
    }

    private static func isRestoring(_ name: String) -> Bool { replaced.contains { name == $0 + restoring } }

    private static func isMadeInDataFolder(_ name: String) -> Bool {
        others.contains(name) || isRestoring(name)
            || replaced.contains { name == $0 || CopiesSetAside.isCopy(name, of: $0) }
    }

    /// The name of the file that another is beside.
    private static func whole(_ name: String) -> String {
        let side = sides.filter { name.hasSuffix($0) }.max { $0.count < $1.count }
        return String(name.dropLast(side?.count ?? 0))
    }
}
