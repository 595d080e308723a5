import Chat
import Logging
import Storage
import Synchronization
import Transport

@testable import Server

/// A server that runs in the test's process, on one lane, until ``end()``.
struct RunningServer {
    /// All that a running server shows of its configuration.
    struct InForce: Equatable, Sendable {
        var settings: Settings
        var reachability: Reachability
        var rules: ListenerSet.Rules
        var retention: Retention
        var backups: BackupPlan
        var keepCopies: Int64?
        var acceptsPassword: Bool
        var certificate: Fingerprint
        var folder: String
        /// The addresses without their ports, which the system may have chosen.
        var hosts: [String]
        /// Nil where telnet is not served.
        var telnetHost: String?
        /// Nil where the metrics are not told.
        var metricsHost: String?
    }

    let server: ChatServer

    init(_ configuration: ServerConfiguration) throws {
        server = try ChatServer(
            configuration, on: MachineResources(laneCount: 1),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    func inForce() async -> InForce {
        let rules = server.listenerSet.current.withLock { $0.rules }
        let certificate = server.keyFingerprint
        let (folder, hosts, telnetHost) = (server.folder.path, server.endpoints.map(\.host), server.telnet?.host)
        let metricsHost = server.metricsEndpoints.first?.host
        return await withCheckedContinuation { continuation in
            server.loop.perform { core in
                continuation.resume(
                    returning: InForce(
                        settings: core.network.settings, reachability: core.network.reachability, rules: rules,
                        retention: core.housekeeping.retention, backups: core.housekeeping.backups.plan,
                        keepCopies: core.housekeeping.keepCopies,
                        acceptsPassword: core.host.password?.accepts("open sesame") == true, certificate: certificate,
                        folder: folder, hosts: hosts, telnetHost: telnetHost, metricsHost: metricsHost))
            }
        }
    }

    func end() async {
        await withCheckedContinuation { done in server.stop(reason: "The test is over") { done.resume() } }
    }
}
