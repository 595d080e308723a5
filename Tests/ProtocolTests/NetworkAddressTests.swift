import Protocol
import Testing

/// Addresses, networks, time spans and records of passwords, as people and files write them.
struct NetworkAddressTests {
    @Test(arguments: [
        ("192.0.2.7", "192.0.2.7"), ("0.0.0.0", "0.0.0.0"), ("255.255.255.255", "255.255.255.255"),
        ("::ffff:192.0.2.7", "192.0.2.7"), ("::", "::"), ("::1", "::1"), ("0::1", "::1"),
        ("2001:DB8::7", "2001:db8::7"),
        ("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"), ("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"),
        ("1:0:3:4:5:6:7:8", "1:0:3:4:5:6:7:8"),
        ("fe80::", "fe80::"), ("64:ff9b::192.0.2.33", "64:ff9b::c000:221"),
    ])
    func `An address has one spelling`(_ text: String, _ spelling: String) {
        #expect(NetworkAddress(text)?.description == spelling)
    }

    @Test(arguments: [
        "", "1.2.3", "1.2.3.4.5", "1.2.3.256", "01.2.3.4", "1.2.3.-4", "a.b.c.d", ":::", "1::2::3", "1:2:3:4:5:6:7",
        "12345::",
        "1:2:3:4:5:6:7:8:9", "fe80::1%eth0", "[::1]", "::1.2.3", "+1::", "host", "1:2:3:4:5:6:7::8",
    ])
    func `What is no address is none`(_ text: String) {
        #expect(NetworkAddress(text) == nil)
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
        let range = try #require(AddressRange(text))
        #expect(range.description == spelling)
        #expect(range.contains(try #require(NetworkAddress(inside))))
        #expect(!range.contains(try #require(NetworkAddress(outside))))
    }

    @Test(arguments: ["192.0.2.0/33", "::/129", "192.0.2.0/", "192.0.2.0/-1", "/24", "x/24", "192.0.2.0/2/4"])
    func `What is no network is none`(_ text: String) {
        #expect(AddressRange(text) == nil)
    }

    @Test(arguments: [
        ("90s", 90, "1m30s"), ("1d12h", 129_600, "1d12h"), ("2w", 1_209_600, "2w"), ("1D", 86_400, "1d"),
        ("12 h", 43_200, "12h"), ("90m", 5400, "1h30m"), ("1y", 31_536_000, "52w1d"),
        ("100y", 3_153_600_000, "5214w2d"), ("36500d", 3_153_600_000, "5214w2d"),
    ])
    func `A time span is read and written`(_ text: String, _ seconds: Int64, _ spelling: String) {
        #expect(TimeSpan(text)?.seconds == seconds)
        #expect(TimeSpan(text)?.description == spelling)
    }

    @Test(arguments: [
        "", "5", "m", "0s", "1x", "-1m", "1m5", "7days", "1.5d", "36501d", "100y1s", "99999999999999999999d",
        "9223372036854775807w", " 1m", "1 2m",
    ])
    func `What is no time span is none`(_ text: String) {
        #expect(TimeSpan(text) == nil)
    }

    @Test func `A record of a password comes back as it was`() {
        let credential = SCRAM.Credential(
            salt: [1, 2, 3], iterations: 600_000, storedKey: Array(repeating: 7, count: 32),
            serverKey: Array(repeating: 9, count: 32))
        #expect(SCRAM.Credential(record: credential.record) == credential)
        #expect(credential.record.hasPrefix("SCRAM-SHA-256$600000:AQID$"))
        for broken in [
            "", "secret", "SCRAM-SHA-256$1:AQID$AA==:AA==", String(credential.record.dropLast(4)),
            credential.record + ":x",
        ] {
            #expect(SCRAM.Credential(record: broken) == nil)
        }
        #expect(SCRAM.Credential(record: credential.record.replacing("600000", with: "4095")) == nil)
        #expect(SCRAM.Credential(record: credential.record.replacing("600000", with: "10000001")) == nil)
    }
}
