import Protocol
import Testing

@testable import Chat

/// INVITE, KICK and RENAME.
struct ChannelPowerTests {
    private let chat = TestNetwork()

    // MARK: INVITE <https://modern.ircdocs.horse/#invite-message>

    @Test func `An invitation is told to both, and to who has invite-notify`() {
        chat.enter("alice", "bob", "carol", "old")
        chat.enter("dave", caps: "invite-notify")
        chat.join("#x", "alice", "dave", "old")
        #expect(
            chat.ask("alice", "INVITE bob #x")
                == [":irc.test 341 alice bob #x"].map { $0.replacing(" #x", with: " :#x") })
        #expect(chat.take("bob") == [":alice!~alice@host.alice INVITE bob #x"])
        #expect(chat.take("dave") == [":alice!~alice@host.alice INVITE bob #x"])
        #expect(chat.take("old") == [])
    }

    @Test func `Who is invited comes in once, past keys, bans and limits`() {
        chat.enter("alice", "bob")
        chat.join("#x", "alice")
        chat.send("alice", "MODE #x +ikbl key bob!*@* 1", "INVITE bob #x")
        #expect(chat.ask("bob", "JOIN #x")[0].contains(" JOIN "))
        #expect(chat.ask("bob", "PART #x").count == 1)
        #expect(chat.ask("bob", "JOIN #x key")[0].contains(" 473 "))
    }

    @Test func `An invitation dies with its room`() {
        chat.enter("alice", "bob", "carol")
        chat.join("#x", "alice")
        chat.send("alice", "INVITE bob #x", "PART #x")
        chat.join("#x", "carol")
        chat.send("carol", "MODE #x +i")
        #expect(chat.ask("bob", "JOIN #x")[0].contains(" 473 "))
    }

    @Test func `INVITE alone lists where one is invited`() {
        chat.enter("alice", "bob")
        chat.send("alice", "JOIN #x,#y", "INVITE bob #x", "INVITE bob #y", "PART #y")
        chat.forget()
        #expect(chat.ask("bob", "INVITE") == [":irc.test 336 bob :#x", ":irc.test 337 bob :End of /INVITE list"])
    }

    @Test(arguments: [
        ("INVITE nobody #x", "401 alice nobody"), ("INVITE bob #none", "403 alice #none"),
        ("INVITE bob #y", "442 alice #y"), ("INVITE dave #x", "443 alice dave #x"), ("INVITE bob", "461 alice INVITE"),
    ])
    func `An invitation that cannot be is refused`(_ line: String, _ answer: String) {
        chat.enter("alice", "bob", "carol", "dave")
        chat.join("#x", "alice", "dave")
        chat.join("#y", "carol")
        #expect(chat.ask("alice", line)[0].hasPrefix(":irc.test \(answer) :"))
    }

    @Test func `To an invite-only room only operators invite`() {
        chat.enter("alice", "bob", "carol")
        chat.join("#x", "alice", "bob")
        #expect(chat.ask("bob", "INVITE carol #x")[0].contains(" 341 "))
        chat.send("alice", "MODE #x +i")
        #expect(chat.ask("bob", "INVITE carol #x")[0].contains(" 482 "))
    }

    // MARK: KICK <https://modern.ircdocs.horse/#kick-message>

    @Test func `Who is put out is told, as is everybody in the room`() {
        chat.enter("alice", "bob", "carol")
        chat.join("#x", "alice", "bob", "carol")
        #expect(chat.ask("alice", "KICK #x bob :go away") == [":alice!~alice@host.alice KICK #x bob :go away"])
        #expect(chat.take("bob") == [":alice!~alice@host.alice KICK #x bob :go away"])
        #expect(chat.take("carol") == [":alice!~alice@host.alice KICK #x bob :go away"])
        #expect(chat.channel("#x")?.members.count == 2)
        #expect(chat.events.last?.subject == "bob")
    }

    @Test func `Several are put out with one command, each with a message of its own`() {
        chat.enter("alice", "bob", "carol")
        chat.join("#x", "alice", "bob", "carol")
        #expect(
            chat.ask("alice", "KICK #x bob,carol") == [
                ":alice!~alice@host.alice KICK #x bob :alice", ":alice!~alice@host.alice KICK #x carol :alice",
            ])
    }

    @Test func `As many rooms as people are taken in pairs, fewer are refused`() {
        chat.enter("alice", "bob", "carol")
        chat.join("#x", "alice", "bob")
        chat.join("#y", "alice", "carol")
        #expect(chat.ask("alice", "KICK #x,#y bob,carol").count == 2)
        #expect(chat.ask("alice", "KICK #x,#y a,b,c")[0].contains(" 461 "))
    }

    @Test(arguments: [
        ("alice", "KICK #none bob", "403 alice #none"), ("carol", "KICK #x bob", "442 carol #x"),
        ("bob", "KICK #x alice", "482 bob #x"), ("alice", "KICK #x carol", "441 alice carol #x"),
        ("alice", "KICK #x nobody", "441 alice nobody #x"), ("alice", "KICK #x", "461 alice KICK"),
    ])
    func `A kick that cannot be is refused`(_ name: String, _ line: String, _ answer: String) {
        chat.enter("alice", "bob", "carol")
        chat.join("#x", "alice", "bob")
        #expect(chat.ask(name, line)[0].hasPrefix(":irc.test \(answer) :"))
    }

    @Test func `Nobody puts out who has a higher rank`() {
        chat.enter("alice", "bob")
        chat.join("#x", "alice", "bob")
        chat.send("alice", "MODE #x +h bob")
        #expect(chat.ask("bob", "KICK #x alice")[0].contains(" 482 "))
    }

    // MARK: RENAME <https://ircv3.net/specs/extensions/channel-rename>

    @Test func `A new name is told to who knows of names, everybody else leaves and comes back`() {
        chat.enter("alice", caps: "draft/channel-rename")
        chat.enter("bob")
        chat.join("#old", "alice", "bob")
        chat.send("alice", "TOPIC #old :t")
        chat.forget()
        #expect(chat.ask("alice", "RENAME #old #new :typo") == [":alice!~alice@host.alice RENAME #old #new typo"])
        #expect(
            chat.take("bob") == [
                ":bob!~bob@host.bob PART #old :typo", ":bob!~bob@host.bob JOIN #new", ":irc.test 332 bob #new :t",
                ":irc.test 333 bob #new alice!~alice@host.alice :1700000000", ":irc.test 353 bob = #new :@alice bob",
                ":irc.test 366 bob #new :End of /NAMES list",
            ])
        #expect(chat.channel("#old") == nil)
        #expect(chat.channel("#new")?.topic?.text == "t")
    }

    @Test func `What was said goes by the new name, and who makes a room of the old one reads nothing of it`() {
        let caps = "draft/channel-rename draft/chathistory draft/event-playback batch message-tags"
        chat.enter("alice", "bob", caps: caps)
        chat.join("#old", "alice")
        chat.send("alice", "PRIVMSG #old :before", "RENAME #old #new", "PRIVMSG #new :after")
        chat.join("#old", "bob")
        let page = chat.ask("alice", "CHATHISTORY LATEST #new * 10").filter { $0.contains(" PRIVMSG ") }
        #expect(page.map { $0.split(separator: " ", maxSplits: 3)[3] } == ["#new :before", "#new :after"])
        #expect(!chat.ask("bob", "CHATHISTORY LATEST #old * 10").contains { $0.contains("PRIVMSG") })
        // And back again: the name was somebody else's meanwhile, who takes nothing over and loses nothing.
        chat.send("bob", "PRIVMSG #old :mine", "PART #old")
        chat.send("alice", "RENAME #new #old")
        let back = chat.ask("alice", "CHATHISTORY LATEST #old * 10").filter { $0.contains(" PRIVMSG ") }
        #expect(back.map { $0.split(separator: ":").last } == ["before", "after"])
        chat.join("#new", "bob")
        #expect(!chat.ask("bob", "CHATHISTORY LATEST #new * 10").contains { $0.contains("PRIVMSG") })
    }

    @Test func `The reason is always there, empty if none was given`() {
        chat.enter("alice", caps: "draft/channel-rename")
        chat.join("#a", "alice")
        #expect(chat.ask("alice", "RENAME #a #b") == [":alice!~alice@host.alice RENAME #a #b :"])
    }

    @Test func `Another case of the name is told to who knows of names only`() {
        chat.enter("alice", caps: "draft/channel-rename")
        chat.enter("bob")
        chat.join("#a", "alice", "bob")
        #expect(chat.ask("alice", "RENAME #a #A") == [":alice!~alice@host.alice RENAME #a #A :"])
        #expect(chat.take("bob") == [])
        #expect(chat.channel("#a")?.name == "#A")
    }

    @Test(arguments: [
        ("alice", "RENAME #none #b", ":irc.test 403 alice #none :"),
        ("carol", "RENAME #a #b", ":irc.test 442 carol #a :"),
        ("bob", "RENAME #a #b", ":irc.test 482 bob #a :"), ("alice", "RENAME #a", ":irc.test 461 alice RENAME :"),
        ("alice", "RENAME #a #taken", ":irc.test FAIL RENAME CHANNEL_NAME_IN_USE #a #taken :"),
        ("alice", "RENAME #a b", ":irc.test FAIL RENAME CANNOT_RENAME #a b :"),
        ("alice", "RENAME #a #b,c", ":irc.test FAIL RENAME CANNOT_RENAME #a #b,c :"),
    ])
    func `A name that cannot be is refused`(_ name: String, _ line: String, _ answer: String) {
        chat.enter("alice", "bob", "carol")
        chat.join("#a", "alice", "bob")
        chat.join("#taken", "carol")
        #expect(chat.ask(name, line)[0].hasPrefix(answer))
    }

    @Test func `The lobby keeps its name`() {
        chat.enter("host", from: Origin(address: "local", host: "localhost", isHost: true, isExemptFromLimits: true))
        chat.join("#lobby", "host")
        #expect(chat.ask("host", "RENAME #lobby #x")[0].contains("FAIL RENAME CANNOT_RENAME #lobby #x :"))
    }

    @Test func `An invitation opens a closed door only if those who may open it gave it`() {
        let chat = TestNetwork()
        chat.enter("owner", "member", "guest")
        chat.join("#closed", "owner", "member")
        chat.send("owner", "MODE #closed +k sekret")
        chat.send("member", "INVITE guest #closed")
        #expect(chat.ask("guest", "JOIN #closed").last?.contains(" 475 ") == true)
        chat.send("owner", "INVITE guest #closed")
        #expect(chat.ask("guest", "JOIN #closed").first?.contains(" JOIN ") == true)
    }

    @Test func `More people than one KICK may name are refused, and nobody is put out`() {
        let chat = TestNetwork()
        chat.enter("owner", "guest")
        chat.join("#x", "owner", "guest")
        #expect(chat.ask("owner", "KICK #x a,b,c,guest").count == 4)
        chat.send("guest", "JOIN #x")
        chat.forget()
        #expect(
            chat.ask("owner", "KICK #x a,b,c,d,guest") == [
                ":irc.test 407 owner guest :At most 4 people in one KICK"
            ])
    }
}
