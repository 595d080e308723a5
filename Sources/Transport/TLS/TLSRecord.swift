/// The first byte of a TLS record: what kind it is (RFC 8446, section 5.1).
enum TLSRecord {
    static let alert: UInt8 = 0x15
    static let handshake: UInt8 = 0x16
    /// The most plaintext that one carries.
    static let maxPlaintext = 16 << 10
}
