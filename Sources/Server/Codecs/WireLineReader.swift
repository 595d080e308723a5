import Chat
import Protocol
import Transport

/// A connection in another wire format than IRC, on its lane: takes out what is no text, cuts lines, and brings them to the server.
final class WireLineReader: ConnectionHandler {
    private var filter: (any WireFilter)?
    private var framer = LineFramer(limits: .fromClient)
    private let format: WireFormat
    private let inbox: Inbox
    private let admissionPolicy: AdmissionPolicy
    private let unregisteredLimiter: UnregisteredConnectionLimiter
    private let metrics: ServerMetrics
    private var window = Inbox.Window()

    init(
        format: WireFormat, inbox: Inbox, admissionPolicy: AdmissionPolicy,
        unregisteredLimiter: UnregisteredConnectionLimiter, metrics: ServerMetrics
    ) {
        self.format = format
        self.inbox = inbox
        self.admissionPolicy = admissionPolicy
        self.unregisteredLimiter = unregisteredLimiter
        self.metrics = metrics
        filter = format.makeFilter?()
    }

    func opened(_ connection: Connection) {
        unregisteredLimiter.left(connection.peer)
        metrics.connectionOpened(.other)
        inbox.put(.opened(SessionID(connection.id), format.origin(admissionPolicy, connection.peer)))
    }

    func received(_ bytes: UnsafeRawBufferPointer, from connection: Connection) {
        let lines: [WireLine]
        if let (text, answer) = filter?.read(bytes) {
            if !answer.isEmpty { connection.send(Frame(answer)) }
            lines = text.withUnsafeBytes { cut($0) }
        } else {
            lines = cut(bytes)
        }
        bring(lines, bytes: bytes.count, mark: connection.acknowledgedMark, from: connection)
    }

    /// A peer that has closed its side is first answered what it asked for; a line without an end counts.
    func peerEnded(_ connection: Connection) -> Bool {
        let last = [ASCII.lineFeed].withUnsafeBytes { cut($0) }
        bring(last.filter { $0 != .tooLong } + [.end], bytes: 0, mark: nil, from: connection)
        return true
    }

    func drained(_ connection: Connection) { inbox.put(.drained(SessionID(connection.id))) }

    func closed(_ connection: Connection, reason: CloseReason) {
        metrics.connectionClosed(.other)
        inbox.put(.closed(SessionID(connection.id), reason: reason, mark: nil))
    }

    /// The lines that some text finishes.
    private func cut(_ text: UnsafeRawBufferPointer) -> [WireLine] {
        var lines: [WireLine] = []
        framer.append(text) { line in
            switch line {
            case .line(let bytes): lines.append(.text(bytes))
            case .tooLong: lines.append(.tooLong)
            }
        }
        return lines
    }

    /// - Parameter bytes: the number of bytes that were read, whose lines these are.
    private func bring(_ lines: [WireLine], bytes: Int, mark: LaneBatch.Mark?, from connection: Connection) {
        guard !lines.isEmpty else { return }
        let isTooMuch = inbox.put(
            lines, bytes: bytes, mark: mark, from: SessionID(connection.id), window: &window)
        if isTooMuch { connection.pauseReading() }
    }
}
