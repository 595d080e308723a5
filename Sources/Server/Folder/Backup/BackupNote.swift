import Glibc
import SystemBasics

/// A note in the data folder of when a copy of it was last made: an empty file whose time of change is that moment. So a server can tell of a
/// copy that another process made.
enum BackupNote {
    /// The name of the file.
    static let name = "last-backup"

    private static func path(in folder: String) -> String { "\(folder)/\(name)" }

    /// Notes that a copy has been made now. A folder that cannot be written, as on a full disk, keeps the note that it had: the copy is good
    /// all the same.
    static func leave(in folder: String) { try? PrivateFile.write([], to: path(in: folder)) }

    /// The moment of the last copy in seconds since 1970; nil where none is known of.
    static func moment(in folder: String) -> Int64? {
        var status = stat()
        guard lstat(path(in: folder), &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return Int64(status.st_mtim.tv_sec)
    }
}
