import Glibc

/// Keeps a file under a second name beside it before something takes its place. Nothing that was set aside is ever overwritten.
package enum SetAside {
    /// Copies that are kept of one file at most; behind them nothing is set aside, and so nothing is replaced.
    private static let most = 1000

    /// The first free name for a copy of a file: `PATH.SUFFIX`, `PATH.SUFFIX.2`, `PATH.SUFFIX.3` and so on. A name counts as free where
    /// neither a file nor what SQLite keeps beside a database has it.
    static func freeName(for path: String, _ suffix: String) throws(LogError) -> String {
        for number in 1...most {
            let name = "\(path).\(suffix)" + (number == 1 ? "" : ".\(number)")
            if PrivateDatabaseFile.ends.allSatisfy({ isFree(name + $0) }) { return name }
        }
        throw .exists("\(path).\(suffix).\(most)")
    }

    /// Gives a file, and what SQLite keeps beside it, a second name. Its own name stays until something is renamed to it, so that a crash
    /// at no moment leaves nothing there.
    ///
    /// - Returns: the second name; nil where there is no file.
    @discardableResult
    package static func keep(_ path: String, as suffix: String) throws(LogError) -> String? {
        guard !isFree(path) else { return nil }
        let name = try freeName(for: path, suffix)
        // The log's WAL is part of it, and comes first: what stands under the new name is then whole.
        for end in PrivateDatabaseFile.ends.reversed() where !isFree(path + end) {
            if link(path + end, name + end) == 0 { continue }
            // A file system that knows no second names.
            guard [EPERM, ENOTSUP, ENOSYS, EMLINK].contains(errno), rename(path + end, name + end) == 0 else {
                throw LogError(systemError: errno, name + end)
            }
        }
        try PrivateDatabaseFile.syncFolder(of: name)
        return name
    }

    private static func isFree(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) != 0 && errno == ENOENT
    }
}
