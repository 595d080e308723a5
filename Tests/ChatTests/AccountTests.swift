import Basics
import Protocol
import Testing

@testable import Chat

/// Where sessions of the tests of accounts come from.
extension Origin {
    static func secure(_ address: String = "192.168.0.9", certificate: [UInt8]? = nil) -> Origin {
        Origin(
            address: address, host: address, isSecure: true, isExemptFromLimits: true, certificate: certificate)
    }

    static let ownDoor = Origin(
        address: "local", host: "localhost", isHost: true, isSecure: true, isExemptFromLimits: true, isLocal: true)
}

extension TestNetwork {
    /// Makes accounts, all with the same password.
    func makeAccounts(_ names: String..., password: String = "sesame sesame") {
        connect("the-host", from: .ownDoor)
        for name in names { send("the-host", "ACCOUNT ADD \(name) :\(password)") }
        hangUp("the-host")
        forget()
    }

    static func plain(_ name: String, _ password: String) -> String {
        Base64.encode(Array("\u{0}\(name)\u{0}\(password)".utf8))
    }

    /// Comes in logged in, as a client with SASL does.
    func logIn(
        _ session: String, as account: String, nick: String? = nil, caps: String = "", from origin: Origin? = nil,
        password: String = "sesame sesame"
    ) {
        connect(session, from: origin ?? .secure())
        send(
            session, "CAP REQ :sasl \(caps)", "NICK \(nick ?? account)", "USER u 0 * :Real \(account)",
            "AUTHENTICATE PLAIN", "AUTHENTICATE \(Self.plain(account, password))", "CAP END")
    }
}

/// <https://ircv3.net/specs/extensions/sasl-3.2>
@Suite("SASL")
struct SASLTests {
    private let chat = TestNetwork()

    init() { chat.makeAccounts("alice") }

    @Test func `PLAIN logs in before registration: 900, 903, and then one is the account's`() {
        chat.connect("a", from: .secure())
        #expect(chat.ask("a", "CAP LS 302").joined().contains(" sasl=PLAIN,SCRAM-SHA-256 "))
        chat.send("a", "CAP REQ sasl", "NICK alice", "USER a 0 * :A")
        #expect(chat.ask("a", "AUTHENTICATE PLAIN") == ["AUTHENTICATE +"])
        let lines = chat.ask("a", "AUTHENTICATE " + TestNetwork.plain("Alice", "sesame sesame"))
        #expect(lines.map { $0.split(separator: " ")[1] } == ["900", "903"])
        #expect(chat.ask("a", "CAP END").contains { $0.contains(" 001 alice ") })
        #expect(chat.session("a")?.user?.account == "alice")
    }

    @Test(
        "What does not prove who one is fails with 904",
        arguments: [
            "\u{0}alice\u{0}wrong password", "\u{0}nobody\u{0}sesame sesame", "bob\u{0}alice\u{0}sesame sesame",
            "alice",
            "",
        ])
    func wrong(data: String) {
        chat.connect("a", from: .secure())
        chat.send("a", "AUTHENTICATE PLAIN")
        let sent = data.isEmpty ? "+" : Base64.encode(Array(data.utf8))
        #expect(chat.ask("a", "AUTHENTICATE \(sent)").last?.contains(" 904 ") == true)
    }

    @Test func `What is not base64 fails, an asterisk aborts, too much is told as such`() {
        chat.connect("a", from: .secure())
        chat.send("a", "AUTHENTICATE PLAIN")
        #expect(chat.ask("a", "AUTHENTICATE !!!!")[0].contains(" 904 "))
        chat.send("a", "AUTHENTICATE PLAIN")
        #expect(chat.ask("a", "AUTHENTICATE *")[0].contains(" 906 "))
        chat.send("a", "AUTHENTICATE PLAIN")
        let chunk = String(repeating: "A", count: 400)
        let lines = (0..<12).flatMap { _ in chat.ask("a", "AUTHENTICATE \(chunk)") }
        #expect(lines.first?.contains(" 904 ") == true)
        // 905 is for one parameter that is.
        chat.send("a", "AUTHENTICATE PLAIN")
        #expect(chat.ask("a", "AUTHENTICATE A\(chunk)")[0].contains(" 905 "))
    }

