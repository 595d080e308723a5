import Glibc
import SystemBasics
import Transport

/// The directory of what this program must not forget: `$XDG_STATE_HOME/grillo`.
package struct StateDirectory: Sendable {
    package let path: String

    package init(path: String) { self.path = path }

    /// Nil where nothing says where a person's files are.
    package static var standard: StateDirectory? {
        XDGDirectories { Environment[$0] }.state.map { StateDirectory(path: $0 + "/grillo") }
    }

    /// The path of a file in it, whether there is one or not.
    package func file(_ name: String) -> String { path + "/" + name }

    /// Makes it, for its owner only, with what is above it.
    package func make() -> Bool {
        (try? FileSystem.makeFolder(path)) != nil
    }

    /// Bytes of a file that are read at most.
    private static let maxFileBytes = 1 << 24

    /// The text of a file; nothing where there is none. A file that is there and cannot be read is a failure: it must not be taken for an
    /// empty one, and be written over.
    package static func read(_ file: String) -> Result<String, PrivateFile.Failure> {
        do throws(PrivateFile.Failure) {
            return .success(String(decoding: try PrivateFile.read(file, atMost: maxFileBytes), as: UTF8.self))
        } catch .system(ENOENT) {
            return .success("")
        } catch {
            return .failure(error)
        }
    }

    /// Writes all of a file or nothing.
    package static func write(_ text: String, to file: String) -> Bool {
        (try? PrivateFile.write(Array(text.utf8), to: file)) != nil
    }
}
