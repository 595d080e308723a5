import Foundation
import Glibc
import TestSupport

/// A program that is not ours and goes on until it is ended, as servers and bouncers do. It ends with the test, by its process id.
final class ForeignProgram {
    private let name: String
    private let logFile: String
    private var process = Process()

    /// - Parameter log: the file that takes all that it prints.
    init(_ name: String, log: String) {
        self.name = name
        logFile = log
    }

    deinit { kill() }

    /// Starts it, again after it ended.
    func start(_ command: [String]) throws {
        process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = command
        process.standardInput = FileHandle.nullDevice
        try Data().write(to: URL(filePath: logFile))
        let log = try FileHandle(forWritingTo: URL(filePath: logFile))
        process.standardOutput = log
        process.standardError = log
        try process.run()
    }

    /// All that it has printed since it was started last.
    var log: String { (try? String(contentsOfFile: logFile, encoding: .utf8)) ?? "" }

    /// Waits for it to be as it should, and gives up with what it printed.
    func wait(_ what: String, seconds: Double = 20, until condition: () throws -> Bool) throws {
        try EndToEnd.wait("\(name) \(what)", seconds: seconds, state: { log }, until: condition)
    }

    /// Ends it as a power cut would.
    func kill() {
        guard process.isRunning else { return }
        Glibc.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    /// True where strace may be attached to a program that it has not started.
    static var mayTrace: Bool {
        let scope = try? String(contentsOfFile: "/proc/sys/kernel/yama/ptrace_scope", encoding: .utf8)
        return geteuid() == 0 || scope.map { $0 == "0\n" } ?? true
    }

    /// From now on each sync of a process takes so many seconds more, until the tracer is ended.
    static func slowSyncs(of process: Int32, by seconds: Int, log: String) throws -> ForeignProgram {
        let strace = ForeignProgram("strace", log: log)
        try strace.start([
            "strace", "-f", "-p", "\(process)", "-o", "/dev/null", "-e", "trace=fdatasync,fsync", "-e",
            "inject=fdatasync,fsync:delay_enter=\(seconds)000000",
        ])
        try strace.wait("attached") { strace.log.contains(" attached") }
        return strace
    }

    /// It hears nothing more, and its connections stay.
    func freeze() { Glibc.kill(process.processIdentifier, SIGSTOP) }
}
