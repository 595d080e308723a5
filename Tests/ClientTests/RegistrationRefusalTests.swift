import Protocol
import Testing

@testable import Client

/// Getting in, and having one's nick: what the person is told, and asked, where the server says no.
@Suite struct RegistrationRefusalTests {
    private static let link =
        "grillo://chat.test:6697/%23den?key=AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8&invite=secret"

    private func prompts(_ talk: TestSession) -> [PasswordPrompt] {
        talk.actions.compactMap { if case .askPassword(let prompt) = $0 { prompt } else { nil } }
    }

    /// At the door of a server that lets nobody in without an account.
    private func turnedAway(isPrivate: Bool = true) -> TestSession {
        var talk = TestSession()
        talk.session.start(at: talk.now)
        talk.session.connected(isPrivate: isPrivate, at: talk.now)
        talk.collect()
        talk.forget()
        talk.hear(
            ":s FAIL * ACCOUNT_REQUIRED :You need an account", ":s 464 * :You need an account",
            "ERROR :You need an account")
        talk.session.disconnected(cause: "closed", at: talk.now)
        talk.collect()
        return talk
    }

    @Test
    func
        `A server that wants an account is not tried again; what opens it is asked for, and said once`()
    {
        let talk = turnedAway()
        #expect(talk.session.phase == .idle)
        #expect(prompts(talk).map(\.question) == ["Password for ada, or an invitation (grillo://…):"])
        #expect(prompts(talk).map(\.isExpected) == [false])
        let told = talk.lines("").filter { $0.contains("You need an account") }
        #expect(
            told.count == 1
                && told[0].hasPrefix("error : Not let in: You need an account. /login ada asks for the password"))
    }

    @Test func `Where others could read a password it is not asked for`() {
        let talk = turnedAway(isPrivate: false)
        #expect(talk.session.phase == .idle && prompts(talk).isEmpty)
        #expect(talk.lines("").last?.contains("start again with --tls") == true)
    }

    @Test func `An invitation that is pasted there leads where it says, with its secret, into its room`() {
        var talk = turnedAway()
        talk.forget()
        talk.session.submitPassword(" \(Self.link)\n", for: prompts(turnedAway())[0], at: talk.now)
        talk.collect()
        let places = talk.actions.compactMap {
            if case .enter(let link, isHere: false) = $0 { link.description } else { nil }
        }
        #expect(places.count == 1 && places[0].hasPrefix("grillo://chat.test:6697/%23den"))
        talk.session.connected(isPrivate: true, at: talk.now)
        talk.collect()
        #expect(talk.sent().contains("PASS secret"))
        talk.hear(":s 001 ada :Hi", ":s 422 ada :none")
        #expect(talk.sent().last == "JOIN #den")
    }

    @Test(
        arguments: [
            ("This invitation was revoked: ask for another", "Start grillo-tui with the new one, in quotes."),
            ("Password mismatch", "The invitation is used up, has expired or was revoked: ask for another."),
        ], [true, false])
    func `That an invitation is refused is said once`(words: (String, String), needsAccount: Bool) {
        var talk = turnedAway()
        talk.session.submitPassword(Self.link, for: prompts(talk)[0], at: talk.now)
        talk.session.connected(isPrivate: true, at: talk.now)
        if needsAccount { talk.hear(":s FAIL * ACCOUNT_REQUIRED :\(words.0)") }
        talk.hear(":s 464 * :\(words.0)", "ERROR :\(words.0)")
        talk.session.disconnected(cause: "closed", at: talk.now)
        talk.collect()
        #expect(talk.lines("").last == "error : Not let in: \(words.0). \(words.1)")
    }

    @Test(arguments: [("irc.test", true), ("chat.test", false)])
    func `By an invitation to the server itself the person is known by their certificate as before`(
        host: String, isHere: Bool
    ) {
        var talk = TestSession(account: "ada", hasCertificate: true, host: "irc.test", port: 6697)
        talk.session.start(at: talk.now)
        talk.session.connected(isPrivate: true, isSecure: true, at: talk.now)
        talk.hear(":s FAIL * ACCOUNT_REQUIRED :You need an account")
        talk.session.disconnected(cause: "closed", at: talk.now)
        talk.collect()
        guard let prompt = prompts(talk).last else {
            Issue.record("nothing was asked")
            return
        }
        talk.forget()
        talk.session.submitPassword(Self.link.replacing("chat.test", with: host), for: prompt, at: talk.now)
        talk.collect()
        let isToldSo = talk.actions.contains { if case .enter(_, isHere) = $0 { true } else { false } }
        #expect(isToldSo)
        talk.session.connected(isPrivate: true, isSecure: true, at: talk.now)
        talk.hear(":s CAP * LS :sasl=EXTERNAL", ":s CAP * ACK :sasl")
        #expect(talk.sent().contains("AUTHENTICATE EXTERNAL") == isHere)
    }

    @Test(arguments: [true, false]) func `At a closed door a wrong password leaves the invitation asked for`(
        isKept: Bool
    ) {
        var talk = isKept ? TestSession(account: "ada", accountPassword: "pencil") : TestSession()
        talk.session.start(at: talk.now)
        talk.session.connected(isPrivate: true, at: talk.now)
        talk.hear(":s FAIL * ACCOUNT_REQUIRED :You need an account", "ERROR :You need an account")
        talk.session.disconnected(cause: "closed", at: talk.now)
        talk.collect()
        if !isKept, let prompt = prompts(talk).last {
            talk.session.submitPassword("guess at it", for: prompt, at: talk.now)
        } else {
            talk.session.reconnectNow(at: talk.now)
        }
        talk.session.connected(isPrivate: true, at: talk.now)
        talk.hear(":s CAP * LS :sasl=PLAIN", ":s CAP * ACK :sasl", "AUTHENTICATE +", ":s 904 ada :no")
        #expect(prompts(talk).last?.question == "Refused. Password for ada, or an invitation (grillo://…):")
        #expect(talk.lines("").contains { $0.contains("It comes from your settings") } == isKept)
        talk.hear(":s 001 ada :Hi", ":s 422 ada :none")
        _ = talk.enter("/login", in: "")
        #expect(prompts(talk).last?.question == "Password for ada:")
    }

    /// Logged in to a server, in its room, and turned away by it after a loss; then an invitation is pasted.
    private func moved(to link: String) -> TestSession {
        var talk = TestSession(account: "ada", accountPassword: "pencil", host: "irc.test", port: 6697)
        talk.session.start(at: talk.now)
        talk.session.connected(isPrivate: true, at: talk.now)
        talk.hear(":s CAP * LS :sasl=PLAIN", ":s CAP * ACK :sasl", "AUTHENTICATE +", ":s 904 ada :no")
        talk.session.submitPassword("pencil", for: prompts(talk)[0], at: talk.now)
        talk.hear(":s 001 ada :Hi", ":s 422 ada :none", ":ada!a@h JOIN #home")
        talk.enter("/join #asked", in: "")
        talk.session.disconnected(cause: "gone", at: talk.now)
        talk.session.connected(isPrivate: true, at: talk.now)
        talk.hear(":s FAIL * ACCOUNT_REQUIRED :You need an account")
        talk.session.disconnected(cause: "closed", at: talk.now)
        talk.collect()
        let prompt = prompts(talk).last
        talk.forget()
        if let prompt { talk.session.submitPassword(link, for: prompt, at: talk.now) }
        talk.session.connected(isPrivate: true, at: talk.now)
        talk.collect()
        return talk
    }

    @Test func `An invitation to another server takes no password, account or room along`() {
        var talk = moved(to: Self.link)
        talk.hear(":s CAP * LS :sasl=PLAIN", ":s CAP * ACK :sasl", "AUTHENTICATE +")
        talk.hear(":s 001 ada :Hi", ":s 422 ada :none")
        #expect(
            talk.sent() == [
                "CAP LS 302", "PASS secret", "NICK ada", "USER ada 0 * :Ada L", "CAP REQ sasl", "CAP END",
                "PING grillo-1", "JOIN #den",
            ])
        #expect(talk.buffer("#home") == nil)
        #expect(talk.buffer("")?.name == "chat.test")
        #expect(talk.session.configuration.publicHost == "chat.test")
    }

    @Test func `An invitation to the server itself leaves the account and the rooms`() {
        for host in ["irc.test", "IRC.test:6697"] {
            var talk = moved(to: Self.link.replacing("chat.test:6697", with: host))
            talk.hear(":s CAP * LS :sasl=PLAIN", ":s CAP * ACK :sasl")
            #expect(talk.sent().last == "AUTHENTICATE PLAIN")
            talk.hear(":s 903 ada :in", ":s 001 ada :Hi", ":s 422 ada :none")
            #expect(talk.sent().last == "JOIN #asked,#den,#home")
        }
        // Another port is another server.
        var talk = moved(to: Self.link.replacing("chat.test:6697", with: "irc.test:6698"))
        talk.hear(":s 001 ada :Hi", ":s 422 ada :none")
        #expect(talk.sent().last == "JOIN #den")
    }

    @Test(arguments: [
        PasswordPrompt.Purpose.login, .server, .register(email: nil), .confirm(email: nil), .oper,
    ])
    func `Where no invitation was asked for it is told to nobody, and leads nowhere`(_ purpose: PasswordPrompt.Purpose)
    {
        var talk = TestSession.inChannel(capabilities: "sasl draft/account-registration")
        talk.session.submitPassword(
            Self.link, for: .init(purpose: purpose, account: "ada", question: ""), at: talk.now)
        talk.collect()
        #expect(talk.sent().isEmpty && talk.session.phase == .online)
        #expect(prompts(talk).first?.question.hasPrefix("That is an invitation, and was not sent") == true)
        #expect(!talk.actions.contains { if case .enter = $0 { true } else { false } })
    }

    @Test func `Of an invitation that is not whole the person hears, and nothing of it is sent`() {
        var talk = turnedAway()
        let prompt = prompts(talk)[0]
        talk.forget()
        talk.session.submitPassword("GRILLO://chat.test/", for: prompt, at: talk.now)
        talk.collect()
        #expect(
            prompts(talk).map(\.question).first?.hasPrefix("That invitation is not whole. ") == true)
        #expect(talk.sent().isEmpty && talk.session.phase == .idle)
    }

    @Test func `An invitation that is used up is not tried again`() {
        var talk = TestSession()
        talk.session.start(at: talk.now)
        talk.session.submitPassword(
            Self.link, for: .init(purpose: .login, account: "ada", question: "", takesInvitation: true), at: talk.now)
        talk.session.connected(isPrivate: true, at: talk.now)
        talk.hear(":s FAIL * ACCOUNT_REQUIRED :used", "ERROR :used")
        talk.session.disconnected(cause: "closed", at: talk.now)
        talk.collect()
        #expect(talk.session.phase == .idle)
        #expect(talk.lines("").last?.contains("ask for another") == true)
    }

    /// What the server said before it closed the connection.
    private func closed(_ lines: String..., isWelcomed: Bool = false) -> TestSession {
        var talk = TestSession()
        talk.session.start(at: talk.now)
        talk.session.connected(isPrivate: true, at: talk.now)
        if isWelcomed { talk.hear(":s 001 ada :Welcome") }
        for line in lines { talk.hear(line) }
        talk.session.disconnected(cause: "closed", at: talk.now)
        talk.collect()
        return talk
    }

    @Test func `A door that is closed by ERROR to whoever has no account is not knocked at again`() {
        let notice = ":s NOTICE * :You need to identify via SASL"
        for talk in [
            closed(notice, "ERROR :Closing Link: h.test (SASL access only)"),
            closed(notice, "ERROR :Closing Link: h.test (Access denied)"),
            closed("ERROR :Closing Link: h.test (You must authenticate)"),
        ] {
            #expect(talk.session.phase == .idle)
            // It is not said that it takes an invitation, which Grillo alone does.
            #expect(prompts(talk).map(\.question) == ["Password for ada:"])
            #expect(talk.lines("").last?.contains("/login ada") == true)
            #expect(talk.lines("").last?.contains("grillo://") == false)
        }
    }

    private static let registrations: [(answer: [String], account: String?)] = [
        ([":s REGISTER SUCCESS ada :Made"], "ada"), ([":s FAIL REGISTER ACCOUNT_EXISTS ada :It is taken"], nil),
        ([":s CAP * NEW :batch", ":s CAP * ACK :batch", ":s FAIL REGISTER ACCOUNT_EXISTS ada :It is taken"], nil),
        ([":s 421 * REGISTER :Unknown command"], nil), ([":s 451 * :You have not registered"], nil),
        ([":s 461 * REGISTER :Not enough parameters"], nil), ([":s FAIL * INVALID_UTF8 :Not now"], nil),
    ]

    @Test(arguments: registrations)
    func `Where a server makes accounts before it lets one in, /register makes one`(
        answer: [String], account: String?
    ) throws {
        let offer = ":s CAP * LS :draft/account-registration=before-connect,custom-account-name"
        var talk = TestSession()
        talk.session.start(at: talk.now)
        talk.session.connected(isPrivate: true, at: talk.now)
        talk.hear(offer, ":s CAP * ACK :draft/account-registration", ":s FAIL * ACCOUNT_REQUIRED :You need an account")
        talk.session.disconnected(cause: "closed", at: talk.now)
        talk.collect()
        #expect(talk.lines("").last?.hasSuffix(" /register makes one.") == true)
        #expect(talk.enter("/register", in: "") == .done)
        for _ in 0..<2 {
            talk.session.submitPassword("pencil", for: try #require(prompts(talk).last), at: talk.now)
            talk.collect()
        }
        talk.session.connected(isPrivate: true, at: talk.now)
        talk.collect()
        talk.forget()
        talk.hear(offer, ":s CAP * ACK :draft/account-registration")
        #expect(talk.sent() == ["CAP REQ draft/account-registration", "REGISTER * * pencil"])
        for line in answer { talk.hear(line) }
        #expect(talk.sent().filter { !$0.hasPrefix("CAP REQ") } == ["CAP END"])
        #expect(talk.session.account == account)
    }

    @Test(arguments: [true, false])
    func `An account that the server could not be asked for is not made on a later connection`(isLost: Bool) throws {
        let offer = ":s CAP * LS :draft/account-registration=before-connect"
        var talk = TestSession()
        talk.session.start(at: talk.now)
        talk.session.connected(isPrivate: true, at: talk.now)
        talk.hear(offer, ":s CAP * ACK :draft/account-registration", ":s FAIL * ACCOUNT_REQUIRED :You need an account")
        talk.session.disconnected(cause: "closed", at: talk.now)
        talk.collect()
        talk.enter("/register", in: "")
        for _ in 0..<2 {
            talk.session.submitPassword("pencil", for: try #require(prompts(talk).last), at: talk.now)
            talk.collect()
        }
        if isLost {
            talk.session.connected(isPrivate: true, at: talk.now)
            talk.session.disconnected(cause: "gone", at: talk.now)
        } else {
            talk.session.submitPassword(
                "pen", for: .init(purpose: .login, account: "ada", question: ""), at: talk.now)
        }
        talk.session.connected(isPrivate: true, at: talk.now)
        talk.hear(offer, ":s CAP * ACK :draft/account-registration")
        #expect(!talk.sent().contains { $0.hasPrefix("REGISTER") })
        let isTold = talk.lines("").contains("error : Not registered: the server could not be asked.")
        #expect(isTold == isLost)
    }

    @Test func `A server that makes no accounts before it lets one in is asked for none`() {
        var talk = turnedAway()
        #expect(talk.lines("").last?.contains("/register") == false)
        let reason = talk.session.offlineReason
        #expect(talk.enter("/register", in: "") == .notSent(reason: reason))
    }

    @Test(arguments: [":s 005 * draft/ACCOUNTREQUIRED :are supported", ":s CAP * NEW :soju.im/account-required"])
    func `A server that has said that it wants an account is believed, whatever it closes with`(told: String) {
        let talk = closed(told, "ERROR :Closing Link: h.test (Access denied)")
        #expect(talk.session.phase == .idle && prompts(talk).map(\.question) == ["Password for ada:"])
        #expect(!talk.actions.contains(.send(Array("CAP REQ soju.im/account-required\r\n".utf8))))
        #expect(closed("ERROR :Closing Link: h.test (Access denied)").session.phase != .idle)
    }

    @Test(arguments: [
        (["ERROR :Closing Link: h.test (SASL access only)"], true), ([":s FAIL * ACCOUNT_REQUIRED :No account"], true),
        ([":s FAIL * ACCOUNT_REQUIRED :No account", ":s 464 * :No account"], false),
        ([":s 464 * :Password incorrect"], false),
    ]) func `The server's password is forgotten where it was refused, and nowhere else`(lines: [String], isKept: Bool) {
        var talk = TestSession(password: "sesame")
        talk.session.start(at: talk.now)
        talk.session.connected(isPrivate: true, at: talk.now)
        talk.hear(":s CAP * LS :sasl=PLAIN", ":s CAP * ACK :sasl")
        for line in lines { talk.hear(line) }
        talk.session.disconnected(cause: "closed", at: talk.now)
        talk.collect()
        talk.forget()
        guard talk.session.phase == .idle else {
            Issue.record("it is tried again")
            return
        }
        talk.enter("/reconnect", in: "")
        talk.session.connected(isPrivate: true, at: talk.now)
        talk.collect()
        talk.hear(":s CAP * LS :sasl=PLAIN")
        #expect(talk.sent().contains("PASS sesame") == isKept)
    }

    @Test func `Why nothing goes on is said in the room on the screen, too, with what to type`() {
        var talk = TestSession.inChannel()
        talk.session.disconnected(cause: "gone", at: talk.now)
        talk.session.connected(isPrivate: true, at: talk.now)
        talk.hear(":s 464 * :Password incorrect", "ERROR :Bad password")
        talk.session.disconnected(cause: "closed", at: talk.now)
        #expect(talk.lines().last == "error : Not let in: Password incorrect. /reconnect asks for it again.")
        #expect(talk.lines("").last == talk.lines().last)
    }

    @Test func `That a password was refused on coming back is said in the room on the screen, too`() {
        var talk = TestSession(account: "ada", accountPassword: "pencil")
        talk.session.start(at: talk.now)
        talk.session.connected(isPrivate: true, at: talk.now)
        talk.hear(":s CAP * LS :", ":s 001 ada :Hi", ":s 422 ada :none", ":ada!a@h JOIN #home")
        talk.session.setVisible(talk.session.buffers.id(named: "#home"))
        talk.session.disconnected(cause: "gone", at: talk.now)
        talk.session.connected(isPrivate: true, at: talk.now)
        talk.hear(":s CAP * LS :sasl=PLAIN", ":s CAP * ACK :sasl", "AUTHENTICATE +", ":s 904 ada :no")
        let words = "The server refused the password for ada: it is not sent again. No. /login ada asks for another."
        #expect(talk.lines().last?.hasPrefix("error : " + words) == true)
        #expect(talk.lines("").contains { $0.hasPrefix("error : " + words) })
    }

    @Test func `Whoever can log in and was not refused knocks again where the server cannot let them`() {
        var talk = TestSession(account: "ada", accountPassword: "pencil")
        talk.session.start(at: talk.now)
        talk.session.connected(isPrivate: true, at: talk.now)
        talk.hear(":s CAP * LS :multi-prefix", ":s NOTICE * :You need to identify via SASL")
        talk.hear("ERROR :Closing Link: h.test (SASL access only)")
        talk.session.disconnected(cause: "closed", at: talk.now)
        talk.collect()
        #expect(talk.session.phase != .idle && prompts(talk).isEmpty)
    }

    @Test(arguments: ["K-Lined", "G-Lined: spam", "Z:lined", "You are banned from this server"])
    func `Who is banned is not tried again with`(_ reason: String) {
        let talk = closed("ERROR :Closing Link: h.test (\(reason))")
        #expect(talk.session.phase == .idle && prompts(talk).isEmpty)
        #expect(talk.lines("").last == "error : Not let in: \(reason). /reconnect tries all the same.")
    }

    @Test func `What passes by itself is tried again, whatever the last notice said`() {
        let notice = ":s NOTICE * :You need to identify via SASL"
        for talk in [
            closed(notice), closed(notice, "ERROR :Closing Link: h.test (Throttled)"),
            closed(notice, "ERROR :Closing Link: h.test (SASL access only)", isWelcomed: true),
            closed("ERROR :Closing Link: h.test (Too many connections from this account)"),
        ] {
            #expect(talk.session.phase != .idle && prompts(talk).isEmpty)
        }
    }

    @Test func `A server that wants TLS is not tried again without`() {
        var talk = TestSession()
        talk.session.start(at: talk.now)
        talk.session.connected(at: talk.now)
        talk.hear("ERROR :Closing link (h): This server speaks TLS only: connect again with TLS on the same port")
        talk.session.disconnected(cause: "closed", at: talk.now)
        talk.collect()
        #expect(talk.session.phase == .idle && talk.session.isTLSLikely)
        #expect(talk.lines("").last?.hasSuffix("Start again with --tls.") == true)
    }

    @Test func `An account that was not made is not logged in to the next time`() {
        var talk = TestSession()
        talk.session.start(at: talk.now)
        talk.session.connected(isPrivate: true, at: talk.now)
        talk.hear(
            ":s CAP * LS :draft/account-registration", ":s CAP * ACK :draft/account-registration", ":s 001 ada :Hi",
            ":s 422 ada :none")
        talk.session.submitPassword(
            "short", for: .init(purpose: .register(email: nil), account: "ada", question: ""), at: talk.now)
        talk.session.submitPassword(
            "short", for: .init(purpose: .confirm(email: nil), account: "ada", question: ""), at: talk.now)
        talk.hear(":s FAIL REGISTER WEAK_PASSWORD ada :A password has at least 8 characters")
        #expect(
            talk.lines("").last
                == "error : Not registered: A password has at least 8 characters. /register asks for another.")
        talk.session.disconnected(cause: "gone", at: talk.now)
        talk.session.connected(isPrivate: true, at: talk.now)
        talk.collect()
        talk.forget()
        talk.hear(":s CAP * LS :sasl=PLAIN", ":s CAP * ACK :sasl")
        #expect(talk.sent() == ["CAP REQ sasl", "CAP END"])
    }

    // MARK: One's nick

    /// In as `ada_`, since `ada` is somebody's account.
    private func renamed() -> TestSession {
        var talk = TestSession()
        talk.session.start(at: talk.now)
        talk.session.connected(isPrivate: true, at: talk.now)
        talk.hear(
            ":s CAP * LS :sasl=PLAIN", ":s CAP * ACK :sasl",
            ":s 433 * ada :Nickname is reserved by an account")
        talk.hear(":s 001 ada_ :Hi", ":s 422 ada_ :none", ":ada_!a@h JOIN #home")
        talk.session.setVisible(talk.session.buffers.id(named: "#home"))
        talk.collect()
        talk.forget()
        return talk
    }

    @Test func `Whoever has another nick than the wanted one is told how to have it`() {
        #expect(renamed().lines().contains { $0.contains("If it is yours, /login ada takes it back") })
    }

    @Test func `Logging in is for the wanted nick, answers where it was typed, and takes the nick back`() {
        var talk = renamed()
        talk.enter("/login")
        #expect(prompts(talk).map(\.question) == ["Password for ada:"])
        talk.session.submitPassword("pencil", for: prompts(talk)[0], at: talk.now)
        talk.collect()
        talk.forget()
        talk.hear("AUTHENTICATE +", ":s 900 ada_ ada_!a@h ada :You are now logged in")
        #expect(talk.lines().last == "info : You are logged in as ada.")
        #expect(talk.sent().last == "NICK ada")
    }

    @Test func `Whoever chose another nick keeps it`() {
        var talk = renamed()
        talk.enter("/nick eve")
        talk.hear(":ada_!a@h NICK eve", ":s 900 eve eve!a@h ada :You are now logged in")
        #expect(talk.sent().filter { $0.hasPrefix("NICK") } == ["NICK eve"])
    }

    @Test
    func
        `A nick that is refused is the person's if they log in, and NickServ's to give back if they have`()
    {
        var talk = renamed()
        talk.enter("/nick ada")
        talk.hear(":s 433 ada_ ada :Nickname is reserved")
        #expect(
            talk.lines().last
                == "error : ada is taken: your nick stays ada_. If it is yours, /login ada takes it back.")
        talk.hear(":s 900 ada_ ada_!a@h ada :in", ":s 433 ada_ ada :Nickname is already in use")
        #expect(talk.lines().last?.hasSuffix("/msg NickServ REGAIN ada takes it back.") == true)
    }

    @Test(arguments: ["", " ", "\u{200B}", "/join ", "/j ", "/JO "])
    func `An invitation alone is not said to the room, nor taken for one`(
        _ before: String
    ) {
        var talk = TestSession.inChannel()
        guard case .notSent(let reason) = talk.enter(before + Self.link) else {
            return #expect(Bool(false), "it is not sent")
        }
        #expect(reason.contains("start grillo-tui with this invitation, in quotes"))
        #expect(talk.sent().isEmpty)
        _ = talk.enter("come in: \(Self.link)")
        #expect(talk.sent().contains { $0.contains("PRIVMSG") })
    }

    @Test func `Somebody who comes in under the nick of their other device hears why`() {
        var talk = TestSession(nicks: ["phone"], account: "ada", accountPassword: "pencil")
        talk.session.start(at: talk.now)
        talk.session.connected(isPrivate: true, at: talk.now)
        talk.hear(
            ":s CAP * LS :sasl=PLAIN", ":s CAP * ACK :sasl", ":s 900 * ada!a@h ada :in", ":s 903 * :in",
            ":s 001 ada :Hi",
            ":s 422 ada :none", ":ada!a@h JOIN #home")
        #expect(
            talk.lines("#home").contains {
                $0.contains("You are ada here, as the others who are logged in to ada")
            })
    }

    // MARK: What was asked for another server

    @Test func `A password that another server asked for is not told to the one that was gone over to`() {
        var talk = TestSession(account: "bob", accountPassword: "wrong", host: "irc.test", port: 6697)
        talk.session.start(at: talk.now)
        talk.session.connected(isPrivate: true, at: talk.now)
        talk.hear(":s CAP * LS :sasl=PLAIN", ":s CAP * ACK :sasl", ":s FAIL * ACCOUNT_REQUIRED :You need an account")
        talk.hear("AUTHENTICATE +", ":s 904 bob :no")
        let asked = prompts(talk)
        guard asked.count == 2 else {
            Issue.record("it was not asked for twice")
            return
        }
        talk.session.submitPassword(Self.link, for: asked[0], at: talk.now)
        talk.session.connected(isPrivate: true, at: talk.now)
        talk.hear(":s CAP * LS :sasl=PLAIN", ":s CAP * ACK :sasl", ":s 001 ada :Hi", ":s 422 ada :none")
        talk.forget()
        talk.session.submitPassword("pencil", for: asked[1], at: talk.now)
        talk.session.submitPassword("", for: asked[1], at: talk.now)
        talk.session.submitPassword(nil, for: asked[1], at: talk.now)
        talk.collect()
        #expect(talk.sent().isEmpty && talk.session.login.account == nil)
        #expect(talk.lines("").filter { $0.hasPrefix("error : Not sent: that password was asked for by") }.count == 1)
        // What this one asks for it is told.
        talk.enter("/login", in: "")
        talk.session.submitPassword("pencil", for: prompts(talk)[0], at: talk.now)
        talk.collect()
        #expect(talk.sent() == ["AUTHENTICATE PLAIN"])
    }

    @Test func `The command that asks for a password is none`() {
        var talk = TestSession.inChannel(capabilities: "sasl=PLAIN")
        talk.enter("/login ada")
        let asked = prompts(talk)
        talk.forget()
        talk.session.submitPassword("/login ada", for: asked[0], at: talk.now)
        talk.collect()
        #expect(talk.sent().isEmpty)
        #expect(prompts(talk).map(\.question) == ["That is a command, and was not sent. \(asked[0].question)"])
        for other in ["/login bob", "/login ada x", "/reconnect", "/loginada"] {
            #expect(!asked[0].isAsked(by: other))
        }
    }

    // MARK: Whether it is tried again

    @Test(
        arguments: [
            // Over plain IRC no password is told, and many servers offer no login there.
            (false, nil, ":s CAP * LS :sasl=PLAIN", "start again with --tls"),
            (false, nil, ":s CAP * LS :multi-prefix", "start again with --tls"),
            (true, SASLMechanism.scram, ":s CAP * LS :sasl=PLAIN", "change mechanism in tui.toml"),
            (true, .external, ":s CAP * LS :sasl=PLAIN", "change mechanism in tui.toml"),
            (true, nil, ":s CAP * LS :sasl=SOMETHING-ELSE", "no way to log in that grillo-tui knows"),
        ] as [(Bool, SASLMechanism?, String, String)])
    func `Where logging in can never come about it is not tried again, and said what to change`(
        isPrivate: Bool, mechanism: SASLMechanism?, offer: String, remedy: String
    ) {
        var talk = TestSession(account: "ada", accountPassword: "pencil", mechanism: mechanism)
        talk.session.start(at: talk.now)
        talk.session.connected(isPrivate: isPrivate, at: talk.now)
        talk.hear(offer, ":s CAP * ACK :sasl", "ERROR :Closing Link: h.test (SASL access only: you need an account)")
        talk.session.disconnected(cause: "closed", at: talk.now)
        talk.collect()
        #expect(talk.session.phase == .idle && prompts(talk).isEmpty)
        #expect(talk.lines("").last?.contains(remedy) == true)
    }

    @Test(arguments: [
        "K-Lined: banned, do not try again", "banned (too many clones)", "K-Lined: write to be unlisted later",
        "You are banned from this server for 3 days", "G-Lined: expires in 2 weeks, 1 hour", "banned for 1d12h",
        "You are permanently banned from this server: [4M7SKQ01XZ] spamming", "banned: [4M7SKQ01XZ] spamming",
        "Permanently banned (was 30 minutes, then evaded)", "banned: 30m2x", "banned: x30m", "banned (id 5m3)",
        "G-Lined forever (30 minutes did not help)", "banned: 10 members",
    ]) func `A ban that does not end soon is not knocked at`(_ reason: String) {
        let talk = closed("ERROR :Closing Link: bob[1.2.3.4] (\(reason))")
        #expect(talk.session.phase == .idle)
        #expect(talk.lines("").last?.hasSuffix("/reconnect tries all the same.") == true)
        #expect(closed(":s 465 * :\(reason)", "ERROR :Closing Link").session.phase == .idle)
    }

    @Test(arguments: [
        "You are temporarily banned", "Temporary K-line 60 min. - spam", "K-Lined: spam [1h30m]",
        "banned for 5 minutes", "banned for a 30-minute while", "banned [4M7SKQ01XZ] for 2 hrs", "banned: 1H",
    ]) func `A ban that ends by itself is waited for`(_ reason: String) {
        #expect(closed("ERROR :Closing Link: bob[1.2.3.4] (\(reason))").session.phase != .idle)
        let talk = closed(":s 465 * :\(reason)", "ERROR :Closing Link: bob[1.2.3.4] (K-Lined)")
        #expect(talk.session.phase != .idle && talk.lines("").last?.contains("Not let in: \(reason)") == true)
    }

    @Test(arguments: [
        ["ERROR :Closing Link: h.test (Too many password failures from your network, try again later)"],
        [":s 464 * :Too many password failures, try again later", "ERROR :Closing Link: h.test (Bad password)"],
        [
            ":s FAIL * ACCOUNT_REQUIRED :Too many wrong passwords: try again in 9 seconds",
            ":s 464 * :Too many wrong passwords: try again in 9 seconds",
            "ERROR :Closing link (h.test): Too many wrong passwords: try again in 9 seconds",
        ],
    ]) func `Where no password is looked at for a while, none is asked for, and none forgotten`(_ lines: [String]) {
        var talk = TestSession(password: "sesame")
        talk.session.start(at: talk.now)
        talk.session.connected(isPrivate: true, at: talk.now)
        for line in lines { talk.hear(line) }
        talk.session.disconnected(cause: "closed", at: talk.now)
        talk.collect()
        #expect(talk.session.phase != .idle && prompts(talk).isEmpty)
        talk.forget()
        _ = talk.session.shouldDial()
        talk.session.connected(isPrivate: true, at: talk.now)
        talk.collect()
        #expect(talk.sent().contains("PASS sesame"))
    }

    @Test(arguments: [
        "Too many wrong passwords: try again in 9 seconds", "It could not be checked; try again later",
    ]) func `A password that was not looked at is not forgotten, and none is asked for`(_ words: String) {
        var talk = TestSession(account: "ada", accountPassword: "pencil")
        talk.session.start(at: talk.now)
        for _ in 1...2 {
            talk.session.connected(isPrivate: true, at: talk.now)
            talk.hear(":s CAP * LS :sasl=PLAIN", ":s CAP * ACK :sasl", "AUTHENTICATE +")
            #expect(talk.sent().contains { $0.hasPrefix("AUTHENTICATE YWRh") || $0.hasPrefix("AUTHENTICATE AGFkYQ") })
            talk.hear(":s 904 * :\(words)")
            talk.session.disconnected(cause: "gone", at: talk.now)
            talk.collect()
        }
        #expect(prompts(talk).isEmpty && talk.session.phase != .idle)
        #expect(talk.lines("").contains { $0.hasPrefix("error : Not logged in: \(words). /login ada") })
    }

    @Test func `A password that is wrong is asked for again, though the server wants it tried again`() {
        for words in ["Password incorrect, try again", "Bad password: connection terminated"] {
            let talk = closed("ERROR :Closing Link: h.test (\(words))")
            #expect(talk.session.phase == .idle && prompts(talk).map(\.purpose) == [.server])
        }
    }

}
