import Testing

@testable import Bench

/// What a load says, to people and to programs.
@Suite struct FiguresTests {
    private var figures: Figures {
        var figures = Figures("fan-out")
        figures.add("sessions", "sessions", 1000)
        figures.add("seconds", "seconds", 2.006, precision: 2)
        figures.add("rate", "deliveries a second", 1_234_567.4)
        return figures
    }

    @Test func `a table has a line a figure, aligned, with thousands apart`() {
        #expect(
            figures.table == """
                fan-out
                  sessions                 1,000
                  seconds                   2.01
                  deliveries a second  1,234,567
                """)
    }

    @Test func `JSON is one object on one line`() {
        #expect(figures.json == #"{"mode":"fan-out","sessions":1000,"seconds":2.01,"rate":1234567}"#)
    }

    @Test(arguments: [(999.0, "999"), (1000, "1,000"), (-1234, "-1,234"), (0, "0"), (100_000, "100,000")])
    func `a number is read in groups of three`(value: Double, text: String) {
        var figures = Figures("x")
        figures.add("x", "x", value)
        #expect(figures.table == "x\n  x  \(text)")
    }

    @Test(arguments: [(0.05, "0.05"), (-0.5, "-0.50"), (1.999, "2.00")])
    func `digits behind the point are as many as asked for`(value: Double, text: String) {
        var figures = Figures("x")
        figures.add("x", "x", value, precision: 2)
        #expect(figures.table == "x\n  x  \(text)")
    }
}
