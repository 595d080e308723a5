import Synchronization

@testable import Transport

/// A handler that writes down what it is told, and does what the test asks of it.
final class RecordingHandler: ConnectionHandler, Sendable {
    struct Log {
        var opened: [ConnectionID] = []
        var peer: Peer?
        var received: [UInt8] = []
        var drained = 0
        var closed: [CloseReason] = []
        /// Calls that came when they should not: before `opened` or after `closed`.
        var misplaced = 0
    }

    private let log = Mutex(Log())
    private let onOpen: @Sendable (Connection) -> Void
    private let onReceive: @Sendable ([UInt8], Connection) -> Void
    private let onDrain: @Sendable (Connection) -> Void
    private let onClose: @Sendable () -> Void

    init(
        onOpen: @escaping @Sendable (Connection) -> Void = { _ in },
        onReceive: @escaping @Sendable ([UInt8], Connection) -> Void = { _, _ in },
        onDrain: @escaping @Sendable (Connection) -> Void = { _ in },
        onClose: @escaping @Sendable () -> Void = {}
    ) {
        self.onOpen = onOpen
        self.onReceive = onReceive
        self.onDrain = onDrain
        self.onClose = onClose
    }

    /// One that answers everything with itself.
    static func echo() -> RecordingHandler {
        RecordingHandler(onReceive: { bytes, connection in connection.send(Frame(bytes)) })
    }

    var now: Log { log.withLock { $0 } }
    var text: String { String(decoding: now.received, as: UTF8.self) }
    var id: ConnectionID? { now.opened.first }

    func opened(_ connection: Connection) {
        log.withLock {
            $0.opened.append(connection.id)
            $0.peer = connection.peer
        }
        onOpen(connection)
    }

    func received(_ bytes: UnsafeRawBufferPointer, from connection: Connection) {
        log.withLock {
            if $0.opened.isEmpty || !$0.closed.isEmpty { $0.misplaced += 1 }
            $0.received += bytes
        }
        onReceive(Array(bytes), connection)
    }

    func drained(_ connection: Connection) {
        log.withLock { $0.drained += 1 }
        onDrain(connection)
    }

    func closed(_ connection: Connection, reason: CloseReason) {
        log.withLock { $0.closed.append(reason) }
        onClose()
    }
}

/// Values gathered from callbacks.
final class CollectedValues<Value: Sendable>: Sendable {
    private let values = Mutex<[Value]>([])

    var all: [Value] { values.withLock { $0 } }

    func add(_ value: Value) {
        values.withLock { $0.append(value) }
    }
}
