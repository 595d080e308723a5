import Basics
import Logging
import Transport

/// The parts of a server that all its listeners share, and the way in which each listener receives those who connect.
struct ConnectionIntake: Sendable {
    let inbox: Inbox
    let unregisteredLimiter: UnregisteredConnectionLimiter
    let refusals: RefusalLog
    let metrics: ServerMetrics
    let logger: Logger

    /// Makes the configuration of a listener.
    ///
    /// - Parameters:
    ///   - tag: copied into every `Peer`.
    ///   - tls: nil where its connections are plain.
    ///   - lanes: those that its connections live on.
    ///   - makeReader: makes the handler of a connection that may come in.
    func configuration(
        tag: String, tls: TLSContext? = nil, lanes: Range<Int>, rules: ListenerSet.Rules,
        makeReader: @escaping @Sendable () -> any ConnectionHandler
    ) -> ConnectionConfiguration {
        let (unregisteredLimiter, refusals, metrics, logger) = (unregisteredLimiter, refusals, metrics, logger)
        return ConnectionConfiguration(
            tag: tag, tls: tls, lanes: lanes, proxies: rules.proxies,
            failed: { peer, _, reason in
                unregisteredLimiter.left(peer)
                metrics.connectionFailed()
                logger.debug(
                    "connection failed",
                    metadata: ["address": "\(peer.address?.description ?? "local")", "reason": "\(reason)"])
            },
            outOfDescriptors: {
                metrics.refused(by: .descriptors)
                refusals.note("no connection is accepted: too many files are open", address: nil)
            },
            makeHandler: { peer, _ in
                if unregisteredLimiter.mayWait(peer) { return makeReader() }
                metrics.refused(by: .silentConnections)
                return nil
            })
    }
}
