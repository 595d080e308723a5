import Basics
import Testing

@testable import Protocol

/// <https://www.rfc-editor.org/rfc/rfc7677#section-3> and what goes wrong.
@Suite struct SCRAMTests {
    private let serverNonce = "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0"
    private let first = "n,,n=user,r=rOprNGfwEbeRWgbNEkqO"
    private let challenge = "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096"
    private let final =
        "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="
    private let verdict = "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="

    private func client(_ password: String = "pencil", _ primitives: SCRAM.Primitives = .quick) -> SCRAM.Client {
        SCRAM.Client(
            name: "user", password: Array(password.utf8), printableNonce: "rOprNGfwEbeRWgbNEkqO", primitives: primitives
        )
    }

    private func credential(_ primitives: SCRAM.Primitives = .quick) -> SCRAM.Credential {
        SCRAM.Credential(
            password: Array("pencil".utf8), salt: Base64.decode("W22ZaJ0SNY7soEsUEjb6gQ==")!, iterations: 4096,
            using: primitives)
    }

    @Test func `Both sides say what the specification's example says`() throws {
        var client = client("pencil", .reference)
        var server = SCRAM.Server(primitives: .reference)
        #expect(client.first.text == first)
        let (name, authorization) = try server.first(client.first)
        #expect(name == "user")
        #expect(authorization == nil)
        #expect(try server.challenge(credential(.reference), printableNonce: serverNonce).text == challenge)
        #expect(try client.final(answering: Array(challenge.utf8)).text == final)
        #expect(try server.final(Array(final.utf8)).text == verdict)
        #expect(throws: Never.self) { try client.verify(Array(verdict.utf8)) }
        #expect(throws: SCRAM.Failure.malformed) { try server.final(Array(final.utf8)) }
    }

    @Test(arguments: [("pencil", true), ("Pencil", false), ("", false)])
    func `Both sides agree on whether the password is right`(_ password: String, _ isRight: Bool) throws {
        var client = client(password)
        var server = SCRAM.Server(primitives: .quick)
        _ = try server.first(client.first)
        let answer = try client.final(answering: server.challenge(credential(), nonce: [1, 2, 3]))
        if isRight {
            try client.verify(server.final(answer))
        } else {
            #expect(throws: SCRAM.Failure.proof) { try server.final(answer) }
        }
        #expect(credential().accepts(password: Array(password.utf8), using: .quick) == isRight)
    }

    @Test func `A server that does not know the password is found out`() throws {
        for (verdict, failure) in [
            ("v=\(Base64.encode([1, 2]))", SCRAM.Failure.proof), ("e=invalid-proof", .refused("invalid-proof")),
            ("", .malformed), ("v=", .proof), ("v=*", .malformed), ("\(verdict),v=AAAA", .malformed),
            ("x=y,\(verdict)", .malformed), ("\(verdict),e=other", .malformed), ("\(verdict),", .malformed),
        ] {
            var client = client()
            _ = try client.final(answering: Array(challenge.utf8))
            #expect(throws: failure) { try client.verify(Array(verdict.utf8)) }
            #expect(!client.isVerified)
        }
        // Before there is anything to compare with.
        var early = client()
        #expect(throws: SCRAM.Failure.proof) { try early.verify(Array(verdict.utf8)) }
        #expect(throws: SCRAM.Failure.malformed) { try early.final(answering: Array(challenge.utf8)) }
    }

    @Test func `A verdict counts once, and a failed exchange is not taken up again`() throws {
        var client = client("pencil", .reference)
        _ = try client.final(answering: Array(challenge.utf8))
        #expect(throws: SCRAM.Failure.malformed) { try client.challenge(Array(self.challenge.utf8)) }
        #expect(throws: SCRAM.Failure.proof) { try client.verify(Array(verdict.utf8)) }
        #expect(!client.isVerified)
        var other = self.client("pencil", .reference)
        _ = try other.final(answering: Array(challenge.utf8))
        try other.verify(Array((verdict + ",x=later").utf8))
        #expect(other.isVerified)
        #expect(throws: SCRAM.Failure.proof) { try other.verify(Array(verdict.utf8)) }
    }

    @Test func `The key can be made elsewhere`() throws {
        var client = client("pencil", .reference)
        let wanted = try client.challenge(Array(challenge.utf8))
        #expect(wanted.password == Array("pencil".utf8) && wanted.iterations == 4096 && wanted.salt.count == 16)
        let key = SCRAM.Primitives.reference.stretch(wanted.password, wanted.salt, wanted.iterations)
        #expect(try client.final(key: key).text == final)
        #expect(throws: SCRAM.Failure.malformed) { try client.final(key: key) }
    }

