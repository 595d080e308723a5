import Glibc
import Protocol
import SystemBasics

/// Copies of a log as earlier versions of the program left it, beside the log: `LOG.schemaN`, with a number behind it where that is taken.
///
/// They are there for whoever must go back to the earlier program. What is redacted, erased or forgotten later still stands in them, so
/// they are removed after a time.
enum MigrationCopies {
    /// The time for which they are kept: 30 days.
    static let seconds: Int64 = 30 * 86_400

    private static let suffix = "schema"

    /// The path for a copy of the log at `path`, as a version left it.
    static func name(for path: String, version: String) throws(LogError) -> String {
        try FileReplacement.freeName(for: path, suffix: suffix + version, besides: PrivateDatabaseFile.sideSuffixes)
    }

    /// Removes the copies beside the log at `path` that are older than ``seconds``, by when they were written, and tells which they were.
    /// One that cannot be removed stays, to be tried again.
    static func removeOld(of path: String, at time: Timestamp) -> [String] {
        let slash = path.lastIndex(of: "/")
        let folder = FileSystem.folder(of: path)
        let beginning = (slash.map { String(path[path.index(after: $0)...]) } ?? path) + "." + suffix
        return FileSystem.names(in: folder).sorted().compactMap { name in
            guard name.hasPrefix(beginning), isVersion(name.dropFirst(beginning.count)) else { return nil }
            let file = folder + "/" + name
            var status = stat()
            guard lstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
            let (age, isOdd) = (time.milliseconds / 1000).subtractingReportingOverflow(Int64(status.st_mtim.tv_sec))
            guard !isOdd, age > seconds, unlink(file) == 0 else { return nil }
            PrivateDatabaseFile.remove(file)
            return file
        }
    }

    /// A version, and a number behind a point where there is one.
    private static func isVersion(_ text: Substring) -> Bool {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count <= 2 && parts.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy(\.isASCIIDigit) }
    }
}
