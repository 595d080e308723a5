import Basics
import Protocol
import Testing

@testable import Chat

/// The lock on the door, and what opens it.
struct EntryRequirementTests: AdmissionScenario {
    @Test func `Who shows nothing is told what opens the door`() throws {
        let chat = chat()
        let lines = enter(chat, "eve", from: stranger())
        #expect(lines.count == 2 && lines[0].contains(" 464 ") && lines[1].hasPrefix("ERROR "))
        for way in ["account (log in with SASL)", "invitation", "password (with PASS)", "ask whoever hosts"] {
            #expect(lines[1].contains(way))
        }
        #expect(chat.closed == ["eve"])
        let without = enter(chat, "eva", from: stranger(needs: [.account, .invitation]))
        #expect(!without[1].contains("the server's password"))
    }

    @Test func `A program that asks for passwords itself is told of no commands of the protocol`() {
        let chat = chat()
        chat.connect("eve", from: stranger())
        chat.send("eve", "CAP REQ batch", "NICK eve", "USER eve 0 * :Eve")
        let lines = chat.ask("eve", "CAP END")
        #expect(lines.last?.contains("an account (log in), an invitation (open its link, ") == true)
        #expect(["SASL", "PASS"].allSatisfy { word in !lines.contains { $0.contains(word) } }, "\(lines)")
    }

    @Test func `Nobody is turned away before having had the chance`() {
        let chat = chat()
        chat.connect("eve", from: stranger())
        chat.send("eve", "CAP LS 302", "NICK eve", "USER eve 0 * :Eve", "PING x")
        #expect(chat.closed.isEmpty)
        chat.send("eve", "CAP END")
        #expect(chat.closed == ["eve"])
    }

    @Test func `An invitation lets one person in, again and again`() throws {
        let chat = chat()
        let secret = try invite(chat)
        #expect(isIn(enter(chat, "ada", from: stranger(1), pass: secret)))
        chat.hangUp("ada")
        #expect(isIn(enter(chat, "ada", from: stranger(1), pass: secret)))
        let other = enter(chat, "eve", from: stranger(2), pass: secret)
        #expect(!isIn(other) && other.last?.contains("was for 1, and that many have used it") == true)
    }

    @Test func `A certificate is known from anywhere`() throws {
        let chat = chat()
        let secret = try invite(chat)
        let certificate = [UInt8](repeating: 7, count: 32)
        #expect(isIn(enter(chat, "ada", from: stranger(1, certificate: certificate), pass: secret)))
        #expect(isIn(enter(chat, "ada2", from: stranger(2, certificate: certificate), pass: secret)))
        #expect(!isIn(enter(chat, "eve", from: stranger(1), pass: secret)))
    }

    @Test(arguments: [2, 3])
    func `An invitation for several lets in as many and no more`(_ uses: Int) throws {
        let chat = chat()
        let secret = try invite(chat, "* uses=\(uses)")
        let entered = (1...uses + 1).map { isIn(enter(chat, "p\($0)", from: stranger($0), pass: secret)) }
        #expect(entered == Array(repeating: true, count: uses) + [false])
    }

    @Test func `An invitation lets nobody in from the second on in which it ends`() throws {
        let chat = chat()
        let secret = try invite(chat, "* expires=60")
        chat.pass(seconds: 59)
        #expect(isIn(enter(chat, "ada", from: stranger(), pass: secret)))
        chat.pass(seconds: 1)
        let late = enter(chat, "ada2", from: stranger(), pass: secret)
        #expect(!isIn(late) && late.last?.contains("expired on 20") == true)
    }

    @Test func `An invitation that is revoked lets nobody in any more`() throws {
        let chat = chat()
        let secret = try invite(chat, "* uses=9")
        #expect(isIn(enter(chat, "ada", from: stranger(1), pass: secret)))
        let entry = try #require(chat.ask("host", "INVITATION LIST").first)
        let id = try #require(entry.split(separator: " ").dropFirst(3).first)
        #expect(entry.contains("ENTRY \(id) * 9 1 20") && entry.hasSuffix(" * live host"))
        #expect(chat.ask("host", "INVITATION REVOKE \(id)") == [":irc.test INVITATION REVOKED \(id)"])
        for number in 1...2 {
            let lines = enter(chat, "p\(number)", from: stranger(number), pass: secret)
            #expect(!isIn(lines) && lines.last?.contains("was revoked") == true)
        }
        #expect(chat.ask("host", "INVITATION LIST").first?.contains(" revoked ") == true)
        #expect(chat.ask("host", "INVITATION REVOKE 00000000").first?.contains("FAIL INVITATION NO_SUCH") == true)
    }

