import Glibc

/// The use that a data folder makes of the disk: the sizes of its files, the room that is left, and the time of the last copy. Looking takes as
/// long as the disk takes, so it is not for the server's queue.
struct FolderUsage: Sendable {
    /// The bytes of the history's files; nil where there are none.
    let logBytes: Int64?
    /// Seconds since 1970.
    let lastBackup: Int64?
    let disk: ServerStatus.Disk?

    /// - Parameter files: the paths of the history's files.
    init(of folder: String, files: [String]) {
        let sizes = files.compactMap(Self.bytes)
        logBytes = sizes.isEmpty ? nil : sizes.reduce(0) { $0.addingReportingOverflow($1).partialValue }
        lastBackup = BackupNote.moment(in: folder)
        disk = Self.disk(holding: folder)
    }

    private static func bytes(of file: String) -> Int64? {
        var status = stat()
        return stat(file, &status) == 0 && status.st_mode & S_IFMT == S_IFREG ? Int64(status.st_size) : nil
    }

    private static func disk(holding folder: String) -> ServerStatus.Disk? {
        var status = statvfs()
        guard statvfs(folder, &status) == 0 else { return nil }
        func bytes(_ blocks: UInt) -> Int64 {
            let (bytes, overflows) = UInt64(blocks).multipliedReportingOverflow(by: UInt64(status.f_frsize))
            return overflows ? .max : Int64(clamping: bytes)
        }
        // The room that is kept back for root is none for a server.
        return ServerStatus.Disk(free: bytes(UInt(status.f_bavail)), size: bytes(UInt(status.f_blocks)))
    }
}
