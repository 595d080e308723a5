import Basics
import Protocol

/// Logging in with SASL, at the connection's beginning or later. <https://ircv3.net/specs/extensions/sasl-3.2>
///
/// A password that was refused is forgotten and asked for, never sent a second time; nor is one sent where others could read it.
extension ClientSession {
    /// Begins to log in while registering, if that is possible now. Returns true if so: then the negotiation waits for the login.
    mutating func beginSASL(at now: Timestamp) -> Bool {
        guard capabilities.contains("sasl"), connection?.login.exchange == nil, let account = login.account,
            login.canLogIn
        else {
            return false
        }
        guard let mechanism = mechanism() else {
            // Once every way has been tried, the server's words about the last are all there is to say.
            if connection?.login.hasTriedAny == false {
                note(
                    connection?.security.isPrivate == true
                        ? "This server offers no way to log in that grillo-tui knows."
                        : "Not logged in: this connection is not encrypted. Use TLS.", kind: .error, in: .server,
                    at: now
                )
            }
            return false
        }
        connection?.login.begin(
            SASLClientExchange(
                mechanism, account: account, password: login.accountPassword ?? "", cryptography: login.cryptography),
            at: now)
        send("AUTHENTICATE", mechanism.rawValue)
        return true
    }

    /// The strongest that both sides know, or the one that was chosen. SCRAM tells the password to nobody; PLAIN only to a server that
    /// nobody else hears. Each is tried once on a connection, until the person types another password: a server that refuses one and names
    /// others could go on like that for ever.
    private func mechanism() -> SASLMechanism? {
        SASLMechanism.allCases.first { connection?.login.hasTried($0) == false && isUsable($0) }
    }

    /// True if the server knows a way to log in, the person's configuration allows it, and it is safe on this connection.
    private func isUsable(_ mechanism: SASLMechanism) -> Bool {
        guard isKnown(mechanism) else { return false }
        guard configuration.mechanism.map({ $0 == mechanism }) ?? true else { return false }
        return switch mechanism {
        case .external: login.canShowCertificate && connection?.security.isTLS == true
        case .scram: cryptography != nil && login.accountPassword != nil
        case .plain: connection?.security.isPrivate == true && login.accountPassword != nil
        }
    }

    /// True if the server names this way to log in, or names no ways at all; false while there is no connection.
    private func isKnown(_ mechanism: SASLMechanism) -> Bool {
        connection.map { $0.login.isKnown(mechanism, offered: $0.capabilities.offered["sasl"]) } ?? false
    }

    /// True if this connection can never log in with the password or certificate at hand. On a connection that others cannot read, a server
    /// that offers no login at all may only be without its accounts for a while; on one that they can read, there is no such hope, for many
    /// servers offer login over TLS alone.
    var hasNoWayToLogIn: Bool {
        guard login.canLogIn, let connection else { return false }
        guard connection.capabilities.offered["sasl"] != nil else {
            return !connection.security.isPrivate
        }
        return !SASLMechanism.allCases.contains { isUsable($0) }
    }

    mutating func receiveAuthenticate(_ incoming: IncomingMessage, at now: Timestamp) {
        switch connection?.login.receive(incoming.text(0), at: now) {
        case .partial, nil: break
        case .step(let step): carryOut(step, at: now)
        case .malformed where connection?.login.exchange?.mechanism == .scram:
            distrust(SCRAM.Failure.malformed.clause, at: now)
        case .malformed: giveUp()
        }
    }

    private mutating func carryOut(_ step: SASLClientExchange.Step, at now: Timestamp) {
        switch step {
        case .nothing: break
        case .send(let bytes): sendAuthenticate(bytes)
        case .derive(let derivation): derive(derivation)
        case .abort, .refused: giveUp()
        case .untrusted(let reason): distrust(reason, at: now)
        }
    }

    private mutating func giveUp() {
        connection?.login.giveUp()
        send("AUTHENTICATE", "*")
    }

