import Glibc
import Protocol
import SystemBasics

/// The folder of the backups that a server makes by itself. Each is `grillo-DATETIME.tar.gz`, with the moment in UTC, so that the names are in
/// the order of time; nothing else in the folder is touched, but for the file of ``BackupFolderOwner``.
struct BackupFolder: Hashable, Sendable {
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

    /// The moment of the newest backup; nil where there is none. Of one that is of a time to come, made by a clock that was wrong, nobody knows
    /// how new it is.
    func newest(at time: Timestamp) -> Timestamp? { names.lazy.compactMap(Self.moment).first { $0 <= time } }

    /// The names that go once there is a new backup.
    ///
    /// Those of a time to come count for nothing: the clock is wrong now, or was when they were made. As many of them stay as are kept of the
    /// others, so that a clock that was set back costs no day, until there are as many others, all of which were made after them.
    ///
    /// - Parameters:
    ///   - names: of all, with the new one, the newest first.
    ///   - time: the new one's.
    ///   - count: at least 1.
    static func surplus(of names: [String], at time: Timestamp, keeping count: Int) -> [String] {
        let new = name(at: time)
        let (early, late) = (names.filter { $0 <= new }, names.filter { $0 > new })
        return Array(early.dropFirst(count) + late.dropFirst(early.count < count ? count : 0))
    }

    /// Takes the folder for the backups of a data folder for the time of `body`, and makes it where it is not there.
    func locking<Value>(
        for folder: String, _ body: () throws(StartError) -> Value
    ) throws(StartError) -> Value {
        do throws(FileSystem.FolderFailure) {
            try FileSystem.makeFolder(path)
        } catch {
            throw StartError(
                "the folder \(error.path) cannot be made: \(error.cause)",
                remedy: "make it writable, or set backup.folder to another", exitCode: .inputOutput)
        }
        return try BackupFolderOwner.locking(path, for: folder, body)
    }

    /// A backup that was made, by its path.
    struct Made: Hashable, Sendable {
        let path: String
        /// The paths of those that were removed.
        let removed: [String]
        /// The paths of those that should have been.
        let stuck: [String]
    }

    /// Makes a backup, and then removes those that are too many. Where it fails, the others stay. To be called while the folder is locked.
    func makeBackup(of folder: String, at time: Timestamp, keeping count: Int) throws(StartError) -> Made {
        HalfMadeFiles.remove(in: path, ownToo: true) { Self.moment(of: $0) != nil }
        let name = Self.name(at: time)
        try FolderBackup.make(of: folder, at: "\(path)/\(name)")
        let old = Self.surplus(of: names, at: time, keeping: max(count, 1)).map { "\(path)/\($0)" }
        let stuck = old.filter { unlink($0) != 0 }
        return Made(path: "\(path)/\(name)", removed: old.filter { !stuck.contains($0) }, stuck: stuck)
    }
}
