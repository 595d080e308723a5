import Glibc
import SystemBasics

/// The place that a person names for a backup.
enum BackupPlace {
    /// Throws unless a file can be made there, with the reason and the remedy.
    static func require(for file: String) throws(StartError) {
        if FileSystem.isFolder(file) {
            let slash = file.hasSuffix("/") ? "" : "/"
            throw StartError(
                "\(file) is a folder", remedy: "name a file in it, such as \(file)\(slash)grillo-backup.tar.gz",
                exitCode: .inputOutput)
        }
        let folder = FileSystem.folder(of: file)
        var nearest = folder
        while !FileSystem.exists(nearest) { nearest = FileSystem.folder(of: nearest) }
        guard FileSystem.isFolder(nearest) else {
            throw StartError(
                "\(nearest) is no folder", remedy: "name a file that is not below it, such as grillo-backup.tar.gz",
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

    /// Throws where something has one of the names.
    static func requireFree(_ names: [String]) throws(StartError) {
        for name in names where FileSystem.exists(name) {
            throw StartError(
                "\(name) is there already", remedy: "name another file, for a backup overwrites nothing",
                exitCode: .inputOutput)
        }
    }
}
