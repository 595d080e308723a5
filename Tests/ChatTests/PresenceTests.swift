import Protocol
import Testing

@testable import Chat

/// Several sessions on one account, and being there while none is.
@Suite("Presence")
struct PresenceTests {
    private let chat = TestNetwork()

    init() {
        chat.makeAccounts("alice", "bob")
        chat.logIn("phone", as: "alice", caps: "echo-message")
        chat.enter("carol", caps: "away-notify")
        chat.join("#x", "phone", "carol")
        chat.send("carol", "TOPIC #x :news")
        chat.forget()
    }

    @Test func `A second session is the same person: it gets the rooms, and nobody else is told`() {
        chat.send("phone", "TOPIC #x :news")
        chat.forget()
        chat.logIn("desk", as: "alice", nick: "whatever")
        let lines = chat.take("desk")
        #expect(lines.contains { $0.contains(" 001 alice ") })
        #expect(lines.contains { $0.hasPrefix(":alice!~u@") && $0.hasSuffix(".ip JOIN #x") })
        #expect(lines.contains { $0.contains(" 332 alice #x :news") })
        #expect(lines.contains { $0.contains(" 353 alice ") && $0.contains("carol") })
        #expect(chat.take("carol").isEmpty)
        #expect(chat.network.users.count == 2)
        #expect(chat.network.brokenInvariants() == [])
    }

    @Test func `Each session sees what its sibling says and does`() {
        chat.logIn("desk", as: "alice")
        chat.forget()
        chat.send("desk", "PRIVMSG #x :room", "PRIVMSG carol :direct", "JOIN #y")
        let seen = chat.take("phone")
        #expect(seen.contains { $0.hasSuffix("PRIVMSG #x :room") })
        #expect(seen.contains { $0.hasSuffix("PRIVMSG carol :direct") })
        #expect(seen.contains { $0.hasSuffix("JOIN #y") } && seen.contains { $0.contains(" 366 alice #y ") })
        #expect(!chat.take("desk").contains { $0.contains(" PRIVMSG ") }, "without echo-message there is no echo")
    }

    @Test func `Somebody is away when all sessions are`() {
        chat.logIn("desk", as: "alice")
        chat.forget()
        chat.send("phone", "AWAY :lunch")
        #expect(chat.take("carol").isEmpty)
        chat.send("desk", "AWAY :home")
        #expect(chat.take("carol").last?.hasSuffix("AWAY :home") == true)
        chat.send("desk", "AWAY")
        #expect(chat.take("carol").last?.hasSuffix("AWAY") == true)
        chat.hangUp("desk")
        #expect(chat.take("carol").last?.hasSuffix("AWAY :lunch") == true)
    }

    // https://ircv3.net/specs/extensions/pre-away
    @Test func `A session at which nobody is counts as none, and takes no other reason's place`() {
        func fetch() {
            chat.connect("tablet", from: .secure())
            chat.send(
                "tablet", "CAP REQ :sasl draft/pre-away", "AWAY *", "NICK alice", "USER u 0 * :A", "AUTHENTICATE PLAIN",
                "AUTHENTICATE \(TestNetwork.plain("alice", "sesame sesame"))", "CAP END")
        }
        chat.send("phone", "NS SET ALWAYS-ON ON", "AWAY :lunch")
        chat.forget()
        fetch()
        #expect(chat.take("carol") == [] && chat.session("tablet")?.user?.awayReason == "lunch")
        chat.hangUp("phone")
        #expect(chat.take("carol").map { $0.hasSuffix(" AWAY :Not connected") } == [true])
        chat.hangUp("tablet")
        fetch()
        #expect(chat.take("carol") == [] && chat.session("tablet")?.user?.awayReason == "Not connected")
        chat.send("tablet", "AWAY")
        #expect(chat.take("carol").map { $0.hasSuffix(" AWAY") } == [true])
    }

    @Test func `One leaves with the last session only`() {
        chat.logIn("desk", as: "alice")
        chat.hangUp("phone")
        #expect(chat.take("carol").isEmpty)
        chat.hangUp("desk")
        #expect(chat.take("carol").contains { $0.contains("QUIT") })
        #expect(chat.network.brokenInvariants() == [])
    }

