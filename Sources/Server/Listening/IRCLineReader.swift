import Chat
import Protocol
import Transport

/// One connection's side on its lane: cuts what comes into lines, reads them, and brings a whole read to the server in one piece.
final class IRCLineReader: ConnectionHandler {
    /// The part of the conversation that a line belongs to: a gateway says first for whom it speaks, and is not announced before.
    private enum Stage { case gateway, first, going }

    private var framer = LineFramer(limits: .fromClient)
    private let inbox: Inbox
    private let admissionPolicy: AdmissionPolicy
    private let gateways: [WebIRCGateway]
    private let unregisteredLimiter: UnregisteredConnectionLimiter
    private let metrics: ServerMetrics
    private let registrationTimeout: Int64
    private var stage = Stage.first
    private var window = Inbox.Window()
    /// True if a proxy or a gateway stands between: then the bytes that this connection's other end has acknowledged, or its
    /// end, tell nothing of the person behind it.
    private var isRelayed = false

    /// - Parameter registrationTimeout: seconds in which a gateway must have said for whom it speaks. Chat has a timeout for everybody else.
    init(
        inbox: Inbox, admissionPolicy: AdmissionPolicy, gateways: [WebIRCGateway],
        unregisteredLimiter: UnregisteredConnectionLimiter, metrics: ServerMetrics, registrationTimeout: Int64
    ) {
        self.inbox = inbox
        self.admissionPolicy = admissionPolicy
        self.gateways = gateways
        self.unregisteredLimiter = unregisteredLimiter
        self.metrics = metrics
        self.registrationTimeout = registrationTimeout
    }

    func opened(_ connection: Connection) {
        unregisteredLimiter.left(connection.peer)
        metrics.connectionOpened(.init(ofIRC: connection.peer))
        isRelayed = connection.peer.proxy != nil
        if gateways.contains(where: { $0.serves(connection.peer) }) {
            stage = .gateway
            connection.expire(after: .seconds(registrationTimeout))
        } else {
            announce(admissionPolicy.origin(of: connection.peer), connection)
        }
    }

    func received(_ bytes: UnsafeRawBufferPointer, from connection: Connection) {
        var list = ReadBatch()
        framer.append(bytes) { list.append($0) }
        guard !list.isEmpty else { return }
        if stage != .going, handleFirstLine(list.first, connection) { list.removeFirst() }
        guard connection.isOpen, !list.isEmpty else { return }
        let isTooMuch = inbox.put(
            list.inputs, lines: list.lineCount, bytes: bytes.count, mark: isRelayed ? nil : connection.acknowledgedMark,
            from: SessionID(connection.id), window: &window)
        if isTooMuch { connection.pauseReading() }
    }

    func drained(_ connection: Connection) {
        inbox.put(.drained(SessionID(connection.id)))
    }

    func expired(_ connection: Connection) {
        guard stage == .gateway else { return }
        let reason = "This gateway has said nothing for \(registrationTimeout) seconds: WEBIRC comes first"
        connection.close(farewell: Frame(Message("ERROR", reason).serialized()), reason: .local(reason))
    }

    func willClose(_ connection: Connection) {
        guard stage != .gateway, !isRelayed, let mark = connection.acknowledgedMark else { return }
        inbox.put(.arrived(SessionID(connection.id), mark: mark))
    }

    func closed(_ connection: Connection, reason: CloseReason) {
        metrics.connectionClosed(.init(ofIRC: connection.peer))
        guard stage != .gateway else { return }
        let mark = isRelayed ? nil : connection.acknowledgedMarkAtClose
        inbox.put(.closed(SessionID(connection.id), reason: reason, mark: mark))
    }

    /// True where the line was for us.
    private func handleFirstLine(_ input: Network.Input?, _ connection: Connection) -> Bool {
        let wasAnnounced = stage == .first
        guard case .message(let message) = input, message.command == "WEBIRC" else {
            if !wasAnnounced { announce(admissionPolicy.origin(of: connection.peer), connection) }
            stage = .going
            return false
        }
        switch WebIRCGateway.authenticate(message, from: connection.peer, gateways: gateways) {
        case .introduced(let guest):
            announce(admissionPolicy.origin(of: guest, through: connection.peer), connection)
            stage = .going
            isRelayed = true
        case .refused(let reason):
            connection.close(farewell: Frame(Message("ERROR", reason).serialized()), reason: .local(reason))
        }
        return true
    }

    private func announce(_ origin: Origin, _ connection: Connection) {
        if stage == .gateway { connection.expire(after: nil) }
        inbox.put(.opened(SessionID(connection.id), origin))
    }
}
