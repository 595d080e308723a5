import Protocol
import Testing

@testable import Client

@Suite struct ServerTimeReaderTests {
    @Test func `Times in any order are read as they would be alone`() {
        var reader = ServerTimeReader()
        let texts = [
            "2026-01-02T03:04:05.678Z", "2026-01-02T03:04:59.999Z", "2026-01-02T03:04:60.000Z",
            "2026-01-02T03:04:00.000Z",
            "2026-01-02T03:05:00.001Z", "2026-01-02T03:05:01Z", "2026-01-02T03:05:0x.001Z", "2026-01-02T03:05:01,001Z",
            "2026-01-02T03:05:02.5Z", "", "x", "2026-02-30T00:00:00.000Z", "2026-01-02T03:05:59.000Z",
            "1969-12-31T23:59:59.500Z", "1969-12-31T23:59:01.250Z", "2026-01-02T03:05:61.000Z",
        ]
        for text in texts + texts.reversed() {
            #expect(reader.read(text) == Timestamp(iso8601: text), "\(text)")
        }
    }
}
