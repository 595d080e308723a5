import Chat
import Protocol
import Transport

/// One connection's side on its lane: cuts what comes into lines, reads them, and brings a whole read to the server in one piece.
final class LineReader: ConnectionHandler {
    /// Who says for whom it speaks, before anything else, is not announced until it has.
    private enum Stage { case gateway, first, going }

    private var framer = LineFramer(limits: .fromClient)
    private let inbox: Inbox
    private let admission: Admission
    private let gateways: [Gateway]
    private let doorkeeper: Doorkeeper
    private let patience: Int64
    private var stage = Stage.first
    private var window = Inbox.Window()
    /// Whether somebody else stands between: then what this connection's other end has acknowledged, or that it has closed, tells
    /// nothing of whoever is behind it.
    private var isRelayed = false

    /// - Parameter patience: seconds in which a gateway must have said for whom it speaks. Everybody else Chat has patience with.
    init(inbox: Inbox, admission: Admission, gateways: [Gateway], doorkeeper: Doorkeeper, patience: Int64) {
        self.inbox = inbox
        self.admission = admission
        self.gateways = gateways
        self.doorkeeper = doorkeeper
        self.patience = patience
    }

    func opened(_ connection: Connection) {
        doorkeeper.left(connection.peer)
        isRelayed = connection.peer.proxy != nil
        if gateways.contains(where: { $0.serves(connection.peer) }) {
            stage = .gateway
            connection.expire(after: .seconds(patience))
        } else {
            announce(admission.origin(of: connection.peer), connection)
        }
    }

    func received(_ bytes: UnsafeRawBufferPointer, from connection: Connection) {
        var list = InputList()
        framer.append(bytes) { list.append($0) }
        guard !list.isEmpty else { return }
        if stage != .going, hearFirst(list.first, connection) { list.removeFirst() }
        guard connection.isOpen, !list.isEmpty else { return }
        let isTooMuch = inbox.put(
            list.inputs, lines: list.lineCount, bytes: bytes.count, mark: isRelayed ? nil : connection.arrivedMark,
            from: SessionID(connection.id), &window)
        if isTooMuch { connection.pauseReading() }
    }

    func drained(_ connection: Connection) {
        inbox.put(.drained(SessionID(connection.id)))
    }

    func expired(_ connection: Connection) {
        guard stage == .gateway else { return }
        let reason = "This gateway has said nothing for \(patience) seconds: WEBIRC comes first"
        connection.close(farewell: Frame(Message("ERROR", reason).serialized()), reason: .local(reason))
    }

    func willClose(_ connection: Connection) {
        guard stage != .gateway, !isRelayed, let mark = connection.arrivedMark else { return }
        inbox.put(.arrived(SessionID(connection.id), mark: mark))
    }

    func closed(_ connection: Connection, reason: CloseReason) {
        guard stage != .gateway else { return }
        let mark = isRelayed ? nil : connection.markAtEnd
        inbox.put(.closed(SessionID(connection.id), reason: reason, mark: mark))
    }

    /// True where the line was for us.
    private func hearFirst(_ input: Network.Input?, _ connection: Connection) -> Bool {
        let wasAnnounced = stage == .first
        guard case .message(let message) = input, message.command == "WEBIRC" else {
            if !wasAnnounced { announce(admission.origin(of: connection.peer), connection) }
            stage = .going
            return false
        }
        switch Gateway.judge(message, from: connection.peer, gateways) {
        case .introduced(let guest):
            announce(admission.origin(of: guest, through: connection.peer), connection)
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
