import Glibc

/// The room on a file system, in bytes.
package struct DiskSpace: Codable, Hashable, Sendable {
    /// The room that is left to a server: what is kept back for root is none of it.
    package var free: Int64
    package var size: Int64

    package init(free: Int64, size: Int64) {
        self.free = free
        self.size = size
    }

    /// Nil for a file system that has no size, such as ramfs.
    ///
    /// - Parameter status: the system's, of the file system.
    fileprivate init?(_ status: statvfs) {
        guard status.f_blocks > 0 else { return nil }
        func bytes(_ blocks: UInt) -> Int64 {
            let (bytes, overflows) = UInt64(blocks).multipliedReportingOverflow(by: UInt64(status.f_frsize))
            return overflows ? .max : Int64(clamping: bytes)
        }
        self.init(free: bytes(UInt(status.f_bavail)), size: bytes(UInt(status.f_blocks)))
    }

    /// Less room than this is little, or a twentieth of a small disk.
    static let scarceBytes: Int64 = 256 << 20
    private static let scarceShare: Int64 = 20

    /// Less than this is little.
    var reserve: Int64 { min(Self.scarceBytes, size / Self.scarceShare) }

    /// True where little is left.
    var isScarce: Bool { free < reserve }

    /// The remedy where it is.
    static let remedy = "make room on it, or limit the history with history.max-size"
}

/// The use that is made of the file system which holds a file or folder. Asking takes as long as the disk takes.
struct FileSystemUsage: Sendable {
    let space: DiskSpace
    /// The number of files that it takes yet; nil where it knows no bound.
    let freeFiles: Int64?

    /// Nil where the system does not tell, as of ramfs.
    init?(holding path: String) {
        var status = statvfs()
        guard statvfs(path, &status) == 0, let space = DiskSpace(status) else { return nil }
        self.space = space
        freeFiles = status.f_files > 0 ? Int64(clamping: status.f_favail) : nil
    }
}