    @Test func `What is kept of an invitation does not open the door, and it outlives a restart`() throws {
        let chat = chat()
        let secret = try invite(chat)
        #expect(isIn(enter(chat, "ada", from: stranger(1), pass: secret)))
        let kept = try #require(chat.kept.invitations.values.first)
        #expect(!isIn(enter(chat, "eve", from: stranger(3), pass: Base64URL.encode(kept.digest))))
        chat.restart()
        #expect(isIn(enter(chat, "ada", from: stranger(1), pass: secret)))
        #expect(!isIn(enter(chat, "eve", from: stranger(2), pass: secret)))
    }

    @Test func `An invitation opens its room past invite-only and key, but not past a ban`() throws {
        let chat = chat()
        chat.enter("op")
        chat.join("#den", "op")
        chat.send("op", "MODE #den +ik hush")
        let secret = try invite(chat, "#den uses=2")
        let lines = enter(chat, "ada", from: stranger(1), pass: secret)
        #expect(lines.last == ":irc.test INVITE ada #den")
        #expect(chat.ask("ada", "JOIN #den").contains { $0.contains(" 366 ") })
        chat.send("op", "MODE #den +b *!*@203.0.113.2")
        #expect(isIn(enter(chat, "eve", from: stranger(2), pass: secret)))
        #expect(!chat.ask("eve", "JOIN #den").contains { $0.contains("JOIN") && $0.hasPrefix(":eve") })
    }

    @Test func `An invitation to an account logs its guest in, who can then set a password`() throws {
        let chat = chat()
        let secret = try invite(chat, "* account=Ada")
        #expect(chat.kept.accounts[Casemapping.ascii.fold("ada")]?.credential == nil)
        let lines = enter(chat, "guest", from: stranger(1), pass: secret)
        #expect(lines.contains { $0.contains(" 900 ") && $0.contains("Ada") } && isIn(lines))
        #expect(chat.ask("guest", "NS SET PASSWORD sesame-sesame").last?.contains("changed") == true)
        #expect(chat.kept.accounts[Casemapping.ascii.fold("ada")]?.credential != nil)
        chat.send("host", "ACCOUNT REMOVE Ada")
        #expect(!isIn(enter(chat, "again", from: stranger(1), pass: secret)))
    }

    @Test func `Who may come in anyway is only told that an invitation is void`() throws {
        let chat = chat()
        let secret = try invite(chat, "* expires=60")
        chat.pass(seconds: 60)
        let lines = enter(chat, "ada", from: stranger(1, needs: []), pass: secret)
        #expect(isIn(lines) && lines.last?.contains("This invitation expired") == true)
        #expect(isIn(enter(chat, "bob", from: stranger(2, needs: []), pass: "something else")))
    }

    @Test func `An account is enough, and so is the password`() throws {
        let chat = chat()
        chat.send("host", "ACCOUNT ADD ada :sesame-sesame")
        chat.connect("ada", from: stranger())
        let plain = Base64.encode(Array("\0ada\0sesame-sesame".utf8))
        chat.send("ada", "CAP REQ sasl", "AUTHENTICATE PLAIN", "AUTHENTICATE \(plain)", "NICK ada", "USER a 0 * :a")
        chat.send("ada", "CAP END")
        #expect(isIn(chat.take("ada")))
        chat.connect("bob", from: stranger())
        chat.send("bob", "PASS hush", "NICK bob", "USER b 0 * :b")
        #expect(chat.takeVerifications().map(\.credential) == [.serverPassword("hush")])
        chat.answerVerification(of: "bob", .right)
        #expect(isIn(chat.take("bob")))
    }

    @Test func `Where only invitations count the password is not even asked`() {
        let chat = chat()
        let lines = enter(chat, "eve", from: stranger(needs: [.account, .invitation]), pass: "hush")
        #expect(!isIn(lines) && chat.takeVerifications().isEmpty)
        #expect(lines.last?.contains("it is not a valid invitation") == true)
    }

    @Test func `Who guesses waits, longer each time, wherever in its network; others do not`() {
        let chat = chat()
        for number in 1...4 {
            _ = enter(chat, "g\(number)", from: stranger(), pass: "guess")
            #expect(chat.takeVerifications().count == 1)
            chat.answerVerification(of: "g\(number)", .wrong)
        }
        let fifth = enter(chat, "g5", from: stranger(), pass: "right this time")
        #expect(fifth.last?.contains("try again in 2 seconds") == true && chat.takeVerifications().isEmpty)
        _ = enter(chat, "other", from: stranger(9), pass: "hush")
        #expect(chat.takeVerifications().count == 1)
        chat.pass(seconds: 2)
        _ = enter(chat, "g6", from: stranger(), pass: "hush")
        #expect(chat.takeVerifications().count == 1)
        chat.answerVerification(of: "g6", .right)
        #expect(isIn(chat.take("g6")))
    }

    // MARK: Who invites

