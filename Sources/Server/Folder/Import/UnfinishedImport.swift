import Basics
import Glibc
import SystemBasics
import Transport

/// A data folder that `grillo import` makes: until it is whole it has another name, and a file in it that says so. One that was broken off
/// keeps both. When it is whole another file says that, until the folder has its own name.
enum UnfinishedImport {
    private static let suffix = ".partial"

    /// The name that a folder has until it is whole.
    static func path(for folder: String) -> String { folder + suffix }

    /// The file of an unfinished folder that holds what is being imported.
    static func mark(in folder: String) -> String { folder + "/unfinished-import.sqlite" }

    /// The file of a whole folder whose name was still to come, whatever other marks are beside it.
    static func wholeMark(in folder: String) -> String { folder + "/finished-import" }

    static func isMarked(_ folder: String) -> Bool { FileSystem.exists(mark(in: folder)) && !isWhole(folder) }

    static func isWhole(_ folder: String) -> Bool { FileSystem.exists(wholeMark(in: folder)) }

    /// Throws for a folder that is no whole one.
    static func requireNone(in folder: String) throws(StartError) {
        guard isMarked(folder) else { return }
        throw StartError(cause(folder), remedy: remedy(folder), exitCode: .inputOutput)
    }

    /// Those beside a data folder, and the folder itself, that were broken off: nobody is at work in them.
    static func abandoned(around folder: String) -> [String] {
        [folder, path(for: folder)].filter { found in
            guard isMarked(found) || found != folder && isWhole(found) else { return false }
            return OwningProcess.locking(DataFolder.lockFile(in: found)) == nil
        }
    }

    /// Removes the marks of a whole folder, which a server may use.
    static func forgetMarks(in folder: String) {
        guard isWhole(folder) else { return }
        for end in ["", "-wal", "-shm", "-journal"] { unlink(mark(in: folder) + end) }
        unlink(wholeMark(in: folder))
    }

    static func cause(_ folder: String) -> String {
        isWhole(folder)
            ? "\(folder) is a whole import that has not got its name yet"
            : "\(folder) is half of an import that was broken off"
    }

    static func remedy(_ folder: String) -> String {
        let quoted = ShellWord.quoted(folder)
        guard isWhole(folder), folder.hasSuffix(suffix) else { return "remove it, and import again: rm -r \(quoted)" }
        return "give it one that is free: mv -T \(quoted) \(ShellWord.quoted(String(folder.dropLast(suffix.count))))"
    }
}
