/// Values counted by size.
package struct HistogramSnapshot: Hashable, Sendable {
    /// In rising order.
    package let bounds: [Double]
    /// For each bound the number of values that do not exceed it, but exceed the one before; behind them the number of those that exceed
    /// all.
    package private(set) var counts: [Int]
    package private(set) var sum = 0.0
    /// The latest value; nil where there is none.
    package private(set) var last: Double?

    /// No values yet.
    package init(bounds: [Double]) {
        self.bounds = bounds
        counts = Array(repeating: 0, count: bounds.count + 1)
    }

    package var count: Int { counts.reduce(0, +) }

    /// Counts a value. One that is no number, or infinite, is passed over.
    package mutating func record(_ value: Double) {
        guard value.isFinite else { return }
        counts[bounds.firstIndex { value <= $0 } ?? bounds.count] += 1
        sum += value
        last = value
    }

    /// The value that a share of all does not exceed, as near as the bounds tell it: between two of them the values are taken to be spread
    /// evenly, as Prometheus does. Of what exceeds all bounds no more is known than the last one.
    ///
    /// - Parameter share: 0 to 1; 0.99 asks for the 99th percentile. Of others the nearest is taken.
    /// - Returns: nil where there are no values.
    package func quantile(_ share: Double) -> Double? {
        let rank = min(max(share, 0), 1) * Double(count)
        guard count > 0, let highest = bounds.last else { return nil }
        var below = 0
        for (index, bound) in bounds.enumerated() {
            let through = below + counts[index]
            guard through > below, Double(through) >= rank else {
                below = through
                continue
            }
            let start = index == 0 ? min(0, bound) : bounds[index - 1]
            return start + (bound - start) * max(0, rank - Double(below)) / Double(counts[index])
        }
        return highest
    }
}
