import Protocol
import Testing

@testable import Client

/// Times as people write them.
@Suite struct TimePhraseTests {
    // 2026-05-14 is a Thursday; it is 10:00 two hours east of UTC.
    @Test(arguments: [
        ("9:15", "2026-05-14T07:15:00.000Z"), ("14:30", "2026-05-13T12:30:00.000Z"),
        ("yesterday", "2026-05-12T22:00:00.000Z"), ("yesterday 23:00", "2026-05-13T21:00:00.000Z"),
        ("3 oct", "2025-10-02T22:00:00.000Z"), ("May 3rd", "2026-05-02T22:00:00.000Z"),
        ("3 may 2024 at 12:00:30", "2024-05-03T10:00:30.000Z"), ("29 feb", "2024-02-28T22:00:00.000Z"),
        ("2026-05-01 08:00", "2026-05-01T06:00:00.000Z"), ("monday", "2026-05-10T22:00:00.000Z"),
        ("thursday", "2026-05-06T22:00:00.000Z"), ("2h ago", "2026-05-14T06:00:00.000Z"),
        ("3 days ago", "2026-05-11T08:00:00.000Z"), ("today", "2026-05-13T22:00:00.000Z"),
    ]) func `A time is read as people write it`(text: String, moment: String) {
        let now = Timestamp(iso8601: "2026-05-14T08:00:00Z") ?? Timestamp(milliseconds: 0)
        #expect(TimePhrase.parse(text, now: now, utcOffsetSeconds: 7200)?.iso8601 == moment)
    }

    @Test(arguments: [
        "", "soon", "25:00", "12:60", "31 feb", "3 oct 2027", "today 23:00", ":", "1:2:3:4", "99999999h ago", "t",
        "oct",
        "2026-13-01", "3", "ago", "0000-00-00",
    ]) func `What is no time, or still to come, is nothing`(text: String) {
        let now = Timestamp(iso8601: "2026-05-14T08:00:00Z") ?? Timestamp(milliseconds: 0)
        #expect(TimePhrase.parse(text, now: now, utcOffsetSeconds: 7200) == nil)
    }
}
