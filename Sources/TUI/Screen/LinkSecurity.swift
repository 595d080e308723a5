/// How the connection is secured.
package enum LinkSecurity: Hashable, Sendable {
    case plain
    case tls
}
