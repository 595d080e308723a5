import Basics
import Protocol
import Testing

@testable import Client

@Suite struct AccountTests {
    private static func starting(password: String? = "pencil", isPrivate: Bool = true, scram: Bool = false)
        -> TestSession
    {
        var talk = TestSession(nicks: ["ada"], account: "user", accountPassword: password)
        if scram {
            talk.session.cryptography = SASLCryptography(
                primitives: .toy, randomBytes: { Array(repeating: 7, count: $0) })
        }
        talk.session.start(at: talk.now)
        talk.session.connected(isPrivate: isPrivate, at: talk.now)
        talk.collect()
        talk.forget()
        return talk
    }

    private func prompts(_ talk: TestSession) -> [PasswordPrompt] {
        talk.actions.compactMap { if case .askPassword(let prompt) = $0 { prompt } else { nil } }
    }

    @Test func `PLAIN logs in before the registration ends`() {
        var talk = Self.starting()
        talk.hear(":s CAP * LS :sasl=PLAIN,EXTERNAL", ":s CAP * ACK :sasl")
        #expect(talk.sent() == ["CAP REQ sasl", "AUTHENTICATE PLAIN"])
        talk.hear("AUTHENTICATE +")
        #expect(talk.sent() == ["AUTHENTICATE AHVzZXIAcGVuY2ls"])
        talk.hear(":s 900 ada ada!a@h user :You are now logged in", ":s 903 ada :SASL successful")
        #expect(talk.sent() == ["CAP END"])
        #expect(talk.session.account == "user")
    }

    @Test func `A refused password is asked for and never sent again`() {
        var talk = Self.starting()
        talk.hear(":s CAP * LS :sasl=PLAIN", ":s CAP * ACK :sasl", "AUTHENTICATE +", ":s 904 * :SASL failed")
        #expect(talk.sent().last == "CAP END")
        #expect(prompts(talk).map(\.question) == ["Refused. Password for user:"])
        #expect(prompts(talk).map(\.isExpected) == [false])
        talk.hear(":s 001 ada :Hi", ":s 422 ada :none")
        talk.session.disconnected(cause: "gone", at: talk.now)
        talk.session.connected(isPrivate: true, at: talk.now)
        talk.collect()
        talk.forget()
        talk.hear(":s CAP * LS :sasl=PLAIN", ":s CAP * ACK :sasl")
        #expect(talk.sent() == ["CAP REQ sasl", "CAP END"])
        talk.hear(":s 001 ada :Hi")
        talk.session.submitPassword("right", for: .init(purpose: .login, account: "user", question: ""), at: talk.now)
        talk.collect()
        #expect(talk.sent().last == "AUTHENTICATE PLAIN")
    }

    @Test func `No password goes where others could read it`() {
        var talk = Self.starting(isPrivate: false)
        talk.hear(":s CAP * LS :sasl=PLAIN", ":s CAP * ACK :sasl")
        #expect(talk.sent() == ["CAP REQ sasl", "CAP END"])
        #expect(talk.lines("").last == "error : Not logged in: this connection is not encrypted. Use TLS.")
    }

    @Test func `An account without its password is asked for before the first connection`() {
        var talk = TestSession(nicks: ["ada"], account: "user", accountPassword: nil)
        talk.session.start(at: talk.now)
        talk.collect()
        #expect(prompts(talk).map(\.question) == ["Password for user:"])
        #expect(prompts(talk).map(\.isExpected) == [true])
        #expect(!talk.actions.contains(.connect(afterMilliseconds: 0)))
        talk.session.submitPassword("pencil", for: prompts(talk)[0], at: talk.now)
        talk.collect()
        #expect(talk.actions.contains(.connect(afterMilliseconds: 0)))
    }

    @Test func `SCRAM is preferred, and the key is made elsewhere`() {
        var talk = Self.starting(isPrivate: false, scram: true)
        talk.hear(":s CAP * LS :sasl=PLAIN,SCRAM-SHA-256", ":s CAP * ACK :sasl")
        #expect(talk.sent().last == "AUTHENTICATE SCRAM-SHA-256")
        talk.hear("AUTHENTICATE +")
        let first = talk.sent().first?.split(separator: " ").last.flatMap { Base64.decode($0.utf8) }?.text ?? ""
        let nonce = first.split(separator: "=").last ?? ""
        #expect(nonce == Base64.encode(Array(repeating: 7, count: 24)))
        talk.hear("AUTHENTICATE " + Base64.encode(Array("r=\(nonce)x,s=AAAA,i=4096".utf8)))
        let derivation = talk.actions.compactMap { if case .deriveKey(let d) = $0 { d } else { nil } }.first
        #expect(derivation?.password == Array("pencil".utf8))
        guard let derivation else { return }
        talk.session.keyDerived([7], for: derivation, at: talk.now)
        talk.collect()
        #expect(talk.sent().first?.hasPrefix("AUTHENTICATE ") == true)
    }

