import Glibc
import Protocol
import SystemBasics

/// Copies of a log beside it, each with a number behind its name where that is taken: `LOG.schemaN`, as an earlier version of the program left
/// it, and `LOG.before-restore`, as it was before another was put in its place.
///
/// They are there for whoever must go back. What is redacted, erased or forgotten later still stands in them, so they are removed after a time.
package enum CopiesSetAside {
    static let restoreSuffix = "before-restore"
    private static let schemaSuffix = "schema"

    /// The path for a copy of the log at `path`, as a version left it.
    static func name(for path: String, version: String) throws(LogError) -> String {
        try FileReplacement.freeName(
            for: path, suffix: schemaSuffix + version, besides: PrivateDatabaseFile.sideSuffixes)
    }

    /// Removes the copies beside the log at `path` that were set aside more than some seconds ago, by the time of their last change, and
    /// tells which they were, with the paths of the logs themselves. One that cannot be removed stays, to be tried again.
    static func remove(of path: String, olderThan seconds: Int64, at time: Timestamp) -> [String] {
        let (folder, log) = (
            FileSystem.folder(of: path),
            String(path[(path.lastIndex(of: "/").map(path.index(after:)) ?? path.startIndex)...])
        )
        var copies: [String: [String]] = [:]
        for name in FileSystem.names(in: folder) {
            if let copy = copy(holding: name, of: log) { copies[copy, default: []].append(name) }
        }
        return copies.sorted { $0.key < $1.key }.compactMap { copy, names in
            // The log goes last: where this is broken off, what is beside it is found again.
            let names = names.filter { $0 != copy } + names.filter { $0 == copy }
            let changes = names.map { change(of: "\(folder)/\($0)") }
            let last = names.last == copy ? changes.last ?? nil : changes.compactMap(\.self).max()
            guard let last, !changes.contains(nil) else { return nil }
            let (age, isOdd) = (time.milliseconds / 1000).subtractingReportingOverflow(last)
            guard !isOdd, age > seconds, names.allSatisfy({ unlink("\(folder)/\($0)") == 0 }) else { return nil }
            return "\(folder)/\(copy)"
        }
    }

    /// The time of a regular file's last change, in seconds since 1970; nil for anything else.
    private static func change(of file: String) -> Int64? {
        var status = stat()
        guard lstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return Int64(status.st_mtim.tv_sec)
    }

    /// The name of the copy of a file that another file is, or is beside; nil for what is no copy's. By it goes what is removed, and what is told
    /// of that.
    package static func copy(holding name: String, of file: String) -> String? {
        ([""] + PrivateDatabaseFile.sideSuffixes).lazy.filter { name.hasSuffix($0) }.map {
            String(name.dropLast($0.count))
        }.first { isCopy($0, of: file) }
    }

    /// True for the name of a copy of a file.
    package static func isCopy(_ name: String, of file: String) -> Bool {
        name.hasPrefix(file + ".") && isSuffix(name.dropFirst(file.count + 1))
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
