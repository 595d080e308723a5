import Basics

extension SCRAM {
    /// The client's side of one exchange: ``first``, then the answer to the server's first message, then ``verify(_:)``.
    ///
    /// The answer needs a key that takes long to make. Who may wait calls ``final(answering:)``; who may not reads the message with
    /// ``challenge(_:)``, has the key made elsewhere, and calls ``final(key:)``.
    package struct Client: Sendable {
        /// The parts of which the key is made, with PBKDF2-HMAC-SHA-256.
        package struct KeyStretching: Hashable, Sendable {
            package let password: [UInt8]
            package let salt: [UInt8]
            package let iterations: Int
        }

        private enum State: Sendable {
            case waitsForChallenge
            case waitsForKey(KeyStretching, challenge: [UInt8], nonce: [UInt8])
            case waitsForServerSignature(serverSignature: [UInt8])
            case isVerified
            case hasFailed
        }

        private let name: String
        private let password: [UInt8]
        private let nonce: [UInt8]
        private let primitives: Primitives
        private var state = State.waitsForChallenge

        /// How much work a server may ask for. What the specification takes for the least; a hundred times what is common.
        package static let iterations = 4096...10_000_000

        /// - Parameter nonce: 18 random bytes or more.
        package init(name: String, password: [UInt8], nonce: [UInt8], primitives: Primitives) {
            self.init(name: name, password: password, printableNonce: Base64.encode(nonce), primitives: primitives)
        }

        init(name: String, password: [UInt8], printableNonce: String, primitives: Primitives) {
            self.name = name
            self.password = password
            self.nonce = Array(printableNonce.utf8)
            self.primitives = primitives
        }

        /// The client's first message.
        package var first: [UInt8] { Array("n,,".utf8) + bare }

        private var bare: [UInt8] { Array("n=\(SCRAM.escaped(name)),r=".utf8) + nonce }

        /// True if the server has shown that it knows the password. Nothing else that it says is a success.
        package var isVerified: Bool { if case .isVerified = state { true } else { false } }

        /// True if the last message of this side has been made, so that the server's next one is its verdict.
        package var hasAnswered: Bool {
            switch state {
            case .waitsForChallenge, .waitsForKey: false
            case .waitsForServerSignature, .isVerified, .hasFailed: true
            }
        }

        /// Reads the server's first message. Returns what the key is to be made of, for ``final(key:)``.
        package mutating func challenge(_ first: [UInt8]) throws(Failure) -> KeyStretching {
            guard case .waitsForChallenge = state else { throw fail(.malformed) }
            let fields = first.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
            if let reason = fields.first.flatMap({ SCRAM.value("e", in: $0) }) { throw fail(.refused(reason.text)) }
            guard fields.count >= 3, let whole = SCRAM.value("r", in: fields[0]), SCRAM.isNonce(whole),
                let salt = SCRAM.value("s", in: fields[1]).flatMap({ Base64.decode($0) }), !salt.isEmpty,
                let iterations = SCRAM.value("i", in: fields[2]).flatMap({ Int($0.text) })
            else { throw fail(.malformed) }
            guard whole.starts(with: nonce), whole.count > nonce.count else { throw fail(.nonce) }
            guard Self.iterations.contains(iterations) else { throw fail(.iterations) }
            let stretching = KeyStretching(password: password, salt: salt, iterations: iterations)
            state = .waitsForKey(stretching, challenge: first, nonce: Array(whole))
            return stretching
        }

        /// The client's last message, with the key that ``challenge(_:)`` asked for.
        package mutating func final(key: [UInt8]) throws(Failure) -> [UInt8] {
            guard case .waitsForKey(_, let first, let nonce) = state else { throw fail(.malformed) }
            let clientKey = primitives.hmac(key, Array("Client Key".utf8))
            // "biws" is "n,,": no channel binding, nobody else to act as.
            let withoutProof = Array("c=biws,r=".utf8) + nonce
            let exchange = SCRAM.exchange(bare: bare, first: first, withoutProof: withoutProof)
            let proof = zip(clientKey, primitives.hmac(primitives.hash(clientKey), exchange)).map { $0 ^ $1 }
            state = .waitsForServerSignature(
                serverSignature: primitives.hmac(primitives.hmac(key, Array("Server Key".utf8)), exchange))
            return withoutProof + ",p=\(Base64.encode(proof))".utf8
        }

        /// Answers the server's first message. Takes the time that stretching takes.
        package mutating func final(answering first: [UInt8]) throws(Failure) -> [UInt8] {
            let wanted = try challenge(first)
            return try final(key: primitives.stretch(wanted.password, wanted.salt, wanted.iterations))
        }

        /// Checks that the server knows the password too. To be called once, whatever else the server says of success.
        package mutating func verify(_ final: [UInt8]) throws(Failure) {
            let fields = final.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
            if let reason = fields.first.flatMap({ SCRAM.value("e", in: $0) }) { throw fail(.refused(reason.text)) }
            guard let signature = fields.first.flatMap({ SCRAM.value("v", in: $0) }).flatMap({ Base64.decode($0) }),
                fields.dropFirst().allSatisfy(SCRAM.isExtension)
            else { throw fail(.malformed) }
            guard case .waitsForServerSignature(let expected) = state, primitives.areEqual(signature, expected) else {
                throw fail(.proof)
            }
            state = .isVerified
        }

        private mutating func fail(_ failure: Failure) -> Failure {
            state = .hasFailed
            return failure
        }
    }

    // MARK: What both sides read and write

    static func exchange(bare: [UInt8], first: [UInt8], withoutProof: [UInt8]) -> [UInt8] {
        bare + [UInt8(ascii: ",")] + first + [UInt8(ascii: ",")] + withoutProof
    }

    /// The bytes behind `key=` in a field; nil for a field that does not begin so.
    static func value(_ key: Unicode.Scalar, in field: Bytes) -> Bytes? {
        field.starts(with: [UInt8(ascii: key), ASCII.equals]) ? field.dropFirst(2) : nil
    }

    /// True if a field behind the verdict is one of those that may come later: a letter that means nothing yet, `=`, and a value.
    static func isExtension(_ field: Bytes) -> Bool {
        guard let letter = field.first, letter.isASCIILetter, field.dropFirst().first == ASCII.equals else {
            return false
        }
        return letter != UInt8(ascii: "v") && letter != UInt8(ascii: "e") && letter != UInt8(ascii: "m")
    }

    /// Printable ASCII without a comma.
    static func isNonce(_ bytes: Bytes) -> Bool {
        !bytes.isEmpty && bytes.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: ",") }
    }

    /// `=2C` and `=3D` stand for what a name may not hold.
    static func name(_ bytes: Bytes) -> String? {
        guard bytes.isValidUTF8 else { return nil }
        var name: [UInt8] = []
        var rest = bytes
        while let byte = rest.popFirst() {
            guard byte == ASCII.equals else {
                name.append(byte)
                continue
            }
            switch rest.prefix(2).text {
            case "2C": name.append(UInt8(ascii: ","))
            case "3D": name.append(ASCII.equals)
            default: return nil
            }
            rest = rest.dropFirst(2)
        }
        return name.text
    }

    static func escaped(_ name: String) -> String {
        // By scalars: a comma with an accent behind it is one character, and still a comma on the wire.
        name.unicodeScalars.map { $0 == "=" ? "=3D" : $0 == "," ? "=2C" : String($0) }.joined()
    }
}