    private static func withCertificate(password: String? = "pencil", mechanism: SASLMechanism? = nil) -> TestSession {
        var talk = TestSession(
            nicks: ["ada"], account: "user", accountPassword: password, mechanism: mechanism, hasCertificate: true)
        talk.session.start(at: talk.now)
        talk.session.connected(isPrivate: true, isSecure: true, at: talk.now)
        talk.collect()
        talk.forget()
        return talk
    }

    @Test func `A certificate goes before a password, and a refused one is not shown again`() {
        var talk = Self.withCertificate()
        talk.hear(":s CAP * LS :sasl=PLAIN,EXTERNAL", ":s CAP * ACK :sasl", "AUTHENTICATE +")
        #expect(talk.sent() == ["CAP REQ sasl", "AUTHENTICATE EXTERNAL", "AUTHENTICATE +"])
        talk.hear(":s 904 * :SASL failed")
        #expect(talk.sent() == ["AUTHENTICATE PLAIN"])
        #expect(prompts(talk).isEmpty)
        talk.session.disconnected(cause: "gone", at: talk.now)
        talk.session.connected(isPrivate: true, isSecure: true, at: talk.now)
        talk.forget()
        talk.hear(":s CAP * LS :sasl=PLAIN,EXTERNAL", ":s CAP * ACK :sasl")
        #expect(talk.sent().last == "AUTHENTICATE PLAIN")
    }

    @Test func `Where nothing but the certificate is to be used, no password is asked for`() {
        var talk = Self.withCertificate(password: nil, mechanism: .external)
        talk.hear(":s CAP * LS :sasl=PLAIN,EXTERNAL", ":s CAP * ACK :sasl", "AUTHENTICATE +", ":s 904 * :no")
        #expect(talk.sent().last == "CAP END")
        #expect(prompts(talk).isEmpty)
    }

    @Test func `A way that the server does not know is no refusal of the password`() {
        var talk = Self.starting(scram: true)
        talk.hear(":s CAP * LS :sasl", ":s CAP * ACK :sasl")
        #expect(talk.sent().last == "AUTHENTICATE SCRAM-SHA-256")
        talk.hear(":s 908 * PLAIN :are available", ":s 904 * :no")
        #expect(talk.sent() == ["AUTHENTICATE PLAIN"])
        talk.hear("AUTHENTICATE +", ":s 904 * :no")
        #expect(prompts(talk).count == 1)
        #expect(talk.sent().last == "CAP END")
    }

    @Test func `A chosen way is the only one`() {
        var talk = TestSession(nicks: ["ada"], account: "user", accountPassword: "pencil", mechanism: .scram)
        talk.session.start(at: talk.now)
        talk.session.connected(isPrivate: true, at: talk.now)
        talk.hear(":s CAP * LS :sasl=PLAIN", ":s CAP * ACK :sasl")
        #expect(talk.sent().last == "CAP END")
        #expect(talk.lines("").last?.contains("no way to log in") == true)
    }

    @Test func `The server's own password is asked for when it wants one, and never told twice`() {
        var talk = TestSession(nicks: ["ada"], password: "old")
        talk.session.start(at: talk.now)
        talk.session.connected(isPrivate: true, at: talk.now)
        talk.collect()
        #expect(talk.sent().contains("PASS old"))
        talk.hear(":s 464 * :Password incorrect", "ERROR :Bad password")
        talk.session.disconnected(cause: "closed", at: talk.now)
        talk.collect()
        #expect(prompts(talk).map(\.question) == ["Refused. Password of irc.test:"])
        #expect(prompts(talk).map(\.isExpected) == [false])
        #expect(talk.session.phase == .idle)
        talk.session.submitPassword("new", for: prompts(talk)[0], at: talk.now)
        talk.session.connected(isPrivate: true, at: talk.now)
        talk.collect()
        #expect(talk.sent().filter { $0.hasPrefix("PASS") } == ["PASS new"])
    }

