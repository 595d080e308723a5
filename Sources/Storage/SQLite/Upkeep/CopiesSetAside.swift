import Glibc
import Protocol
import SystemBasics

/// Copies of a log beside it, each with a number behind its name where that is taken: `LOG.schemaN`, as an earlier version of the program left
/// it, and `LOG.before-restore`, as it was before another was put in its place.
///
/// They are there for whoever must go back. What is redacted, erased or forgotten later still stands in them, so they are removed after a time.
enum CopiesSetAside {
    static let restoreSuffix = "before-restore"
    private static let schemaSuffix = "schema"

    /// The path for a copy of the log at `path`, as a version left it.
    static func name(for path: String, version: String) throws(LogError) -> String {
        try FileReplacement.freeName(
            for: path, suffix: schemaSuffix + version, besides: PrivateDatabaseFile.sideSuffixes)
    }

    /// Removes the copies beside the log at `path` that were set aside more than some seconds ago, by the time of their last change, and
    /// tells which they were. One that cannot be removed stays, to be tried again.
    static func remove(of path: String, olderThan seconds: Int64, at time: Timestamp) -> [String] {
        let slash = path.lastIndex(of: "/")
        let folder = FileSystem.folder(of: path)
        let beginning = (slash.map { String(path[path.index(after: $0)...]) } ?? path) + "."
        return FileSystem.names(in: folder).sorted().compactMap { name in
            guard name.hasPrefix(beginning), isSuffix(name.dropFirst(beginning.count)) else { return nil }
            let file = folder + "/" + name
            var status = stat()
            guard lstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
            let (age, isOdd) = (time.milliseconds / 1000).subtractingReportingOverflow(Int64(status.st_mtim.tv_sec))
            guard !isOdd, age > seconds, unlink(file) == 0 else { return nil }
            PrivateDatabaseFile.remove(file)
            return file
        }
    }

    /// True for `schemaN` and `before-restore`, with a point and a number behind either.
    private static func isSuffix(_ text: Substring) -> Bool {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard let kind = parts.first, parts.count <= 2, parts.dropFirst().allSatisfy(isNumber) else { return false }
        return kind == restoreSuffix
            || kind.hasPrefix(schemaSuffix) && isNumber(kind.dropFirst(schemaSuffix.count))
    }

    private static func isNumber(_ text: Substring) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy(\.isASCIIDigit)
    }
}
