import Protocol
import TestSupport
import Testing

struct TimestampTests {
    static let edges: [(text: String, milliseconds: Int64)] = [
        ("0001-01-01T00:00:00.000Z", -62_135_596_800_000), ("9999-12-31T23:59:59.999Z", 253_402_300_799_999),
        ("1969-12-31T23:59:59.999Z", -1), ("1970-01-01T00:00:00.000Z", 0),
        ("2000-02-29T12:00:00.000Z", 951_825_600_000),
        ("2023-11-14T22:13:20.123Z", 1_700_000_000_123), ("2100-02-28T23:59:59.999Z", 4_107_542_399_999),
    ]

    @Test(arguments: edges)
    func `A moment is written in UTC to the millisecond, and read again`(_ text: String, _ milliseconds: Int64) {
        #expect(Timestamp(iso8601: text)?.milliseconds == milliseconds)
        #expect(Timestamp(milliseconds: milliseconds).iso8601 == text)
    }

    @Test(
        arguments: [
            "", "Z", "0000-01-00T00:00:60Z", "0000-01-01T00:00:00.000Z", "0000-12-31T23:59:59.999Z",
            "0000-12-31T23:59:60Z", "0001-00-01T00:00:00Z", "0001-13-01T00:00:00Z", "0001-01-00T00:00:00Z",
            "0001-01-32T00:00:00Z", "2023-02-29T00:00:00Z", "1900-02-29T00:00:00Z", "2024-02-30T00:00:00Z",
            "2024-04-31T00:00:00Z", "2024-01-01T24:00:00Z", "2024-01-01T00:60:00Z", "2024-01-01T00:00:61Z",
            "2024-01-01T00:00:99Z", "-001-01-01T00:00:00Z", "+001-01-01T00:00:00Z", "10000-01-01T00:00:00Z",
            "2024-01-01T00:00:00", "2024-01-01T00:00:00.Z", "2024-01-01T00:00:00.٣Z", "2024-01-01T00:00:00Zz",
            "2024-01-01T00:00:00+00:00", "2024-01-01 00:00:00Z", "٢٠٢٤-01-01T00:00:00Z", "2024-01-0١T00:00:00Z",
            "2024-1-1T00:00:00Z", "20240101T000000Z", "2024-01-01T00:00:00.000z", "2024-01-01T00:00:-1Z",
        ])
    func `What is no moment is refused`(_ text: String) {
        #expect(Timestamp(iso8601: text) == nil)
    }

    /// <https://www.itu.int/rec/R-REC-TF.460-6-200202-I/en>
    @Test(
        arguments: [
            ("2012-06-30T23:59:60.419Z", "2012-07-01T00:00:00.419Z"),
            ("2016-12-31T23:59:60Z", "2017-01-01T00:00:00.000Z"),
            ("2024-02-29T23:59:60Z", "2024-03-01T00:00:00.000Z"), ("9999-12-31T23:59:60Z", "9999-12-31T23:59:59.999Z"),
            ("2016-12-30T23:59:60Z", nil), ("2016-12-31T22:59:60Z", nil), ("2016-12-31T23:58:60Z", nil),
            ("2017-01-01T00:00:60Z", nil), ("1971-12-31T23:59:60Z", nil), ("2024-02-28T23:59:60Z", nil),
            ("2016-12-31T23:59:61Z", nil),
        ] as [(String, String?)])
    func `A leap second is the last one of a month`(_ text: String, _ read: String?) {
        #expect(Timestamp(iso8601: text)?.iso8601 == read)
    }

    @Test func `Any decimals of a second are read, and three are kept`() {
        for (decimals, kept) in [("", "000"), (".5", "500"), (".25", "250"), (".1239", "123"), (".000000001", "000")] {
            #expect(Timestamp(iso8601: "2024-05-06T07:08:09\(decimals)Z")?.iso8601 == "2024-05-06T07:08:09.\(kept)Z")
        }
    }

