/// The ways to the server from elsewhere. Its host finds them out while it runs, and they change when its address or its certificate does.
package struct Reachability: Hashable, Sendable {
    /// The address that invitations lead to; without it none can be made.
    package var address: PublicAddress?
    /// The advice to clients that came without TLS to come with it, and for how long; nil where no authority vouches for the server.
    package var strictTransport: StrictTransportAdvertisement?

    package init(address: PublicAddress? = nil, strictTransport: StrictTransportAdvertisement? = nil) {
        self.address = address
        self.strictTransport = strictTransport
    }
}

/// The address at which people elsewhere find the server, and the key by which they know it again.
package struct PublicAddress: Hashable, Sendable {
    package var host: String
    package var port: UInt16
    /// The SHA-256 of the server's public key, 32 bytes.
    package var keyFingerprint: [UInt8]

    package init(host: String, port: UInt16, keyFingerprint: [UInt8]) {
        self.host = host
        self.port = port
        self.keyFingerprint = keyFingerprint
    }
}

/// The advice to come with TLS, as `sts` tells it. <https://ircv3.net/specs/extensions/sts>
package struct StrictTransportAdvertisement: Hashable, Sendable {
    /// The port on which TLS is spoken.
    package var port: UInt16
    /// The seconds for which the advice holds; 0 takes it back.
    package var seconds: Int

    package init(port: UInt16, seconds: Int) {
        self.port = port
        self.seconds = seconds
    }
}
