import Protocol
import Testing

@testable import Chat

/// Logging in by other doors than SASL, and after having come in.
@Suite("Late logins")
struct LateLoginTests {
    private let chat = TestNetwork()
    private static let password = "open-sesame"

    init() {
        chat.makeAccounts("alice", "bob", password: Self.password)
        chat.enter("carol", caps: "account-notify")
        chat.join("#x", "carol")
    }

    private func identify(_ session: String) -> [String] { chat.ask(session, "NS IDENTIFY alice \(Self.password)") }

    // MARK: NickServ, while one is here already

    @Test
    func `Who is here already and logs in from elsewhere is one person, with one nick and the rooms of both`() {
        chat.logIn("phone", as: "alice", password: Self.password)
        chat.join("#x", "phone")
        chat.join("#z", "phone")
        chat.enter("desk", from: .secure("192.168.0.7"))
        chat.join("#x", "desk")
        chat.join("#y", "desk")
        chat.forget()
        let lines = identify("desk").map { $0.replacing(#/![^ ]+/#, with: "") }
        // Its client follows: the one it saw is gone, it is called so now, and it is in the room that it was not in.
        let quit = lines.firstIndex(of: ":alice QUIT That is you") ?? lines.firstIndex(of: ":alice QUIT :That is you")
        let nick = lines.firstIndex(of: ":desk NICK alice")
        #expect(quit != nil && nick != nil && quit! < nick!)
        #expect(lines.filter { $0.contains(" JOIN ") } == [":alice JOIN #z"])
        #expect(chat.session("desk")?.user === chat.session("phone")?.user)
        #expect(chat.session("desk")?.user?.channels.map(\.name).sorted() == ["#x", "#y", "#z"])
        #expect(chat.network.users.count == 2)
        #expect(chat.take("carol").filter { $0.contains(" QUIT ") }.count == 1)
        #expect(chat.take("phone").contains { $0.contains(" JOIN #y") })
        #expect(
            chat.channel("#y")?.members.first?.ranks.contains(.operator) == true, "the room goes on, with its operator")
        #expect(chat.events.last { $0.kind == .quit }?.source.hasPrefix("desk!") == true)
        #expect(chat.network.brokenInvariants() == [])
        chat.forget()
        chat.send("carol", "PRIVMSG #x :hello")
        #expect(chat.take("desk").count == 1 && chat.take("phone").count == 1)
    }

    @Test func `Who stays while not connected is found there, and what was missed is told`() {
        chat.logIn("phone", as: "alice", password: Self.password)
        chat.join("#x", "phone")
        chat.send("phone", "NS SET ALWAYS-ON ON")
        chat.hangUp("phone")
        chat.send("carol", "PRIVMSG #x :while you were out", "PRIVMSG alice :and this")
        chat.enter("desk", from: .secure())
        let lines = identify("desk")
        #expect(lines.contains { $0.contains(" JOIN #x") })
        let told = lines.filter { $0.contains(" PRIVMSG ") }.compactMap { $0.split(separator: ":").last }
        #expect(told == ["while you were out", "and this"])
        #expect(chat.session("desk")?.user?.awayReason == nil)
        #expect(chat.network.brokenInvariants() == [])
    }

    @Test func `SASL after registration comes to the same`() {
        chat.logIn("phone", as: "alice", password: Self.password)
        chat.enter("desk", caps: "sasl", from: .secure())
        chat.send("desk", "AUTHENTICATE PLAIN")
        let lines = chat.ask("desk", "AUTHENTICATE \(TestNetwork.plain("alice", Self.password))")
        #expect(lines.last?.contains(" 903 alice ") == true)
        #expect(chat.session("desk")?.user === chat.session("phone")?.user)
        chat.hangUp("phone")
        #expect(chat.network.users[chat.network.fold("alice")] != nil)
        #expect(chat.network.brokenInvariants() == [])
    }

    @Test func `What a guest has set for itself holds for who it turns out to be, before others are told of them`() {
        let caps = "draft/metadata-3 batch"
        chat.logIn("phone", as: "alice", password: Self.password)
        chat.enter("desk", caps: caps, from: .secure("192.168.0.7"))
        chat.send("desk", "METADATA * SET pronouns :she", "MODE desk +iRw")
        chat.enter("eve", caps: caps)
        chat.send("eve", "METADATA * SUB pronouns", "MONITOR + alice")
        chat.forget()
        let lines = identify("desk")
        #expect(!chat.take("eve").contains { $0.contains("pronouns") })
        #expect(chat.take("phone").contains { $0.hasSuffix(" MODE alice +Riw") })
        #expect(!lines.contains { $0.contains(" MODE alice ") })
        #expect(chat.ask("desk", "MODE alice").last == ":irc.test 221 alice :+RZiw")
        chat.hangUp("phone")
        chat.hangUp("desk")
        chat.logIn("phone", as: "alice", password: Self.password)
        #expect(chat.ask("phone", "MODE alice").last == ":irc.test 221 alice :+RZ", "+R is the account's")
        #expect(chat.network.brokenInvariants() == [])
    }

    @Test func `Who logs in is told of the modes of who is here already`() {
        chat.logIn("phone", as: "alice", password: Self.password)
        chat.send("phone", "MODE alice +i")
        chat.enter("desk", from: .secure("192.168.0.7"))
        chat.send("desk", "MODE desk +w")
        chat.forget()
        #expect(identify("desk").filter { $0.contains(" MODE alice ") }.map { $0.suffix(2) } == ["+i"])
        #expect(chat.take("phone").filter { $0.contains(" MODE ") }.map { $0.suffix(2) } == ["+w"])
    }

    @Test
    func `Who is the first of the account keeps what he is, and how far he has read is the account's from then on`() {
        chat.enter("desk", caps: "draft/read-marker", from: .secure())
        chat.join("#x", "desk")
        let time = "timestamp=2021-01-01T00:00:00.000Z"
        chat.send("desk", "MARKREAD #x \(time)")
        chat.forget()
        #expect(identify("desk").contains { $0.contains(" 900 desk ") })
        #expect(chat.session("desk")?.user?.nick == "desk")
        #expect(chat.take("carol").last?.hasSuffix(" ACCOUNT alice") == true)
        #expect(chat.ask("desk", "MARKREAD #x")[0].hasSuffix(time))
        #expect(chat.kept.markers[chat.network.fold("alice")]?.count == 1)
    }

    // MARK: PASS

    @Test(arguments: ["alice", "alice/home", "alice@phone"])
    func `PASS with an account logs in, as bouncers teach it`(_ name: String) {
        chat.connect("a", from: .secure())
        chat.send("a", "PASS :\(name):\(Self.password)", "NICK alice")
        let lines = chat.ask("a", "USER a 0 * :A")
        #expect(lines.first?.contains(" 900 ") == true)
        #expect(lines.contains { $0.contains(" 001 alice ") })
        #expect(chat.session("a")?.user?.account == "alice")
    }

    @Test func `A wrong one is turned away, and so is one in clear`() {
        chat.connect("a", from: .secure())
        chat.send("a", "PASS :alice:wrong", "NICK alice")
        #expect(chat.ask("a", "USER a 0 * :A").contains { $0.contains(" 464 ") })
        chat.connect("b", from: Origin(address: "10.0.0.1", host: "h", isExemptFromLimits: true))
        chat.send("b", "PASS :alice:\(Self.password)", "NICK alice")
        #expect(chat.ask("b", "USER a 0 * :A").contains { $0.contains(" 464 ") && $0.contains("TLS") })
        #expect(chat.closed == ["a", "b"])
    }

    @Test func `Where the server has a password too, what is no account's may be that`() {
        var origin = Origin.secure()
        origin.needs = [.password]
        chat.connect("a", from: origin)
        chat.send("a", "PASS :alice:the server's", "NICK al", "USER a 0 * :A")
        #expect(chat.takeVerifications().map(\.credential) == [.serverPassword("alice:the server's")])
        chat.answerVerification(of: "a", .right)
        #expect(chat.take("a").contains { $0.contains(" 001 al ") })
    }

    @Test func `A password without an account in it logs nobody in`() {
        chat.connect("a", from: .secure())
        chat.send("a", "PASS secret", "NICK al", "USER a 0 * :A")
        #expect(chat.take("a").contains { $0.contains(" 001 al ") })
        #expect(chat.session("a")?.user?.account == nil)
    }
}

/// What is said to somebody who is not here, and who has an account.
@Suite("Words left")
struct WordsLeftTests {
    private let chat = TestNetwork()