    @Test(arguments: [
        ("r=other,s=AAAA,i=4096", SCRAM.Failure.nonce), ("r=rOprNGfwEbeRWgbNEkqO,s=AAAA,i=4096", .nonce),
        ("r=rOprNGfwEbeRWgbNEkqOx,s=AAAA,i=4095", .iterations),
        ("r=rOprNGfwEbeRWgbNEkqOx,s=AAAA,i=99999999999", .iterations),
        ("r=rOprNGfwEbeRWgbNEkqOx,s=A,i=4096", .malformed),
        ("", .malformed), ("r=rOprNGfwEbeRWgbNEkqOx,s=,i=4096", .malformed),
        ("m=x,r=rOprNGfwEbeRWgbNEkqOx,s=AAAA", .malformed), ("e=unknown-user", .refused("unknown-user")),
        ("r=rOprNGfwEbeRWgbNEkqOx,s=AAAA,i=10000001", .iterations),
    ])
    func `A client refuses a challenge that is not safe`(_ challenge: String, _ failure: SCRAM.Failure) {
        var client = client()
        #expect(throws: failure) { try client.final(answering: Array(challenge.utf8)) }
    }

    @Test(arguments: [
        ("p=tls-unique,,n=user,r=x", SCRAM.Failure.channelBinding), ("n,,n=user", .malformed), ("", .malformed),
        ("n,,n=,r=x", .malformed), ("n,,m=x,n=user,r=x", .malformed), ("n,,n=us=2er,r=x", .malformed),
        ("n,,n=user,r=", .malformed), ("n,x,n=user,r=x", .malformed), ("q,,n=user,r=x", .malformed),
        ("n,,n=user,r=é", .malformed),
    ])
    func `A first message that cannot be read is refused`(_ message: String, _ failure: SCRAM.Failure) {
        var server = SCRAM.Server(primitives: .quick)
        #expect(throws: failure) { try server.first(Array(message.utf8)) }
        #expect(throws: SCRAM.Failure.malformed) { try server.first(Array(first.utf8)) }
    }

    @Test func `Names may hold what the message sets apart`() throws {
        let client = SCRAM.Client(name: "a,b=c", password: [], nonce: [1], primitives: .quick)
        var server = SCRAM.Server(primitives: .quick)
        #expect(try server.first(client.first).name == "a,b=c")
        var other = SCRAM.Server(primitives: .quick)
        let (name, authorization) = try other.first(Array("y,a=boss=2Cx,n=user,r=abc,ext=1".utf8))
        #expect(name == "user")
        #expect(authorization == "boss,x")
    }

    @Test(arguments: [
        ("c=biws,r=WRONG,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=", SCRAM.Failure.nonce),
        ("c=cD10bHM=,r=x,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=", .channelBinding),
        // `y,,`, `n,a=boss,`, `n,` and `n,,x`, where the first message began with `n,,`.
        ("c=eSws,r=x,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=", .channelBinding),
        ("c=bixhPWJvc3Ms,r=x,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=", .channelBinding),
        ("c=biw=,r=x,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=", .channelBinding),
        ("c=biwseA==,r=x,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=", .channelBinding),
        ("c=biws,r=x,p=AAAA", .malformed), ("c=biws,r=x", .malformed), ("", .malformed),
    ])
    func `A last message that does not fit the exchange is refused`(_ message: String, _ failure: SCRAM.Failure) throws
    {
        var server = SCRAM.Server(primitives: .quick)
        _ = try server.first(Array(first.utf8))
        _ = try server.challenge(credential(), printableNonce: serverNonce)
        #expect(throws: failure) { try server.final(Array(message.utf8)) }
    }

    @Test(arguments: [("y,a=boss,", SCRAM.Failure.proof), ("y,a=bos,", .channelBinding), ("n,,", .channelBinding)])
    func `The last message repeats the beginning of the first`(_ header: String, _ failure: SCRAM.Failure) throws {
        var server = SCRAM.Server(primitives: .quick)
        _ = try server.first(Array("y,a=boss,n=user,r=abc".utf8))
        _ = try server.challenge(credential(), printableNonce: "def")
        let binding = Base64.encode(Array(header.utf8))
        let message = "c=\(binding),r=abcdef,p=\(Base64.encode(Array(repeating: 0, count: 32)))"
        #expect(throws: failure) { try server.final(Array(message.utf8)) }
    }

    @Test func `An account that does not exist answers like one that does`() throws {
        let secret: [UInt8] = [1, 2, 3]
        func decoy(_ name: String) -> SCRAM.Credential {
            .decoy(for: Array(name.utf8), secret: secret, iterations: 4096, using: .quick)
        }
        #expect(decoy("ghost") == decoy("ghost"))
        #expect(decoy("ghost").salt != decoy("ghosts").salt)
        #expect(decoy("ghost").salt.count == 16)
        var server = SCRAM.Server(primitives: .quick)
        var client = client()
        _ = try server.first(client.first)
        let answer = try client.final(answering: server.challenge(decoy("user"), nonce: [9]))
        #expect(throws: SCRAM.Failure.proof) { try server.final(answer) }
    }
}
