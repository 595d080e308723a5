import Foundation
import Glibc
import TestSupport

/// A `grillo serve` of a test's own, on a free port of loopback. It ends with the test, by its process id.
final class GrilloServer {
    let folder: Scratch
    private(set) var port: UInt16 = 0
    private(set) var process = Process()
    /// The lines on standard output by which it told that it serves.
    private(set) var announcement = ""
    private let extraArguments: [String]
    private let wrapper: [String]

    /// - Parameters:
    ///   - wrapper: a program that runs the server, such as `strace` with its options.
    ///   - port: 0 for a free one.
    init(_ arguments: [String] = [], wrapper: [String] = [], port: UInt16 = 0, folder: Scratch? = nil) throws {
        self.folder = folder ?? Scratch()
        extraArguments = arguments
        self.wrapper = wrapper
        self.port = port
        try start()
    }

    deinit { kill() }

    var dataFolder: String { folder.path + "/server" }
    var database: String { dataFolder + "/history.sqlite" }

    /// Starts it, again on the same port after it ended.
    func start() throws {
        let command =
            wrapper + [Programs.grillo, "serve", "--listen", "127.0.0.1:\(port)", "--data", dataFolder] + extraArguments
        process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = command
        let output = Pipe()
        process.standardOutput = output
        process.standardError = try FileHandle(forWritingTo: URL(filePath: folder.write("", to: "stderr")))
        process.standardInput = FileHandle.nullDevice
        try process.run()
        var said = ""
        while port == 0 || !said.contains("Enter with") {
            let data = output.fileHandleForReading.availableData
            if data.isEmpty { throw TestFailure(description: "the server did not start: \(said)") }
            said += String(decoding: data, as: UTF8.self)
            if let found = said.firstMatch(of: /127\.0\.0\.1:(\d+)/), said.contains("Enter with") {
                port = UInt16(found.1) ?? 0
            }
        }
        announcement = said
    }

    /// The process that serves: the wrapper's child where there is a wrapper.
    var processID: Int32 {
        guard !wrapper.isEmpty else { return process.processIdentifier }
        let children = try? String(
            contentsOfFile: "/proc/\(process.processIdentifier)/task/\(process.processIdentifier)/children",
            encoding: .utf8)
        return children.flatMap { Int32($0.split(separator: " ").first ?? "") } ?? process.processIdentifier
    }

    /// Ends it as a power cut would.
    func kill() {
        guard process.isRunning else { return }
        Glibc.kill(processID, SIGKILL)
        process.waitUntilExit()
    }

    /// Asks it to stop, and waits until it has.
    func stop() {
        guard process.isRunning else { return }
        Glibc.kill(processID, SIGTERM)
        process.waitUntilExit()
    }

    /// What the server has said of itself since it was started.
    var log: String { (try? String(contentsOfFile: folder.path + "/stderr", encoding: .utf8)) ?? "" }

    /// Comes in by the host's own door, says a line, and waits for the door to be closed.
    ///
    /// - Returns: what was heard there.
    func administer(_ line: String) throws -> String {
        let words = "NICK host\\r\\nUSER host 0 * :host\\r\\n\(line)\\r\\n"
        let command = "printf '\(words)' | nc -q -1 -U '\(dataFolder)/grillo.sock'"
        return try ProgramResult.of(named: "sh", ["-c", command]).output
    }

    /// What a query of the database answers, a line a row.
    func query(_ sql: String) throws -> [String] {
        let outcome = try ProgramResult.of(named: "sqlite3", ["-readonly", "-separator", "|", database, sql])
        guard outcome.code == 0 else { throw TestFailure(description: "sqlite3: \(outcome.errors)") }
        return outcome.output.split(separator: "\n").map(String.init)
    }
}
