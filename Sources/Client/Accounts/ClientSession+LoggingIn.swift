import Protocol

/// Logging in with SASL, at the connection's beginning or later. <https://ircv3.net/specs/extensions/sasl-3.2>
///
/// A password that was refused is forgotten and asked for, never sent a second time; nor is one sent where others could read it.
extension ClientSession {
    /// Whether to log in now, while registering: then the negotiation waits for it.
    mutating func beginSASL(at now: Timestamp) -> Bool {
        guard capabilities.contains("sasl"), link?.sasl == nil, let account = accountName, canLogIn else {
            return false
        }
        guard let mechanism = mechanism() else {
            say(
                link?.isPrivate == true
                    ? "This server offers no way to log in that is known here."
                    : "Not logged in: this connection can be read by others. Use TLS.", .error, in: .server, at: now)
            return false
        }
        let nonce = nonce()
        link?.sasl = SASLExchange(mechanism, account: account, password: accountSecret ?? "", nonce: nonce)
        link?.saslAnswer = []
        send("AUTHENTICATE", mechanism.rawValue)
        return true
    }

    /// Whether there is anything to log in with.
    private var canLogIn: Bool { accountSecret != nil || configuration.hasCertificate && !isCertificateRefused }

    /// The strongest that both sides know, or the one that was chosen. SCRAM tells the password to nobody; PLAIN only to a server that
    /// nobody else hears.
    private func mechanism() -> SASLMechanism? {
        let offered = link?.saslMechanisms ?? []
        return SASLMechanism.allCases.first { mechanism in
            guard offered.isEmpty || offered.contains(mechanism.rawValue) else { return false }
            guard configuration.mechanism.map({ $0 == mechanism }) ?? true else { return false }
            return switch mechanism {
            case .external: configuration.hasCertificate && !isCertificateRefused && link?.isSecure == true
            case .scram: cryptography != nil && accountSecret != nil
            case .plain: link?.isPrivate == true && accountSecret != nil
            }
        }
    }

    private mutating func nonce() -> String {
        (0..<3).map { _ in String(random.next(), radix: 36) }.joined()
    }

    mutating func receiveAuthenticate(_ incoming: Incoming) {
        guard link?.sasl != nil else { return }
        let part = incoming.text(0)
        if part != "+" { link?.saslAnswer += Array(part.utf8) }
        guard part.utf8.count < 400, let answer = link?.saslAnswer, answer.count <= 16_000 else { return }
        link?.saslAnswer = []
        guard let challenge = Base64.decode(answer.text), let step = link?.sasl?.receive(challenge) else {
            send("AUTHENTICATE", "*")
            return
        }
        carryOut(step)
    }

    private mutating func carryOut(_ step: SASLExchange.Step) {
        switch step {
        case .nothing: break
        case .send(let bytes): sendAuthenticate(bytes)
        case .derive(let derivation): emit(.deriveKey(derivation))
        case .abort: send("AUTHENTICATE", "*")
        }
    }

    /// In parts of 400 bytes; one that is full is followed by another.
    private mutating func sendAuthenticate(_ bytes: [UInt8]) {
        let text = Base64.encode(bytes)
        var rest = text[...]
        while !rest.isEmpty {
            send("AUTHENTICATE", String(rest.prefix(400)))
            rest = rest.dropFirst(400)
        }
        if text.utf8.count % 400 == 0 { send("AUTHENTICATE", "+") }
    }

    /// The key that ``SessionAction/deriveKey(_:)`` asked for.
    package mutating func keyDerived(_ key: [UInt8], for derivation: KeyDerivation, at now: Timestamp) {
        guard let cryptography, derivation.password == accountSecret, let step = link?.sasl?.derived(key, cryptography)
        else { return }
        carryOut(step)
    }

    /// 900 to 908.
    mutating func receiveSASLNumeric(_ numeric: UInt16, _ incoming: Incoming) {
        switch numeric {
        case 900:
            link?.account = incoming.text(2)
            say("You are logged in as \(incoming.text(2)).", in: loginBuffer, at: incoming.now)
            takeNickBack()
            return
        case 901:
            link?.account = nil
            say("You are logged out.", in: loginBuffer, at: incoming.now)
            return
        case 908:
            link?.knownMechanisms = Link.mechanisms(incoming.text(1))
            return
        default: break
        }
        guard let exchange = link?.sasl else { return }
        link?.sasl = nil
        switch numeric {
        case 903, 907: break
        case 904 where !(link?.isKnown(exchange.mechanism) ?? true):
            // It is the way that was refused, not the password.
            if beginSASL(at: incoming.now) { return }
        case 904, 902:
            if refuse(exchange, incoming) { return }
        default: say("Not logged in: \(incoming.lastText)", .error, in: loginBuffer, at: incoming.now)
        }
        if phase == .registering { endCapabilities() }
    }

    /// True where it goes on in another way.
    private mutating func refuse(_ exchange: SASLExchange, _ incoming: Incoming) -> Bool {
        if exchange.mechanism == .external {
            isCertificateRefused = true
            say(
                "The server knows no account by this certificate. (\(incoming.lastText))", .error, in: loginBuffer,
                at: incoming.now)
            if beginSASL(at: incoming.now) { return true }
        } else {
            accountSecret = nil
            say(
                "The server refused the password for \(exchange.account): it is not sent again. (\(incoming.lastText))",
                .error, in: loginBuffer, at: incoming.now)
        }
        link?.isLoginRefused = true
        // Where nothing but the certificate was to be used, no password is wanted.
        guard configuration.mechanism != .external else { return false }
        askSecret(.login, account: exchange.account, lead: "Refused. ")
        return false
    }
}
