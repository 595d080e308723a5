import Chat
import CoreMetrics
import Protocol
import Storage

/// The size of a server at one moment: what is here, and what waits.
package struct ServerLoad: Hashable, Sendable {
    package let population: ServerPopulation
    /// Outputs and questions that wait for the log.
    package let gateWaiting: Int
    /// Seconds for which the oldest of what the log was handed has waited for its answer; 0 where nothing waits.
    package let gateWait: Double
    /// Entries that people were shown and that are not stored yet because the log fails.
    package let logBacklog: Int
    /// Entries that people were shown and that were given up, since the start, because the log did not take them.
    package let lostEntries: Int
    /// Lines that wait for the server.
    package let inboxLines: Int
    /// Bytes that wait in all connections for people to read them.
    package let queueBytes: Int
    /// Seconds for which the index for searching has been behind the history; 0 where it is not, or there is none.
    package let indexLag: Double
    /// Why the log did not take the last that it was given; nil where it did.
    package let logFailure: LogError?

    /// Why a server with that load is not well, in one line; nil where it is.
    ///
    /// - Parameter load: nil where the server did not tell it.
    package static func problem(with load: Self?) -> String? {
        guard let load else { return "the server does not answer" }
        guard load.logFailure == nil else { return "history cannot be stored" }
        return load.gateWait > ServerStatus.gatePatience ? "history waits for the disk" : nil
    }
}

/// The gauges that show the load of a server, and when it started.
struct LoadGauges: Sendable {
    private let sessions: [ServerMetrics.SessionState: Gauge]
    private let others: [ServerMetrics.Series: Gauge]

    init(_ factory: any MetricsFactory) {
        let start = Gauge(label: ServerMetrics.Series.startTime.rawValue, factory: factory)
        start.record(Double(WallClock.now().milliseconds) / 1000)
        sessions = Dictionary(
            uniqueKeysWithValues: ServerMetrics.SessionState.allCases.map { state in
                let dimensions = [("state", state.rawValue)]
                let label = ServerMetrics.Series.sessions.rawValue
                return (state, Gauge(label: label, dimensions: dimensions, factory: factory))
            })
        let series: [ServerMetrics.Series] = [
            .people, .rooms, .gateWaiting, .gateOldest, .logBacklog, .inbox, .queueBytes, .indexLag,
        ]
        others = Dictionary(
            uniqueKeysWithValues: series.map { ($0, Gauge(label: $0.rawValue, factory: factory)) })
    }

    /// - Parameter load: nil where it is not known: then nothing is shown of it.
    func record(_ load: ServerLoad?) {
        func value(_ path: KeyPath<ServerLoad, Int>) -> Double { load.map { Double($0[keyPath: path]) } ?? .nan }
        sessions[.registered]?.record(value(\.population.registeredSessions))
        sessions[.unregistered]?.record(value(\.population.unregisteredSessions))
        others[.people]?.record(value(\.population.people))
        others[.rooms]?.record(value(\.population.rooms))
        others[.gateWaiting]?.record(value(\.gateWaiting))
        others[.gateOldest]?.record(load?.gateWait ?? .nan)
        others[.logBacklog]?.record(value(\.logBacklog))
        others[.inbox]?.record(value(\.inboxLines))
        others[.queueBytes]?.record(value(\.queueBytes))
        others[.indexLag]?.record(load?.indexLag ?? .nan)
    }
}
