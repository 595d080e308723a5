import Glibc
import SystemBasics

/// Keeps a database readable by its owner alone. SQLite gives the files beside it the database's own mode.
enum PrivateDatabaseFile {
    /// Makes the file if it is not there, also where a link leads that leads to none yet.
    static func ensure(_ path: String) throws(LogError) {
        if try make(path, O_EXCL) { return }
        // By its path: to open and close it here would drop the locks that this process holds on it.
        guard chmod(path, 0o600) == 0 || errno != ENOENT else {
            _ = try make(path, 0)
            return
        }
        for end in sideSuffixes { chmod(path + end, 0o600) }
    }

    /// False where something has that name, and it is to be a new one.
    private static func make(_ path: String, _ flag: Int32) throws(LogError) -> Bool {
        let descriptor = open(path, O_CREAT | flag | O_RDWR | O_CLOEXEC, 0o600)
        guard descriptor < 0 else {
            close(descriptor)
            return true
        }
        guard errno == EEXIST else { throw LogError(systemError: errno, path: path) }
        return false
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
