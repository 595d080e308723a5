import Glibc
import TerminalApp
import Transport

/// Where this program keeps what it must not forget: `$XDG_STATE_HOME/grillo`.
enum StateDirectory {
    /// Ends the program, in words, where nothing says where a person's files are.
    static var path: String {
        guard let state = XDGDirectories({ Environment[$0] }).state else {
            fail("HOME does not say where your files are. Set HOME, or XDG_STATE_HOME.", status: .configuration)
        }
        return state + "/grillo"
    }

    /// Makes it, for its owner only, with what is above it.
    static func make() -> Bool {
        let path = path
        var end = path.startIndex
        while let slash = path[end...].dropFirst().firstIndex(of: "/") {
            mkdir(String(path[..<slash]), 0o700)
            end = slash
        }
        return mkdir(path, 0o700) == 0 || errno == EEXIST
    }

    /// Bytes of a file that are read at most.
    private static let maxFileBytes = 1 << 24

    /// The text of a file; nothing where there is none. A file that is there and cannot be read is a failure: it must not be taken for an
    /// empty one, and be written over.
    static func read(_ file: String) -> Result<String, PrivateFile.Failure> {
        do throws(PrivateFile.Failure) {
            return .success(String(decoding: try PrivateFile.read(file, atMost: maxFileBytes), as: UTF8.self))
        } catch .system(ENOENT) {
            return .success("")
        } catch {
            return .failure(error)
        }
    }

    /// Writes all of a file or nothing.
    static func write(_ text: String, to file: String) -> Bool {
        (try? PrivateFile.write(Array(text.utf8), to: file)) != nil
    }
}
