import Testing

@testable import Bench

/// What a load says, to people and to programs.
@Suite struct LoadReportTests {
    private var report: LoadReport {
        var report = LoadReport("fan-out")
        report.add("sessions", "sessions", 1000)
        report.add("seconds", "seconds", 2.006, precision: 2)
        report.add("rate", "deliveries a second", 1_234_567.4)
        return report
    }

    @Test func `A table has a line a figure, aligned, with thousands apart`() {
        #expect(
            report.table == """
                fan-out
                  sessions                 1,000
                  seconds                   2.01
                  deliveries a second  1,234,567
                """)
    }

    @Test func `JSON is one object on one line`() {
        #expect(report.json == #"{"mode":"fan-out","sessions":1000,"seconds":2.01,"rate":1234567}"#)
    }

    @Test(arguments: [(999.0, "999"), (1000, "1,000"), (-1234, "-1,234"), (0, "0"), (100_000, "100,000")])
    func `A number is read in groups of three`(value: Double, text: String) {
        var report = LoadReport("x")
        report.add("x", "x", value)
        #expect(report.table == "x\n  x  \(text)")
    }

    @Test(arguments: [(0.05, "0.05"), (-0.5, "-0.50"), (1.999, "2.00")])
    func `Digits behind the point are as many as asked for`(value: Double, text: String) {
        var report = LoadReport("x")
        report.add("x", "x", value, precision: 2)
        #expect(report.table == "x\n  x  \(text)")
    }
}
