import Glibc
import TestSupport

@testable import Transport

extension Lane {
    /// Puts one end of a socket pair on the lane and gives the other to the test.
    func join(
        _ recorder: Recorder, limits: ConnectionLimits = ConnectionLimits(), tight: Bool = false, whole: Bool = false,
        security: Arrival.Security = .plain
    ) -> Wire {
        let (wire, descriptor) = Wire.pair(tight: tight, whole: whole)
        let reception = Reception(limits: limits) { _, _ in recorder }
        let peer = Peer(address: nil, port: 0, tag: "pair")
        adopt(descriptor, as: Arrival(peer: peer, security: security, reception: reception))
        return wire
    }
}

/// One identity for all tests of a run: making one is not what they test.
enum Shared {
    static let folder = Scratch()
    static let identity = Result { () throws(TLSIdentityError) in try TLSIdentity.loadOrCreate(in: folder.path) }

    static func server() throws -> TLSContext { try .server(identity.get()) }
}
