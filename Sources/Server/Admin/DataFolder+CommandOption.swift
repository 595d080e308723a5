import Basics
import Glibc

extension DataFolder {
    /// The option that makes a command of `grillo` or `grillo-tui` be about a folder, with a space before it; empty for the standard
    /// folder.
    package static func option(for folder: String) -> String {
        guard folder != standard({ name in getenv(name).map { String(cString: $0) } }) else { return "" }
        return " --data " + ShellWord.quoted(folder)
    }
}
