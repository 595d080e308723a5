import Glibc
import Protocol
import SystemBasics

/// The folder of the backups that a server makes by itself. Each is `grillo-DATETIME.tar.gz`, with the moment in UTC, so that the names are in
/// the order of time; nothing else in the folder is touched.
struct BackupFolder {
    let path: String

    // MARK: Names

    private static let beginning = "grillo-"
    private static let end = ".tar.gz"

    /// `grillo-2026-11-30T180000Z.tar.gz`.
    static func name(at time: Timestamp) -> String {
        beginning + time.iso8601.prefix(19).filter { $0 != ":" } + "Z" + end
    }

    /// The moment in a name, to the second; nil for a name that is none of these.
    static func moment(of name: String) -> Timestamp? {
        guard name.hasPrefix(beginning), name.hasSuffix(end),
            name.utf8.count == beginning.utf8.count + end.utf8.count + 18
        else { return nil }
        var text = String(name.dropFirst(beginning.count).dropLast(end.count))
        guard text.utf8.count == text.count else { return nil }
        for place in [13, 16] { text.insert(":", at: text.index(text.startIndex, offsetBy: place)) }
        return Timestamp(iso8601: text)
    }

    // MARK: The files

    /// The names of the backups, the newest first. An empty file is none.
    private var names: [String] {
        FileSystem.names(in: path).filter { name in
            var status = stat()
            return Self.moment(of: name) != nil && lstat("\(path)/\(name)", &status) == 0
                && status.st_mode & S_IFMT == S_IFREG && status.st_size > 0
        }.sorted(by: >)
    }

    /// The moment of the newest backup; nil where there is none.
    var newest: Timestamp? { names.first.flatMap(Self.moment) }

    /// Makes a backup, and then removes the oldest until so many are left. Where it fails, the others stay.
    ///
    /// - Returns: the paths of the backup, and of those that were removed.
    func makeBackup(
        of folder: String, at time: Timestamp, keeping count: Int
    ) throws(StartError) -> (made: String, removed: [String]) {
        do throws(FileSystem.FolderFailure) {
            try FileSystem.makeFolder(path)
        } catch {
            throw StartError(
                "the folder \(error.path) cannot be made: \(error.cause)",
                remedy: "make it writable, or set backup.folder to another", exitCode: .inputOutput)
        }
        _ = HalfMadeFiles.remove(in: path) { Self.moment(of: $0) != nil }
        let name = Self.name(at: time)
        try FolderBackup.make(of: folder, at: "\(path)/\(name)")
        // By a clock that was set back since, others are newer than the one that was just made.
        let others = names.filter { $0 != name }
        let old: [String] = others.dropFirst(max(count - 1, 0)).map { "\(path)/\($0)" }
        let removed = old.filter { unlink($0) == 0 }
        return ("\(path)/\(name)", removed)
    }
}
