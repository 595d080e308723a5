import Chat
import Transport

extension StrictTransportAdvertisement {
    /// The advice of a server; nil where no authority that this system trusts vouches for it, since whoever follows the advice
    /// cannot come in past a certificate that fails. <https://ircv3.net/specs/extensions/sts>
    ///
    /// - Parameter port: the one on which people elsewhere find TLS.
    init?(_ identity: TLSIdentity, port: UInt16, _ configuration: ServerConfiguration) {
        guard identity.isTrustedBySystem else { return nil }
        self.init(port: port, seconds: configuration.strictTransportSeconds)
    }
}
