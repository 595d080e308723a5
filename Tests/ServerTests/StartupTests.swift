import Logging
import TestSupport
import Testing

@testable import Server

/// Nothing is accepted before everything stands.
@Suite struct StartupTests {
    @Test func `Who asks before the server is open is answered when it is`() async throws {
        let scratch = Scratch()
        var configuration = ServerConfiguration(dataFolder: scratch.file("data"))
        configuration.endpoints = [.init(host: "127.0.0.1", port: 0)]
        configuration.history = .memory
        let server = try ChatServer(
            configuration, on: MachineResources(laneCount: 1),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let line = TestSocket(port: server.endpoints[0].port)
        // Its first step is a question to the host.
        line.say("CAP REQ sasl\r\nAUTHENTICATE SCRAM-SHA-256\r\nAUTHENTICATE biwsbj11c2VyLHI9bm9uY2U=\r\n")
        // An answer would be there in a few milliseconds.
        #expect(line.isSilent(for: 300))
        server.open { _ in }
        #expect(line.hear(until: "AUTHENTICATE cj1ub25jZ").contains("AUTHENTICATE +\r\n"))
        await withCheckedContinuation { done in server.stop(reason: "The test is over") { done.resume() } }
    }

    @Test func `A server that is never opened stops all the same`() async throws {
        let scratch = Scratch()
        var configuration = ServerConfiguration(dataFolder: scratch.file("data"))
        configuration.endpoints = [.init(host: "127.0.0.1", port: 0)]
        let server = try ChatServer(
            configuration, on: MachineResources(laneCount: 1),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        await withCheckedContinuation { done in server.stop(reason: "The test is over") { done.resume() } }
    }
}
