import Glibc

/// Tells a stream that systemd's journal reads.
package enum JournalStream {
    /// True where standard error is such a stream.
    ///
    /// - Parameter variable: the value of `JOURNAL_STREAM` in the environment; nil for none.
    package static func isStandardError(_ variable: String?) -> Bool {
        var status = stat()
        guard let variable, fstat(STDERR_FILENO, &status) == 0 else { return false }
        return names(variable, device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
    }

    /// True where the value of `JOURNAL_STREAM` names a file: its device and its inode in decimal digits, with a colon between them. A program
    /// inherits the variable even where its own stream leads elsewhere, so the name alone proves nothing.
    /// <https://www.freedesktop.org/software/systemd/man/latest/systemd.exec.html#%24JOURNAL_STREAM>
    static func names(_ variable: String, device: UInt64, inode: UInt64) -> Bool {
        variable == "\(device):\(inode)"
    }
}
