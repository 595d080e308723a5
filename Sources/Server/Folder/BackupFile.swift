import Glibc
import Storage
import SystemBasics

/// The file that `grillo restore` is given.
enum BackupFile {
    /// Throws unless it is a file that can be a backup of an engine's: what is in it is looked at later.
    static func require(_ file: String, for engine: any StorageEngine) throws(StartError) {
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
            throw StartError(problem, remedy: "give the file that grillo backup made", exitCode: .inputOutput)
        }
        guard engine.mayBeBackup(file) else { throw refusal(of: file) }
    }

    /// That it is something else.
    static func refusal(of file: String) -> StartError {
        StartError(
            "\(file) is not a backup of Grillo's", remedy: "give the file that grillo backup made; nothing was changed",
            exitCode: .inputOutput)
    }
}
