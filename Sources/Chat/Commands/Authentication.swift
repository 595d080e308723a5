import Basics
import Protocol

/// AUTHENTICATE. <https://ircv3.net/specs/extensions/sasl-3.1>, <https://ircv3.net/specs/extensions/sasl-3.2>
extension Network {
    /// Bytes of one line of data; a shorter line is the last.
    private static let chunk = 400
    /// Bytes of all the lines of one message.
    private static let longest = 4000

    func authenticate(_ session: Session, _ message: Message) {
        let data = message.parameters[0]
        guard data != Bytes("*") else {
            session.registration.sasl = nil
            return reply(session, .saslAborted, "Login aborted")
        }
        guard data.count <= Self.chunk else {
            session.registration.sasl = nil
            return reply(session, .saslTooLong, "Login failed: the message is too long")
        }
        guard session.registration.sasl != nil else { return beginSASL(session, data.text.uppercased()) }
        if data != Bytes("+") { session.registration.sasl?.received += data }
        guard data.count < Self.chunk else {
            if session.registration.sasl?.received.count ?? 0 > Self.longest {
                refuseSASL(session, "Login failed: the message is too long")
            }
            return
        }
        guard let sasl = session.registration.sasl, let bytes = Base64.decode(sasl.received) else {
            return refuseSASL(session, "Login failed: what came is not base64")
        }
        session.registration.sasl?.received = []
        proceed(session, sasl.step, bytes)
    }

    /// The mechanisms with which a session may log in.
    static func mechanisms(for origin: Origin) -> [String] {
        (origin.isConfidential ? ["PLAIN"] : []) + ["SCRAM-SHA-256"] + (origin.certificate == nil ? [] : ["EXTERNAL"])
    }

    private func beginSASL(_ session: Session, _ mechanism: String) {
        guard offer.capabilities.contains(.sasl) else {
            return refuseSASL(session, "Login failed: there are no accounts here")
        }
        let mechanisms = Self.mechanisms(for: session.origin)
        guard mechanisms.contains(mechanism), let primitives else {
            reply(session, .saslMechanisms, mechanisms.joined(separator: ","), "are available SASL mechanisms")
            return refuseSASL(session, "Login failed: this mechanism is not offered here")
        }
        if let obstacle = obstacle(toLoggingIn: session) { return reply(session, .saslAlready, obstacle) }
        switch mechanism {
        case "PLAIN": session.registration.sasl = SASLServerExchange(step: .plain)
        case "EXTERNAL": session.registration.sasl = SASLServerExchange(step: .external)
        default: session.registration.sasl = SASLServerExchange(step: .scram(SCRAM.Server(primitives: primitives)))
        }
        respond(Message("AUTHENTICATE", "+"), to: session)
    }

    private func proceed(_ session: Session, _ step: SASLServerExchange.Step, _ bytes: [UInt8]) {
        switch step {
        case .plain: takePlain(session, bytes)
        case .external: takeExternal(session, bytes)
        case .scram(let server): beginSCRAM(session, server, bytes)
        case .scramFinal(let server, let name): endSCRAM(session, server, bytes, name)
        case .scramDone(let proved):
            // The account may have become somebody else's meanwhile.
            guard let account = registry.accounts[proved.folded], account.credential == proved.credential else {
                return refuseSASL(session, "Login failed: \(LoginOutcome.wrong.words)")
            }
            succeed(session, account)
        }
    }

    // MARK: PLAIN

    /// <https://www.rfc-editor.org/rfc/rfc4616>
    private func takePlain(_ session: Session, _ bytes: [UInt8]) {
        let parts = bytes.split(separator: ASCII.nul, omittingEmptySubsequences: false)
        guard parts.count == 3, !parts[1].isEmpty, parts.allSatisfy(\.isValidUTF8),
            parts[0].isEmpty || fold(parts[0].text) == fold(parts[1].text)
        else { return refuseSASL(session, "Login failed") }
        checkPassword(parts[2], of: parts[1].text, for: session) { [unowned self] in conclude(session, $0) }
    }

