import Glibc

/// The use that a data folder makes of the disk: the sizes of its files, the room that is left, and the time of the last copy. Looking takes as
/// long as the disk takes, so it is not for the server's queue.
struct FolderUsage: Sendable {
    /// The bytes of the history's files; nil where there are none.
    let logBytes: Int64?
    /// The history's own file, the first of them; nil where there is none.
    let logFile: FileIdentity?
    /// Seconds since 1970.
    let lastBackup: Int64?
    let disk: DiskSpace?

    /// - Parameter files: the paths of the history's files, its own first.
    init(of folder: String, files: [String]) {
        let sizes = files.compactMap(Self.bytes)
        logBytes = sizes.isEmpty ? nil : sizes.reduce(0) { $0.addingReportingOverflow($1).partialValue }
        logFile = files.first.flatMap { FileIdentity(of: $0) }
        lastBackup = BackupNote.moment(in: folder)
        disk = FileSystemUsage(holding: folder)?.space
    }

    private static func bytes(of file: String) -> Int64? {
        var status = stat()
        return stat(file, &status) == 0 && status.st_mode & S_IFMT == S_IFREG ? Int64(status.st_size) : nil
    }
}