    @Test func `The password of an operator is asked for where it is left out, and goes to the server alone`() {
        var talk = Self.starting()
        talk.hear(":s CAP * LS :batch", ":s CAP * ACK :batch", ":s 001 ada :Hi", ":s 422 ada :none")
        talk.forget()
        #expect(talk.enter("/oper root", in: "") == .done)
        #expect(prompts(talk).map(\.question) == ["Password of the operator root:"])
        #expect(prompts(talk).map(\.isExpected) == [true])
        talk.session.submitPassword("let me", for: prompts(talk)[0], at: talk.now)
        talk.collect()
        #expect(talk.sent() == ["OPER root :let me"])
        #expect(talk.enter("/oper root again", in: "") == .done)
        #expect(talk.session.containsPassword("/oper root again", in: .server))
    }

    @Test func `An account is made with the server's own command, its password unseen`() {
        var talk = Self.starting()
        talk.hear(
            ":s CAP * LS :draft/account-registration=custom-account-name", ":s CAP * ACK :draft/account-registration",
            ":s 001 ada :Hi", ":s 422 ada :none")
        talk.forget()
        #expect(talk.enter("/register countess", in: "") == .done)
        guard let prompt = prompts(talk).first else {
            Issue.record("nothing is asked")
            return
        }
        #expect(prompt.question == "A password for the new account countess:")
        talk.session.submitPassword("long enough", for: prompt, at: talk.now)
        talk.collect()
        #expect(talk.sent().isEmpty)
        #expect(prompts(talk).last?.question == "The same password once more:")
        talk.session.submitPassword("long enough", for: prompts(talk)[1], at: talk.now)
        talk.collect()
        #expect(talk.sent() == ["REGISTER countess * :long enough"])
        talk.hear(":s REGISTER SUCCESS countess :Account created")
        #expect(talk.lines("").last == "info : The account countess is yours.")
        let kept = SaveAccountQuestion(account: "countess", nick: "ada", place: "irc.test")
        #expect(talk.actions.filter { $0 == .offerSavingAccount(kept) }.count == 1)
        // A server asks nothing by itself.
        talk.hear(":s REGISTER SUCCESS countess :Account created")
        #expect(talk.actions.filter { $0 == .offerSavingAccount(kept) }.count == 1)
    }

    @Test func `No account is made of two passwords that are not the same, nor of one`() {
        var talk = Self.starting()
        talk.hear(
            ":s CAP * LS :draft/account-registration", ":s CAP * ACK :draft/account-registration", ":s 001 ada :Hi",
            ":s 422 ada :none")
        talk.forget()
        talk.enter("/register", in: "")
        talk.session.submitPassword("long enough", for: prompts(talk)[0], at: talk.now)
        talk.collect()
        talk.session.submitPassword("long enouhg", for: prompts(talk)[1], at: talk.now)
        talk.collect()
        #expect(prompts(talk)[2].question == "The two were not the same. A password for the new account ada:")
        #expect(prompts(talk).map(\.isExpected) == [true, true, true])
        talk.session.submitPassword("long enough", for: prompts(talk)[2], at: talk.now)
        talk.session.submitPassword(nil, for: prompts(talk)[1], at: talk.now)
        talk.collect()
        #expect(talk.sent().isEmpty)
        #expect(talk.lines("").last == "info : No account was made.")
    }

    @Test func `Without accounts of the server's own, NickServ is told, and nobody sees what`() {
        var talk = Self.starting(password: "x")
        talk.hear(":s CAP * LS :", ":s 001 ada :Hi", ":s 422 ada :none")
        talk.forget()
        talk.enter("/login", in: "")
        guard let prompt = prompts(talk).first else { return }
        talk.session.submitPassword("pencil", for: prompt, at: talk.now)
        talk.collect()
        #expect(talk.sent() == ["PRIVMSG NickServ :IDENTIFY user pencil"])
        let all = talk.session.buffers.flatMap { buffer in (0..<buffer.lineCount).map { buffer.line(at: $0).text } }
        #expect(!all.contains { $0.contains("pencil") })
    }

    @Test(arguments: [
        ("/msg NickServ identify pencil", true), ("/m nickserv REGISTER pencil a@b", true),
        ("/raw PRIVMSG NickServ :identify pencil", true), ("/quote PASS pencil", true), ("/msg nickserv help", false),
        ("/msg bob identify yourself", false), ("//msg nickserv identify x", false), ("hello", false),
        ("/query ChanServ identify #a pencil", true), ("/oper me pencil", true), ("/login ada pencil", true),
    ]) func `A password typed in the open is neither kept nor shown`(input: String, containsPassword: Bool) {
        #expect(PasswordMasking.containsPassword(input, to: "#home") == containsPassword)
        var talk = TestSession.inChannel(capabilities: "echo-message")
        #expect(talk.session.containsPassword(input, in: talk.id) == containsPassword)
        talk.enter("/msg NickServ identify pencil")
        #expect(talk.lines("NickServ") == ["~message ada: identify ••••••"])
        talk.hear(":ada!a@h PRIVMSG NickServ :identify pencil")
        #expect(talk.lines("NickServ") == ["message ada: identify ••••••"])
    }

