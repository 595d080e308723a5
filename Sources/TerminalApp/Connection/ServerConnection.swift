import Client
import Transport

/// One connection to a server, from the dialling to its end. Told from the main thread; tells in turns of its loop, in order.
package protocol ServerConnection: AnyObject, Sendable {
    /// Starts. Must be called once.
    ///
    /// - Parameter context: nil where the destination speaks no TLS.
    func dial(_ destination: Destination, _ context: TLSContext?, _ hostKeyStore: HostKeyStore)
    func send(_ bytes: [UInt8])
    /// Closes it once what was sent has left; gives up where it has not come about yet.
    func close()
    /// The next bytes that came, nil when there are no more for now.
    func take() -> [UInt8]?
}

/// A change in the life of a connection.
package enum ServerConnectionEvent: Sendable {
    /// The server can be spoken to.
    ///
    /// - Parameters:
    ///   - isVouchedFor: true if an authority vouches for the server.
    ///   - ownerToken: shows that this client is the owner's, where the server is the person's own.
    case opened(isVouchedFor: Bool, ownerToken: String?)
    /// The server is not known, and was hung up on without a word: for the person to say.
    case unknown(TrustQuestion)
    case closed(CloseReason)
    case failed(DialError)
}

/// Makes connections to servers.
package protocol ServerConnector: Sendable {
    typealias EventHandler = @MainActor @Sendable (any ServerConnection, ServerConnectionEvent) -> Void
    typealias BytesHandler = @MainActor @Sendable (any ServerConnection) -> Void

    /// - Parameters:
    ///   - onEvent: called with each event.
    ///   - onBytes: called when something can be had from ``ServerConnection/take()``; told again only after that has been emptied.
    func makeConnection(onEvent: @escaping EventHandler, onBytes: @escaping BytesHandler) -> any ServerConnection
}
