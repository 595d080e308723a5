import CoreMetrics
import Synchronization

/// The measurements of one server, kept until somebody collects them: the factory of its handles, and the text that Prometheus reads.
///
/// It knows the families that it is given, and no others: what is measured under another name, as another kind, or with more than
/// ``maxSeries`` values of a label, counts nowhere. So it never grows with what people do.
package final class PrometheusRegistry: Sendable {
    private enum Instrument: Sendable {
        case counter(CounterInstrument)
        case gauge(GaugeInstrument)
        case histogram(HistogramInstrument)
    }

    private struct Series: Sendable {
        let labels: PrometheusText.Labels
        let instrument: Instrument

        var isKnown: Bool {
            switch instrument {
            case .counter, .histogram: true
            case .gauge(let gauge): !gauge.value.isNaN
            }
        }

        var handler: AnyObject {
            switch instrument {
            case .counter(let counter): counter
            case .gauge(let gauge): gauge
            case .histogram(let histogram): histogram
            }
        }
    }

    /// The most series of one family.
    static let maxSeries = 64

    package let families: [MetricFamily]
    private let series = Mutex<[String: [Series]]>([:])

    /// - Parameter families: each with a name of its own; shown in this order.
    package init(_ families: [MetricFamily]) { self.families = families }

    // MARK: Reading

    /// All that is known, as Prometheus reads it. Families of which nothing is known are left out.
    package var text: String {
        let series = series.withLock { $0 }
        var text = PrometheusText()
        for family in families {
            let known = (series[family.name] ?? []).filter(\.isKnown)
            guard !known.isEmpty else { continue }
            text.begin(family)
            for one in known {
                switch one.instrument {
                case .counter(let counter): text.append(family.name, one.labels, Double(counter.value))
                case .gauge(let gauge): text.append(family.name, one.labels, gauge.value)
                case .histogram(let histogram): text.append(family.name, one.labels, histogram.snapshot)
                }
            }
        }
        return text.text
    }

    /// The counts of a family, each with the value of its label, which is empty where it has none.
    package func counts(of name: String) -> [(label: String, count: Int)] {
        series.withLock { $0[name] ?? [] }.compactMap { one in
            if case .counter(let counter) = one.instrument { (one.labels.first?.1 ?? "", counter.value) } else { nil }
        }
    }

    /// A family's values counted by size; nil where it is no histogram, or nobody measures it.
    package func histogram(of name: String) -> HistogramSnapshot? {
        guard case .histogram(let histogram)? = series.withLock({ $0[name]?.first?.instrument }) else { return nil }
        return histogram.snapshot
    }

    // MARK: Making

    /// The instrument of a series: the one that there is, or a new one. Nil where there may be none.
    private func instrument(
        _ name: String, _ labels: PrometheusText.Labels, make: (MetricFamily.Kind) -> Instrument?
    ) -> Instrument? {
        guard let family = families.first(where: { $0.name == name }), let new = make(family.kind) else { return nil }
        return series.withLock { series in
            let known = series[name] ?? []
            if let same = known.first(where: { $0.labels.elementsEqual(labels, by: ==) }) { return same.instrument }
            guard known.count < Self.maxSeries else { return nil }
            series[name] = known + [Series(labels: labels, instrument: new)]
            return new
        }
    }

    private func remove(_ handler: AnyObject) {
        series.withLock { series in
            for name in series.keys { series[name]?.removeAll { $0.handler === handler } }
        }
    }
}

extension PrometheusRegistry: MetricsFactory {
    package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        let made = instrument(label, dimensions) { $0 == .counter ? .counter(CounterInstrument()) : nil }
        return if case .counter(let counter)? = made { counter } else { NOOPMetricsHandler.instance }
    }

    package func makeRecorder(
        label: String, dimensions: [(String, String)], aggregate: Bool
    ) -> any RecorderHandler {
        guard aggregate else {
            // Nothing is known before something was recorded.
            return gauge(label, dimensions, startingAt: .nan) ?? NOOPMetricsHandler.instance
        }
        return histogram(label, dimensions) ?? NOOPMetricsHandler.instance
    }

    package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        gauge(label, dimensions, startingAt: 0) ?? NOOPMetricsHandler.instance
    }

    package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        histogram(label, dimensions) ?? NOOPMetricsHandler.instance
    }

    package func destroyCounter(_ handler: any CounterHandler) { remove(handler) }
    package func destroyMeter(_ handler: any MeterHandler) { remove(handler) }
    package func destroyRecorder(_ handler: any RecorderHandler) { remove(handler) }
    package func destroyTimer(_ handler: any TimerHandler) { remove(handler) }

    private func gauge(
        _ name: String, _ labels: PrometheusText.Labels, startingAt value: Double
    ) -> GaugeInstrument? {
        let made = instrument(name, labels) { $0 == .gauge ? .gauge(GaugeInstrument(value)) : nil }
        return if case .gauge(let gauge)? = made { gauge } else { nil }
    }

    private func histogram(_ name: String, _ labels: PrometheusText.Labels) -> HistogramInstrument? {
        let made = instrument(name, labels) { kind in
            if case .histogram(let bounds) = kind { .histogram(HistogramInstrument(bounds: bounds)) } else { nil }
        }
        return if case .histogram(let histogram)? = made { histogram } else { nil }
    }
}
