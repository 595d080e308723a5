import Chat
import CoreMetrics
import Storage

/// The measurements of one server. They may be counted and read from anywhere; each is cheap enough to be counted always, also where
/// nobody collects them.
///
/// The handles are swift-metrics' own. Their factory is the server's, not the process's: several servers may run in one.
package final class ServerMetrics: Sendable {
    /// Keeps all that is measured.
    private let registry: PrometheusRegistry

    private let accepted: LabelledCounters<ConnectionKind>
    private let open: [ConnectionKind: Meter]
    private let failedConnections: Counter
    private let messages: LabelledCounters<SpokenCommand>
    private let deliveries: Counter
    private let refusals: LabelledCounters<RefusalRule>
    private let hostRefusals: LabelledCounters<HostRefusalRule>
    private let logins: LabelledCounters<LoginResult>
    private let log: LogMetrics
    private let gauges: LoadGauges

    package init() {
        let registry = PrometheusRegistry(Series.allCases.map(\.family))
        self.registry = registry
        accepted = LabelledCounters(.connectionsAccepted, label: "kind", factory: registry)
        open = Dictionary(
            uniqueKeysWithValues: ConnectionKind.allCases.map { kind in
                let dimensions = [("kind", kind.rawValue)]
                return (kind, Meter(label: Series.connectionsOpen.rawValue, dimensions: dimensions, factory: registry))
            })
        failedConnections = Counter(label: Series.connectionsFailed.rawValue, factory: registry)
        messages = LabelledCounters(.messages, label: "command", factory: registry)
        deliveries = Counter(label: Series.deliveries.rawValue, factory: registry)
        refusals = LabelledCounters(.refusals, label: "rule", factory: registry)
        hostRefusals = LabelledCounters(.refusals, label: "rule", factory: registry)
        logins = LabelledCounters(.logins, label: "result", factory: registry)
        log = LogMetrics(registry)
        gauges = LoadGauges(registry)
    }

    // MARK: Reading

    /// The counts of a series that only grows, each with the value of its label, which is empty where it has none; nothing for any other
    /// series. Of the refusals the labels are the rules.
    package func counts(of series: Series) -> [(label: String, count: Int)] { registry.counts(of: series.rawValue) }

    /// The values of ``Series/fsync``, ``Series/gateWait`` (both in seconds) or ``Series/appendGroup`` since the server started; nil for
    /// any other series.
    package func histogram(of series: Series) -> HistogramSnapshot? { registry.histogram(of: series.rawValue) }

    /// All of it as Prometheus reads it.
    ///
    /// - Parameter load: nil where it could not be found out: then what depends on it is left out.
    func text(_ load: ServerLoad?) -> String {
        gauges.record(load)
        return registry.text
    }

    // MARK: Counting

    func connectionOpened(_ kind: ConnectionKind) {
        accepted.increment(kind)
        open[kind]?.increment()
    }

    func connectionClosed(_ kind: ConnectionKind) { open[kind]?.decrement() }

    func connectionFailed() { failedConnections.increment() }

    func refused(by rule: HostRefusalRule, times: Int = 1) { hostRefusals.increment(rule, by: times) }

    /// Takes what has happened in Chat.
    func count(_ activity: ActivityCounts) {
        messages.increment(.message, by: activity.messages)
        messages.increment(.notice, by: activity.notices)
        messages.increment(.tagMessage, by: activity.tagMessages)
        deliveries.increment(by: activity.deliveries)
        logins.increment(.ok, by: activity.logins)
        logins.increment(.failed, by: activity.failedLogins)
        for (rule, times) in activity.refusals { refusals.increment(rule, by: times) }
    }

    /// Takes what the log stored or refused.
    func count(_ commitResult: CommitResult) {
        log.count(commitResult)
        refused(by: .storage, times: commitResult.refused.count)
    }

    /// - Parameter nanoseconds: how long it took until the log had answered for what it was handed at once.
    func waited(nanoseconds: UInt64) { log.waited(nanoseconds: nanoseconds) }
}