    /// The server may be another than it was, or somebody in between: nothing more is said to it, and it is not tried again by itself.
    private mutating func distrust(_ reason: String, at now: Timestamp) {
        lifecycle.stopRetrying(because: "Your password was not revealed. Ask who runs it; /reconnect tries again.")
        emit(.close)
        endConnection(cause: "\(configuration.hostLabel) is not trusted: \(reason)", at: now)
    }

    /// Asks for a key, one at a time: each takes a processor for as long as the server likes.
    private mutating func derive(_ derivation: KeyDerivation) {
        if login.derivations.add(derivation) { emit(.deriveKey(derivation)) }
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
        login.derivations.finished(derivation)
        if let step = connection?.login.derived(key, for: derivation, at: now) { carryOut(step, at: now) }
        if let next = login.derivations.takeNext(), connection?.login.exchange != nil { derive(next) }
    }

    /// 900 to 908.
    mutating func receiveSASLNumeric(_ numeric: UInt16, _ incoming: IncomingMessage) {
        if numeric == 900 || numeric == 903, connection?.login.exchange?.canSucceed == false {
            return distrust(
                "it says that you are logged in, and has not proved that it knows your password", at: incoming.now)
        }
        // Behind a refusal, while coming in: nothing else can have logged us in.
        if numeric == 900, phase == .registering, connection?.login.exchange == nil,
            connection?.login.isServerUnproved == true
        {
            note(
                "The server says that you are logged in, and has not proved that it knows your password: it is not believed.",
                kind: .error, in: .server, at: incoming.now)
            return
        }
        switch numeric {
        case 900:
            connection?.identity.setAccount(incoming.text(2))
            note("You are logged in as \(incoming.text(2)).", in: loginBuffer, at: incoming.now)
            offerSavingAccountOfLogin(incoming.text(2))
            reclaimNick()
            return
        case 901:
            connection?.identity.setAccount(nil)
            note("You are logged out.", in: loginBuffer, at: incoming.now)
            return
        case 908:
            connection?.login.name(incoming.text(1))
            return
        default: break
        }
        guard let exchange = connection?.login.end() else { return }
        switch numeric {
        case 903: break
        case 907 where exchange.canSucceed: break
        case 904 where !isKnown(exchange.mechanism):
            // It is the way that was refused, not the password.
            if beginSASL(at: incoming.now) { return }
        case 904 where DisconnectReason.suspendsLogin(incoming.lastText) && exchange.mechanism != .external:
            reportLogin(
                "Not logged in: \(Sentence.made(of: incoming.lastText)) /login \(exchange.account) tries again.",
                at: incoming.now)
        case 904, 902:
            if refuse(exchange, incoming) { return }
        case 906 where exchange.isGivenUp:
            if refuse(exchange, incoming) { return }
        default:
            reportLogin("Not logged in: \(Sentence.made(of: incoming.lastText))", at: incoming.now)
        }
        if phase == .registering { endCapabilities() }
    }

    /// Says why one is not logged in where that was asked for; while coming in, where the person is, too.
    private mutating func reportLogin(_ words: String, at now: Timestamp) {
        guard phase == .online else { return reportInServerAndVisible(words, at: now) }
        note(words, kind: .error, in: replyBuffer, at: now)
    }

    /// True where it goes on in another way.
    private mutating func refuse(_ exchange: SASLClientExchange, _ incoming: IncomingMessage) -> Bool {
        if exchange.mechanism == .external {
            login.refuseCertificate()
            reportLogin(
                "The server has no account for this certificate. \(Sentence.made(of: incoming.lastText))",
                at: incoming.now)
            if beginSASL(at: incoming.now) { return true }
        } else {
            let isKept = login.refuseAccountPassword()
            reportLogin(
                "The server refused the password for \(exchange.account): it is not sent again. \(Sentence.made(of: incoming.lastText))"
                    + " /login \(exchange.account) asks for another."
                    + (isKept ? " It comes from your settings: change it there, too." : ""), at: incoming.now)
        }
        connection?.login.refuse()
        // If nothing but the certificate was to be used, no password is wanted.
        guard configuration.mechanism != .external else { return false }
        askPassword(.login, account: exchange.account, lead: "Refused. ", takesInvitation: login.isAccountRequired)
        return false
    }
}
