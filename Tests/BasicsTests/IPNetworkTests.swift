import Basics
import Testing

@Suite("Networks")
struct IPNetworkTests {
    @Test(
        "A network holds what begins like it",
        arguments: [
            ("10.0.0.0/8", "10.255.0.1", true), ("10.0.0.0/8", "11.0.0.0", false), ("192.0.2.7", "192.0.2.7", true),
            ("192.0.2.7", "192.0.2.6", false), ("192.0.2.128/25", "192.0.2.127", false),
            ("192.0.2.128/25", "192.0.2.200", true), ("0.0.0.0/0", "203.0.113.1", true), ("0.0.0.0/0", "::1", false),
            ("2001:db8::/32", "2001:db8:ffff::1", true), ("2001:db8::/32", "2001:db9::1", false),
            ("::/0", "192.0.2.1", false), ("192.0.2.99/24", "192.0.2.1", true),
        ])
    func contains(network: String, address: String, isIn: Bool) throws {
        let address: IPAddress = try #require(IPAddress(address))
        #expect(try #require(IPNetwork(network)).contains(address) == isIn)
    }

    @Test(
        "What is none is not read", arguments: ["", "10.0.0.0/33", "::/129", "10/8", "1.2.3.4/", "1.2.3.4/+8", "host"])
    func garbage(text: String) {
        #expect(IPNetwork(text) == nil)
    }

    @Test(arguments: ["10.0.0.0/8", "192.0.2.7", "2001:db8::/32"])
    func `One is printed as it is read`(text: String) {
        #expect(IPNetwork(text)?.description == text)
    }

    @Test(arguments: [
        ("192.0.2.7/24", "192.0.2.0/24", "192.0.2.255", "192.0.3.0"),
        ("192.0.2.7", "192.0.2.7", "192.0.2.7", "192.0.2.8"),
        ("2001:db8::7/32", "2001:db8::/32", "2001:db8:ffff::", "2001:db9::"), ("::1/128", "::1", "::1", "::2"),
        ("0.0.0.0/0", "0.0.0.0/0", "198.51.100.1", "2001:db8::1"),
        ("10.0.0.0/9", "10.0.0.0/9", "10.127.255.255", "10.128.0.0"),
    ])
    func `A network holds its own and nobody else`(
        _ text: String, _ spelling: String, _ inside: String, _ outside: String
    ) throws {
        let range = try #require(IPNetwork(text))
        #expect(range.description == spelling)
        #expect(range.contains(try #require(IPAddress(inside))))
        #expect(!range.contains(try #require(IPAddress(outside))))
    }

    @Test(arguments: ["192.0.2.0/33", "::/129", "192.0.2.0/", "192.0.2.0/-1", "/24", "x/24", "192.0.2.0/2/4"])
    func `What is no network is none`(_ text: String) {
        #expect(IPNetwork(text) == nil)
    }
}