    @Test func `A message comes in lines of 400 bytes; one that ends on the edge has an empty line behind it`() {
        chat.connect("the-host", from: .ownDoor)
        let password = String(repeating: "p", count: 293)
        chat.send("the-host", "ACCOUNT ADD bob \(password)")
        let data = TestNetwork.plain("bob", password)
        #expect(data.utf8.count == 400)
        chat.connect("a", from: .secure())
        chat.send("a", "AUTHENTICATE PLAIN")
        #expect(chat.ask("a", "AUTHENTICATE \(data)").isEmpty)
        #expect(chat.ask("a", "AUTHENTICATE +").last?.contains(" 903 ") == true)
    }

    @Test func `A password in clear is not taken from afar without TLS, nor is PLAIN offered`() {
        chat.connect("a", from: Origin(address: "10.0.0.1", host: "h"))
        #expect(!chat.ask("a", "CAP LS 302").joined().contains("PLAIN"))
        #expect(chat.ask("a", "AUTHENTICATE PLAIN").last?.contains(" 904 ") == true)
    }

    @Test func `EXTERNAL logs in by the certificate that the account knows`() {
        let certificate = [UInt8](repeating: 7, count: 32)
        chat.logIn("first", as: "alice", from: .secure(certificate: certificate))
        #expect(chat.ask("first", "NS CERT ADD").last?.contains("Done") == true)
        chat.connect("a", from: .secure(certificate: certificate))
        chat.send("a", "AUTHENTICATE EXTERNAL")
        #expect(chat.ask("a", "AUTHENTICATE +").last?.contains(" 903 ") == true)
        chat.connect("b", from: .secure(certificate: [UInt8](repeating: 8, count: 32)))
        chat.send("b", "AUTHENTICATE EXTERNAL")
        #expect(chat.ask("b", "AUTHENTICATE +").last?.contains(" 904 ") == true)
    }

    @Test
    func `A certificate is added to one's own account alone, and not where another has it, or is about to`() {
        chat.makeAccounts("bob")
        let fingerprint = String(repeating: "07", count: 32)
        chat.enter("guest", from: .secure())
        #expect(chat.ask("guest", "NS CERT ADD \(fingerprint)").last?.contains("You are not logged in") == true)
        chat.logIn("a", as: "alice")
        chat.logIn("b", as: "bob")
        chat.isLogSilent = true
        chat.send("a", "NS CERT ADD \(fingerprint)")
        #expect(chat.ask("b", "NS CERT ADD \(fingerprint)").last?.contains("belongs to another account") == true)
        chat.answer("a", .saved)
        #expect(chat.take("a").last?.contains("Done") == true)
        chat.isLogSilent = false
        #expect(chat.ask("b", "NS CERT ADD \(fingerprint)").last?.contains("belongs to another account") == true)
        #expect(chat.ask("b", "NS CERT DEL \(fingerprint)").last?.contains("no such certificate") == true)
        #expect(chat.network.registry.accounts.values.filter { !$0.certificates.isEmpty }.map(\.name) == ["alice"])
    }

