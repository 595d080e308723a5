import Glibc
import SystemBasics

/// Keeps a database readable by its owner alone. SQLite gives the files beside it the database's own mode.
enum PrivateDatabaseFile {
    /// Makes the file if it is not there.
    static func ensure(_ path: String) throws(LogError) {
        let descriptor = open(path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0o600)
        if descriptor >= 0 {
            close(descriptor)
        } else if errno == EEXIST {
            // By its path: to open and close it here would drop the locks that this process holds on it.
            for end in suffixes { chmod(path + end, 0o600) }
        } else {
            throw LogError(systemError: errno, path: path)
        }
    }

    /// The ends of the names of the files that SQLite keeps beside a database, behind the database's name.
    static let sideSuffixes = ["-wal", "-shm"]

    /// The same for all its files; the database itself comes first.
    private static let suffixes = [""] + sideSuffixes

    /// Removes a database and what SQLite keeps beside it.
    static func remove(_ path: String) {
        for end in suffixes { unlink(path + end) }
    }

    /// 0 where there is no such file.
    static func size(_ path: String) -> Int64 {
        var status = stat()
        return stat(path, &status) == 0 ? Int64(status.st_size) : 0
    }
}
