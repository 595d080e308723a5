import Testing

@testable import Server

@Suite struct HistogramSnapshotTests {
    @Test(arguments: [
        (-1.0, 0), (0, 0), (1, 0), (1.0.nextUp, 1), (2, 1), (2.0.nextUp, 2), (4, 2), (4.0.nextUp, 3), (1e300, 3),
    ])
    func `A value belongs to the first bound that it does not exceed`(value: Double, place: Int) {
        var histogram = HistogramSnapshot(bounds: [1, 2, 4])
        histogram.record(value)
        #expect(histogram.counts.firstIndex(of: 1) == place)
        #expect(histogram.count == 1 && histogram.sum == value && histogram.last == value)
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity]) func `What is no number is passed over`(value: Double) {
        var histogram = HistogramSnapshot(bounds: [1])
        histogram.record(value)
        #expect(histogram == HistogramSnapshot(bounds: [1]))
    }

    @Test func `A time in nanoseconds meets its bound to the nanosecond`() {
        for (place, bound) in ServerMetrics.timeBounds.enumerated() {
            let instrument = HistogramInstrument(bounds: ServerMetrics.timeBounds)
            let nanoseconds = Int64((bound * 1e9).rounded())
            instrument.recordNanoseconds(nanoseconds)
            instrument.recordNanoseconds(nanoseconds + 1)
            let counts = instrument.snapshot.counts
            #expect(counts[place] == 1 && counts[place + 1] == 1, "\(bound)")
        }
    }

    @Test func `The bounds rise, from 50 microseconds to 5 seconds and from one entry to a whole group`() {
        for bounds in [ServerMetrics.timeBounds, ServerMetrics.groupBounds] {
            #expect(zip(bounds, bounds.dropFirst()).allSatisfy { $0 < $1 })
        }
        #expect(ServerMetrics.timeBounds.first == 0.000_05 && ServerMetrics.timeBounds.last == 5)
        #expect(ServerMetrics.groupBounds.first == 1 && ServerMetrics.groupBounds.last == 4096)
    }

    @Test(arguments: [(0.0, 1.0), (0.25, 1.5), (0.5, 2), (0.75, 3), (1, 4), (-1, 1), (2, 4)])
    func `Between two bounds the values count as spread evenly`(share: Double, value: Double) {
        var histogram = HistogramSnapshot(bounds: [1, 2, 4])
        for value in [1.1, 1.9, 2.1, 3.9] { histogram.record(value) }
        #expect(histogram.quantile(share) == value)
    }

    @Test func `Of what exceeds all bounds the last bound is known, and of nothing nothing`() {
        var histogram = HistogramSnapshot(bounds: [1, 2])
        #expect(histogram.quantile(0.5) == nil)
        histogram.record(100)
        #expect(histogram.quantile(0.99) == 2)
    }
}
