import Foundation
import Synchronization
import Transport

/// Somebody in between: shows a certificate of their own, and passes everything on to the real server.
final class ManInTheMiddle: Sendable {
    private let listener: Listener
    private let lanes: LaneGroup
    private let capture: Capture
    let port: UInt16

    init(port: UInt16 = 0, _ identity: TLSIdentity, before server: UInt16) throws {
        let capture = Capture()
        let lanes = LaneGroup(count: 1)
        self.capture = capture
        self.lanes = lanes
        let configuration = ConnectionConfiguration(tls: try TLSContext.server(identity)) { _, id in
            ClientSide(id, server, lanes.lanes[0], capture)
        }
        listener = try Listener(host: "127.0.0.1", port: port, configuration: configuration, lanes: lanes)
        self.port = listener.boundPort
    }

    deinit { listener.close() }

    /// Everything that was said by those who came in.
    var overheard: String { capture.bytes.withLock { String(decoding: $0, as: UTF8.self) } }

    /// Those who hung up after they had seen the certificate, or talked.
    var visitors: Int { capture.visitors.withLock { $0 } }

    private final class Capture: Sendable {
        let bytes = Mutex<[UInt8]>([])
        let visitors = Mutex(0)
    }

    /// The victim's side: what it says goes to the server, and what comes back goes to it.
    private final class ClientSide: ConnectionHandler, Sendable {
        private let lane: Lane
        private let capture: Capture
        private let server: UInt16
        private let id: ConnectionID

        init(_ id: ConnectionID, _ server: UInt16, _ lane: Lane, _ capture: Capture) {
            self.id = id
            self.server = server
            self.lane = lane
            self.capture = capture
        }

        /// The connection to the server, and what waits until it stands.
        private let ahead = Mutex<(id: ConnectionID?, waiting: [UInt8])>((nil, []))

        func opened(_ connection: Connection) {
            capture.visitors.withLock { $0 += 1 }
            _ = Dialer(
                .tcp(host: "127.0.0.1", port: server), on: lane, failed: { _ in },
                makeHandler: { [self] _, id in ServerSide(self, id) })
        }

        func received(_ bytes: UnsafeRawBufferPointer, from connection: Connection) {
            capture.bytes.withLock { $0 += bytes }
            pass(Array(bytes))
        }

        private func pass(_ bytes: [UInt8]) {
            let id = ahead.withLock { ahead in
                if ahead.id == nil { ahead.waiting += bytes }
                return ahead.id
            }
            if let id { lane.send(Frame(bytes), to: id) }
        }

        func stands(_ id: ConnectionID) {
            let waiting = ahead.withLock { ahead in
                ahead.id = id
                return ahead.waiting
            }
            if !waiting.isEmpty { lane.send(Frame(waiting), to: id) }
        }

        func back(_ bytes: [UInt8]) { lane.send(Frame(bytes), to: id) }

        func drained(_ connection: Connection) {}

        func closed(_ connection: Connection, reason: CloseReason) {
            if let id = ahead.withLock({ $0.id }) { lane.close(id, reason: .local("gone")) }
        }

        fileprivate func serverGone() { lane.close(id, reason: .local("gone")) }
    }

    private final class ServerSide: ConnectionHandler {
        private let side: ClientSide
        private let id: ConnectionID

        init(_ side: ClientSide, _ id: ConnectionID) {
            self.side = side
            self.id = id
        }

        func opened(_ connection: Connection) { side.stands(id) }
        func received(_ bytes: UnsafeRawBufferPointer, from connection: Connection) { side.back(Array(bytes)) }
        func drained(_ connection: Connection) {}
        func closed(_ connection: Connection, reason: CloseReason) { side.serverGone() }
    }
}
