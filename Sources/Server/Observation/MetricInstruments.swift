import CoreMetrics
import Synchronization

/// A count that only grows. It may be counted from anywhere, and nobody waits.
final class CounterInstrument: CounterHandler {
    private let total = Atomic<Int>(0)

    var value: Int { total.load(ordering: .relaxed) }

    /// Nothing happens for less than 1.
    func increment(by amount: Int64) {
        guard amount > 0 else { return }
        total.wrappingAdd(Int(amount), ordering: .relaxed)
    }

    func reset() { total.store(0, ordering: .relaxed) }
}

/// A value that goes up and down. Not a number stands for a value that is not known.
final class GaugeInstrument: RecorderHandler, MeterHandler {
    private let bits: Atomic<UInt64>

    init(_ value: Double) { bits = Atomic(value.bitPattern) }

    var value: Double { Double(bitPattern: bits.load(ordering: .relaxed)) }

    func set(_ value: Int64) { set(Double(value)) }
    func set(_ value: Double) { bits.store(value.bitPattern, ordering: .relaxed) }
    func record(_ value: Int64) { set(Double(value)) }
    func record(_ value: Double) { set(value) }
    func increment(by amount: Double) { add(amount) }
    func decrement(by amount: Double) { add(-amount) }

    private func add(_ amount: Double) {
        var seen = bits.load(ordering: .relaxed)
        while true {
            let sum = (Double(bitPattern: seen) + amount).bitPattern
            let (isStored, current) = bits.compareExchange(expected: seen, desired: sum, ordering: .relaxed)
            if isStored { return }
            seen = current
        }
    }
}

/// Values counted by size; of a timer, in seconds. Whoever records waits at most for one who reads: what is recorded is as rare as a write to
/// the disk.
final class HistogramInstrument: RecorderHandler, TimerHandler {
    private let values: Mutex<HistogramSnapshot>

    init(bounds: [Double]) { values = Mutex(HistogramSnapshot(bounds: bounds)) }

    var snapshot: HistogramSnapshot { values.withLock { $0 } }

    func record(_ value: Int64) { record(Double(value)) }
    func record(_ value: Double) { values.withLock { $0.record(value) } }
    func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }
}
