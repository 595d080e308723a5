import Files
import Glibc

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
            throw LogError(systemError: errno, path)
        }
    }

    /// What stands behind the name of a database in the names of its files; the database itself comes first.
    static let suffixes = ["", "-wal", "-shm"]

    /// Removes a database and what SQLite keeps beside it.
    static func remove(_ path: String) {
        for end in suffixes { unlink(path + end) }
    }

    /// Makes durable which names stand in the folder of a file.
    static func syncFolder(of path: String) throws(LogError) {
        do {
            try FileSystem.syncFolder(of: path)
        } catch {
            throw LogError(error, FileSystem.folder(of: path))
        }
    }

    /// 0 where there is no such file.
    static func size(_ path: String) -> Int64 {
        var status = stat()
        return stat(path, &status) == 0 ? Int64(status.st_size) : 0
    }
}

extension LogError {
    init(_ error: SystemError, _ path: String) { self.init(systemError: error.code, path) }

    /// What the system said of a file.
    init(systemError number: Int32, _ path: String) {
        switch number {
        case ENOSPC, EDQUOT: self = .full
        case EACCES, EROFS, EPERM: self = .readOnly
        default: self = .io("\(path): \(String(cString: strerror(number)))")
        }
    }
}
