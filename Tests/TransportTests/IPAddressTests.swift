import Testing

@testable import Transport

@Suite("IP addresses")
struct IPAddressTests {
    @Test(
        "Each is sorted by where it can be reached from",
        arguments: [
            ("127.0.0.1", true, false), ("127.255.0.9", true, false), ("::1", true, false),
            ("::ffff:127.0.0.1", true, false), ("10.0.0.1", false, true), ("172.16.0.1", false, true),
            ("172.31.255.255", false, true), ("172.32.0.1", false, false), ("172.15.0.1", false, false),
            ("192.168.1.1", false, true), ("192.169.1.1", false, false), ("169.254.7.7", false, true),
            ("::ffff:192.168.0.1", false, true), ("fe80::1", false, true), ("febf::1", false, true),
            ("fec0::1", false, false), ("fc00::1", false, true), ("fdff::1", false, true), ("fe00::1", false, false),
            ("8.8.8.8", false, false), ("2001:db8::1", false, false), ("::", false, false), ("0.0.0.0", false, false),
        ])
    func classes(text: String, loopback: Bool, isPrivate: Bool) throws {
        let address = try #require(IPAddress(text))
        #expect(address.isLoopback == loopback)
        #expect(address.isPrivate == isPrivate)
    }

    @Test(
        "What is not an address is none",
        arguments: ["", "1.2.3", "1.2.3.4.5", "localhost", "[::1]", "::1%lo", "1.2.3.256"])
    func refused(text: String) {
        #expect(IPAddress(text) == nil)
    }

    @Test("A mapped IPv4 address is the IPv4 address")
    func mapped() throws {
        #expect(IPAddress("::ffff:192.0.2.1") == IPAddress("192.0.2.1"))
        #expect(IPAddress("::ffff:192.0.2.1")?.description == "192.0.2.1")
        #expect(IPAddress("::ffff:192.0.2.1")?.bytes == [192, 0, 2, 1])
    }

    @Test("It reads what it writes", arguments: ["192.0.2.1", "2001:db8::1", "::1", "fe80::dead:beef"])
    func roundTrip(text: String) throws {
        let address = try #require(IPAddress(text))
        #expect(address.description == text)
        #expect(IPAddress(bytes: address.bytes) == address)
    }

    @Test("IPv6 neighbours share a /64, IPv4 ones nothing")
    func network() {
        #expect(IPAddress("2001:db8:1:2:3:4:5:6")?.network == IPAddress("2001:db8:1:2::"))
        #expect(IPAddress("2001:db8:1:3::1")?.network != IPAddress("2001:db8:1:2::1")?.network)
        #expect(IPAddress("192.0.2.1")?.network == IPAddress("192.0.2.1"))
    }
}

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