    @Test
    func `SCRAM-SHA-256 proves the password without telling it, and the server proves that it knows it`() throws {
        for (password, isRight) in [("sesame sesame", true), ("open sesame", false)] {
            var client = SCRAM.Client(
                name: "alice", password: Array(password.utf8), nonce: [1, 2, 3], primitives: .toy)
            chat.connect("a", from: Origin(address: "10.0.0.1", host: "h"))
            #expect(chat.ask("a", "AUTHENTICATE SCRAM-SHA-256") == ["AUTHENTICATE +"])
            let first = chat.ask("a", "AUTHENTICATE " + Base64.encode(client.first))
            let challenge = try #require(Base64.decode(String(first[0].dropFirst("AUTHENTICATE ".count))))
            let second = chat.ask("a", "AUTHENTICATE " + Base64.encode(try client.final(answering: challenge)))
            guard isRight else {
                #expect(second.last?.contains(" 904 ") == true)
                continue
            }
            try client.verify(try #require(Base64.decode(String(second[0].dropFirst("AUTHENTICATE ".count)))))
            #expect(chat.ask("a", "AUTHENTICATE +").map { $0.split(separator: " ")[1] } == ["900", "903"])
        }
    }

    @Test func `Who registers in the middle of it goes on without an account`() {
        chat.connect("a", from: .secure())
        chat.send("a", "CAP REQ sasl", "NICK bob", "USER a 0 * :A", "AUTHENTICATE PLAIN")
        let lines = chat.ask("a", "CAP END")
        #expect(lines[0].contains(" 906 ") && lines[1].contains(" 001 "))
    }

    @Test func `Who guesses has to wait, longer each time, and is told`() {
        var waits: [String] = []
        for _ in 0..<6 {
            chat.connect("a", from: .secure("203.0.113.5"))
            chat.send("a", "AUTHENTICATE PLAIN")
            waits += chat.ask("a", "AUTHENTICATE " + TestNetwork.plain("alice", "a guess"))
        }
        #expect(waits.prefix(4).allSatisfy { $0.contains("Invalid") })
        #expect(waits[4].contains("try again in"))
        chat.pass(seconds: 3)
        chat.connect("a", from: .secure("203.0.113.5"))
        chat.send("a", "AUTHENTICATE PLAIN")
        #expect(chat.ask("a", "AUTHENTICATE " + TestNetwork.plain("alice", "a guess"))[0].contains("Invalid"))
    }

    @Test func `One can log in after registration too, and the others are told`() {
        chat.connect("a", from: .secure())
        chat.send("a", "NICK other", "USER a 0 * :A", "JOIN #x")
        chat.enter("bob", caps: "account-notify")
        chat.join("#x", "bob")
        chat.send("a", "AUTHENTICATE PLAIN", "AUTHENTICATE " + TestNetwork.plain("alice", "sesame sesame"))
        let told = chat.take("bob")
        #expect(told.count == 1 && told[0].hasPrefix(":other!~a@") && told[0].hasSuffix(".ip ACCOUNT alice"))
    }
}

/// <https://ircv3.net/specs/extensions/account-registration>
@Suite("Accounts")
struct AccountTests {
    private let chat = TestNetwork()

    private func enter(_ name: String) {
        chat.enter(name, caps: "standard-replies", from: .secure())
    }

    @Test func `REGISTER makes an account with one's nick, and logs in to it`() {
        enter("alice")
        let lines = chat.ask("alice", "REGISTER * * :sesame sesame")
        #expect(lines[0].contains("REGISTER SUCCESS alice "))
        #expect(lines[1].contains(" 900 alice "))
        #expect(chat.kept.accounts.values.map(\.name) == ["alice"])
        #expect(chat.ask("alice", "REGISTER * * :sesame sesame")[0].contains("ALREADY_AUTHENTICATED alice"))
        #expect(chat.ask("alice", "VERIFY alice 1")[0].contains("FAIL VERIFY ALREADY_AUTHENTICATED"))
    }

    @Test(
        "What cannot be registered is told by its code",
        arguments: [
            ("REGISTER other * sesamesesame", "ACCOUNT_NAME_MUST_BE_NICK other"),
            ("REGISTER * * short", "WEAK_PASSWORD alice"),
            ("VERIFY alice 1", "INVALID_CODE alice"),
        ])
    func refusals(line: String, code: String) {
        enter("alice")
        #expect(chat.ask("alice", line)[0].contains(code))
    }

    @Test(arguments: [1, 4, 128])
    func `A password is as long as the host asks, and at the edge`(length: Int) {
        let chat = TestNetwork { $0.limits.shortestPassword = length }
        chat.enter("alice", from: .secure())
        func password(_ count: Int) -> String { String(repeating: "p", count: count) }
        #expect(chat.ask("alice", "NS REGISTER :\(password(length - 1))").allSatisfy { !$0.contains(" 900 ") })
        if length > 1 {
            #expect(chat.ask("alice", "REGISTER * * \(password(length - 1))")[0].contains("WEAK_PASSWORD alice"))
        }
        #expect(chat.ask("alice", "REGISTER * * \(password(length))")[0].contains("SUCCESS alice"))
    }

