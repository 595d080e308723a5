import Testing

@testable import Bench

/// A load goes to this machine's loopback and nowhere else.
@Suite struct TargetAddressTests {
    @Test(arguments: [
        ("6667", "127.0.0.1:6667"), ("127.0.0.1:6667", "127.0.0.1:6667"), ("127.8.9.10:1", "127.8.9.10:1"),
        ("localhost:65535", "127.0.0.1:65535"), ("[::1]:6697", "[::1]:6697"),
    ])
    func `Loopback is taken`(text: String, meaning: String) throws {
        #expect(try TargetAddress(text).description == meaning)
    }

    @Test(arguments: [
        "192.0.2.1:6667", "10.0.0.1:6667", "0.0.0.0:6667", "126.255.255.255:6667", "128.0.0.0:6667", "[::]:6667",
        "[2001:db8::1]:6667", "irc.example.org:6697", "localhost.example.org:6697",
    ])
    func `Anything else is refused`(text: String) {
        #expect(throws: BenchError.notLoopback(text)) { try TargetAddress(text) }
    }

    @Test(arguments: ["", ":", "127.0.0.1:", ":6667", "127.0.0.1:0", "127.0.0.1:65536", "here", "127.0.0.1:6667x"])
    func `What is no place is said to be none`(text: String) {
        #expect(throws: BenchError.notATarget(text)) { try TargetAddress(text) }
    }
}
