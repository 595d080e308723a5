import ArgumentParser
import Foundation

/// Ends the program: one line on stderr, cause then remedy, and the exit code that the command line promises.
func fail(_ line: String, code: Int32) -> ExitCode {
    try? FileHandle.standardError.write(contentsOf: Data("grillo: \(line)\n".utf8))
    return ExitCode(code)
}
