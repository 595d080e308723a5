import Dispatch
import Glibc
import Logging
import TestSupport
import Testing
import Transport

@testable import Server

/// What a service manager hears of a server that runs in the test's process.
@Suite struct ServiceManagerTests {
    private static func manager(
        _ socket: NotifySocket, watchdog microseconds: String? = nil, of process: Int32? = nil
    ) throws -> ServiceManager {
        let variables = [
            "NOTIFY_SOCKET": socket.place, "WATCHDOG_USEC": microseconds, "WATCHDOG_PID": process.map { "\($0)" },
        ]
        return try #require(try ServiceManager(ServiceEnvironment(process: getpid()) { variables[$0] ?? nil }))
    }

    private static func server(
        in scratch: Scratch, _ change: (inout ServerConfiguration) -> Void = { _ in }
    ) throws -> ChatServer {
        var configuration = ServerConfiguration(dataFolder: scratch.file("data"))
        configuration.endpoints = [.init(host: "127.0.0.1", port: 0)]
        configuration.history = .memory
        change(&configuration)
        return try ChatServer(
            configuration, on: MachineResources(laneCount: 1),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    private static func end(_ server: ChatServer) async {
        await withCheckedContinuation { done in server.stop(reason: "The test is over") { done.resume() } }
    }

    @Test(arguments: [false, true])
    func `It is told that the server is ready when people can come in, and who is here`(isAbstract: Bool) async throws {
        let (scratch, socket) = (Scratch(), NotifySocket(isAbstract: isAbstract))
        let manager = try Self.manager(socket)
        let server = try Self.server(in: scratch)
        server.open(reportingTo: manager) { _ in }
        #expect(socket.next("READY=1") == "READY=1\nMAINPID=\(getpid())\nSTATUS=0 people in 1 room\n")
        let guest = TestSocket(port: server.endpoints[0].port)
        guest.say("NICK ada\r\nUSER ada 0 * :Ada\r\nJOIN #den\r\n")
        #expect(guest.hear(until: " 366 ").contains(" 001 ada "))
        #expect(socket.next("STATUS=1 person in 2 rooms") == "STATUS=1 person in 2 rooms\n")
        await Self.end(server)
    }

    @Test(arguments: [0, 1, 2])
    func `It is not told that the server is ready before each of its sockets is accepted from`(index: Int) async throws
    {
        let (scratch, socket) = (Scratch(), NotifySocket())
        let manager = try Self.manager(socket)
        let server = try Self.server(in: scratch) { $0.telnet = .init(host: "127.0.0.1", port: 0) }
        #expect(server.listenerSet.all.count == 3)
        // As a machine with much to do would have it: its queue does nothing more.
        let mayGoOn = DispatchSemaphore(value: 0)
        server.listenerSet.all[index].resume { mayGoOn.wait() }
        server.open(reportingTo: manager) { _ in }
        #expect(socket.next(within: 300) == nil)
        mayGoOn.signal()
        #expect(socket.next("READY=1") != nil)
        await Self.end(server)
    }

    @Test func `While the server ends and begins anew nobody waits for a sign of life, and then as before`()
        async throws
    {
        let (scratch, socket) = (Scratch(), NotifySocket())
        let manager = try Self.manager(socket, watchdog: "400000")
        let server = try Self.server(in: scratch)
        server.open(reportingTo: manager) { _ in }
        let ready = "READY=1\nMAINPID=\(getpid())\nSTATUS=0 people in 1 room\nWATCHDOG_USEC=400000\n"
        #expect(socket.next("READY=1") == ready)
        manager.notifyEnd(.reloading(time: 7_000))
        #expect(socket.next("RELOADING=1") == "RELOADING=1\nMONOTONIC_USEC=7\nWATCHDOG_USEC=1800000000\n")
        manager.notifyEnd(.stopping)
        #expect(socket.next("STOPPING=1") == "STOPPING=1\nWATCHDOG_USEC=1800000000\n")
        await Self.end(server)
        // Whoever waits longer anyway waits no less.
        let patient = NotifySocket()
        try Self.manager(patient, watchdog: "3600000000").notifyEnd(.stopping)
        #expect(patient.next("STOPPING=1") == "STOPPING=1\nWATCHDOG_USEC=3600000000\n")
    }

    @Test func `It hears a sign of life while the server's queue goes on, and none while that is stuck`() async throws {
        let (scratch, socket) = (Scratch(), NotifySocket())
        let manager = try Self.manager(socket, watchdog: "400000", of: getpid())
        let server = try Self.server(in: scratch)
        server.open(reportingTo: manager) { _ in }
        #expect(socket.next("WATCHDOG=1") != nil)
        #expect(socket.next("WATCHDOG=1") != nil)
        let (isStuck, mayGoOn) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        server.loop.queue.async {
            isStuck.signal()
            mayGoOn.wait()
        }
        Self.wait(for: isStuck)
        manager.drain()
        socket.forget()
        // Five signs of life would have come.
        #expect(socket.next(within: 1000) == nil)
        mayGoOn.signal()
        #expect(socket.next("WATCHDOG=1") != nil)
        await Self.end(server)
    }

    /// Outside of the test's own function, which may not wait.
    private static func wait(for semaphore: DispatchSemaphore) { semaphore.wait() }

    @Test func `Who watches another process, or watches none, hears no sign of life`() async throws {
        for (microseconds, process) in [("100000", getpid() + 1), ("0", getpid()), ("-1", getpid()), ("x", getpid())] {
            #expect(try Self.manager(NotifySocket(), watchdog: microseconds, of: process).watchdogMilliseconds == nil)
        }
        #expect(try Self.manager(NotifySocket(), of: getpid()).watchdogMilliseconds == nil)
        // The id may be missing.
        #expect(try Self.manager(NotifySocket(), watchdog: "60000000").watchdogMilliseconds == 30_000)
        #expect(try Self.manager(NotifySocket(), watchdog: "1", of: getpid()).watchdogMilliseconds == 10)
        let longest = "\(UInt64.max - 1)"
        #expect(try Self.manager(NotifySocket(), watchdog: longest).watchdogMilliseconds == 86_400_000)
    }

    @Test(arguments: ["relative", "@", "/" + String(repeating: "x", count: 107), "vsock:2:1234"])
    func `What is no place for notifications is told nothing`(place: String) {
        #expect(throws: DatagramSender.Fault.noPlace) {
            _ = try ServiceManager(ServiceEnvironment(process: 1) { $0 == "NOTIFY_SOCKET" ? place : nil })
        }
    }

    @Test(arguments: ["", nil]) func `Where there is no place nobody is told anything`(place: String?) throws {
        #expect(try ServiceManager(ServiceEnvironment(process: 1) { $0 == "NOTIFY_SOCKET" ? place : nil }) == nil)
    }

    @Test func `Nobody waits for a manager that is gone`() throws {
        let manager = try Self.manager(NotifySocket())
        manager.notify(.ready)
        manager.drain()
    }

    @Test(arguments: [
        (ServiceNotification.ready, "READY=1\n"), (.stopping, "STOPPING=1\n"), (.watchdog, "WATCHDOG=1\n"),
        (.mainProcess(7), "MAINPID=7\n"), (.watchdogTime(microseconds: 9), "WATCHDOG_USEC=9\n"),
        (.reloading(time: 12_345_999), "RELOADING=1\nMONOTONIC_USEC=12345\n"),
        (.status("a\nREADY=1\u{1B}[2J\u{202E}b"), "STATUS=a\\u{A}READY=1\\u{1B}[2J\\u{202E}b\n"),
        (.status(String(repeating: "x", count: 201)), "STATUS=\(String(repeating: "x", count: 200))\n"),
    ])
    func `Each notification is a line for each assignment`(notification: ServiceNotification, text: String) {
        #expect(notification.assignments == text)
    }
}
