import Chat
import Protocol
import Transport

/// A connection by telnet on its lane: takes telnet's own bytes out, cuts lines, and brings them to the server.
final class TelnetReader: ConnectionHandler {
    private var filter = TelnetFilter()
    private var framer = LineFramer(limits: .fromClient)
    private let inbox: Inbox
    private let admissionPolicy: AdmissionPolicy
    private let unregisteredLimiter: UnregisteredConnectionLimiter

    init(inbox: Inbox, admissionPolicy: AdmissionPolicy, unregisteredLimiter: UnregisteredConnectionLimiter) {
        self.inbox = inbox
        self.admissionPolicy = admissionPolicy
        self.unregisteredLimiter = unregisteredLimiter
    }

    func opened(_ connection: Connection) {
        unregisteredLimiter.left(connection.peer)
        inbox.put(.opened(SessionID(connection.id), admissionPolicy.telnetOrigin(of: connection.peer)))
    }

    func received(_ bytes: UnsafeRawBufferPointer, from connection: Connection) {
        let (text, answer) = filter.read(bytes)
        if !answer.isEmpty { connection.send(Frame(answer)) }
        var lines: [TelnetLine] = []
        text.withUnsafeBytes { text in
            framer.append(text) { line in
                switch line {
                case .line(let bytes): lines.append(.text(bytes))
                case .tooLong: lines.append(.tooLong)
                }
            }
        }
        bring(lines, mark: connection.acknowledgedMark, from: connection)
    }

    /// Whoever has closed their side is first answered what they asked for; a line without an end counts.
    func peerEnded(_ connection: Connection) -> Bool {
        var lines: [TelnetLine] = []
        [ASCII.lineFeed].withUnsafeBytes { end in
            framer.append(end) { if case .line(let bytes) = $0 { lines.append(.text(bytes)) } }
        }
        bring(lines + [.end], mark: nil, from: connection)
        return true
    }

    private func bring(_ lines: [TelnetLine], mark: LaneBatch.Mark?, from connection: Connection) {
        guard !lines.isEmpty else { return }
        if inbox.put(lines, mark: mark, from: SessionID(connection.id)) { connection.pauseReading() }
    }

    func drained(_ connection: Connection) { inbox.put(.drained(SessionID(connection.id))) }

    func closed(_ connection: Connection, reason: CloseReason) {
        inbox.put(.closed(SessionID(connection.id), reason: reason, mark: nil))
    }
}
