import Foundation

/// The programs under test, as the build left them beside the tests.
enum Programs {
    static let folder = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
    static let grillo = folder.appending(path: "grillo").path
    static let tui = folder.appending(path: "grillo-tui").path
}

/// An empty folder of a test's own, removed with everything in it when the test is over.
final class Scratch {
    let path: String

    init() throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "grillo-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Writes a file below the folder, and tells where it is.
    func write(_ text: String, to name: String) throws -> String {
        let url = URL(filePath: path).appending(path: name)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try text.write(to: url, atomically: true, encoding: .utf8)
        return url.path
    }
}

/// What a program said and how it ended.
struct Outcome {
    let code: Int32
    let output: String
    let errors: String

    /// Runs a program to its end.
    static func of(_ program: String, _ arguments: [String], environment: [String: String] = [:], input: String? = nil)
        throws
        -> Outcome
    {
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        let output = Pipe()
        let errors = Pipe()
        process.standardOutput = output
        process.standardError = errors
        if let input {
            let pipe = Pipe()
            process.standardInput = pipe
            try process.run()
            pipe.fileHandleForWriting.write(Data(input.utf8))
            try pipe.fileHandleForWriting.close()
        } else {
            process.standardInput = FileHandle.nullDevice
            try process.run()
        }
        let said = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        let complained = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return Outcome(code: process.terminationStatus, output: said, errors: complained)
    }

    /// Runs a program that is found by its name, as `PATH` has it.
    static func of(named name: String, _ arguments: [String], input: String? = nil) throws -> Outcome {
        try of("/usr/bin/env", [name] + arguments, input: input)
    }
}

/// A condition that did not come true in time.
struct TimedOut: Error, CustomStringConvertible {
    let description: String
}

/// Waits for a condition: asks again until it holds, and gives up after `seconds` with what `state` says then.
func wait(
    _ what: String, seconds: Double = 20, state: () -> String = { "" }, until condition: () throws -> Bool
) throws {
    let end = Date().addingTimeInterval(seconds)
    while try !condition() {
        if Date() > end { throw TimedOut(description: "waited \(seconds) s for \(what)\n\(state())") }
        usleep(20_000)
    }
}
