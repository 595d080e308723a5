import Glibc
import Logging
import TestSupport
import Testing

@testable import Server

/// Nothing is accepted before everything stands.
@Suite struct StartupTests {
    /// A blocking socket; a read gives up after 20 seconds.
    private final class TestSocket {
        private let descriptor: Int32

        init(port: UInt16) {
            descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            var receiveTimeout = timeval(tv_sec: 20, tv_usec: 0)
            setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &receiveTimeout, socklen_t(MemoryLayout<timeval>.size))
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = port.bigEndian
            address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
            _ = withUnsafePointer(to: address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
        }

        deinit { close(descriptor) }

        func say(_ text: String) { _ = send(descriptor, text, text.utf8.count, Int32(MSG_NOSIGNAL)) }

        /// True if nothing comes, nor the end of the connection, for so many milliseconds.
        func isSilent(for milliseconds: Int32) -> Bool {
            var line = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            return poll(&line, 1, milliseconds) == 0
        }

        /// What comes, up to the line that holds `words`.
        func hear(until words: String) -> String {
            var text = ""
            while !text.contains(words) {
                var buffer = [UInt8](repeating: 0, count: 4096)
                let count = recv(descriptor, &buffer, buffer.count, 0)
                guard count > 0 else { break }
                text += String(decoding: buffer[..<count], as: UTF8.self)
            }
            return text
        }
    }

    @Test func `who asks before the server is open is answered when it is`() async throws {
        let scratch = Scratch()
        var configuration = ServerConfiguration(dataFolder: scratch.file("data"), laneCount: 1)
        configuration.endpoints = [.init(host: "127.0.0.1", port: 0)]
        configuration.history = .memory
        let server = try ChatServer(configuration, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let line = TestSocket(port: server.endpoints[0].port)
        // Its first step is a question to the host.
        line.say("CAP REQ sasl\r\nAUTHENTICATE SCRAM-SHA-256\r\nAUTHENTICATE biwsbj11c2VyLHI9bm9uY2U=\r\n")
        // An answer would be there in a few milliseconds.
        #expect(line.isSilent(for: 300))
        server.open { _ in }
        #expect(line.hear(until: "AUTHENTICATE cj1ub25jZ").contains("AUTHENTICATE +\r\n"))
        await withCheckedContinuation { done in server.stop(reason: "The test is over") { done.resume() } }
    }

    @Test func `a server that is never opened stops all the same`() async throws {
        let scratch = Scratch()
        var configuration = ServerConfiguration(dataFolder: scratch.file("data"), laneCount: 1)
        configuration.endpoints = [.init(host: "127.0.0.1", port: 0)]
        let server = try ChatServer(configuration, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        await withCheckedContinuation { done in server.stop(reason: "The test is over") { done.resume() } }
    }
}