    @Test func `An operator of a room who has an account invites to it, and to nothing else`() throws {
        let chat = chat()
        chat.enter("op", "member")
        chat.join("#den", "op", "member")
        #expect(chat.ask("op", "INVITATION CREATE #den").last?.contains("log in with /login") == true)
        for name in ["op", "member"] { chat.setAccount(of: name, to: name) }
        chat.forget()
        #expect(chat.ask("op", "INVITATION CREATE #den uses=2").last?.contains("CREATED") == true)
        let link = try #require(chat.ask("op", "CS INVITE #den 3").first?.split(separator: " ").last)
        #expect(InvitationLink(String(link.drop { $0 == ":" }))?.channel == "#den")
        for line in ["INVITATION CREATE *", "INVITATION CREATE #den account=x", "INVITATION CREATE #den expires=0"] {
            #expect(chat.ask("op", line).last?.contains("FAIL INVITATION NO_PRIVILEGES") == true, "\(line)")
        }
        #expect(chat.ask("member", "INVITATION CREATE #den").last?.contains("Only an operator") == true)
        #expect(chat.ask("member", "INVITATION LIST") == [":irc.test INVITATION LISTED"])
        #expect(chat.ask("op", "INVITATION LIST #den").count == 3)
        #expect(chat.ask("op", "INVITATION CREATE #nowhere").last?.contains("NO_SUCH_CHANNEL #nowhere") == true)
    }

    @Test(arguments: [
        ("uses=0", false), ("uses=1", true), ("uses=1000", true), ("uses=1001", false), ("expires=59", false),
        ("expires=60", true), ("expires=31536000", true), ("expires=31536001", false), ("expires=0", true),
        ("expires=-1", false), ("uses=1 uses=1", false), ("colour=red", false), ("account=", false),
        ("account=NickServ", false),
    ])
    func `What an invitation may be has bounds`(_ options: String, _ isRight: Bool) {
        let answer = chat().ask("host", "INVITATION CREATE * \(options)").last
        #expect(answer?.contains(isRight ? "CREATED" : "FAIL INVITATION INVALID_PARAMS") == true)
    }

    @Test func `Before registration nobody but the host invites`() {
        let chat = chat()
        chat.connect("eve", from: stranger())
        #expect(chat.ask("eve", "INVITATION CREATE *").last?.contains(" 451 ") == true)
    }
}

/// What is told of TLS. <https://ircv3.net/specs/extensions/sts>
struct StrictTransportTests {
    private func capabilities(
        _ origin: Origin, _ policy: StrictTransportAdvertisement?, version: String = " 302"
    ) -> String? {
        let chat = TestNetwork(reachability: Reachability(strictTransport: policy))
        chat.connect("a", from: origin)
        return chat.ask("a", "CAP LS" + version).joined(separator: " ").split(separator: " ")
            .map { String($0.drop { $0 == ":" }) }.first { $0.hasPrefix("sts") }
    }

    private let policy = StrictTransportAdvertisement(port: 6697, seconds: 600)
    private let plain = Origin(address: "203.0.113.1", host: "far", refusal: "TLS only")
    private let secure = Origin(address: "203.0.113.1", host: "far", isSecure: true)

    @Test func `Who came without is told where to come with, and who came with how long`() {
        #expect(capabilities(plain, policy) == "sts=port=6697,duration=600")
        #expect(capabilities(secure, policy) == "sts=duration=600")
    }

    @Test func `It is told to none who cannot read it, nor on this machine, nor where nobody vouches`() {
        #expect(capabilities(plain, policy, version: "") == nil)
        #expect(capabilities(Origin(address: "127.0.0.1", host: "l", isLocal: true), policy) == nil)
        #expect(capabilities(plain, nil) == nil && capabilities(secure, nil) == nil)
    }

    @Test func `A duration of nothing takes it back, over TLS only`() {
        let over = StrictTransportAdvertisement(port: 6697, seconds: 0)
        #expect(capabilities(secure, over) == "sts=duration=0")
        #expect(capabilities(plain, over) == nil)
    }

    @Test func `It cannot be asked for`() {
        let chat = TestNetwork(reachability: Reachability(strictTransport: policy))
        chat.connect("a", from: secure)
        #expect(chat.ask("a", "CAP REQ sts").last?.contains(" NAK ") == true)
    }

    @Test func `Without TLS only CAP LS is answered`() {
        for line in ["CAP REQ echo-message", "NICK a", "PING x", "CAP END"] {
            let chat = TestNetwork(reachability: Reachability(strictTransport: policy))
            chat.connect("a", from: plain)
            #expect(chat.ask("a", "CAP LS 302").last?.contains(" LS ") == true)
            let lines = chat.ask("a", line)
            #expect(lines.count == 1 && lines[0].contains("TLS only") && chat.closed == ["a"])
        }
    }
}
