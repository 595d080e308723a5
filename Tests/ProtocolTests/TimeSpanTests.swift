import Protocol
import Testing

/// Time spans and records of passwords, as people and files write them.
struct TimeSpanTests {
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
