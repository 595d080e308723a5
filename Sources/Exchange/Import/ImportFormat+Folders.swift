import Glibc
import Protocol
import SystemBasics

/// Folders of files, which are taken with all that is in them.
extension ImportFormat {
    /// The folders that are gone into below one that was named: ZNC has one for each user, network and window.
    private static let deepest = 4

    /// Opens a file as what it is, and of a folder all files. The days of one of ZNC's windows are one source.
    ///
    /// - Parameters:
    ///   - format: nil to find it by looking.
    ///   - context: what the log of another program does not tell of itself, and what is wanted of it.
    package static func openAll(
        _ path: String, as format: ImportFormat?, _ context: ForeignLogContext
    ) throws(ImportProblem) -> [any ImportSource] {
        guard FileSystem.isFolder(path) else { return [try open(path, as: format, context)] }
        var folder = path
        while folder.count > 1, folder.hasSuffix("/") { folder.removeLast() }
        let sources = try openFolder(folder, as: format, context, depth: 0)
        guard sources.isEmpty else { return sources }
        throw ImportProblem("there is no file in \(path.printable)", remedy: "name the files, or another folder")
    }

    private static func openFolder(
        _ folder: String, as format: ImportFormat?, _ context: ForeignLogContext, depth: Int
    ) throws(ImportProblem) -> [any ImportSource] {
        // What ZNC itself says is no conversation.
        if depth > 0, folder.hasSuffix("/status") { return [] }
        var files: [String] = []
        var sources: [any ImportSource] = []
        for name in try names(in: folder) {
            let path = "\(folder)/\(name)"
            if !FileSystem.isFolder(path) {
                files.append(name)
            } else if depth < deepest, !isLink(path) {
                sources += try openFolder(path, as: format, context, depth: depth + 1)
            }
        }
        let days = files.filter { ZNCSyntax.isWindowDay($0) }
        if let first = days.first, try isZNC("\(folder)/\(first)", format) {
            let window = try ZNCFolder(path: folder, names: days, context: context)
            sources.append(context.takesTalks ? window : RoomsOnly(window))
            files.removeAll { ZNCSyntax.isWindowDay($0) }
        }
        for name in files { sources.append(try open("\(folder)/\(name)", as: format, context)) }
        return sources
    }

    private static func isZNC(_ path: String, _ format: ImportFormat?) throws(ImportProblem) -> Bool {
        if let format { return format == .znc }
        return try ZNCLog.recognizes(path: path, beginning: beginning(of: path))
    }

    /// In their order, without those that are hidden.
    private static func names(in folder: String) throws(ImportProblem) -> [String] {
        guard access(folder, R_OK | X_OK) == 0 else {
            throw ImportProblem(
                "\(folder.printable) cannot be read: \(SystemError(errno))", remedy: "check its owner and its mode")
        }
        return FileSystem.names(in: folder).filter { !$0.hasPrefix(".") }.sorted()
    }

    /// A link may lead back to where it is.
    private static func isLink(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
    }
}
