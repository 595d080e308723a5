import CoreMetrics

/// A counter for each value of a label: all of them are there from the beginning, with 0.
struct LabelledCounters<Label: RawRepresentable & CaseIterable & Hashable & Sendable>: Sendable
where Label.RawValue == String {
    private let counters: [Label: Counter]

    init(_ series: ServerMetrics.Series, label: String, factory: any MetricsFactory) {
        counters = Dictionary(
            uniqueKeysWithValues: Label.allCases.map { value in
                (value, Counter(label: series.rawValue, dimensions: [(label, value.rawValue)], factory: factory))
            })
    }

    /// Nothing happens for less than 1.
    func increment(_ label: Label, by amount: Int = 1) {
        guard amount > 0 else { return }
        counters[label]?.increment(by: amount)
    }
}
