/// A way to log in. <https://ircv3.net/registry#sasl>
package enum SASLMechanism: String, Hashable, Sendable, CaseIterable {
    /// The certificate that this side showed in TLS says who it is.
    case external = "EXTERNAL"
    /// The password is proved and not told.
    case scram = "SCRAM-SHA-256"
    /// The password is told.
    case plain = "PLAIN"
}
