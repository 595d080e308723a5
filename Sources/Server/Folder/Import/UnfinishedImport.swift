import Basics
import SystemBasics
import Transport

/// A data folder that `grillo import` makes: until it is whole it has another name, and a file in it that says so. One that was broken off
/// keeps both.
enum UnfinishedImport {
    /// The name that a folder has until it is whole.
    static func path(for folder: String) -> String { folder + ".partial" }

    /// The file of an unfinished folder that holds what is being imported.
    static func mark(in folder: String) -> String { folder + "/unfinished-import.sqlite" }

    static func isMarked(_ folder: String) -> Bool { FileSystem.exists(mark(in: folder)) }

    /// Throws for a folder that is no whole one.
    static func requireNone(in folder: String) throws(StartError) {
        guard isMarked(folder) else { return }
        throw StartError(cause(folder), remedy: remedy(folder), exitCode: .inputOutput)
    }

    /// Those beside a data folder, and the folder itself, that were broken off: nobody is at work in them.
    static func abandoned(around folder: String) -> [String] {
        [folder, path(for: folder)].filter { isMarked($0) && OwningProcess.locking(DataFolder.lockFile(in: $0)) == nil }
    }

    static func cause(_ folder: String) -> String { "\(folder) is half of an import that was broken off" }

    static func remedy(_ folder: String) -> String { "remove it, and import again: rm -r \(ShellWord.quoted(folder))" }
}