    /// A trap would end the program, so that each of these is called at all is half of the test.
    @Test func `All arithmetic is total, and stays where it can be written and read back`() {
        var generator = SeededGenerator(seed: 12)
        var numbers: [Int64] = [.min, .min + 1, -1, 0, 1, .max - 1, .max]
        let edges = [Timestamp.range.lowerBound, Timestamp.range.upperBound, Int64.min / 1000, Int64.max / 1000]
        for edge in edges { numbers += [edge - 1, edge, edge + 1] }
        for _ in 0..<1000 {
            let number = Int64.random(in: .min ... .max, using: &generator)
            numbers.append(number >> Int64.random(in: 0..<63, using: &generator))
        }
        var unreadable: Set<Int64> = []
        for number in numbers {
            for time in [Timestamp(milliseconds: number), Timestamp(seconds: number)] {
                for difference in [0, -1, 1, -1000, 1000, number, .min, .max] as [Int64] {
                    for moment in [time.advanced(byMilliseconds: difference), time.advanced(bySeconds: difference)]
                    where !isReadBack(moment) { unreadable.insert(moment.milliseconds) }
                }
            }
            let nearest = min(max(number, Timestamp.range.lowerBound), Timestamp.range.upperBound)
            #expect(Timestamp(milliseconds: number).milliseconds == nearest)
            #expect(Timestamp(exactly: number)?.milliseconds == (nearest == number ? number : nil))
        }
        #expect(unreadable.isEmpty)
        #expect(Timestamp.latest.milliseconds(since: .earliest) == 315_537_897_599_999)
        #expect(Timestamp.earliest.seconds(since: .latest) == -315_537_897_599)
    }

    @Test func `What is nearest is taken for what is outside of the range`() {
        #expect(Timestamp.earliest.advanced(byMilliseconds: -1) == .earliest)
        #expect(Timestamp.earliest.advanced(byMilliseconds: 1).iso8601 == "0001-01-01T00:00:00.001Z")
        #expect(Timestamp.latest.advanced(byMilliseconds: 1) == .latest)
        #expect(Timestamp.latest.advanced(bySeconds: -1).iso8601 == "9999-12-31T23:59:58.999Z")
        #expect(Timestamp(milliseconds: 0).advanced(bySeconds: .min) == .earliest)
        #expect(Timestamp(milliseconds: 0).advanced(bySeconds: .max) == .latest)
        #expect(Timestamp(seconds: .max) == .latest)
        #expect(Timestamp(seconds: .min) == .earliest)
    }

    /// Each field at and around its edges, in every combination, and any digits at all.
    @Test func `Every text that is taken is written as one that is taken, and so are its neighbours`() {
        var generator = SeededGenerator(seed: 60)
        var texts: [String] = []
        for year in ["0000", "0001", "0004", "0100", "0400", "1900", "1970", "1971", "1972", "2000", "2024", "9999"] {
            for month in (0...13).map(Self.two) {
                for day in [0, 1, 28, 29, 30, 31, 32].map(Self.two) {
                    for time in ["00:00:00", "00:00:60", "23:59:59", "23:59:60", "23:59:61", "24:00:00", "12:60:00"] {
                        texts.append("\(year)-\(month)-\(day)T\(time)Z")
                    }
                }
            }
        }
        for _ in 0..<10_000 {
            let digits = Array("0123456789")
            texts.append(String("####-0#-1#T1#:3#:4#.###Z".map { $0 == "#" ? generator.pick(digits) : $0 }))
        }
        var accepted = 0
        var changed: [String] = []
        for text in texts {
            guard let time = Timestamp(iso8601: text) else { continue }
            accepted += 1
            let moments = [-1000, -1, 0, 1, 1000].map { time.advanced(byMilliseconds: $0) }
            let isSame = text.contains(":60") || time.iso8601.prefix(19) == text.prefix(19)
            if !isSame || !moments.allSatisfy(isReadBack) { changed.append(text) }
        }
        #expect(changed.isEmpty)
        #expect(accepted > 8000)
    }

    private func isReadBack(_ time: Timestamp) -> Bool {
        let text = time.iso8601
        return text.utf8.count == 24 && Timestamp(iso8601: text) == time
    }

    private static func two(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }
}
