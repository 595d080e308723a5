import Files
import Glibc

/// The file that `grillo restore` is given.
enum BackupFile {
    /// Throws unless it is a file that can be a backup: what is in it is looked at later.
    static func require(_ file: String) throws(StartError) {
        var status = stat()
        let problem =
            if stat(file, &status) != 0 {
                [ENOENT, ENOTDIR].contains(errno)
                    ? "there is no \(file)" : "\(file) cannot be read: \(SystemError(errno))"
            } else if status.st_mode & S_IFMT != S_IFREG {
                "\(file) is no regular file"
            } else {
                status.st_size == 0 ? "\(file) is empty" : nil as String?
            }
        if let problem {
            throw StartError(problem, remedy: "give the file that grillo backup made", .inputOutput)
        }
        guard beginsAsDatabase(file) else { throw refusal(of: file) }
    }

    /// That it is something else.
    static func refusal(of file: String) -> StartError {
        StartError(
            "\(file) is not a backup of Grillo's", remedy: "give the file that grillo backup made; nothing was changed",
            .inputOutput)
    }

    /// True unless it can be read and is something else than a database. <https://www.sqlite.org/fileformat.html#the_database_header>
    private static func beginsAsDatabase(_ file: String) -> Bool {
        let descriptor = open(file, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return true }
        defer { close(descriptor) }
        let header = Array("SQLite format 3\0".utf8)
        var bytes = [UInt8](repeating: 0, count: header.count)
        let count = Glibc.read(descriptor, &bytes, bytes.count)
        return count < 0 || count == header.count && bytes == header
    }
}
