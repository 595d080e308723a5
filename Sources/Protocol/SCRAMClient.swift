extension SCRAM {
    /// The client's side of one exchange.
    package struct Client: Sendable {
        private let name: String
        private let password: [UInt8]
        private let nonce: [UInt8]
        private let cipher: Cipher
        private var serverSignature: [UInt8]?

        /// How much work a server may ask for. What the specification takes for the least; a hundred times what is common.
        package static let iterations = 4096...10_000_000

        /// - Parameter nonce: 18 random bytes or more.
        package init(name: String, password: [UInt8], nonce: [UInt8], cipher: Cipher) {
            self.init(name: name, password: password, printableNonce: Base64.encode(nonce), cipher: cipher)
        }

        init(name: String, password: [UInt8], printableNonce: String, cipher: Cipher) {
            self.name = name
            self.password = password
            self.nonce = Array(printableNonce.utf8)
            self.cipher = cipher
        }

        /// The client's first message.
        package var first: [UInt8] { Array("n,,".utf8) + bare }

        private var bare: [UInt8] { Array("n=\(SCRAM.escaped(name)),r=".utf8) + nonce }

        /// Answers the server's first message. Takes the time that stretching takes.
        package mutating func final(answering first: [UInt8]) throws(Failure) -> [UInt8] {
            let fields = first.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
            guard fields.count >= 3, let whole = SCRAM.value("r", in: fields[0]), SCRAM.isNonce(whole),
                let salt = SCRAM.value("s", in: fields[1]).flatMap({ Base64.decode($0) }), !salt.isEmpty,
                let iterations = SCRAM.value("i", in: fields[2]).flatMap({ Int($0.text) })
            else { throw .malformed }
            guard whole.starts(with: nonce), whole.count > nonce.count else { throw .nonce }
            guard Self.iterations.contains(iterations) else { throw .iterations }
            let salted = cipher.stretch(password, salt, iterations)
            let clientKey = cipher.hmac(salted, Array("Client Key".utf8))
            // "biws" is "n,,": no channel binding, nobody else to act as.
            let withoutProof = Array("c=biws,r=".utf8) + whole
            let exchange = SCRAM.exchange(bare: bare, first: first, withoutProof: withoutProof)
            let proof = zip(clientKey, cipher.hmac(cipher.hash(clientKey), exchange)).map { $0 ^ $1 }
            serverSignature = cipher.hmac(cipher.hmac(salted, Array("Server Key".utf8)), exchange)
            return withoutProof + ",p=\(Base64.encode(proof))".utf8
        }

        /// Checks that the server knows the password too. To be called whatever else the server says of success.
        package func verify(_ final: [UInt8]) throws(Failure) {
            let fields = final.split(separator: UInt8(ascii: ","), maxSplits: 1, omittingEmptySubsequences: false)
            if let reason = fields.first.flatMap({ SCRAM.value("e", in: $0) }) { throw .refused(reason.text) }
            guard let signature = fields.first.flatMap({ SCRAM.value("v", in: $0) }).flatMap({ Base64.decode($0) })
            else { throw .malformed }
            guard let serverSignature, cipher.areEqual(signature, serverSignature) else { throw .proof }
        }
    }

    // MARK: What both sides read and write

    static func exchange(bare: [UInt8], first: [UInt8], withoutProof: [UInt8]) -> [UInt8] {
        bare + [UInt8(ascii: ",")] + first + [UInt8(ascii: ",")] + withoutProof
    }

    /// What stands behind `key=`.
    static func value(_ key: Unicode.Scalar, in field: Bytes) -> Bytes? {
        field.starts(with: [UInt8(ascii: key), ASCII.equals]) ? field.dropFirst(2) : nil
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