    @Test func `The characters of a password are counted as a person counts them`() {
        let chat = TestNetwork { $0.limits.shortestPassword = 8 }
        chat.enter("alice", from: .secure())
        #expect(chat.ask("alice", "REGISTER * * pässwör")[0].contains(":A password has at least 8 characters"))
        #expect(chat.ask("alice", "REGISTER * * pässwört")[0].contains("SUCCESS alice"))
    }

    @Test func `Whoever makes an account stays, where the host has it so, and is here again after a restart`() {
        let chat = TestNetwork { $0.newAccountsAreAlwaysOn = true }
        chat.enter("carol")
        chat.enter("alice", from: .secure())
        chat.join("#x", "alice", "carol")
        chat.send("alice", "REGISTER * * sesamesesame")
        chat.hangUp("alice")
        #expect(!chat.take("carol").contains { $0.contains(" QUIT ") })
        chat.restart()
        chat.enter("bob")
        #expect(chat.ask("bob", "WHOIS alice").contains { $0.contains(" 311 bob alice ") })
        chat.logIn("phone", as: "alice", password: "sesamesesame")
        chat.send("phone", "NS SET ALWAYS-ON OFF")
        chat.hangUp("phone")
        #expect(chat.ask("bob", "WHOIS alice").contains { $0.contains(" 401 ") })
    }

    @Test func `Success is told when the account is stored, and not if the log fails`() {
        enter("alice")
        chat.isLogSilent = true
        #expect(chat.ask("alice", "REGISTER * * :sesame sesame").isEmpty)
        chat.answer("alice", ListLog(events: []).answer(.makeCredential(Bytes("sesame sesame"), from: "")))
        #expect(chat.take("alice").isEmpty)
        chat.answer("alice", .failed)
        #expect(chat.take("alice")[0].contains("FAIL REGISTER TEMPORARILY_UNAVAILABLE alice"))
        chat.isLogSilent = false
        #expect(chat.ask("alice", "REGISTER * * :sesame sesame")[0].contains("SUCCESS"))
    }

    @Test
    func `Who hangs up while the account is being stored has it all the same; before that, the name is free again`() {
        enter("alice")
        chat.isLogSilent = true
        chat.send("alice", "REGISTER * * :sesame sesame")
        chat.hangUp("alice")
        enter("alice")
        chat.send("alice", "REGISTER * * :sesame sesame")
        chat.answer("alice", ListLog(events: []).answer(.makeCredential(Bytes("sesame sesame"), from: "")))
        chat.hangUp("alice")
        chat.answer("alice", .saved)
        #expect(chat.network.registry.accounts.count == 1)
        #expect(chat.network.pendingSaves.nothingWaits)
    }

    @Test func `From one address only a few accounts are made in an hour`() {
        for number in 0..<6 {
            let name = "user\(number)"
            chat.connect(name, from: Origin(address: "203.0.113.5", host: "h", isSecure: true))
            chat.send(name, "CAP REQ standard-replies", "NICK \(name)", "USER u 0 * :U", "CAP END")
            chat.pass(seconds: 30)
            let line = chat.ask(name, "REGISTER * * sesamesesame")[0]
            #expect(line.contains(number < 5 ? "SUCCESS" : "TEMPORARILY_UNAVAILABLE"))
        }
    }

    // MARK: Nicks

    @Test func `An account's name is nobody else's nick`() {
        chat.makeAccounts("alice")
        enter("eve")
        #expect(chat.ask("eve", "NICK ALICE")[0].contains(" 433 eve ALICE :Nickname is reserved"))
        chat.connect("late", from: .secure())
        chat.send("late", "CAP LS 302", "NICK alice", "USER u 0 * :U")
        #expect(chat.ask("late", "CAP END")[0].contains(" 433 "))
        #expect(chat.ask("late", "NICK mallory")[0].contains(" 001 "))
        #expect(chat.ask("eve", "NICK NickServ")[0].contains(" 433 "))
    }

