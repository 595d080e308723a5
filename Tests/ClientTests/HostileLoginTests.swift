import Basics
import Protocol
import Testing

@testable import Client

/// Servers that want to be believed without knowing the password. <https://www.rfc-editor.org/rfc/rfc5802#section-5>
@Suite struct HostileLoginTests {
    private static let logged = [":s 900 ada ada!a@h user :You are now logged in", ":s 903 ada :SASL successful"]

    /// Connected, and about to prove the password with SCRAM.
    private func begun(isPrivate: Bool = false, offered: String = "PLAIN,SCRAM-SHA-256") -> TestSession {
        var talk = TestSession(nicks: ["ada"], account: "user", accountPassword: "pencil")
        talk.session.cryptography = SASLCryptography(primitives: .toy, randomBytes: { Array(repeating: 7, count: $0) })
        talk.session.start(at: talk.now)
        talk.session.connected(isPrivate: isPrivate, at: talk.now)
        talk.hear(":s CAP * LS :sasl\(offered.isEmpty ? "" : "=" + offered)", ":s CAP * ACK :sasl")
        return talk
    }

    private func said(_ talk: inout TestSession) -> [UInt8]? {
        talk.sent().last { $0.hasPrefix("AUTHENTICATE ") }.flatMap { Base64.decode(String($0.dropFirst(13))) }
    }

    private func say(_ text: String, _ talk: inout TestSession) {
        talk.hear("AUTHENTICATE " + Base64.encode(Array(text.utf8)))
    }

    private func derivations(_ talk: TestSession) -> [KeyDerivation] {
        talk.actions.compactMap { if case .deriveKey(let derivation) = $0 { derivation } else { nil } }
    }

    private func makeKey(_ talk: inout TestSession) {
        guard let wanted = derivations(talk).last else { return }
        let key = SCRAM.Primitives.toy.stretch(wanted.password, wanted.salt, wanted.iterations)
        talk.session.keyDerived(key, for: wanted, at: talk.now)
        talk.collect()
    }

