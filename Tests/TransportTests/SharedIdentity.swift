import Glibc
import TestSupport

@testable import Transport

extension Lane {
    /// Puts one end of a socket pair on the lane and gives the other to the test.
    func join(
        _ recorder: RecordingHandler, limits: ConnectionLimits = ConnectionLimits(), tight: Bool = false,
        whole: Bool = false,
        security: AcceptedSocket.Security = .plain
    ) -> TestSocket {
        let (wire, descriptor) = TestSocket.pair(tight: tight, whole: whole)
        let configuration = ConnectionConfiguration(limits: limits) { _, _ in recorder }
        let peer = Peer(address: nil, port: 0, tag: "pair")
        adopt(descriptor, as: AcceptedSocket(peer: peer, security: security, configuration: configuration))
        return wire
    }
}

/// One identity for all tests of a run: making one is not what they test.
enum SharedIdentity {
    static let folder = Scratch()
    static let identity = Result { () throws(TLSIdentityError) in try TLSIdentity.loadOrCreate(in: folder.path) }

    static func server() throws -> TLSContext { try .server(identity.get()) }
}