    @Test
    func `Who asks for it stays while not connected, and comes back without noise to what was missed, once, in order`()
    {
        #expect(chat.ask("phone", "NS SET ALWAYS-ON ON")[0].contains("You stay"))
        chat.hangUp("phone")
        #expect(!chat.take("carol").contains { $0.contains("QUIT") })
        #expect(chat.ask("carol", "PRIVMSG alice :are you there")[0].contains(" 301 "))
        chat.send("carol", "PRIVMSG #x :first", "PRIVMSG #x :second")
        chat.forget()
        chat.logIn("desk", as: "alice", caps: "server-time batch")
        let told = chat.take("desk").filter { $0.contains(" PRIVMSG ") }.compactMap { $0.split(separator: ":").last }
        #expect(told == ["first", "second", "are you there"])
        #expect(!chat.take("carol").contains { $0.contains("JOIN") })
        #expect(chat.network.brokenInvariants() == [])
        chat.logIn("tablet", as: "alice")
        #expect(!chat.take("tablet").contains { $0.contains(" PRIVMSG ") })
    }

    @Test func `Who can ask for history is told nothing unasked`() {
        chat.send("phone", "NS SET ALWAYS-ON ON")
        chat.hangUp("phone")
        chat.send("carol", "PRIVMSG #x :first")
        chat.logIn("desk", as: "alice", caps: "draft/chathistory batch")
        #expect(!chat.take("desk").contains { $0.contains(" PRIVMSG ") })
    }

    @Test
    func `Who leaves and joins again is told what it has missed, with the time where its client knows no times`() {
        chat.hangUp("phone")
        chat.send("carol", "PRIVMSG #x :first")
        chat.logIn("desk", as: "alice")
        chat.forget()
        chat.send("desk", "JOIN #x")
        let lines = chat.take("desk").suffix(2)
        #expect(lines.first?.contains("NOTICE #x :What you have missed in #x since 20") == true)
        #expect(lines.last?.hasSuffix("PRIVMSG #x :first") == true)
        chat.send("desk", "PART #x", "JOIN #x")
        #expect(!chat.take("desk").contains { $0.contains("first") })
    }

    @Test func `What was missed in several rooms is told behind one JOIN, and a label stays on that`() {
        chat.send("carol", "JOIN #y")
        chat.hangUp("phone")
        chat.send("carol", "PRIVMSG #x :one", "PRIVMSG #y :two", "PRIVMSG alice :nobody")
        chat.logIn("desk", as: "alice", caps: "labeled-response batch server-time")
        chat.forget()
        let lines = chat.ask("desk", "@label=7 JOIN #x,#y")
        #expect(lines.filter { $0.contains("label=7") }.count == 1)
        let told = lines.filter { $0.contains(" PRIVMSG ") }.compactMap { $0.split(separator: ":").last }
        #expect(told == ["one", "two"])
        #expect(chat.network.brokenInvariants() == [])
    }

    @Test func `Presence lasts over a restart`() {
        chat.send("phone", "NS SET ALWAYS-ON ON", "JOIN #z")
        chat.restart()
        chat.enter("carol")
        #expect(chat.ask("carol", "NAMES #x").contains { $0.contains("alice") })
        chat.logIn("desk", as: "alice")
        #expect(chat.take("desk").filter { $0.contains("JOIN #") }.count == 2)
        #expect(!chat.events.contains { $0.kind == .quit && $0.account == "alice" })
        #expect(chat.network.brokenInvariants() == [])
    }

    @Test(arguments: [true, false])
    func `Who is invisible is so after a restart, and their profile with them`(_ isInGoodOrder: Bool) {
        chat.logIn("desk", as: "alice", caps: "draft/metadata-3 batch")
        chat.send("desk", "NS SET ALWAYS-ON ON", "METADATA * SET display-name :Ada", "MODE alice +i")
        chat.restart(isInGoodOrder: isInGoodOrder)
        chat.enter("eve", caps: "draft/metadata-3 batch")
        #expect(chat.ask("eve", "METADATA alice GET display-name")[0].contains(" FAIL METADATA INVALID_TARGET alice :"))
        #expect(!chat.ask("eve", "WHOIS alice").contains { $0.contains(" 760 ") })
        chat.send("eve", "METADATA * SUB display-name", "MONITOR + alice")
        chat.logIn("phone", as: "alice", caps: "draft/metadata-3 batch")
        chat.forget()
        chat.send("phone", "METADATA * SET display-name :Countess")
        #expect(chat.take("eve") == [])
        #expect(chat.ask("phone", "MODE alice").last?.hasSuffix(" 221 alice :+i") == true)
        #expect(chat.network.brokenInvariants() == [])
    }

