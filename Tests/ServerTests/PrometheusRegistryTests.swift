import CoreMetrics
import Testing

@testable import Server

/// The text is held to <https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format>.
@Suite struct PrometheusRegistryTests {
    private let registry = PrometheusRegistry([
        MetricFamily(name: "b_total", help: "A count.", kind: .counter),
        MetricFamily(name: "a", help: "A \\ and\na line.", kind: .gauge),
        MetricFamily(name: "t_seconds", help: "A time.", kind: .histogram(bounds: [0.05, 1])),
    ])

    @Test func `Nothing is told of what nobody measures`() {
        #expect(registry.text == "")
    }

    @Test func `Families come in their order, each with its samples behind its help and type`() {
        let time = Timer(label: "t_seconds", factory: registry)
        let gauge = Gauge(label: "a", factory: registry)
        let two = Counter(label: "b_total", dimensions: [("kind", "two")], factory: registry)
        let one = Counter(label: "b_total", dimensions: [("kind", "one")], factory: registry)
        one.increment()
        two.increment(by: 41)
        two.increment()
        gauge.record(2.5)
        time.recordMilliseconds(50)
        time.recordSeconds(2)
        #expect(
            registry.text == """
                # HELP b_total A count.
                # TYPE b_total counter
                b_total{kind="two"} 42
                b_total{kind="one"} 1
                # HELP a A \\\\ and\\na line.
                # TYPE a gauge
                a 2.5
                # HELP t_seconds A time.
                # TYPE t_seconds histogram
                t_seconds_bucket{le="0.05"} 1
                t_seconds_bucket{le="1"} 1
                t_seconds_bucket{le="+Inf"} 2
                t_seconds_sum 2.05
                t_seconds_count 2

                """)
    }

    @Test func `In the value of a label quotes, backslashes and line ends are escaped`() {
        Counter(label: "b_total", dimensions: [("x", "a\"b\\c\nd}")], factory: registry).increment()
        #expect(registry.text.contains("b_total{x=\"a\\\"b\\\\c\\nd}\"} 1\n"))
    }

    @Test(arguments: [
        (0.0, "0"), (-0.0, "0"), (1, "1"), (-3, "-3"), (0.5, "0.5"), (0.000_05, "5e-05"), (.infinity, "+Inf"),
        (-.infinity, "-Inf"), (.nan, "NaN"), (0x1p53, "9007199254740992.0"), (1e300, "1e+300"),
    ])
    func `Numbers are written as Go reads them`(value: Double, text: String) {
        #expect(PrometheusText.number(value) == text)
    }

    @Test func `A gauge that is not known is left out, and comes back`() {
        let gauge = Gauge(label: "a", factory: registry)
        #expect(registry.text == "")
        gauge.record(1)
        #expect(registry.text.hasSuffix("\na 1\n"))
        gauge.record(Double.nan)
        #expect(registry.text == "")
    }

    @Test func `A meter goes up and down from nothing`() {
        let meter = Meter(label: "a", factory: registry)
        meter.increment()
        meter.increment(by: 2.5)
        meter.decrement()
        #expect(registry.text.hasSuffix("\na 2.5\n"))
    }

    @Test func `Two handles of the same name and labels count together`() {
        for _ in 0..<2 { Counter(label: "b_total", dimensions: [("kind", "one")], factory: registry).increment() }
        #expect(registry.counts(of: "b_total").map(\.count) == [2])
    }

    @Test func `A counter never falls`() {
        let counter = Counter(label: "b_total", factory: registry)
        counter.increment(by: 3)
        counter.increment(by: -2)
        #expect(registry.counts(of: "b_total").map(\.count) == [3])
    }

    @Test func `What is not in the table, or is there as something else, counts nowhere`() {
        Counter(label: "other_total", factory: registry).increment()
        Counter(label: "a", factory: registry).increment()
        Gauge(label: "b_total", factory: registry).record(1)
        Timer(label: "a", factory: registry).recordSeconds(1)
        #expect(registry.text == "")
    }

    @Test func `A family has only so many series`() {
        for number in 0...PrometheusRegistry.maxSeries {
            Counter(label: "b_total", dimensions: [("x", "\(number)")], factory: registry).increment()
        }
        #expect(registry.counts(of: "b_total").count == PrometheusRegistry.maxSeries)
        Counter(label: "b_total", dimensions: [("x", "0")], factory: registry).increment()
        #expect(registry.counts(of: "b_total").first?.count == 2)
    }

    @Test func `A handle that is destroyed is told no more`() {
        let counter = Counter(label: "b_total", factory: registry)
        counter.increment()
        counter.destroy()
        #expect(registry.text == "")
    }

    @Test func `Counts from many threads are all there`() async {
        let counter = Counter(label: "b_total", factory: registry)
        let meter = Meter(label: "a", factory: registry)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    for _ in 0..<1000 {
                        counter.increment()
                        meter.increment()
                    }
                }
            }
        }
        #expect(registry.counts(of: "b_total").map(\.count) == [8000])
        #expect(registry.text.contains("\na 8000\n"))
    }
}
