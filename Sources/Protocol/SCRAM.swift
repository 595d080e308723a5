/// SCRAM-SHA-256: a password is proved, by both sides, without being told.
/// <https://www.rfc-editor.org/rfc/rfc5802>, <https://www.rfc-editor.org/rfc/rfc7677>
///
/// The messages are read and written here, without channel binding; the arithmetic comes in as a ``Primitives``.
package enum SCRAM {
    /// The functions that SCRAM is made of, and those that keep secrets beside it.
    package struct Primitives: Sendable {
        package var hash: @Sendable ([UInt8]) -> [UInt8]
        package var hmac: @Sendable (_ key: [UInt8], _ message: [UInt8]) -> [UInt8]
        package var stretch: @Sendable (_ password: [UInt8], _ salt: [UInt8], _ iterations: Int) -> [UInt8]
        package var areEqual: @Sendable ([UInt8], [UInt8]) -> Bool
        package var randomBytes: @Sendable (_ count: Int) -> [UInt8]

        /// - Parameters:
        ///   - hash: SHA-256.
        ///   - hmac: HMAC-SHA-256.
        ///   - stretch: PBKDF2-HMAC-SHA-256, 32 bytes.
        ///   - areEqual: in constant time.
        ///   - randomBytes: as many bytes as asked for, which nobody can guess. It must not wait.
        package init(
            hash: @escaping @Sendable ([UInt8]) -> [UInt8], hmac: @escaping @Sendable ([UInt8], [UInt8]) -> [UInt8],
            stretch: @escaping @Sendable ([UInt8], [UInt8], Int) -> [UInt8],
            areEqual: @escaping @Sendable ([UInt8], [UInt8]) -> Bool,
            randomBytes: @escaping @Sendable (Int) -> [UInt8]
        ) {
            self.hash = hash
            self.hmac = hmac
            self.stretch = stretch
            self.areEqual = areEqual
            self.randomBytes = randomBytes
        }
    }

    /// Random bytes of a server's part of the nonce, and of every other secret that is made for once: 144 bits, 24 characters of Base64.
    package static let nonceCount = 18

    /// The record that a server keeps of a password. Neither the password nor a way to log in follows from it.
    package struct Credential: Hashable, Sendable {
        package var salt: [UInt8]
        package var iterations: Int
        package var storedKey: [UInt8]
        package var serverKey: [UInt8]

        package init(salt: [UInt8], iterations: Int, storedKey: [UInt8], serverKey: [UInt8]) {
            self.salt = salt
            self.iterations = iterations
            self.storedKey = storedKey
            self.serverKey = serverKey
        }

        package static let defaultIterations = 600_000

        /// The credential of a new password. Takes the time that stretching takes.
        /// - Parameter salt: 16 random bytes.
        package init(
            password: [UInt8], salt: [UInt8], iterations: Int = Credential.defaultIterations,
            using primitives: Primitives
        ) {
            let salted = primitives.stretch(password, salt, iterations)
            self.init(
                salt: salt, iterations: iterations,
                storedKey: primitives.hash(primitives.hmac(salted, Array("Client Key".utf8))),
                serverKey: primitives.hmac(salted, Array("Server Key".utf8)))
        }

        /// A credential that no password opens and that nobody can tell from a real one: asked for an account that does not
        /// exist, a server answers with the same salt each time.
        /// - Parameter secret: the server's own, the same over restarts.
        package static func decoy(
            for name: [UInt8], secret: [UInt8], iterations: Int = defaultIterations, using primitives: Primitives
        ) -> Credential {
            Credential(
                salt: Array(primitives.hmac(secret, Array("salt ".utf8) + name).prefix(16)), iterations: iterations,
                storedKey: primitives.hmac(secret, Array("stored ".utf8) + name),
                serverKey: primitives.hmac(secret, Array("server ".utf8) + name))
        }

        /// True if a password told in clear (SASL PLAIN, NickServ) is the right one. Takes the time that stretching takes.
        package func accepts(password: [UInt8], using primitives: Primitives) -> Bool {
            let offered = Credential(password: password, salt: salt, iterations: iterations, using: primitives)
            return primitives.areEqual(offered.storedKey, storedKey)
        }
    }

    /// Why an exchange ended without success.
    package enum Failure: Error, Hashable, Sendable {
        /// A message that cannot be read, or one that the exchange does not allow here.
        case malformed
        /// The other side insists on channel binding.
        case channelBinding
        /// The nonce is not the one of this exchange.
        case nonce
        /// The password is not the right one, or the server does not know it.
        case proof
        /// The server asks for fewer iterations than are safe, or for more than anybody should do.
        case iterations
        /// The server said no, with its reason.
        case refused(String)
    }
}
