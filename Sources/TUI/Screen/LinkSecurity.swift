/// The security of the connection.
package enum LinkSecurity: Hashable, Sendable {
    case plain
    case tls
}