    @Test func `Who logs out leaves the account's nick`() {
        chat.makeAccounts("alice")
        chat.logIn("a", as: "alice")
        #expect(chat.ask("a", "NS LOGOUT").contains { $0.contains("NICK guest1") })
        #expect(chat.session("a")?.user?.account == nil)
    }

    @Test func `Who has no account gets its nick back when its own lost connection goes`() {
        let origin = Origin(address: "203.0.113.5", host: "h", isExemptFromLimits: true)
        chat.enter("bob", from: origin)
        chat.connect("again", from: origin)
        chat.send("again", "NICK bob", "USER u 0 * :U", "NICK bob_")
        chat.forget()
        chat.hangUp("bob", "Ping timeout")
        #expect(chat.take("again") == [":bob_!~u@h NICK bob"])
        chat.connect("stranger", from: .secure())
        chat.send("stranger", "NICK bob", "USER u 0 * :U", "NICK eve")
        chat.hangUp("again")
        #expect(chat.session("stranger")?.user?.nick == "eve")
    }

    // MARK: The host's door

    @Test func `The host adds, lists and removes accounts, and nobody else does`() {
        chat.connect("h", from: .ownDoor)
        #expect(chat.ask("h", "ACCOUNT ADD bob :sesame sesame") == [":irc.test ACCOUNT SUCCESS ADD bob"])
        #expect(chat.ask("h", "ACCOUNT ADD bob :sesame sesame")[0].contains("FAIL ACCOUNT ACCOUNT_EXISTS bob"))
        #expect(chat.ask("h", "ACCOUNT CHECK ADD bob")[0].contains("FAIL ACCOUNT ACCOUNT_EXISTS bob"))
        #expect(chat.ask("h", "ACCOUNT CHECK ADD NickServ")[0].contains("FAIL ACCOUNT BAD_ACCOUNT_NAME NickServ"))
        #expect(chat.ask("h", "ACCOUNT CHECK ADD eve") == [":irc.test ACCOUNT SUCCESS CHECK eve"])
        #expect(chat.ask("h", "ACCOUNT CHECK PASSWORD bob") == [":irc.test ACCOUNT SUCCESS CHECK bob"])
        #expect(chat.ask("h", "ACCOUNT CHECK PASSWORD eve")[0].contains("FAIL ACCOUNT NO_SUCH_ACCOUNT eve"))
        #expect(chat.ask("h", "ACCOUNT CHECK REMOVE bob")[0].contains("FAIL ACCOUNT INVALID_PARAMS"))
        #expect(chat.ask("h", "ACCOUNT LIST").count == 2)
        #expect(chat.ask("h", "ACCOUNT PASSWORD bob :another one")[0].contains("SUCCESS PASSWORD bob"))
        chat.logIn("b", as: "bob")
        #expect(chat.session("b")?.user == nil, "the old password is not right any more")
        #expect(chat.ask("h", "ACCOUNT REMOVE bob")[0].contains("SUCCESS REMOVE bob"))
        #expect(chat.kept.accounts.isEmpty)
        enter("eve")
        #expect(chat.ask("eve", "ACCOUNT LIST")[0].contains(" 421 "))
        let acts = chat.takeActs().filter { $0.command == "ACCOUNT" }
        #expect(acts.map(\.detail) == ["ADD", "PASSWORD", "REMOVE"])
        #expect(acts.allSatisfy { $0.target == "bob" && $0.operatorName == "host" })
    }

    // MARK: NickServ <https://modern.ircdocs.horse/#services>

