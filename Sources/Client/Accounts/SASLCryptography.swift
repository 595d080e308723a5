import Protocol

/// The cryptography that logging in needs and this module does not have: the shell brings it.
package struct SASLCryptography: Sendable {
    package var primitives: SCRAM.Primitives
    /// So many bytes by chance, that nobody can foretell.
    package var randomBytes: @Sendable (_ count: Int) -> [UInt8]

    package init(primitives: SCRAM.Primitives, randomBytes: @escaping @Sendable (Int) -> [UInt8]) {
        self.primitives = primitives
        self.randomBytes = randomBytes
    }
}