    @Test func `What is said to a service is a password behind a word that asks for one`() {
        #expect(PasswordMasking.containsPassword("identify pencil", to: "NickServ"))
        #expect(
            !PasswordMasking.containsPassword("identify pencil", to: "bob")
                && !PasswordMasking.containsPassword("help me", to: "NickServ"))
        #expect(
            PasswordMasking.isService("nickserv") && PasswordMasking.isService("HostServ")
                && !PasswordMasking.isService("#service"))
    }

    @Test func `A server that says no more than that the password is bad is not tried again before one is typed`() {
        var talk = TestSession(password: "wrong")
        talk.session.start(at: talk.now)
        talk.session.connected(isPrivate: true, at: talk.now)
        talk.hear("ERROR :Access denied: Bad password?")
        talk.session.disconnected(cause: "the server closed the connection", at: talk.now)
        talk.collect()
        #expect(talk.session.phase == .idle)
        #expect(talk.lines("").last?.hasSuffix("Access denied: Bad password? /reconnect asks for it again.") == true)
        let isAsked = talk.actions.contains {
            if case .askPassword(let prompt) = $0 { prompt.purpose == .server } else { false }
        }
        #expect(isAsked)
    }

    @Test(arguments: [0, 1]) func `A password is never cut: what does not fit in a line is not sent`(excess: Int) {
        var talk = TestSession()
        talk.session.start(at: talk.now)
        talk.session.connected(isPrivate: true, at: talk.now)
        talk.welcome(capabilities: "draft/account-registration")
        let password = String(repeating: "p", count: 300)
        // REGISTER, a star, the address and the password, three blanks, a colon that could be needed, and the end of the line: 512 bytes.
        let email = String(repeating: "e", count: 509 - "REGISTER *  ".count - 300 + excess)
        talk.forget()
        for purpose in [PasswordPrompt.Purpose.register(email: email), .confirm(email: email)] {
            talk.session.submitPassword(
                password, for: .init(purpose: purpose, account: "ada", question: ""), at: talk.now)
        }
        talk.collect()
        #expect(talk.sent() == (excess == 0 ? ["REGISTER * \(email) \(password)"] : []))
        #expect(talk.lines("").contains { $0.contains("cannot be sent in a line of IRC") } == (excess > 0))
    }

    @Test func `What names somebody or something is never cut, and that is said`() {
        var talk = TestSession.inChannel()
        let long = String(repeating: "x", count: 600)
        for input in [
            "/whois \(long)", "/who \(long)", "/names #\(long)", "/list \(long)", "/join #den \(long)",
            "/join #home,#\(long)", "/ban \(long)", "/oper ada \(long)", "/invite \(long)", "/op bob \(long)",
        ] {
            guard case .notSent = talk.enter(input) else {
                Issue.record("\(input.prefix(12))")
                continue
            }
        }
        #expect(talk.sent() == [])
        talk.enter("/topic \(long)")
        #expect(talk.sent().first?.utf8.count == 510)
    }

    @Test func `Whoever was logged out by a service can make an account; whoever is logged in hears what to do`() {
        var talk = TestSession()
        talk.session.start(at: talk.now)
        talk.session.connected(isPrivate: true, at: talk.now)
        talk.hear(":s CAP * LS :draft/account-registration", ":s CAP * ACK :draft/account-registration")
        // Nobody is logged in by this before they are in.
        talk.hear(":ada!a@h ACCOUNT ada")
        #expect(talk.session.account == nil)
        talk.hear(":s 001 ada :Hi", ":s 422 ada :none", ":ada!a@h ACCOUNT ada")
        guard case .notSent(let reason) = talk.enter("/register", in: "") else {
            Issue.record("it is taken")
            return
        }
        #expect(
            reason.hasPrefix(
                "You are logged in to ada already: there is nothing to register. To make another account, start grillo-tui again"
            ))
        talk.hear(":bob!b@h ACCOUNT *")
        #expect(talk.session.account == "ada")
        talk.hear(":ada!a@h ACCOUNT *")
        #expect(talk.session.account == nil && talk.enter("/register", in: "") == .done)
        talk.hear(":s 900 ada ada!a@h x\u{1B}[31m :in")
        guard case .notSent(let other) = talk.enter("/register", in: "") else {
            Issue.record("it is taken")
            return
        }
        #expect(!other.contains("\u{1B}"))
    }

}