    @Test func `NickServ registers, logs in and changes the password; nothing said to it is kept or shown`() {
        chat.enter("alice", caps: "echo-message", from: .secure())
        chat.send("alice", "PRIVMSG NickServ :REGISTER sesame-sesame")
        #expect(chat.take("alice").contains { $0.hasPrefix(":NickServ!NickServ@services NOTICE alice :") })
        #expect(chat.session("alice")?.user?.account == "alice")
        #expect(chat.ask("alice", "NS SET PASSWORD another-one")[0].contains("changed"))
        chat.hangUp("alice")
        chat.enter("al", from: .secure())
        chat.send("al", "PRIVMSG nickserv :IDENTIFY alice sesame-sesame")
        #expect(chat.session("al")?.user?.account == nil)
        chat.send("al", "PRIVMSG nickserv :IDENTIFY alice another-one")
        #expect(chat.session("al")?.user?.account == "alice")
        #expect(!chat.events.contains { $0.text.text.contains("sesame") || $0.text.text.contains("another") })
    }

    @Test func `Who logs in has his nick again, and takes another with REGAIN`() {
        chat.makeAccounts("alice")
        chat.logIn("old", as: "alice")
        chat.connect("new", from: .secure())
        chat.send("new", "NICK al", "USER u 0 * :U", "NS IDENTIFY alice sesame", "JOIN #x")
        chat.send("new", "AUTHENTICATE PLAIN", "AUTHENTICATE " + TestNetwork.plain("alice", "sesame sesame"))
        #expect(chat.session("new")?.user === chat.session("old")?.user)
        #expect(chat.session("new")?.user?.nick == "alice")
        #expect(chat.ask("new", "NS REGAIN alice")[0].contains("That is you"))
        #expect(chat.ask("new", "NS REGAIN al")[0].contains("NICK al"))
    }

    // MARK: ChanServ

    @Test func `A registered room keeps its topic, modes, lists, founder and ranks over a restart`() {
        chat.makeAccounts("alice", "bob")
        chat.logIn("a", as: "alice")
        chat.logIn("b", as: "bob")
        chat.send("a", "JOIN #x", "TOPIC #x :news", "MODE #x +ml-t+b 12 *!*@bad")
        #expect(chat.ask("a", "CS REGISTER #x").contains { $0.contains("MODE #x +q alice") })
        chat.send("a", "CS AMODE #x +o bob", "TOPIC #x :newer")
        #expect(chat.ask("b", "CS UNREGISTER #x")[0].contains("not registered") == false)
        chat.restart()
        chat.logIn("b", as: "bob")
        chat.forget()
        let lines = chat.ask("b", "JOIN #x")
        #expect(lines.contains { $0.contains(" 332 bob #x :newer") })
        #expect(lines.contains { $0.contains(" 353 ") && $0.contains("@bob") })
        #expect(chat.ask("b", "MODE #x")[0] == ":irc.test 324 bob #x +mnl :12")
        #expect(chat.ask("b", "MODE #x b")[0].contains(" 367 bob #x *!*@bad "))
        chat.logIn("a", as: "alice")
        chat.forget()
        #expect(chat.ask("a", "JOIN #x").contains { $0.contains(" 353 ") && $0.contains("~alice") })
        #expect(chat.ask("a", "CS UNREGISTER #x")[0].contains("not registered any more"))
    }

    @Test func `The lobby keeps its topic too, and belongs to the host`() {
        chat.connect("h", from: .ownDoor)
        chat.send("h", "NICK boss", "USER u 0 * :U", "JOIN #lobby", "TOPIC #lobby :welcome")
        chat.restart()
        chat.enter("alice")
        #expect(chat.ask("alice", "JOIN #lobby").contains { $0.contains(" 332 alice #lobby :welcome") })
    }

    @Test func `What was said in a closed room is not read by who makes it anew`() {
        let caps = "draft/chathistory batch message-tags"
        chat.enter("alice", "eve", caps: caps)
        chat.send("alice", "JOIN #x", "PRIVMSG #x :early", "MODE #x +k key", "PRIVMSG #x :secret")
        chat.restart()
        chat.enter("eve", caps: caps)
        chat.send("eve", "JOIN #x", "PRIVMSG #x :late")
        let lines = chat.ask("eve", "CHATHISTORY LATEST #x * 10")
        #expect(lines.contains { $0.contains("late") } && !lines.contains { $0.contains("secret") })
    }
}
