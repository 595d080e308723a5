import Transport

/// The server that the person hosts on this machine, and enters by its admin socket.
package protocol LocalServer: Sendable {
    var destination: Destination { get }
    /// How others come in, a line each, to be shown in the room.
    var waysIn: [String] { get }
    /// Lets everybody go and stores what is to be stored.
    ///
    /// - Parameter done: called on some queue afterwards, at once where another process serves.
    func stop(_ done: @escaping @Sendable () -> Void)
}

/// Asks the server that this person hosts for the word that makes a connection to it the owner's.
///
/// - Parameters:
///   - endpoints: both ends of the connection.
///   - folder: the server's data folder; nil for the usual one.
/// - Returns: nil where no server of this person listens there. May take a second or two.
package typealias OwnerTokenRequest = @Sendable (_ endpoints: LoopbackEndpoints, _ folder: String?) -> String?
