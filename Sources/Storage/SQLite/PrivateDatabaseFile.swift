import Glibc

/// Keeps a database readable by its owner alone. SQLite gives the files beside it the database's own mode.
enum PrivateDatabaseFile {
    /// Makes the file if it is not there.
    static func keep(_ path: String) throws(LogError) {
        let descriptor = open(path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0o600)
        if descriptor >= 0 {
            close(descriptor)
        } else if errno == EEXIST {
            // By its path: to open and close it here would drop the locks that this process holds on it.
            for file in [path, path + "-wal", path + "-shm"] { chmod(file, 0o600) }
        } else {
            throw LogError(systemError: errno, path)
        }
    }

    /// Removes a database and what SQLite keeps beside it.
    static func remove(_ path: String) {
        for file in [path, path + "-wal", path + "-shm"] { unlink(file) }
    }

    /// 0 where there is no such file.
    static func size(_ path: String) -> Int64 {
        var status = stat()
        return stat(path, &status) == 0 ? Int64(status.st_size) : 0
    }
}

extension LogError {
    /// What the system said of a file.
    init(systemError number: Int32, _ path: String) {
        switch number {
        case ENOSPC, EDQUOT: self = .full
        case EACCES, EROFS, EPERM: self = .readOnly
        default: self = .io("\(path): \(String(cString: strerror(number)))")
        }
    }
}
