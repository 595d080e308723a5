import Protocol

/// What SCRAM needs and this module does not have: the shell brings it.
package struct Cryptography: Sendable {
    package var sha256: @Sendable (_ message: [UInt8]) -> [UInt8]
    package var hmacSHA256: @Sendable (_ key: [UInt8], _ message: [UInt8]) -> [UInt8]

    package init(
        sha256: @escaping @Sendable ([UInt8]) -> [UInt8], hmacSHA256: @escaping @Sendable ([UInt8], [UInt8]) -> [UInt8]
    ) {
        self.sha256 = sha256
        self.hmacSHA256 = hmacSHA256
    }
}

/// A key to be made of a password with PBKDF2-HMAC-SHA-256, 32 bytes long: it takes a while, so it is done elsewhere.
package struct KeyDerivation: Hashable, Sendable {
    package let password: String
    package let salt: [UInt8]
    package let iterations: Int
}

/// One attempt to log in. <https://ircv3.net/specs/extensions/sasl-3.1>, <https://www.rfc-editor.org/rfc/rfc5802>
struct SASLExchange: Sendable {
    enum Step: Hashable, Sendable {
        case nothing
        case send([UInt8])
        case derive(KeyDerivation)
        /// The server cannot prove that it knows the password, or says what makes no sense.
        case abort
    }

    private enum Phase: Hashable, Sendable { case begun, firstSent, deriving, proofSent, ended }

    /// Fewer would let whoever overhears the exchange guess the password; more are not worked off.
    private static let iterations = SCRAM.Client.iterations

    let mechanism: SASLMechanism
    let account: String
    private let password: String
    private let nonce: String
    private var phase = Phase.begun
    private var clientFirst = ""
    private var serverFirst = ""
    private var serverNonce = ""
    private var serverSignature: [UInt8] = []

    init(_ mechanism: SASLMechanism, account: String, password: String, nonce: String) {
        self.mechanism = mechanism
        self.account = account
        self.password = password
        self.nonce = nonce
    }

    /// Takes what the server says, out of its base64.
    mutating func receive(_ challenge: [UInt8]) -> Step {
        switch (mechanism, phase) {
        case (.external, .begun):
            phase = .ended
            return .send([])
        case (.plain, .begun):
            phase = .ended
            return .send([0] + Array(account.utf8) + [0] + Array(password.utf8))
        case (.scram, .begun):
            phase = .firstSent
            let name = account.split(separator: "", omittingEmptySubsequences: false).map {
                $0 == "=" ? "=3D" : $0 == "," ? "=2C" : String($0)
            }.joined()
            clientFirst = "n=\(name),r=\(nonce)"
            return .send(Array("n,,\(clientFirst)".utf8))
        case (.scram, .firstSent): return receiveFirst(challenge.text)
        case (.scram, .proofSent):
            phase = .ended
            let signature = Self.fields(challenge.text)["v"].flatMap { Base64.decode($0) }
            return signature == serverSignature ? .send([]) : .abort
        default: return .abort
        }
    }

    private mutating func receiveFirst(_ text: String) -> Step {
        let fields = Self.fields(text)
        guard let server = fields["r"], server.hasPrefix(nonce), server.utf8.count > nonce.utf8.count,
            let salt = fields["s"].flatMap({ Base64.decode($0) }), !salt.isEmpty,
            let iterations = fields["i"].flatMap({ Int($0) }), Self.iterations.contains(iterations)
        else { return .abort }
        phase = .deriving
        serverFirst = text
        serverNonce = server
        return .derive(KeyDerivation(password: password, salt: salt, iterations: iterations))
    }

    /// The key has been made.
    mutating func derived(_ key: [UInt8], _ cryptography: Cryptography) -> Step {
        guard phase == .deriving else { return .nothing }
        phase = .proofSent
        let final = "c=biws,r=\(serverNonce)"
        let message = Array("\(clientFirst),\(serverFirst),\(final)".utf8)
        let clientKey = cryptography.hmacSHA256(key, Array("Client Key".utf8))
        let signature = cryptography.hmacSHA256(cryptography.sha256(clientKey), message)
        let serverKey = cryptography.hmacSHA256(key, Array("Server Key".utf8))
        serverSignature = cryptography.hmacSHA256(serverKey, message)
        let proof = zip(clientKey, signature).map { $0 ^ $1 }
        return .send(Array("\(final),p=\(Base64.encode(proof))".utf8))
    }

    private static func fields(_ text: String) -> [String: String] {
        var fields: [String: String] = [:]
        for item in text.split(separator: ",") {
            let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if parts.count == 2 { fields[String(parts[0])] = String(parts[1]) }
        }
        return fields
    }
}
