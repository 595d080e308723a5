import Protocol
import Testing

@testable import Client

@Suite struct RegistrationTests {
    @Test func `A connection begins with capabilities, nick and user`() {
        var talk = TestSession(password: "sesame")
        talk.session.start(at: talk.now)
        talk.session.connected(isPrivate: true, at: talk.now)
        talk.collect()
        #expect(talk.sent() == ["CAP LS 302", "PASS sesame", "NICK ada", "USER ada 0 * :Ada L"])
    }

    @Test func `Only what is offered and understood is requested, over several lines`() {
        var talk = TestSession()
        talk.connect()
        talk.forget()
        talk.hear(":s CAP * LS * :batch unknown=PLAIN,EXTERNAL multi-prefix", ":s CAP * LS :server-time vendor/strange")
        #expect(talk.sent() == ["CAP REQ :batch multi-prefix server-time"])
        talk.hear(":s CAP * ACK :batch multi-prefix server-time ")
        #expect(talk.sent() == ["CAP END"])
        #expect(talk.session.capabilities == ["batch", "multi-prefix", "server-time"])
    }

    @Test func `A refused group of capabilities is asked for one by one`() {
        var talk = TestSession()
        talk.connect()
        talk.forget()
        talk.hear(":s CAP * LS :batch chghost", ":s CAP * NAK :batch chghost")
        #expect(talk.sent() == ["CAP REQ :batch chghost", "CAP REQ batch", "CAP REQ chghost"])
        talk.hear(":s CAP * ACK :batch", ":s CAP * NAK :chghost")
        #expect(talk.sent() == ["CAP END"])
    }

    @Test func `A refused alternative gives way to the other name`() {
        for (offer, group, first, second) in [
            ("no-implicit-names draft/no-implicit-names", "", "no-implicit-names", "draft/no-implicit-names"),
            ("batch draft/metadata-3 draft/metadata-2", "batch", "draft/metadata-3", "draft/metadata-2"),
        ] {
            var talk = TestSession()
            talk.connect()
            talk.forget()
            talk.hear(":s CAP * LS :\(offer)")
            if !group.isEmpty { talk.hear(":s CAP * NAK :\(group) \(first)", ":s CAP * ACK :\(group)") }
            talk.forget()
            talk.hear(":s CAP * NAK :\(first)")
            #expect(talk.sent() == ["CAP REQ \(second)"])
            talk.hear(":s CAP * NAK :\(second)")
            #expect(talk.sent() == ["CAP END"])
        }
    }

    @Test func `Nothing to request ends the negotiation at once`() {
        var talk = TestSession()
        talk.connect()
        talk.forget()
        talk.hear("CAP * LS :")
        #expect(talk.sent() == ["CAP END"])
    }

    @Test func `A server without capabilities is entered all the same`() {
        var talk = TestSession()
        talk.connect()
        talk.forget()
        talk.hear(":old 421 * CAP :Unknown command", ":old 001 ada :Welcome", ":old 376 ada :End of MOTD")
        #expect(talk.session.phase == .online)
        #expect(talk.sent() == ["PING grillo-1", "JOIN #home"])
    }

    @Test func `Capabilities come and go while online`() {
        var talk = TestSession.inChannel()
        talk.hear(":s CAP ada NEW :away-notify", ":s CAP ada ACK :away-notify")
        #expect(talk.sent() == ["CAP REQ away-notify"])
        #expect(talk.session.capabilities == ["away-notify"])
        talk.hear(":s CAP ada DEL :away-notify")
        #expect(talk.session.capabilities.isEmpty)
    }

    @Test func `A nick in use makes way for the next, then for signs and numbers`() {
        var talk = TestSession(nicks: ["ada", "countess"])
        talk.connect()
        talk.forget()
        for _ in 0..<5 { talk.hear(":s 433 * x :Nickname is already in use") }
        #expect(talk.sent() == ["NICK countess", "NICK ada_", "NICK ada__", "NICK ada1", "NICK ada2"])
    }

    @Test func `A nick that cannot be is made simple`() {
        var talk = TestSession(nicks: ["ädä.lovelace"])
        talk.connect()
        talk.forget()
        talk.hear(":s 432 * ädä.lovelace :Erroneous nickname")
        #expect(talk.sent() == ["NICK dlovelace"])
    }

    @Test func `The server has the last word on the nick`() {
        var talk = TestSession(nicks: ["adalovelace"])
        talk.connect()
        talk.hear(":s 001 adalovela :Welcome")
        #expect(talk.session.nick == "adalovela")
    }

