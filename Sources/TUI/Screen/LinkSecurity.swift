/// The security of the connection.
package enum LinkSecurity: Hashable, Sendable {
    /// Not encrypted, to another machine.
    case plain
    /// Not encrypted, and it does not leave this machine.
    case local
    case tls
}
