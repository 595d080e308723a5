import Basics
import Testing

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
        "A host is not an address",
        arguments: ["", "1.2.3", "1.2.3.4.5", "localhost", "[::1]", "::1%lo", "1.2.3.256"])
    func refused(text: String) {
        #expect(IPAddress(text) == nil)
    }

    @Test func `A mapped IPv4 address is the IPv4 address`() throws {
        #expect(IPAddress("::ffff:192.0.2.1") == IPAddress("192.0.2.1"))
        #expect(IPAddress("::ffff:192.0.2.1")?.description == "192.0.2.1")
        #expect(IPAddress("::ffff:192.0.2.1")?.bytes == [192, 0, 2, 1])
    }

    @Test(arguments: ["192.0.2.1", "2001:db8::1", "::1", "fe80::dead:beef"])
    func `It reads what it writes`(text: String) throws {
        let address = try #require(IPAddress(text))
        #expect(address.description == text)
        #expect(IPAddress(bytes: address.bytes) == address)
    }

    @Test func `IPv6 neighbours share a /64, IPv4 ones nothing`() {
        #expect(IPAddress("2001:db8:1:2:3:4:5:6")?.network == IPAddress("2001:db8:1:2::"))
        #expect(IPAddress("2001:db8:1:3::1")?.network != IPAddress("2001:db8:1:2::1")?.network)
        #expect(IPAddress("192.0.2.1")?.network == IPAddress("192.0.2.1"))
    }

    @Test(arguments: [
        ("192.0.2.7", "192.0.2.7"), ("0.0.0.0", "0.0.0.0"), ("255.255.255.255", "255.255.255.255"),
        ("::ffff:192.0.2.7", "192.0.2.7"), ("::", "::"), ("::1", "::1"), ("0::1", "::1"),
        ("2001:DB8::7", "2001:db8::7"),
        ("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"), ("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"),
        ("1:0:3:4:5:6:7:8", "1:0:3:4:5:6:7:8"),
        ("fe80::", "fe80::"), ("64:ff9b::192.0.2.33", "64:ff9b::c000:221"),
    ])
    func `An address has one spelling`(_ text: String, _ spelling: String) {
        #expect(IPAddress(text)?.description == spelling)
    }

    @Test(arguments: [
        "", "1.2.3", "1.2.3.4.5", "1.2.3.256", "01.2.3.4", "1.2.3.-4", "a.b.c.d", ":::", "1::2::3", "1:2:3:4:5:6:7",
        "12345::",
        "1:2:3:4:5:6:7:8:9", "fe80::1%eth0", "[::1]", "::1.2.3", "+1::", "host", "1:2:3:4:5:6:7::8",
    ])
    func `What is no address is none`(_ text: String) {
        #expect(IPAddress(text) == nil)
    }

    @Test func `What begins an address is kept, in both its forms`() throws {
        let four = try #require(IPAddress("192.0.2.7"))
        #expect(four.prefix(bits: 16) == IPAddress("192.0.0.0") && four.prefix(bits: 0) == IPAddress("0.0.0.0"))
        #expect(four.width == 32 && four.mappedBytes == [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, 192, 0, 2, 7])
        let six = try #require(IPAddress("2001:db8:ffff:ffff:ffff::1"))
        #expect(six.prefix(bits: 49) == IPAddress("2001:db8:ffff:8000::") && six.prefix(bits: 128) == six)
        #expect(six.prefix(bits: 65) == IPAddress("2001:db8:ffff:ffff:8000::") && six.width == 128)
    }

    @Test(arguments: [("localhost", true), ("127.1.2.3", true), ("::1", true), ("192.0.2.1", false), ("host", false)])
    func `A host is told to be this machine without a look-up`(_ host: String, _ isLoopback: Bool) {
        #expect(IPAddress.isLoopback(host: host) == isLoopback)
    }
}