    @Test func `Without rooms of one's own the server's lobby is entered`() {
        var talk = TestSession(channels: [])
        talk.connect()
        talk.forget()
        talk.welcome(isupport: "LOBBY=#lobby CHANTYPES=#")
        #expect(talk.sent().last == "JOIN #lobby")
        talk.hear(":ada!a@h JOIN #lobby")
        #expect(talk.actions.contains(.show(BufferID(1))))
    }

    @Test func `Rooms with keys go first, and keys are not mixed up`() {
        var talk = TestSession(channels: ["#a", .init(name: "#b", key: "k1"), "#c", .init(name: "#d", key: "k2")])
        talk.connect()
        talk.forget()
        talk.welcome()
        #expect(talk.sent().last == "JOIN #b,#d,#a,#c k1,k2")
    }

    @Test(arguments: [(300, 0), (480, 0), (510, 1)])
    func `A room whose key has no room in a line is told, and nothing empty is asked for`(count: Int, lines: Int) {
        let key = String(repeating: "k", count: count)
        var talk = TestSession(channels: [.init(name: "#room", key: key), "#a"])
        talk.connect()
        talk.forget()
        talk.welcome()
        let joins = talk.sent().filter { $0.hasPrefix("JOIN") }
        #expect(joins.allSatisfy { $0.hasPrefix("JOIN #") } && joins.contains { $0.contains("#a") })
        #expect(joins.contains { $0.contains(key) } == (lines == 0))
        #expect(talk.lines("").filter { $0.contains("“#room” was not entered") }.count == lines)
    }

    @Test func `PING is answered with its own words`() {
        var talk = TestSession.inChannel()
        talk.hear("PING :two words")
        #expect(talk.sent() == ["PONG :two words"])
    }

    // MARK: What the server says of itself

    @Test func `Who has which rank is sorted anew a few times a connection, and then stays`() {
        var talk = TestSession.inChannel()
        for _ in 0..<5 {
            talk.hear(":s 005 ada PREFIX=(vo)+@ :are supported", ":s 005 ada PREFIX=(ohv)@%+ NICKLEN=9 :are supported")
        }
        #expect(talk.session.connection?.features.ruleChanges == 4)
        #expect(talk.session.isupport["PREFIX"] == "(ohv)@%+" && talk.session.isupport["NICKLEN"] == "9")
        talk.hear(":s 005 ada CASEMAPPING=rfc1459 -PREFIX TOPICLEN=5 :are supported")
        #expect(talk.session.isupport["CASEMAPPING"] == "ascii" && talk.session.isupport["PREFIX"] == "(ohv)@%+")
        #expect(talk.session.isupport["TOPICLEN"] == "5" && talk.session.casemapping == .ascii)
        #expect(talk.members() == "@bob +cara ada")
    }

    @Test
    func `With nobody in a room the server may say anew what ranks there are, and the same again changes nothing`() {
        var talk = TestSession()
        talk.connect()
        talk.welcome(isupport: "PREFIX=(ov)@+ CASEMAPPING=ascii")
        for _ in 0..<10 { talk.hear(":s 005 ada PREFIX=(vo)+@ :x", ":s 005 ada PREFIX=(ov)@+ :x") }
        #expect(talk.session.connection?.features.ruleChanges == 0)
        talk.hear(":ada!a@h JOIN #home", ":s 353 ada = #home :ada @bob")
        talk.forget()
        for _ in 0..<10 { talk.hear(":s 005 ada PREFIX=(ov)@+ CASEMAPPING=ascii :x") }
        #expect(talk.session.connection?.features.ruleChanges == 0 && talk.actions.isEmpty)
    }

    // MARK: Features before the welcome

    @Test func `A server that can is asked for its features before it lets us in, once`() {
        var talk = TestSession(nicks: ["adalovelace"])
        talk.connect()
        talk.forget()
        talk.hear(":s CAP * LS :batch draft/extended-isupport", ":s CAP * ACK :batch draft/extended-isupport")
        #expect(talk.sent() == ["CAP REQ :batch draft/extended-isupport", "ISUPPORT", "CAP END"])
        talk.hear(
            ":s BATCH +i draft/isupport", "@batch=i :s 005 * NICKLEN=9 CASEMAPPING=ascii :are supported",
            ":s BATCH -i", ":s 433 * adalovelace :Nickname is already in use")
        #expect(talk.session.isupport["NICKLEN"] == "9" && talk.session.casemapping == .ascii)
        #expect(talk.sent() == ["NICK adalovel_"])
        talk.hear(":s CAP * ACK :batch", ":s 001 adalovel_ :Welcome", ":s CAP adalovel_ ACK :draft/extended-isupport")
        #expect(!talk.sent().contains("ISUPPORT"))
    }