    @Test func `Who is no longer invisible is not so after a restart either`() {
        chat.send("phone", "NS SET ALWAYS-ON ON", "MODE alice +i", "MODE alice -i")
        chat.restart(isInGoodOrder: false)
        chat.logIn("phone", as: "alice")
        #expect(chat.ask("phone", "MODE alice").last?.hasSuffix(" 221 alice :+") == true)
        #expect(chat.network.brokenInvariants() == [])
    }

    @Test func `The mark of a bot and the wish for WALLOPS last over a restart, and no right does`() {
        chat.send("phone", "NS SET ALWAYS-ON ON", "MODE alice +Bw")
        chat.restart(isInGoodOrder: false)
        chat.enter("eve")
        #expect(chat.ask("eve", "WHOIS alice").contains { $0.contains(" 335 eve alice ") })
        chat.changeRegistry { registry in
            let alice = FoldedName(folded: "alice")
            guard var presence = registry.presences[alice] else { return }
            #expect(presence.modes == "Bw")
            presence.modes = "woZRB?"
            registry.apply(.savePresence(alice, presence))
        }
        chat.restart(isInGoodOrder: false)
        chat.logIn("phone", as: "alice")
        #expect(chat.ask("phone", "MODE alice").last?.hasSuffix(" 221 alice :+Bw") == true)
        #expect(chat.network.brokenInvariants() == [])
    }

    @Test func `Who is invisible and may not come back is not counted`() {
        chat.send("phone", "NS SET ALWAYS-ON ON", "MODE alice +i")
        chat.hangUp("phone")
        chat.changeRegistry {
            $0.apply(.saveBan(ServerBan(mask: "alice!*@*", reason: "", setBy: "root", setAt: .earliest)))
        }
        chat.restart()
        #expect(chat.network.users.all.isEmpty)
        #expect(chat.network.brokenInvariants() == [])
    }

    // MARK: <https://ircv3.net/specs/extensions/read-marker>

