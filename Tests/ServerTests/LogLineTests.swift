import Foundation
import Logging
import Testing

@testable import Server

/// One event of the log as a line, in each format.
@Suite struct LogLineTests {
    /// 31 January 2026, 12:00:00.042, where clocks are an hour ahead of UTC.
    private static func time(offset: Int = 3600, milliseconds: Int = 42) -> LogTime {
        var parts = tm()
        (parts.tm_year, parts.tm_mon, parts.tm_mday, parts.tm_hour, parts.tm_gmtoff) = (126, 0, 31, 12, offset)
        return LogTime(parts, milliseconds: milliseconds)
    }

    private static func line(
        _ level: Logger.Level = .notice, _ message: String = "operator", _ metadata: Logger.Metadata = [:]
    ) -> LogLine {
        LogLine(at: time(), level: level, label: "grillo", source: "Server", message: message, metadata: metadata)
    }

    private static func object(_ line: LogLine) throws -> [String: Any] {
        let text = line.formatted(.json, journal: false)
        return try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    @Test func `A line of text begins with its time`() {
        let line = Self.line(.notice, "operator", ["by": "anna"]).formatted(.text, journal: false)
        #expect(line == "2026-01-31T12:00:00+0100 notice grillo: by=anna [Server] operator")
    }

    @Test(arguments: [
        (Logger.Level.trace, 7), (.debug, 7), (.info, 6), (.notice, 5), (.warning, 4), (.error, 3), (.critical, 2),
    ])
    func `For the journal a line of text begins with its priority, and has no time`(
        _ level: Logger.Level, _ priority: Int
    ) {
        let line = Self.line(level).formatted(.text, journal: true)
        #expect(line == "<\(priority)>\(level) grillo: [Server] operator")
    }

    @Test func `A line of JSON is one object, for the journal too`() {
        let line = Self.line(.notice, "operator", ["by": "anna"])
        let expected = """
            {"time":"2026-01-31T12:00:00.042+01:00","level":"notice","label":"grillo","source":"Server",\
            "message":"operator","metadata":{"by":"anna"}}
            """
        #expect(line.formatted(.json, journal: false) == expected)
        #expect(line.formatted(.json, journal: true) == expected)
    }

    @Test(arguments: [
        (0, 0, "+0000", ".000+00:00"), (-12_600, 7, "-0330", ".007-03:30"), (20_700, 999, "+0545", ".999+05:45"),
    ])
    func `A time has its offset from UTC`(_ offset: Int, _ milliseconds: Int, _ plain: String, _ full: String) {
        let time = Self.time(offset: offset, milliseconds: milliseconds)
        #expect(time.plain == "2026-01-31T12:00:00" + plain)
        #expect(time.withMilliseconds == "2026-01-31T12:00:00" + full)
    }

    @Test(arguments: [
        ("a\"b\\c", "a\"b\\c"), ("a\nb\r", "a\\u{A}b\\u{D}"), ("\u{1B}[2J\u{0}\u{9B}", "\\u{1B}[2J\\u{0}\\u{9B}"),
        ("a\u{202E}b\u{2066}", "a\\u{202E}b\\u{2066}"), ("\u{2028}\u{2029}", "\\u{2028}\\u{2029}"),
        ("世界 👍", "世界 👍"), ("", ""), ("</script>", "</script>"),
    ])
    func `What people wrote is whole in JSON, and orders nothing about when it is shown`(
        _ text: String, _ shown: String
    ) throws {
        let line = Self.line(.notice, text, ["detail": "\(text)", "k\(text)": "v"])
        let object = try Self.object(line)
        #expect(object["message"] as? String == shown)
        #expect(object["metadata"] as? [String: String] == ["detail": shown, "k" + shown: "v"])
        let written = line.formatted(.json, journal: false)
        #expect(written == LogText.line(written))
    }

    @Test func `Each character by itself leaves the line parseable`() throws {
        for value in UInt32(0)...0x2FFF {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let object = try Self.object(Self.line(.notice, String(scalar)))
            let message = try #require(object["message"] as? String)
            #expect(message == LogText.line(String(scalar)), "\(value)")
        }
    }

    @Test func `Nested values are arrays and objects`() throws {
        let object = try Self.object(
            Self.line(
                .notice, "keys",
                [
                    "keys": .array(["room", .array(["a\nb"])]), "none": .array([]),
                    "of": .dictionary(["b": .stringConvertible(7), "a": .dictionary([:])]),
                ]))
        let metadata = try #require(object["metadata"] as? NSDictionary)
        let expected: NSDictionary = [
            "keys": ["room", ["a\\u{A}b"]], "none": [], "of": ["a": [String: String](), "b": "7"],
        ]
        #expect(metadata == expected)
    }

    @Test func `The journal is known by the device and the inode of the stream alone`() {
        #expect(JournalStream.names("8:1234", device: 8, inode: 1234))
        for other in ["", ":", "8", "8:", "8:12345", "9:1234", "8:1234 ", "08:1234", "8:1234:5"] {
            #expect(!JournalStream.names(other, device: 8, inode: 1234), "\(other)")
        }
        #expect(!JournalStream.isStandardError(nil))
        #expect(!JournalStream.isStandardError("0:0"))
    }
}