    private func conclude(_ session: Session, _ outcome: LoginOutcome) {
        guard case .right(let account) = outcome else {
            return refuseSASL(session, "Login failed: \(outcome.words)")
        }
        succeed(session, account)
    }

    // MARK: EXTERNAL

    /// <https://www.rfc-editor.org/rfc/rfc4422#appendix-A>: the certificate says who it is.
    private func takeExternal(_ session: Session, _ bytes: [UInt8]) {
        guard let certificate = session.origin.certificate, let owner = registry.owner(ofCertificate: certificate),
            let account = registry.accounts[owner], bytes.isEmpty || fold(bytes.text) == owner
        else {
            activity.loginFailed()
            return refuseSASL(session, "Login failed: no account knows your certificate")
        }
        succeed(session, account)
    }

    // MARK: SCRAM-SHA-256

    private func beginSCRAM(_ session: Session, _ server: SCRAM.Server, _ bytes: [UInt8]) {
        var server = server
        guard let (name, authorization) = try? server.first(bytes),
            authorization.map({ fold($0) == fold(name) }) ?? true
        else { return refuseSASL(session, "Login failed") }
        let folded = account(named: name)?.folded ?? fold(name)
        if let wait = loginWait(session, folded) {
            return refuseSASL(session, "Login failed: \(LoginOutcome.tooSoon(wait).words)")
        }
        guard let primitives, let credential = credential(of: folded),
            let challenge = try? server.challenge(credential, nonce: primitives.randomBytes(SCRAM.nonceCount))
        else {
            return refuseSASL(session, "Login failed")
        }
        session.registration.sasl = SASLServerExchange(step: .scramFinal(server, folded))
        sendSASL(challenge, to: session)
    }

    private func endSCRAM(_ session: Session, _ server: SCRAM.Server, _ bytes: [UInt8], _ name: FoldedName) {
        var server = server
        if let wait = loginWait(session, name) {
            return refuseSASL(session, "Login failed: \(LoginOutcome.tooSoon(wait).words)")
        }
        do throws(SCRAM.Failure) {
            let proof = try server.final(bytes)
            guard let account = registry.accounts[name], account.credential != nil else { throw .proof }
            session.registration.sasl = SASLServerExchange(step: .scramDone(account))
            sendSASL(proof, to: session)
        } catch {
            if error == .proof { loginFailed(session, name) }
            refuseSASL(session, "Login failed: \(LoginOutcome.wrong.words)")
        }
    }

    private func sendSASL(_ bytes: [UInt8], to session: Session) {
        var rest = Bytes(Base64.encode(bytes))
        var part: Bytes
        repeat {
            part = rest.prefix(Self.chunk)
            rest = rest.dropFirst(Self.chunk)
            respond(Message("AUTHENTICATE", [part.isEmpty ? Bytes("+") : part]), to: session)
        } while part.count == Self.chunk
    }

    // MARK: The end

    private func succeed(_ session: Session, _ account: Account) {
        session.registration.sasl = nil
        logIn(session, to: account)
        reply(session, .saslSuccess, "Login successful")
    }

    private func refuseSASL(_ session: Session, _ reason: String) {
        session.registration.sasl = nil
        reply(session, .saslFail, reason)
    }

    /// Breaks off the login of a session that registers in the middle of it; the session goes on without that login.
    func abandonSASL(of session: Session) {
        guard session.registration.sasl != nil else { return }
        session.registration.sasl = nil
        reply(session, .saslAborted, "Login aborted")
    }
}

/// A login in the making.
struct SASLServerExchange {
    enum Step {
        case plain
        case external
        case scram(SCRAM.Server)
        case scramFinal(SCRAM.Server, FoldedName)
        /// The client has our proof, and may still find it wrong.
        case scramDone(Account)
    }

    let step: Step
    /// Base64, as it comes in.
    var received: [UInt8] = []
}
