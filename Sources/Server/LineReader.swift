import Chat
import Protocol
import Transport

/// One connection's side on its lane: cuts what comes into lines, reads them, and brings a whole read to the server in one piece.
final class LineReader: ConnectionHandler {
    private var framer = LineFramer(limits: .fromClient)
    private let inbox: Inbox
    private let admission: Admission
    private let doorkeeper: Doorkeeper

    init(inbox: Inbox, admission: Admission, doorkeeper: Doorkeeper) {
        self.inbox = inbox
        self.admission = admission
        self.doorkeeper = doorkeeper
    }

    func opened(_ connection: Connection) {
        doorkeeper.left(connection.peer)
        inbox.put(.opened(SessionID(connection.id), admission.origin(of: connection.peer)))
    }

    func received(_ bytes: UnsafeRawBufferPointer, from connection: Connection) {
        var inputs: [Network.Input] = []
        framer.append(bytes) { inputs.append(Self.read($0)) }
        guard !inputs.isEmpty else { return }
        if inbox.put(inputs, from: SessionID(connection.id)) { connection.pauseReading() }
    }

    func drained(_ connection: Connection) {
        inbox.put(.drained(SessionID(connection.id)))
    }

    func closed(_ connection: Connection, reason: CloseReason) {
        inbox.put(.closed(SessionID(connection.id), reason: reason.description))
    }

    private static func read(_ line: LineFramer.Line) -> Network.Input {
        switch line {
        case .tooLong: return .malformed(.bodyTooLong)
        case .line(let bytes):
            guard bytes.isValidUTF8 else { return .invalidUTF8 }
            do throws(MessageError) {
                return .message(try Message(parsing: bytes, limits: .fromClient))
            } catch {
                return .malformed(error)
            }
        }
    }
}