    init() {
        chat.makeAccounts("alice", "bob")
        chat.enter("carol", caps: "message-tags")
    }

    @Test func `They are kept, the speaker is told so, and they are found at the next login, once`() {
        #expect(
            chat.ask("carol", "PRIVMSG Alice :are you there")
                == [":irc.test 301 carol alice :Not connected; what you say is kept for the next login"])
        #expect(chat.ask("carol", "NOTICE alice :and this") == [])
        chat.logIn("phone", as: "alice")
        let told = chat.take("phone").filter { $0.contains(":carol!") }.compactMap { $0.split(separator: ":").last }
        #expect(told == ["are you there", "and this"])
        chat.logIn("desk", as: "alice")
        #expect(!chat.take("desk").contains { $0.contains(":carol!") })
    }

    @Test func `Guests who have their share are told so, and that who logs in may still leave word`() {
        let chat = TestNetwork { $0.limits.replayPeople = 20 }
        chat.makeAccounts("alice", "bob")
        func origin(_ number: Int) -> Origin { Origin(address: "192.0.2.\(number)", host: "far") }
        func answer(_ nick: String, from number: Int) -> String {
            chat.enter(nick, from: origin(number))
            return chat.ask(nick, "PRIVMSG alice :x").first ?? ""
        }
        #expect(answer("a", from: 1).contains(" 301 ") && answer("b", from: 1).contains(" 301 "))
        let refused = answer("c", from: 1)
        #expect(refused.contains(" 531 c alice :") && refused.contains("from your address"))
        #expect(refused.hasSuffix("from your address: log in to leave one"))
        for number in 2...9 { #expect(answer("n\(number)", from: number).contains(" 301 ")) }
        let last = answer("z", from: 10)
        #expect(last.contains("no more messages of people without an account are kept") && last.contains("log in"))
        chat.logIn("bob", as: "bob", from: .secure())
        #expect(chat.ask("bob", "PRIVMSG alice :x").first?.contains(" 301 ") == true)
    }

    @Test
    func `As much waits as will be told, from each and from so many; more is refused, and pushes nothing out`() {
        let chat = TestNetwork {
            $0.limits.replay = 3
            $0.limits.replayPeople = 2
        }
        chat.makeAccounts("alice", "dave", "eve")
        chat.enter("carol")
        chat.logIn("dave", as: "dave")
        chat.logIn("eve", as: "eve")
        func isTaken(_ name: String) -> Bool { chat.ask(name, "PRIVMSG alice :word of \(name)")[0].contains(" 301 ") }
        #expect((1...4).map { _ in isTaken("carol") } == [true, true, true, false])
        #expect(isTaken("dave") && !isTaken("eve"))
        let refused = chat.ask("carol", "PRIVMSG alice :x")[0]
        #expect(refused.contains(" 531 carol alice :Not connected, and no more"))
        #expect(refused.hasSuffix("are kept until they log in: try again then"))
        chat.forget()
        #expect(chat.ask("eve", "NOTICE alice :x") == [])
        chat.logIn("phone", as: "alice")
        #expect(chat.take("phone").count { $0.contains(" :word of ") } == 4)
        // Whoever stays in the rooms while away is left no more than others.
        chat.send("phone", "NS SET ALWAYS-ON ON")
        chat.hangUp("phone")
        #expect((1...4).map { _ in isTaken("eve") } == [true, true, true, false])
    }

    @Test
    func `One without an account does not take all the places by changing nicks, nor do all of them together`() {
        chat.enter("mallory", from: Origin(address: "192.0.2.1", host: "far"))
        func leaveWord(_ number: Int, _ session: String) -> Bool {
            chat.send(session, "NICK n\(number)")
            return chat.ask(session, "PRIVMSG alice :x").contains { $0.contains(" 301 ") }
        }
        #expect((1...10).map { leaveWord($0, "mallory") }.count { $0 } == 5)
        for place in 2...9 {
            chat.enter("guest\(place)", from: Origin(address: "192.0.2.\(place)", host: "far"))
            for number in 1...5 { _ = leaveWord(place * 10 + number, "guest\(place)") }
        }
        #expect(!leaveWord(100, "guest9"))
        chat.logIn("bob", as: "bob")
        #expect(chat.ask("bob", "PRIVMSG alice :x").contains { $0.contains(" 301 ") })
    }

    @Test func `Who hears only those with an account does so while away, too, and over a restart`() {
        func isRefused() -> Bool { chat.ask("carol", "PRIVMSG alice :x")[0].contains(" 477 carol alice :") }
        chat.logIn("phone", as: "alice")
        chat.send("phone", "MODE alice +R")
        chat.hangUp("phone")
        #expect(isRefused())
        chat.logIn("desk", as: "bob")
        chat.forget()
        #expect(chat.ask("desk", "PRIVMSG alice :x")[0].contains(" 301 "))
        chat.restart()
        chat.enter("carol")
        #expect(isRefused())
        chat.enter("desk", from: .secure())
        chat.setAccount(of: "desk", to: "alice")
        #expect(chat.take("desk").contains { $0.hasSuffix(" MODE desk +R") })
        #expect(chat.session("desk")?.user?.modes.contains(.registeredOnly) == true)
        chat.hangUp("desk")
        chat.logIn("phone", as: "alice")
        #expect(chat.take("phone").contains(":irc.test 221 alice :+RZ") && isRefused())
        chat.send("phone", "MODE alice -R")
        chat.hangUp("phone")
        #expect(!isRefused())
    }

    @Test func `The log refuses them as anything that is said`() {
        chat.logRefuses = true
        #expect(chat.ask("carol", "PRIVMSG alice :x")[0].contains("FAIL PRIVMSG MESSAGE_NOT_STORED alice"))
    }

    @Test func `Who goes by another nick gets them there`() {
        chat.logIn("phone", as: "alice", nick: "al")
        chat.forget()
        chat.send("carol", "PRIVMSG alice :hello")
        #expect(chat.take("phone").last?.hasSuffix(" PRIVMSG al :hello") == true)
        #expect(chat.take("carol").isEmpty)
    }

    @Test func `Where nothing is kept, or nobody is called that, there is no such nick`() {
        #expect(chat.ask("carol", "PRIVMSG nobody :x")[0].contains(" 401 "))
        let chat = TestNetwork { $0.keepsHistory = false }
        chat.makeAccounts("alice")
        chat.enter("carol")
        #expect(chat.ask("carol", "PRIVMSG alice :x")[0].contains(" 401 "))
    }

    // MARK: Reactions

    @Test func `A reaction is kept and played back to who asks for events; who types is not`() {
        let caps = "message-tags draft/chathistory draft/event-playback batch"
        chat.enter("dave", caps: caps)
        chat.join("#x", "carol", "dave")
        chat.send("carol", "PRIVMSG #x :hello", "@+typing=active TAGMSG #x", "@+draft/react=:);+reply=1 TAGMSG #x")
        chat.send("carol", "@+typing=active TAGMSG bob")
        #expect(chat.events.filter { $0.kind == .tagMessage }.count == 1)
        #expect(chat.take("carol") == [])
        let page = chat.ask("dave", "CHATHISTORY LATEST #x * 10").filter { $0.contains(":carol!") }
        #expect(page.last?.contains("+draft/react=:\\);") == true || page.last?.contains("+draft/react=:)") == true)
        #expect(page.last?.hasSuffix(" TAGMSG #x") == true)
        chat.enter("eve", caps: "message-tags draft/chathistory batch")
        chat.join("#x", "eve")
        #expect(!chat.ask("eve", "CHATHISTORY LATEST #x * 10").contains { $0.contains("TAGMSG") })
    }

    // MARK: A marker

    @Test func `A marker that the log refuses is not told`() {
        chat.logIn("phone", as: "alice", caps: "draft/read-marker")
        chat.join("#x", "phone")
        chat.isLogSilent = true
        #expect(chat.ask("phone", "MARKREAD #x timestamp=2021-01-01T00:00:00.000Z") == [])
        chat.answer("phone", .failed)
        #expect(chat.take("phone").last?.contains("FAIL MARKREAD INTERNAL_ERROR #x") == true)
        #expect(chat.ask("phone", "MARKREAD #x").last?.hasSuffix("MARKREAD #x *") == true)
    }
}
