import Synchronization
import TerminalApp
import Transport

/// A connection without a network: a test plays the server.
final class FakeConnection: ServerConnection {
    private struct State {
        var destination: Destination?
        var sent: [UInt8] = []
        var incoming: [[UInt8]] = []
        var isClosed = false
        var onTake: @Sendable () -> Void = {}
    }

    private let state = Mutex(State())
    private let onEvent: ServerConnector.EventHandler
    private let onBytes: ServerConnector.BytesHandler

    init(onEvent: @escaping ServerConnector.EventHandler, onBytes: @escaping ServerConnector.BytesHandler) {
        self.onEvent = onEvent
        self.onBytes = onBytes
    }

    func dial(_ destination: Destination, _ context: TLSContext?, _ hostKeyStore: HostKeyStore) {
        state.withLock { $0.destination = destination }
    }

    func send(_ bytes: [UInt8]) { state.withLock { $0.sent += bytes } }
    func close() { state.withLock { $0.isClosed = true } }
    func take() -> [UInt8]? {
        onTake()
        return state.withLock { $0.incoming.isEmpty ? nil : $0.incoming.removeFirst() }
    }

    // MARK: The server's side

    var destination: Destination? { state.withLock { $0.destination } }
    var isClosed: Bool { state.withLock { $0.isClosed } }

    /// The lines that were sent, without their ends.
    var sent: [String] {
        String(decoding: state.withLock { $0.sent }, as: UTF8.self).split(separator: "\r\n").map(String.init)
    }

    @MainActor func tell(_ event: ServerConnectionEvent) { onEvent(self, event) }

    @MainActor func tell(_ lines: String...) { tell(bytes: Array(lines.map { $0 + "\r\n" }.joined().utf8)) }

    @MainActor func tell(bytes: [UInt8]) {
        prepare(bytes: bytes)
        onBytes(self)
    }

    /// Lets bytes wait that nobody is told of.
    func prepare(bytes: [UInt8]) { state.withLock { $0.incoming.append(bytes) } }

    /// Pieces that wait to be taken.
    var waitingCount: Int { state.withLock { $0.incoming.count } }
    /// Called with each piece that is taken.
    var onTake: @Sendable () -> Void {
        get { state.withLock { $0.onTake } }
        set { state.withLock { $0.onTake = newValue } }
    }
}

/// Keeps the connections that an app asks for.
final class FakeConnector: ServerConnector {
    private let made = Mutex<[FakeConnection]>([])

    var connections: [FakeConnection] { made.withLock { $0 } }

    func makeConnection(onEvent: @escaping EventHandler, onBytes: @escaping BytesHandler) -> any ServerConnection {
        let connection = FakeConnection(onEvent: onEvent, onBytes: onBytes)
        made.withLock { $0.append(connection) }
        return connection
    }
}
