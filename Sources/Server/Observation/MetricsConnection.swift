import Synchronization
import Transport

/// The connections to the metrics, of which there may be only so many. One counts until its socket is closed, also while it waits for the end
/// of a peer that was answered.
final class ConnectionQuota: Sendable {
    private struct State {
        var count = 0
        /// Those that have asked nothing yet, in the order in which they came.
        var silent: [ConnectionID] = []
    }

    private let state = Mutex(State())
    private let limit: Int

    init(limit: Int) { self.limit = limit }

    enum Entry: Hashable {
        case refused
        /// It is counted; the other one is to be closed for it.
        case entered(inPlaceOf: ConnectionID?)
    }

    /// Takes in one more. Those that are being closed for others may be as many again.
    func enter() -> Entry {
        state.withLock { state in
            let isFull = state.count >= limit
            guard !isFull || !state.silent.isEmpty && state.count < 2 * limit else { return .refused }
            state.count += 1
            return .entered(inPlaceOf: isFull ? state.silent.removeFirst() : nil)
        }
    }

    func opened(_ connection: ConnectionID) { state.withLock { $0.silent.append(connection) } }

    /// It has asked, or is closed.
    func isSilentNoMore(_ connection: ConnectionID) { state.withLock { $0.silent.removeAll { $0 == connection } } }

    func leave() { state.withLock { $0.count -= 1 } }
}

/// One connection to the metrics, on its lane: one request, one answer, and the end.
final class MetricsConnection: ConnectionHandler {
    private var reader = HTTPRequestReader()
    private var isBeingAnswered = false
    private let pages: MetricsPages
    private let quota: ConnectionQuota
    private let lane: Lane
    private let timeout: Duration

    /// - Parameters:
    ///   - quota: has counted the connection, whose end it is told.
    ///   - timeout: the time in which a request must have come and be answered.
    init(_ pages: MetricsPages, quota: ConnectionQuota, lane: Lane, timeout: Duration) {
        self.pages = pages
        self.quota = quota
        self.lane = lane
        self.timeout = timeout
    }

    /// The lane lets go of it once it has closed the socket.
    deinit { quota.leave() }

    func opened(_ connection: Connection) {
        quota.opened(connection.id)
        connection.expire(after: timeout)
    }

    func received(_ bytes: UnsafeRawBufferPointer, from connection: Connection) {
        guard !isBeingAnswered else { return }
        switch reader.append(bytes) {
        case .incomplete: break
        case .malformed: end(connection, with: HTTPResponse(.badRequest, line: "this is not an HTTP/1 request"))
        case .tooLong:
            let words = "a request has at most \(HTTPRequestReader.limit) bytes here"
            end(connection, with: HTTPResponse(.headTooLarge, line: words))
        case .request(let line): answer(line, connection)
        }
    }

    private func answer(_ line: HTTPRequestLine, _ connection: Connection) {
        isBeingAnswered = true
        quota.isSilentNoMore(connection.id)
        // Nothing else that it says matters.
        connection.pauseReading()
        let (id, lane, hasBody) = (connection.id, lane, line.method != "HEAD")
        pages.answer(line) { response in
            lane.close(
                id, farewell: Frame(response.serialized(hasBody: hasBody)), reason: .local("the request is answered"))
        }
    }

    private func end(_ connection: Connection, with response: HTTPResponse) {
        isBeingAnswered = true
        quota.isSilentNoMore(connection.id)
        connection.close(farewell: Frame(response.serialized()), reason: .local(response.body))
    }

    /// Whoever has asked and says no more is still answered.
    func peerEnded(_ connection: Connection) -> Bool { isBeingAnswered }

    func drained(_ connection: Connection) {}

    func expired(_ connection: Connection) {
        end(connection, with: HTTPResponse(.requestTimeout, line: "the request took too long"))
    }

    func closed(_ connection: Connection, reason: CloseReason) { quota.isSilentNoMore(connection.id) }
}