    @Test func `A marker is told behind JOIN, set forward only, and told to the siblings`() {
        let caps = "draft/read-marker server-time"
        chat.logIn("desk", as: "alice", caps: caps)
        chat.logIn("tablet", as: "alice", caps: caps)
        let introduced = chat.take("tablet").map { $0.replacing(#/^@\S+ /#, with: "") }
        #expect(introduced.contains(":irc.test MARKREAD #x *"))
        let (early, late) = ("timestamp=2020-01-01T00:00:00.000Z", "timestamp=2021-01-01T00:00:00.000Z")
        #expect(chat.ask("desk", "MARKREAD #x \(late)").last?.hasSuffix("MARKREAD #x \(late)") == true)
        #expect(chat.take("tablet").last?.hasSuffix("MARKREAD #x \(late)") == true)
        #expect(chat.ask("desk", "MARKREAD #x \(early)").last?.hasSuffix("MARKREAD #x \(late)") == true)
        #expect(chat.take("tablet").isEmpty)
        #expect(chat.take("phone").filter { $0.contains("MARKREAD") }.isEmpty)
        #expect(chat.ask("desk", "MARKREAD carol").last?.hasSuffix("MARKREAD carol *") == true)
        chat.restart()
        chat.logIn("desk", as: "alice", caps: caps)
        chat.send("desk", "JOIN #x")
        #expect(chat.take("desk").contains { $0.hasSuffix("MARKREAD #x \(late)") })
    }

    @Test(
        "A room that is not, and one that one is not in, are told of as a nick that is not",
        arguments: ["#none", "#Secret", "nobody"])
    func markerOfNothing(_ target: String) {
        chat.enter("host")
        chat.join("#secret", "host")
        chat.send("host", "MODE #secret +s")
        chat.enter("dave", caps: "draft/read-marker")
        #expect(chat.ask("dave", "MARKREAD \(target)") == [":irc.test MARKREAD \(target) *"])
        let marker = ":irc.test MARKREAD \(target) timestamp=2020-01-01T00:00:00.000Z"
        #expect(chat.ask("dave", "MARKREAD \(target) timestamp=2020-01-01T00:00:00.000Z") == [marker])
        #expect(chat.ask("dave", "MARKREAD \(target)") == [marker])
    }

    @Test func `What is wrong with MARKREAD is told by its code`() {
        chat.enter("dave", caps: "draft/read-marker")
        #expect(chat.ask("dave", "MARKREAD")[0].contains("FAIL MARKREAD NEED_MORE_PARAMS"))
        #expect(chat.ask("dave", "MARKREAD #a,b now")[0].contains("FAIL MARKREAD INVALID_PARAMS #a,b"))
        chat.join("#x", "dave")
        #expect(chat.ask("dave", "MARKREAD #x now")[0].contains("FAIL MARKREAD INVALID_PARAMS now"))
    }
}

/// <https://ircv3.net/specs/extensions/message-redaction>, <https://codeberg.org/emersion/soju/src/branch/master/doc/ext/search.md>
@Suite("Taking back and finding")
struct RedactionAndSearchTests {
    private let chat = TestNetwork()
    private static let caps =
        "draft/message-redaction draft/chathistory draft/event-playback soju.im/search batch message-tags echo-message"

    private func msgid(_ text: String) -> String {
        chat.events.first { $0.text.text == text }?.number.msgid ?? ""
    }

    init() {
        chat.enter("alice", "bob", "carol", caps: Self.caps)
        chat.join("#x", "alice", "bob", "carol")
        chat.send("bob", "PRIVMSG #x :oops")
        chat.send("carol", "PRIVMSG #x :fine")
        chat.forget()
    }

    @Test func `The sender takes back what he said: it is gone from the log, and everybody is told`() {
        let id = msgid("oops")
        chat.send("bob", "REDACT #x \(id) :typo")
        #expect(chat.take("alice").last?.hasSuffix("REDACT #x \(id) typo") == true)
        #expect(chat.take("bob").last?.hasSuffix("REDACT #x \(id) typo") == true)
        let page = chat.ask("alice", "CHATHISTORY LATEST #x * 10")
        #expect(!page.contains { $0.contains("oops") } && page.contains { $0.contains("REDACT #x \(id)") })
        #expect(chat.ask("bob", "REDACT #x \(id)")[0].contains("UNKNOWN_MSGID #x \(id)"))
    }

    @Test func `An operator of the room takes back what others said; nobody else does`() {
        #expect(chat.ask("carol", "REDACT #x \(msgid("oops"))")[0].contains("REDACT_FORBIDDEN #x"))
        #expect(chat.ask("alice", "REDACT #x \(msgid("oops"))").last?.contains("REDACT #x") == true)
    }

    @Test
    func `Who has no account stays the author under every nick, and whoever takes the nick does not become it`() {
        let id = msgid("oops")
        chat.send("bob", "NICK Bob", "NICK robert")
        chat.enter("bob2", caps: Self.caps)
        chat.send("bob2", "JOIN #x", "NICK bob")
        chat.forget()
        #expect(chat.ask("bob2", "REDACT #x \(id)")[0].contains("REDACT_FORBIDDEN #x"))
        #expect(chat.ask("bob", "REDACT #x \(id)").last?.contains("REDACT #x \(id)") == true)
    }

    @Test
    func `Who takes a nick from the same address after its owner has left gains nothing, after a restart neither`() {
        let id = msgid("oops")
        for isRestarted in [false, true] {
            if isRestarted {
                chat.restart()
                chat.enter("alice", caps: Self.caps)
                chat.send("alice", "JOIN #x")
            } else {
                chat.hangUp("bob")
            }
            chat.enter("bob", caps: Self.caps)
            chat.send("bob", "JOIN #x")
            chat.forget()
            #expect(chat.ask("bob", "REDACT #x \(id)")[0].contains("REDACT_FORBIDDEN #x"))
        }
    }

    @Test
    func `Who logs in keeps what was said without the account, also where that makes it somebody who is here already`()
    {
        chat.makeAccounts("known", "here")
        chat.logIn("desk", as: "here", caps: Self.caps)
        for account in ["known", "here"] {
            let name = account == "known" ? "bob" : "carol"
            let id = msgid(name == "bob" ? "oops" : "fine")
            chat.setAccount(of: name, to: account)
            chat.forget()
            #expect(chat.ask(name, "REDACT #x \(id)").last?.contains("REDACT #x \(id)") == true)
        }
    }

    @Test func `Whoever registers the name of an account that is gone did not say what that said`() {
        chat.makeAccounts("known")
        chat.setAccount(of: "bob", to: "known")
        chat.send("bob", "PRIVMSG #x :old")
        let id = msgid("old")
        chat.send("bob", "QUIT")
        chat.changeRegistry { $0.apply(.removeAccount(FoldedName(folded: "known"))) }
        chat.restart()
        chat.pass(seconds: 1)
        chat.makeAccounts("known")
        chat.enter("alice", caps: Self.caps)
        chat.logIn("eve", as: "known", caps: Self.caps)
        chat.send("alice", "JOIN #x")
        chat.send("eve", "JOIN #x")
        chat.forget()
        #expect(chat.ask("eve", "REDACT #x \(id)")[0].contains("REDACT_FORBIDDEN #x"))
    }

    @Test func `After a day only an operator can`() {
        let chat = self.chat
        let id = msgid("oops")
        for _ in 0..<1000 {
            chat.pass(seconds: 90)
            for name in ["alice", "bob"] { chat.send(name, "PONG x") }
        }
        chat.forget()
        #expect(chat.ask("bob", "REDACT #x \(id)")[0].contains("REDACT_WINDOW_EXPIRED #x \(id) 86400"))
        #expect(chat.ask("alice", "REDACT #x \(id)").last?.contains("REDACT #x") == true)
    }

    @Test func `If the log refuses it, nobody is told`() {
        chat.logRefuses = true
        #expect(chat.ask("bob", "REDACT #x \(msgid("oops"))")[0].contains("FAIL REDACT MESSAGE_NOT_STORED"))
        #expect(chat.take("alice").isEmpty)
    }

    @Test func `A target that one may not read cannot be searched for messages`() {
        chat.enter("eve", caps: Self.caps)
        #expect(chat.ask("eve", "REDACT #x \(msgid("oops"))")[0].contains("INVALID_TARGET #x"))
        #expect(chat.ask("bob", "REDACT #x nonsense!")[0].contains("UNKNOWN_MSGID #x"))
    }

    @Test func `SEARCH finds by text, sender and time, in one room or in all, in one batch in rising order`() {
        chat.send("bob", "PRIVMSG #x :fine too")
        chat.forget()
        let lines = chat.ask("alice", "SEARCH text=fine;in=#x")
        #expect(lines[0].hasSuffix(" soju.im/search") && lines.count == 4)
        #expect(lines[1].hasSuffix(":fine") && lines[2].hasSuffix(":fine too"))
        #expect(chat.ask("alice", "SEARCH from=carol").count == 3)
        #expect(chat.ask("alice", "SEARCH text=fine;limit=1")[1].hasSuffix("fine too"))
        #expect(chat.ask("alice", "SEARCH text=fine\\stoo").count == 3)
        #expect(chat.ask("alice", "SEARCH before=2001-01-01T00:00:00.000Z").count == 2)
    }

    @Test func `SEARCH looks only where one may read, and says what it does not understand`() {
        chat.enter("eve", caps: Self.caps)
        #expect(chat.ask("eve", "SEARCH text=fine").count == 2)
        #expect(chat.ask("eve", "SEARCH in=#x")[0].contains("FAIL SEARCH INVALID_PARAMS in"))
        #expect(chat.ask("eve", "SEARCH limit=0")[0].contains("FAIL SEARCH INVALID_PARAMS limit"))
        #expect(chat.ask("eve", "SEARCH colour=red")[0].contains("FAIL SEARCH INVALID_PARAMS colour"))
    }
}
