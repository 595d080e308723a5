import Basics
import Dispatch
import Logging
import Transport

/// Tells by HTTP what a server does, at an address of its own and on a lane of its own: it answers also where the server is stuck.
///
/// It is bounded: so many sockets, each with one request of so many bytes, and so much time. Nobody is accepted before ``open()``.
final class MetricsListener: Sendable {
    /// The addresses that it listens on, with the ports that they got; at least one.
    let endpoints: [ServerConfiguration.Endpoint]
    private let listener: Listener
    private let lanes: LaneGroup

    /// The most connections at a time, with those that are answered and whose peers have not closed them. Who comes above that takes the place of
    /// the oldest that has asked nothing yet; where there is none, its own is closed at once.
    static let maxConnections = 16
    static let option = "--metrics"

    /// - Parameters:
    ///   - timeout: the time that a connection has for its request and the answer.
    ///   - limits: the times that it has from the answer on.
    init(
        at place: ListeningPlace, _ pages: MetricsPages, timeout: Duration = .seconds(2),
        limits: ConnectionLimits = ConnectionLimits(), logger: Logger
    ) throws(StartError) {
        let lanes = LaneGroup(count: 1)
        let lane = lanes.lanes[0]
        let quota = ConnectionQuota(limit: Self.maxConnections)
        let configuration = ConnectionConfiguration(tag: "metrics", limits: limits) { _, _ in
            switch quota.enter() {
            case .refused: return nil
            case .entered(let oldest):
                if let oldest { lane.abort(oldest, reason: .local("another one asks for the metrics")) }
                return MetricsConnection(pages, quota: quota, lane: lane, timeout: timeout)
            }
        }
        do {
            (listener, endpoints) = try place.listen(configuration, lanes: lanes)
        } catch {
            throw StartError(error, option: Self.option)
        }
        self.lanes = lanes
        for endpoint in endpoints where !endpoint.isLoopback && IPAddress(endpoint.host)?.isPrivate != true {
            logger.warning(
                """
                the metrics can be read by everybody who reaches \(endpoint): if that is not meant, listen on 127.0.0.1 with \
                \(Self.option)
                """)
        }
    }

    /// - Parameter opening: is left when it is open.
    func open(_ opening: DispatchGroup) {
        opening.enter()
        listener.resume { opening.leave() }
    }

    /// Stops listening and closes what is open; then calls `done` on `queue`.
    func close(notifying queue: DispatchQueue, _ done: @escaping @Sendable () -> Void) {
        listener.close { [lanes] in
            lanes.closeAll(farewell: nil, reason: .local("the server stops"), notifying: queue, done)
        }
    }
}
