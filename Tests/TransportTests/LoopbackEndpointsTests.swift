import Basics
import Testing

@testable import Transport

/// Which listener a connection within this machine was accepted by.
@Suite("Connection ends")
struct LoopbackEndpointsTests {
    @Test(
        "A listener accepts what leads to its own address, or to any where it has none",
        arguments: [
            ("127.0.0.1", "127.0.0.1", true), ("127.0.0.1", "127.0.0.2", false), ("127.0.0.2", "127.0.0.1", false),
            ("0.0.0.0", "127.0.0.2", true), ("0.0.0.0", "::1", false), ("::", "::1", true), ("::", "127.0.0.1", true),
            ("::1", "127.0.0.1", false), ("::1", "::1", true), ("", "127.0.0.3", true), ("*", "::1", true),
            ("localhost", "127.0.0.1", true), ("localhost", "127.0.0.9", false), ("192.0.2.7", "127.0.0.1", false),
            ("no such host", "127.0.0.1", false),
        ])
    func listeners(host: String, server: String, isAccepted: Bool) throws {
        let ends = LoopbackEndpoints(
            client: try #require(IPAddress("127.0.0.1")), clientPort: 50_000,
            server: try #require(IPAddress(server)), serverPort: 6697)
        #expect(ends.isAccepted(at: host) == isAccepted)
    }
}
