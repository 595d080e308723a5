import ArgumentParser
import Foundation
import Server

/// Ends the program: one line on stderr, cause then remedy, and the exit code that the command line promises.
func fail(_ line: String, code: Int32) -> ExitCode {
    let line = LogText.line(line)
    try? FileHandle.standardError.write(contentsOf: Data("grillo: \(line)\n".utf8))
    return ExitCode(code)
}

/// Does something, and turns what goes wrong into a line and an exit code.
func carryOut(_ body: () throws -> Void) throws {
    do {
        try body()
    } catch let code as ExitCode {
        throw code
    } catch let error as AdminRefusal {
        throw fail("\(error)", code: 65)
    } catch let error as StartError {
        throw fail("\(error)", code: error.exitCode.rawValue)
    } catch {
        throw fail("\(error)", code: 74)
    }
}
