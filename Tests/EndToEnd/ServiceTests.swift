import Foundation
import Glibc
import TestSupport
import Testing

/// A server that a service manager started: what it tells it, and what it takes from it.
@Suite(.serialized) struct ServiceTests {
    /// Microseconds of the clock that only goes forward.
    private static func monotonicMicroseconds() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return time.tv_sec * 1_000_000 + time.tv_nsec / 1000
    }

    /// Runs a program as the process that `variable` names.
    private static func asProcess(_ variable: String) -> [String] {
        ["sh", "-c", "\(variable)=$$ exec \"$@\"", "sh"]
    }

    // MARK: What it tells

    @Test func `READY is said when a client can register, and STOPPING before it ends`() throws {
        let (folder, manager, port) = (Scratch(), NotifySocket(), try FreePort().number)
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [
            "NOTIFY_SOCKET=\(manager.place)", Programs.grillo, "serve", "--listen", "127.0.0.1:\(port)", "--data",
            folder.file("server"),
        ]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = try FileHandle(forWritingTo: URL(filePath: folder.write("", to: "log")))
        process.standardInput = FileHandle.nullDevice
        try process.run()
        defer { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }
        let ready = try #require(manager.next("READY=1"))
        // At this moment, and not a little later.
        let guest = try RawClient(port: port, nick: "guest")
        #expect(ready.split(separator: "\n").contains("MAINPID=\(process.processIdentifier)"))
        #expect(ready.contains("STATUS=0 people in 1 room\n"))
        #expect(manager.heard.first?.hasPrefix("STATUS=Opening the data folder ") == true, "\(manager.heard)")
        #expect(manager.heard.count == 2, "\(manager.heard)")
        #expect(manager.next("STATUS=1 person in 1 room") != nil)
        #expect(!manager.heard.contains { $0.contains("WATCHDOG") })
        kill(process.processIdentifier, SIGTERM)
        #expect(manager.next("STOPPING=1") != nil)
        try guest.expectClosed()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
    }

    @Test func `RELOADING and READY stand around SIGHUP, also where the file is wrong`() throws {
        let (folder, manager) = (Scratch(), NotifySocket(isAbstract: true))
        let file = try folder.write("", to: "grillo.toml")
        let room = try GrilloServer(
            ["--config", file], wrapper: ["NOTIFY_SOCKET=\(manager.place)"], folder: folder)
        #expect(manager.next("READY=1") != nil)
        for (text, nick) in [("limits.nick = 20", "first"), ("limits.nick = no", "second")] {
            _ = try folder.write(text, to: "grillo.toml")
            manager.forget()
            let before = Self.monotonicMicroseconds()
            kill(room.processID, SIGHUP)
            let reloading = try #require(manager.next("RELOADING=1"))
            let time = try #require(reloading.firstMatch(of: /MONOTONIC_USEC=(\d+)\n/).flatMap { Int($0.1) })
            #expect((before...Self.monotonicMicroseconds()).contains(time))
            #expect(manager.next("READY=1") == "READY=1\n")
            #expect(manager.heard.count { $0.contains("READY=1\n") } == 1)
            // What was read counts when that is said.
            let guest = try RawClient(port: room.port, nick: nick)
            #expect(guest.lines.contains { $0.contains(" NICKLEN=20 ") }, "\(text)")
        }
    }

    @Test func `WATCHDOG is said while the server lives, and not while it is stopped`() throws {
        let manager = NotifySocket()
        let room = try GrilloServer(
            wrapper: ["NOTIFY_SOCKET=\(manager.place)", "WATCHDOG_USEC=400000"] + Self.asProcess("WATCHDOG_PID"))
        for _ in 0..<3 { #expect(manager.next("WATCHDOG=1") != nil) }
        kill(room.processID, SIGSTOP)
        try wait("it to be stopped") {
            let status = try String(contentsOfFile: "/proc/\(room.processID)/status", encoding: .utf8)
            return status.contains("State:\tT")
        }
        manager.forget()
        #expect(manager.next(within: 1000) == nil)
        kill(room.processID, SIGCONT)
        #expect(manager.next("WATCHDOG=1") != nil)
    }

    @Test(.enabled(if: ForeignProgram.mayTrace, "strace may not be attached to a program that runs"))
    func `A server that begins anew slowly is waited for, longer than one that serves`() throws {
        let manager = NotifySocket()
        let room = try GrilloServer(
            wrapper: ["NOTIFY_SOCKET=\(manager.place)", "WATCHDOG_USEC=400000"] + Self.asProcess("WATCHDOG_PID"))
        #expect(manager.next("READY=1")?.contains("\nWATCHDOG_USEC=400000\n") == true)
        // It closes its history and opens it again over the program's end: the tracer stays.
        let strace = try ForeignProgram.slowSyncs(of: room.processID, by: 1, log: room.folder.file("strace"))
        #expect(try room.administer("RESTART").contains("Restarted by host"))
        #expect(manager.next("RELOADING=1")?.contains("\nWATCHDOG_USEC=1800000000\n") == true)
        let begin = ContinuousClock.now
        #expect(manager.next("READY=1")?.contains("\nWATCHDOG_USEC=400000\n") == true)
        // Too long for the watchdog of a server that serves.
        #expect(ContinuousClock.now - begin > .milliseconds(800))
        strace.kill()
        #expect(manager.next("WATCHDOG=1") != nil)
    }

    // MARK: What it takes

    /// Gives the program that is its argument a TCP socket for each name, of which `silent` does not listen, and tells on standard output
    /// where they are.
    private static let activation = """
        from os import dup2, environ, execv, getpid
        from socket import socket
        from sys import argv
        names = argv[1].split(":")
        for place, name in enumerate(names, 3):
            made = socket()
            made.bind(("127.0.0.1", 0))
            if name != "silent": made.listen()
            dup2(made.fileno(), 100 + place, inheritable=False)
            print(name, made.getsockname()[1], flush=True)
        for place in range(3, 3 + len(names)): dup2(100 + place, place)
        environ.update(LISTEN_PID=str(getpid()), LISTEN_FDS=str(len(names)), LISTEN_FDNAMES=argv[1])
        execv(argv[2], argv[2:])
        """

    @Test func `The sockets that it is given are served in place of --listen, also when it begins anew`() throws {
        let manager = NotifySocket()
        let names = "irc:other:telnet:silent:metrics:grillo.socket"
        let room = try GrilloServer(
            wrapper: ["NOTIFY_SOCKET=\(manager.place)", "python3", "-c", Self.activation, names])
        #expect(manager.next("READY=1") != nil)
        let endpoints = try String(contentsOfFile: room.dataFolder + "/server.lock", encoding: .utf8)
            .split(separator: "\n").compactMap { $0.firstMatch(of: /^127\.0\.0\.1:(\d+)$/).flatMap { UInt16($0.1) } }
        #expect(endpoints.count == 2 && endpoints.first == room.port)
        for (index, port) in endpoints.enumerated() { _ = try RawClient(port: port, nick: "guest\(index)") }
        let metrics = try #require(room.announcement.firstMatch(of: /Metrics: http:..127\.0\.0\.1:(\d+)/)).output.1
        let health = "printf 'GET /health HTTP/1.1\\r\\n\\r\\n' | nc -q -1 127.0.0.1 \(metrics)"
        #expect(try ProgramResult.of(named: "sh", ["-c", health]).output.hasSuffix("\r\n\r\nok\n"))
        for name in ["other", "silent"] {
            let lines = room.log.split(separator: "\n").filter { $0.contains("socket=\(name)") }
            #expect(lines.count == 1 && lines[0].contains("is not used"), "\(room.log)")
        }
        manager.forget()
        let process = room.processID
        #expect(try room.administer("RESTART").contains("Restarted by host"))
        #expect(manager.next("RELOADING=1") != nil)
        #expect(manager.next("READY=1")?.contains("MAINPID=\(process)\n") == true)
        #expect(try String(contentsOfFile: "/proc/\(process)/comm", encoding: .utf8) == "grillo\n")
        #expect(!manager.heard.contains { $0.contains("STOPPING") })
        for (index, port) in endpoints.enumerated() { _ = try RawClient(port: port, nick: "again\(index)") }
        #expect(try ProgramResult.of(named: "sh", ["-c", health]).output.hasSuffix("\r\n\r\nok\n"))
        kill(process, SIGTERM)
        #expect(manager.next("STOPPING=1") != nil)
        room.process.waitUntilExit()
        #expect(room.process.terminationStatus == 0)
    }

    @Test func `A socket that was said to be given, and was not, is nobody else's`() throws {
        let manager = NotifySocket()
        let room = try GrilloServer(
            wrapper: ["NOTIFY_SOCKET=\(manager.place)", "LISTEN_FDS=2"] + Self.asProcess("LISTEN_PID"))
        #expect(manager.next("READY=1") != nil)
        let lines = room.log.split(separator: "\n").filter { $0.contains("is not used: ") }
        #expect(lines.count == 2, "\(room.log)")
        _ = try RawClient(port: room.port, nick: "guest")
    }

    @Test func `Sockets for another process are left alone`() throws {
        let room = try GrilloServer(wrapper: ["LISTEN_PID=1", "LISTEN_FDS=1"])
        _ = try RawClient(port: room.port, nick: "guest")
        #expect(!room.log.contains("socket"), "\(room.log)")
    }

    @Test func `A service needs no home: its folders are the manager's`() throws {
        let folder = Scratch()
        _ = try folder.write("room = \"#den\"\npassword-file = \"credential:door\"", to: "etc/grillo.toml")
        chmod(try folder.write("open sesame\n", to: "secrets/door"), 0o600)
        let folders = [
            "STATE_DIRECTORY=\(folder.file("state"))", "CONFIGURATION_DIRECTORY=\(folder.file("etc"))",
            "CREDENTIALS_DIRECTORY=\(folder.file("secrets"))",
        ]
        let check = [Programs.grillo, "serve", "--check", "--listen", "127.0.0.1:0"]
        let fine = try ProgramResult.of(named: "env", ["-i"] + folders + check)
        #expect(fine.output == "Fine: #den on 127.0.0.1:0, in \(folder.file("state")).\n", "\(fine)")
        let bare = try ProgramResult.of(named: "env", ["-i"] + folders.dropLast() + check)
        #expect(bare.code == 0 && bare.output.hasPrefix("Fine: "), "\(bare)")
        #expect(bare.output.contains("\nNot checked: 'password-file' is the credential door, "), "\(bare)")
        let start = [Programs.grillo, "serve", "--listen", "127.0.0.1:0"]
        let started = try ProgramResult.of(named: "env", ["-i"] + folders.dropLast() + start)
        #expect(started.code == 78 && started.errors.contains("LoadCredential=door:FILE"), "\(started)")
        let data = folder.file("data")
        let other = try folder.write("room = \"#other\"", to: "other.toml")
        let named = try ProgramResult.of(
            named: "env", ["-i"] + folders + check + ["--config", other, "--data", data])
        #expect(named.output == "Fine: #other on 127.0.0.1:0, in \(data).\n", "\(named)")
    }

    @Test(arguments: [["serve", "--check"], ["send", "#lobby", "x"], ["tail", "#lobby"], ["account", "list"]])
    func `Without a home and without such folders it is said what to do`(command: [String]) throws {
        let outcome = try ProgramResult.of(named: "env", ["-i", Programs.grillo] + command)
        #expect(outcome.code == 78 && outcome.errors.contains("--data DIR, or set HOME"), "\(outcome)")
        #expect(outcome.errors.split(separator: "\n").count == 1)
    }
}
