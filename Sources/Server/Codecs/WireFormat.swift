import Chat
import Transport

/// A wire format beside IRC: it has a listener and a lane of its own, and a codec that translates.
///
/// To add one takes a file with a type that conforms to ``SessionCodec`` and a value of this type, and a row in ``all``.
struct WireFormat: Sendable {
    /// The name of its option and its key in the configuration: `telnet` for `--telnet`.
    let name: String
    /// The address to listen on; nil where the configuration asks for none.
    let endpoint: @Sendable (ServerConfiguration) -> ServerConfiguration.Endpoint?
    /// Has a configuration ask for the format at an address: that of a socket which the server was given for it.
    var setEndpoint: @Sendable (inout ServerConfiguration, ServerConfiguration.Endpoint) -> Void = { _, _ in }
    /// Refuses a configuration that asks for the format and contradicts itself in that; nil where nothing can.
    var check: (@Sendable (ServerConfiguration) throws(StartError) -> Void)?
    /// Finds the origin of a session, which Chat is told.
    var origin: @Sendable (AdmissionPolicy, Peer) -> Origin = { $0.origin(of: $1) }
    /// Makes the filter of a new connection, on its lane; nil for a format of which all bytes are lines of text.
    var makeFilter: (@Sendable () -> any WireFilter)?
    /// Makes the codec of a server.
    ///
    /// - Parameter lobby: the room that people enter who name none.
    let makeCodec: @Sendable (_ lobby: String) -> any SessionCodec

    /// The option of the command line that has the address.
    var option: String { "--\(name)" }

    /// Every wire format that a server can be asked to speak beside IRC.
    static let all: [WireFormat] = [telnet]
}
