import Protocol

/// A key to be made of a password with PBKDF2-HMAC-SHA-256, 32 bytes long: it takes a while, so it is done elsewhere.
package typealias KeyDerivation = SCRAM.Client.KeyStretching

/// One attempt to log in. <https://ircv3.net/specs/extensions/sasl-3.1>
struct SASLClientExchange: Sendable {
    enum Step: Hashable, Sendable {
        case nothing
        case send([UInt8])
        case derive(KeyDerivation)
        /// The server asks for what there is not; it is told that the exchange is over.
        case abort
        /// The server refuses the password, or what was proved of it: it is told that the exchange is over, and says so in its own words.
        case refused
        /// The server has not proved that it knows the password, or cannot: nothing more is said to it. Why, as one clause.
        case untrusted(reason: String)
    }

    private enum State: Sendable {
        /// The way was named; the server has not asked yet.
        case begun
        /// Everything that there is to say has been said.
        case answered
        case scram(SCRAM.Client)
        case deriving(SCRAM.Client, KeyDerivation)
    }

    let mechanism: SASLMechanism
    let account: String
    private let password: String
    private let cryptography: SASLCryptography?
    private var state = State.begun
    /// True once this side has ended the exchange.
    private(set) var isGivenUp = false

    init(_ mechanism: SASLMechanism, account: String, password: String, cryptography: SASLCryptography?) {
        self.mechanism = mechanism
        self.account = account
        self.password = password
        self.cryptography = cryptography
    }

    /// True if the server may be believed when it says that we are logged in: in SCRAM only once it has shown that it knows the password.
    var canSucceed: Bool {
        switch (mechanism, state) {
        case (.external, _), (.plain, _): true
        case (.scram, .scram(let client)): client.isVerified
        case (.scram, .begun), (.scram, .answered), (.scram, .deriving): false
        }
    }

    /// True while the next word is the server's; false while a key is being made here.
    var waitsForServer: Bool { if case .deriving = state { false } else { true } }

    /// This side ends the exchange. The answer to that is a refusal of what was said in it.
    mutating func giveUp() { isGivenUp = true }

    /// Takes what the server says, out of its base64.
    mutating func receive(_ challenge: [UInt8]) -> Step {
        switch state {
        case .begun: return begin()
        case .answered: return .abort
        case .deriving: return .untrusted(reason: SCRAM.Failure.malformed.clause)
        case .scram(var client):
            if client.hasAnswered { return verify(challenge, &client) }
            do {
                let derivation = try client.challenge(challenge)
                state = .deriving(client, derivation)
                return .derive(derivation)
            } catch {
                state = .scram(client)
                return step(after: error)
            }
        }
    }

    private mutating func begin() -> Step {
        switch mechanism {
        case .external:
            state = .answered
            return .send([])
        case .plain:
            state = .answered
            return .send([0] + Array(account.utf8) + [0] + Array(password.utf8))
        case .scram:
            guard let cryptography else { return .abort }
            let client = SCRAM.Client(
                name: account, password: Array(password.utf8), nonce: cryptography.randomBytes(24),
                primitives: cryptography.primitives)
            state = .scram(client)
            return .send(client.first)
        }
    }

    private mutating func verify(_ verdict: [UInt8], _ client: inout SCRAM.Client) -> Step {
        do {
            try client.verify(verdict)
            state = .scram(client)
            return .send([])
        } catch {
            state = .scram(client)
            return step(after: error)
        }
    }

    /// The key has been made. Nothing where it is not the one that is waited for.
    mutating func derived(_ key: [UInt8], for derivation: KeyDerivation) -> Step {
        guard case .deriving(var client, derivation) = state else { return .nothing }
        do {
            let final = try client.final(key: key)
            state = .scram(client)
            return .send(final)
        } catch { return step(after: error) }
    }

    private func step(after failure: SCRAM.Failure) -> Step {
        if case .refused = failure { return .refused }
        return .untrusted(reason: failure.clause)
    }
}

extension SCRAM.Failure {
    /// The fault of a server, as one clause for the person to read.
    var clause: String {
        switch self {
        case .malformed, .channelBinding: "what it says while logging in makes no sense"
        case .nonce: "it answers another login than this one, as someone in between would"
        case .proof: "it could not prove that it knows your password"
        case .iterations: "it asks for a password check that is unsafe, or for one that would take for ever"
        case .refused(let reason): "it says “\(DrawableText.plain(reason))”"
        }
    }
}
