import CoreMetrics
import Storage

/// The measurements of the log: how much it stores at once, and how long that takes.
struct LogMetrics: Sendable {
    private let appends: Counter
    private let lost: Counter
    private let groups: Recorder
    private let fsync: Timer
    private let gateWait: Timer

    init(_ factory: any MetricsFactory) {
        appends = Counter(label: ServerMetrics.Series.appends.rawValue, factory: factory)
        lost = Counter(label: ServerMetrics.Series.logLost.rawValue, factory: factory)
        groups = Recorder(label: ServerMetrics.Series.appendGroup.rawValue, aggregate: true, factory: factory)
        fsync = Timer(label: ServerMetrics.Series.fsync.rawValue, factory: factory)
        gateWait = Timer(label: ServerMetrics.Series.gateWait.rawValue, factory: factory)
    }

    func count(_ commitResult: CommitResult) {
        for group in commitResult.stored {
            appends.increment(by: group.entryCount)
            groups.record(group.entryCount)
            fsync.recordNanoseconds(group.nanoseconds)
        }
        lost.increment(by: commitResult.lost)
    }

    func waited(nanoseconds: UInt64) { gateWait.recordNanoseconds(nanoseconds) }
}