    // MARK: A login without an end

    private static let notLoggedIn = "error : Not logged in: the server did not answer. /login tries again."

    /// Asked to log in, by a server that says nothing to that.
    private func asked(_ mechanisms: String = "PLAIN,SCRAM-SHA-256") -> TestSession {
        var talk = TestSession(account: "ada", accountPassword: "pencil")
        talk.session.cryptography = SASLCryptography(primitives: .toy, randomBytes: { Array(repeating: 7, count: $0) })
        talk.session.start(at: talk.now)
        talk.session.connected(isPrivate: true, at: talk.now)
        talk.hear(":s CAP * LS :sasl=\(mechanisms)", ":s CAP * ACK :sasl")
        talk.forget()
        return talk
    }

    @Test func `A welcome in the middle of a login says that one is not logged in, and /login begins anew`() {
        var talk = asked()
        talk.hear(":s 001 ada :Welcome", ":s 422 ada :none", ":ada!a@h JOIN #home")
        #expect(talk.sent().first == "AUTHENTICATE *")
        #expect(talk.lines("").contains(Self.notLoggedIn))
        #expect(talk.lines().last == "info : Not logged in: the server did not answer. /login tries again.")
        talk.forget()
        talk.session.submitPassword("pencil", for: .init(purpose: .login, account: "ada", question: ""), at: talk.now)
        talk.collect()
        #expect(talk.sent() == ["AUTHENTICATE SCRAM-SHA-256"])
        talk.session.setVisible(talk.id)
        talk.pass(seconds: 15)
        #expect(talk.lines().contains(Self.notLoggedIn) || talk.lines("").filter { $0 == Self.notLoggedIn }.count == 2)
        #expect(talk.session.connection?.login.exchange == nil)
    }

    @Test func `A server that says nothing to a login is entered without, and that is said`() {
        var talk = asked()
        talk.pass(seconds: 14)
        #expect(talk.session.connection?.login.exchange != nil)
        talk.pass(seconds: 1)
        #expect(talk.sent() == ["AUTHENTICATE *", "CAP END"])
        #expect(talk.lines("").last == Self.notLoggedIn)
        talk.hear(":s 906 ada :SASL aborted", ":s 001 ada :Welcome")
        #expect(talk.lines("").filter { $0 == Self.notLoggedIn }.count == 1)
    }

    @Test func `Whoever is logged in without an end of the exchange is not told otherwise`() {
        var talk = asked("PLAIN")
        talk.hear("AUTHENTICATE +", ":s 900 ada ada!a@h ada :You are now logged in", ":s 001 ada :Welcome")
        #expect(talk.session.account == "ada" && talk.session.connection?.login.exchange == nil)
        #expect(!talk.lines("").contains(Self.notLoggedIn))
    }

    // MARK: Where to begin

    @Test(arguments: ["473 ada #a :Cannot join channel (+i)", "520 ada #a :No", "437 ada #a :Unavailable"])
    func `Where the room that was asked for is refused, the one that a bouncer is in is shown`(_ refusal: String) {
        var talk = TestSession(channels: ["#a"])
        talk.connect()
        talk.welcome(isupport: "CHANTYPES=#")
        talk.hear(":ada!a@h JOIN #b", ":ada!a@h JOIN #c")
        #expect(!talk.actions.contains { if case .show = $0 { true } else { false } })
        talk.hear(":s " + refusal)
        let shown = talk.actions.compactMap { if case .show(let id) = $0 { id } else { nil } }
        #expect(shown == [talk.buffer("#b")?.id])
        talk.forget()
        talk.enter("/join #d", in: "#b")
        talk.hear(":s 473 ada #d :No")
        #expect(!talk.actions.contains { if case .show = $0 { true } else { false } })
    }

    @Test func `The greeting is of a kind of its own, and what a server says later is not`() {
        var talk = TestSession()
        talk.connect()
        talk.hear(":irc.test NOTICE * :*** Checking Ident", ":irc.test NOTICE * :You need to identify via SASL")
        #expect(talk.lines("").suffix(2).map { $0.prefix(7) } == ["greetin", "notice "])
        talk.hear(":irc.test CAP * LS :", ":irc.test 001 ada :Welcome", ":irc.test 251 ada :There are 3 users")
        talk.hear(":irc.test 372 ada :- Be kind", ":irc.test NOTICE ada :*** You are cloaked", ":irc.test 376 ada :End")
        #expect(talk.lines("").suffix(4).map { $0.prefix(7) } == ["greetin", "greetin", "greetin", "notice "])
        talk.hear(":irc.test 372 ada :- again")
        #expect(talk.lines("").last == "info : - again")
    }
}
