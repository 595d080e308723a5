import Glibc
import Storage
import SystemBasics

/// The file that `grillo restore` is given, or standard input.
package enum BackupFile {
    /// The name that stands for standard input, and for standard output.
    package static let stream = "-"

    /// Throws unless it is a file that can be a backup, in a tar or an engine's own: what is in it is looked at later.
    ///
    /// - Returns: true for one in a tar.
    static func isTar(_ file: String, for engine: any StorageEngine) throws(StartError) -> Bool {
        guard file != stream else { return true }
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
        if beginsAsTar(file) { return true }
        guard engine.mayBeBackup(file) else { throw refusal(of: file) }
        return false
    }

    /// True for a file that is compressed, or begins with the header of a tar.
    private static func beginsAsTar(_ file: String) -> Bool {
        guard let descriptor = try? FileSystem.open(file, O_RDONLY) else { return false }
        defer { close(descriptor) }
        let bytes = (try? FileSystem.read(descriptor, atMost: TarHeader.blockBytes)) ?? []
        return bytes.starts(with: GzipSource.magic) || TarHeader.isHeader(bytes)
    }

    /// That it is something else.
    static func refusal(of file: String) -> StartError {
        StartError(
            "\(file) is not a backup of Grillo's", remedy: "give the file that grillo backup made; nothing was changed",
            exitCode: .inputOutput)
    }
}
