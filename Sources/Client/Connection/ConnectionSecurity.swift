/// The security of a connection. It does not change while the connection stands.
struct ConnectionSecurity: Sendable {
    /// True if nobody but the server can read what is sent.
    let isPrivate: Bool
    /// True if the connection speaks TLS.
    let isTLS: Bool
    /// True if the server may ask for TLS.
    let mayUpgrade: Bool
    /// Shows the server that the person hosts it.
    let ownerToken: String?
}
