import Basics
import Glibc
import SystemBasics

extension ImportFolder {
    /// The path of a folder that may be made: nothing is there, or a folder with nothing in it, which another can take the place of.
    ///
    /// - Returns: the path without a slash at its end, and where a folder is there without links in it.
    static func freePath(_ path: String) throws(StartError) -> String {
        try DataFolder.requireNamed(path)
        guard FileSystem.exists(path) else { return try newPath(path) }
        guard FileSystem.isFolder(path), access(path, R_OK) == 0,
            FileSystem.names(in: path).allSatisfy({ [".", ".."].contains($0) }), let resolved = resolved(path)
        else {
            throw refusal("\(path) is there already", "name a new folder, for an import changes nothing that is there")
        }
        // The folder is made beside it, under another name.
        guard !isVolume(resolved) else {
            throw refusal("\(path) is a volume of its own, which cannot be renamed", "name a new folder in it")
        }
        guard resolved != Self.resolved(".") else {
            throw refusal("\(path) is the folder in which this runs", "name it from elsewhere, or a new folder in it")
        }
        return resolved
    }

    private static func newPath(_ path: String) throws(StartError) -> String {
        var path = path
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        guard let name = path.split(separator: "/").last, ![".", ".."].contains(name) else {
            throw refusal("\(path) is no name for a new folder", "name the folder itself")
        }
        return path
    }

    private static func refusal(_ cause: String, _ remedy: String) -> StartError {
        StartError(cause, remedy: remedy, exitCode: .inputOutput)
    }

    private static func resolved(_ path: String) -> String? {
        realpath(path, nil).map { pointer in
            defer { free(pointer) }
            return String(cString: pointer)
        }
    }

    /// True where another file system begins at a folder.
    static func isVolume(_ folder: String) -> Bool {
        var (own, above) = (stat(), stat())
        return stat(folder, &own) == 0 && stat(folder + "/..", &above) == 0
            && (own.st_dev != above.st_dev || own.st_ino == above.st_ino)
    }
}
