import Basics

extension SCRAM {
    /// The server's side of one exchange: two messages come in, two go out.
    ///
    /// Nothing in it takes long: the password was stretched when it was set.
    package struct Server: Sendable {
        private enum State {
            case waitsForFirst
            /// - Parameter header: the GS2 header, with which the first message began; the last one repeats it.
            case waitsForCredential(header: [UInt8], bare: [UInt8], clientNonce: [UInt8])
            case waitsForFinal(
                header: [UInt8], bare: [UInt8], first: [UInt8], nonce: [UInt8], credential: Credential)
            case isOver
        }

        private var state = State.waitsForFirst
        private let primitives: Primitives

        package init(primitives: Primitives) { self.primitives = primitives }

        /// Reads the first message, and tells whose credential is wanted; then ``challenge(_:nonce:)``.
        ///
        /// `authorization` is whom the client wants to act as, where it says so.
        package mutating func first(
            _ message: [UInt8]
        ) throws(Failure) -> (name: String, authorization: String?) {
            guard case .waitsForFirst = state else { throw end(.malformed) }
            let fields = message.split(separator: UInt8(ascii: ","), maxSplits: 2, omittingEmptySubsequences: false)
            guard fields.count == 3 else { throw end(.malformed) }
            switch fields[0] {
            case [UInt8(ascii: "n")], [UInt8(ascii: "y")]: break
            default: throw end(fields[0].first == UInt8(ascii: "p") ? .channelBinding : .malformed)
            }
            var authorization: String?
            if !fields[1].isEmpty {
                guard let name = SCRAM.value("a", in: fields[1]).flatMap(SCRAM.name) else { throw end(.malformed) }
                authorization = name
            }
            let bare = fields[2].split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
            guard bare.count >= 2, let name = SCRAM.value("n", in: bare[0]).flatMap(SCRAM.name), !name.isEmpty,
                let nonce = SCRAM.value("r", in: bare[1]), SCRAM.isNonce(nonce)
            else { throw end(.malformed) }
            state = .waitsForCredential(
                header: Array(message.dropLast(fields[2].count)), bare: Array(fields[2]), clientNonce: Array(nonce))
            return (name, authorization)
        }

        /// The server's first message.
        /// - Parameters:
        ///   - credential: the account's, or a ``Credential/decoy(for:secret:iterations:using:)``.
        ///   - nonce: 18 random bytes or more.
        package mutating func challenge(_ credential: Credential, nonce: [UInt8]) throws(Failure) -> [UInt8] {
            try challenge(credential, printableNonce: Base64.encode(nonce))
        }

        mutating func challenge(_ credential: Credential, printableNonce: String) throws(Failure) -> [UInt8] {
            guard case .waitsForCredential(let header, let bare, let clientNonce) = state else { throw end(.malformed) }
            let whole = clientNonce + printableNonce.utf8
            let message =
                Array("r=".utf8) + whole + ",s=\(Base64.encode(credential.salt)),i=\(credential.iterations)".utf8
            state = .waitsForFinal(
                header: header, bare: bare, first: message, nonce: whole, credential: credential)
            return message
        }

        /// Reads the last message, and answers with the server's own proof.
        ///
        /// Throws ``Failure/proof`` for a wrong password.
        package mutating func final(_ message: [UInt8]) throws(Failure) -> [UInt8] {
            guard case .waitsForFinal(let header, let bare, let first, let nonce, let credential) = state,
                let comma = message.lastIndex(of: UInt8(ascii: ","))
            else { throw end(.malformed) }
            let withoutProof = message[..<comma]
            let fields = withoutProof.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
            guard fields.count >= 2, let binding = SCRAM.value("c", in: fields[0]).flatMap({ Base64.decode($0) }),
                let returned = SCRAM.value("r", in: fields[1]),
                let proof = SCRAM.value("p", in: message[(comma + 1)...]).flatMap({ Base64.decode($0) }),
                proof.count == 32
            else { throw end(.malformed) }
            // The whole header: whom the client wants to act as is in it, too.
            // <https://datatracker.ietf.org/doc/html/rfc5802#section-5.1>
            guard binding == header else { throw end(.channelBinding) }
            guard primitives.areEqual(Array(returned), nonce) else { throw end(.nonce) }
            let exchange = SCRAM.exchange(bare: bare, first: first, withoutProof: Array(withoutProof))
            let signature = primitives.hmac(credential.storedKey, exchange)
            let clientKey = zip(proof, signature).map { $0 ^ $1 }
            guard primitives.areEqual(primitives.hash(clientKey), credential.storedKey) else { throw end(.proof) }
            state = .isOver
            return Array("v=\(Base64.encode(primitives.hmac(credential.serverKey, exchange)))".utf8)
        }

        private mutating func end(_ failure: Failure) -> Failure {
            state = .isOver
            return failure
        }
    }
}