    /// The exchange up to the client's last message; returns the true verdict.
    private func provedUp(_ talk: inout TestSession) throws -> String {
        let credential = SCRAM.Credential(
            password: Array("pencil".utf8), salt: [1, 2, 3, 4], iterations: 4096, using: .toy)
        var server = SCRAM.Server(primitives: .toy)
        talk.hear("AUTHENTICATE +")
        _ = try server.first(try #require(said(&talk)))
        say(try server.challenge(credential, nonce: [9, 9]).text, &talk)
        makeKey(&talk)
        return try server.final(try #require(said(&talk))).text
    }

    private func expectEnd(_ talk: TestSession, _ words: String) {
        #expect(talk.session.phase == .idle)
        #expect(talk.actions.contains(.close))
        #expect(talk.session.account == nil)
        let last = talk.lines("").last ?? ""
        #expect(last.contains(words) && last.contains("/reconnect"), "\(last)")
        #expect(!talk.actions.contains { if case .connect(let delay) = $0 { delay > 0 } else { false } })
    }

    @Test func `A server that proves itself is believed`() throws {
        var talk = begun()
        let verdict = try provedUp(&talk)
        say(verdict, &talk)
        #expect(talk.sent() == ["AUTHENTICATE +"])
        for line in Self.logged { talk.hear(line) }
        #expect(talk.session.account == "user")
        #expect(talk.sent() == ["CAP END"])
    }

    @Test(arguments: [0, 1]) func `Success at once is none`(_ which: Int) {
        var talk = begun()
        talk.hear(Self.logged[which])
        expectEnd(talk, "has not proved that it knows your password")
    }

    @Test(arguments: [0, 1]) func `Success after the first message is none`(_ which: Int) {
        var talk = begun()
        talk.hear("AUTHENTICATE +", Self.logged[which])
        expectEnd(talk, "has not proved that it knows your password")
    }

    @Test func `Success while the key is being made is none`() {
        var talk = begun()
        talk.hear("AUTHENTICATE +")
        let nonce = said(&talk)?.text.split(separator: "=").last ?? ""
        say("r=\(nonce)x,s=AAAA,i=4096", &talk)
        talk.hear(Self.logged[1])
        expectEnd(talk, "has not proved that it knows your password")
        makeKey(&talk)
        #expect(talk.session.phase == .idle)
    }

    @Test(arguments: [0, 1]) func `Success without a verdict is none`(_ which: Int) throws {
        var talk = begun()
        _ = try provedUp(&talk)
        talk.hear(Self.logged[which])
        expectEnd(talk, "has not proved that it knows your password")
    }

    @Test(arguments: [
        ("v=AAAA", "could not prove"), ("v=", "could not prove"), ("", "makes no sense"), ("v=*", "makes no sense"),
        ("TRUE,TRUE", "makes no sense"), ("x=y,TRUE", "makes no sense"),
    ]) func `A wrong verdict ends the connection`(_ verdict: String, _ words: String) throws {
        var talk = begun()
        let real = try provedUp(&talk)
        say(verdict.replacing("TRUE", with: real), &talk)
        expectEnd(talk, words)
    }

    @Test func `A second verdict ends the connection, even a true one`() throws {
        var talk = begun()
        let real = try provedUp(&talk)
        say(real, &talk)
        say(real, &talk)
        expectEnd(talk, "could not prove")
    }

    @Test func `An error in place of a verdict is a refusal, after which there is no success`() throws {
        var talk = begun()
        _ = try provedUp(&talk)
        say("e=invalid-proof", &talk)
        #expect(talk.sent() == ["AUTHENTICATE *"])
        var other = talk
        other.hear(":s 904 ada :SASL authentication failed")
        #expect(other.sent() == ["CAP END"])
        #expect(other.session.account == nil)
        talk.hear(Self.logged[1])
        expectEnd(talk, "has not proved")
    }

    @Test(arguments: [
        ("r=other,s=AAAA,i=4096", "another login"), ("r=NONCE,s=AAAA,i=4096", "another login"),
        ("r=NONCEx,s=AAAA,i=4095", "unsafe"), ("r=NONCEx,s=AAAA,i=10000001", "unsafe"),
        ("r=NONCEx,s=AAAA,i=99999999999999999999", "makes no sense"), ("r=NONCEx,s=,i=4096", "makes no sense"),
        ("r=NONCEx,s=AAAA", "makes no sense"), ("", "makes no sense"), ("v=AAAA", "makes no sense"),
    ]) func `A challenge that is not safe ends the connection`(_ challenge: String, _ words: String) {
        var talk = begun()
        talk.hear("AUTHENTICATE +")
        let nonce = said(&talk)?.text.split(separator: "=").last ?? ""
        say(challenge.replacing("NONCE", with: nonce), &talk)
        expectEnd(talk, words)
        #expect(derivations(talk).isEmpty)
    }

    @Test func `What a server says in parts is bounded`() {
        var talk = begun()
        talk.hear("AUTHENTICATE +")
        for _ in 0..<41 { talk.hear("AUTHENTICATE " + String(repeating: "A", count: 400)) }
        expectEnd(talk, "makes no sense")
        var other = begun()
        other.hear("AUTHENTICATE " + String(repeating: "A", count: 404))
        expectEnd(other, "makes no sense")
    }

    @Test func `Each way is tried once, however often the server refuses and names others`() {
        var talk = begun(isPrivate: true, offered: "")
        for _ in 0..<10 {
            talk.hear(
                ":s 908 * PLAIN :are available", ":s 904 * :no", ":s 908 * SCRAM-SHA-256 :are available", ":s 904 * :no"
            )
            talk.hear(":s CAP * ACK :sasl")
        }
        #expect(
            talk.sent().filter { $0.hasPrefix("AUTHENTICATE") } == ["AUTHENTICATE SCRAM-SHA-256", "AUTHENTICATE PLAIN"])
    }

    @Test func `One key is made at a time, over connections too`() {
        var talk = begun()
        for round in 0..<4 {
            if round > 0 {
                talk.session.connected(at: talk.now)
                talk.hear(":s CAP * LS :sasl=SCRAM-SHA-256", ":s CAP * ACK :sasl")
            }
            talk.hear("AUTHENTICATE +")
            let nonce = said(&talk)?.text.split(separator: "=").last ?? ""
            say("r=\(nonce)x,s=\(Base64.encode([UInt8(round), 1, 2])),i=10000000", &talk)
            if round < 3 { talk.session.disconnected(cause: "gone", at: talk.now) }
        }
        #expect(derivations(talk).map(\.salt) == [[0, 1, 2]])
        makeKey(&talk)
        #expect(derivations(talk).map(\.salt) == [[0, 1, 2], [3, 1, 2]])
        makeKey(&talk)
        #expect(talk.sent().last?.hasPrefix("AUTHENTICATE ") == true)
    }

    // MARK: Refusals

    @Test func `Behind a refusal a server that has proved nothing is not believed`() {
        var talk = begun()
        talk.hear(":s 904 ada :SASL failed", Self.logged[0])
        #expect(talk.session.account == nil)
        #expect(talk.lines("").last?.contains("it is not believed") == true)
        // Once we are in, services say so as well.
        talk.hear(":s 001 ada :Hi", ":s 422 ada :none", Self.logged[0])
        #expect(talk.session.account == "user")
    }

    @Test func `A password that was not taken is refused, however that is said, and not sent again`() {
        for answers in [
            ["AUTHENTICATE +", "AUTHENTICATE +", ":s 906 ada :aborted"],
            ["AUTHENTICATE +", "AUTHENTICATE !", ":s 906 ada :aborted"],
        ] {
            var talk = begun(isPrivate: true, offered: "PLAIN")
            for answer in answers { talk.hear(answer) }
            expectRefusal(&talk)
        }
    }

    @Test func `A password that SCRAM refuses with a reason is not sent again`() throws {
        var talk = begun()
        _ = try provedUp(&talk)
        say("e=invalid-proof", &talk)
        #expect(talk.sent().last == "AUTHENTICATE *")
        talk.hear(":s 906 ada :aborted")
        expectRefusal(&talk)
    }

    @Test func `An exchange that the server ends for reasons of its own refuses no password`() {
        var talk = begun(isPrivate: true, offered: "PLAIN")
        talk.hear("AUTHENTICATE +", ":s 906 ada :services are gone")
        #expect(talk.session.login.accountPassword == "pencil")
    }

    private func expectRefusal(_ talk: inout TestSession) {
        #expect(talk.session.login.accountPassword == nil)
        #expect(talk.actions.contains { if case .askPassword = $0 { true } else { false } })
        talk.session.disconnected(cause: "gone", at: talk.now)
        talk.session.connected(isPrivate: true, at: talk.now)
        talk.collect()
        talk.forget()
        talk.hear(":s CAP * LS :sasl=PLAIN", ":s CAP * ACK :sasl", "AUTHENTICATE +")
        #expect(talk.sent() == ["CAP REQ sasl", "CAP END"])
    }
}

extension SCRAM.Primitives {
    /// Quick, and of no use against anybody.
    static let toy = SCRAM.Primitives(
        hash: { toyHash($0) }, hmac: { toyHash($0 + [0xFF] + $1) },
        stretch: { toyHash($0 + [0xFE] + $1 + [UInt8(truncatingIfNeeded: $2)]) }, areEqual: { $0 == $1 },
        randomBytes: { [UInt8](repeating: 7, count: $0) })

    private static func toyHash(_ bytes: [UInt8]) -> [UInt8] {
        (0..<32).map { round in
            var state = UInt64(round) &+ 0xCBF2_9CE4_8422_2325
            for byte in bytes { state = (state ^ UInt64(byte)) &* 0x100_0000_01B3 }
            return UInt8(truncatingIfNeeded: state >> 32)
        }
    }
}
