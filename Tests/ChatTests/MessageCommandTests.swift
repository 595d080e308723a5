import Protocol
import Testing

@testable import Chat

/// PRIVMSG, NOTICE and TAGMSG.
struct MessageCommandTests {
    private let chat = TestNetwork()

    // https://modern.ircdocs.horse/#privmsg-message

    @Test func `What is said in a room reaches everybody in it but the speaker`() {
        chat.enter("alice", "bob", "carol")
        chat.join("#x", "alice", "bob")
        #expect(chat.ask("alice", "PRIVMSG #X :hello there") == [])
        #expect(chat.take("bob") == [":alice!~alice@host.alice PRIVMSG #x :hello there"])
        #expect(chat.take("carol") == [])
        #expect(chat.events.last?.text.text == "hello there")
        #expect(chat.events.last?.conversations == [.channel(chat.network.foldChannel("#x"))])
    }

    @Test func `What is said to somebody reaches that person alone`() {
        chat.enter("alice", "bob", "carol")
        chat.send("alice", "PRIVMSG BOB :psst")
        #expect(chat.take("bob") == [":alice!~alice@host.alice PRIVMSG bob :psst"])
        #expect(chat.take("carol") == [])
    }

    @Test(arguments: [
        ("PRIVMSG", "411 alice :No recipient given (PRIVMSG)"), ("PRIVMSG #x", "412 alice :No text to send"),
        ("PRIVMSG #x :", "412 alice :No text to send"), ("PRIVMSG nobody :hi", "401 alice nobody :No such nick"),
        ("PRIVMSG #none :hi", "403 alice #none :No such channel"),
        ("PRIVMSG a,b,c,d,e :hi", "407 alice e :Too many recipients: one message goes to at most 4"),
    ])
    func `A message that reaches nobody says why`(_ line: String, _ answer: String) {
        chat.enter("alice")
        chat.join("#x", "alice")
        #expect(chat.ask("alice", line) == [":irc.test \(answer)"])
    }

    // https://modern.ircdocs.horse/#notice-message
    @Test(arguments: ["NOTICE", "NOTICE #x", "NOTICE nobody :hi", "NOTICE #none :hi", "NOTICE a,b,c,d,e :hi"])
    func `A notice that reaches nobody is not answered`(_ line: String) {
        chat.enter("alice")
        #expect(chat.ask("alice", line) == [])
    }

    @Test func `Several targets each get their message`() {
        chat.enter("alice", "bob", "carol")
        chat.join("#x", "alice", "bob")
        #expect(chat.ask("alice", "PRIVMSG carol,#x,nobody :hi") == [":irc.test 401 alice nobody :No such nick"])
        #expect(chat.take("bob") == [":alice!~alice@host.alice PRIVMSG #x :hi"])
        #expect(chat.take("carol") == [":alice!~alice@host.alice PRIVMSG carol :hi"])
    }

    @Test func `Who is away is said to be`() {
        chat.enter("alice", "bob")
        chat.send("bob", "AWAY :lunch")
        #expect(chat.ask("alice", "PRIVMSG bob :hi") == [":irc.test 301 alice bob :lunch"])
        #expect(chat.ask("alice", "NOTICE bob :hi") == [])
        #expect(chat.take("bob").count == 3)
    }

    // https://modern.ircdocs.horse/#statusmsg-parameter
    @Test(arguments: [
        ("@#x", "@#x", ["op"]), ("%#x", "%#x", ["half", "op"]), ("+#x", "+#x", ["half", "op", "voice"]),
        ("@%#x", "%#x", ["half", "op"]),
    ])
    func `A prefix before a room reaches those of that rank and above`(
        _ target: String, _ shown: String, _ readers: [String]
    ) {
        chat.enter("speaker", "op", "half", "voice", "none")
        chat.join("#x", "speaker", "op", "half", "voice", "none")
        chat.send("speaker", "MODE #x +ohv op half voice")
        chat.forget()
        #expect(chat.ask("speaker", "PRIVMSG \(target) :hi") == [])
        let read = ["half", "none", "op", "voice"].filter { name in
            chat.take(name) == [":speaker!~speaker@host.speaker PRIVMSG \(shown) :hi"]
        }
        #expect(read == readers)
        #expect(chat.events.last?.kind == .mode, "what only some may read is not kept")
    }

    @Test func `If the log refuses it nobody is shown it, and the speaker is told`() {
        chat.enter("alice", caps: "echo-message")
        chat.enter("bob")
        chat.join("#x", "alice", "bob")
        chat.logRefuses = true
        #expect(chat.ask("alice", "PRIVMSG #x :hi")[0].hasPrefix(":irc.test FAIL PRIVMSG MESSAGE_NOT_STORED #x :"))
        #expect(chat.take("bob") == [])
    }

    // MARK: Echoes <https://ircv3.net/specs/extensions/echo-message>

    @Test func `Who asked for echoes gets back what it said, and only then`() {
        chat.enter("alice", caps: "echo-message")
        chat.enter("bob")
        chat.join("#x", "alice", "bob")
        #expect(chat.ask("alice", "PRIVMSG #x :hi") == [":alice!~alice@host.alice PRIVMSG #x :hi"])
        #expect(chat.ask("alice", "NOTICE bob :hi") == [":alice!~alice@host.alice NOTICE bob :hi"])
        #expect(chat.ask("bob", "PRIVMSG #x :hi") == [])
        #expect(chat.ask("alice", "PRIVMSG nobody :hi") == [":irc.test 401 alice nobody :No such nick"])
    }

    @Test func `What one says to oneself comes once as heard, and once more as echo`() {
        chat.enter("alice", caps: "echo-message")
        chat.enter("bob")
        let line = ":alice!~alice@host.alice PRIVMSG alice :me"
        #expect(chat.ask("alice", "PRIVMSG alice :me") == [line, line])
        #expect(chat.ask("bob", "PRIVMSG bob :me") == [":bob!~bob@host.bob PRIVMSG bob :me"])
    }

    // MARK: Tags <https://ircv3.net/specs/extensions/message-tags>

    private func tags(_ line: String?) -> Set<String> {
        guard let line, line.hasPrefix("@") else { return [] }
        return Set(line.dropFirst().split(separator: " ")[0].split(separator: ";").map(String.init))
    }

    @Test func `Tags from clients for clients are carried, all others are not`() {
        chat.enter("alice", "bob", caps: "message-tags")
        chat.enter("old")
        chat.join("#x", "alice", "bob", "old")
        chat.send("alice", "@+typing=active;+draft/reply=a\\:b;msgid=fake;time=fake;x PRIVMSG #x :hi")
        let number = chat.events.last?.number.msgid ?? ""
        #expect(tags(chat.take("bob").first) == ["msgid=\(number)", "+typing=active", "+draft/reply=a\\:b"])
        #expect(chat.take("old") == [":alice!~alice@host.alice PRIVMSG #x :hi"])
    }

    @Test func `Who has not asked for tags sends none`() {
        chat.enter("alice", "bob", caps: "message-tags")
        chat.enter("old")
        chat.send("old", "@+typing=active PRIVMSG bob :hi")
        #expect(tags(chat.take("bob").first).filter { $0.hasPrefix("+") } == [])
    }

    @Test func `Server tags stand before client tags`() {
        chat.enter("alice", "bob", caps: "message-tags server-time account-tag")
        chat.setAccount(of: "alice", to: "al")
        chat.send("alice", "@+a=1 PRIVMSG bob :hi")
        let keys = chat.take("bob").last?.dropFirst().split(separator: " ")[0].split(separator: ";").map {
            $0.prefix { $0 != "=" }
        }
        #expect(keys == ["time", "msgid", "account", "+a"])
    }

    @Test func `4,094 bytes of tags are carried whole`() {
        chat.enter("alice", "bob", caps: "message-tags server-time")
        let tag = "+a=" + String(repeating: "v", count: 4091)
        chat.send("alice", "@\(tag) PRIVMSG bob :" + String(repeating: "t", count: 450))
        #expect(tags(chat.take("bob").first).contains(tag))
        #expect(
            chat.ask("alice", "@\(tag)v PRIVMSG bob :hi")
                == [":irc.test 417 alice :Input line was too long: it has at most 512 bytes, and 4094 of tags"].map {
                    $0
                }.map {
                    "@time=2023-11-14T22:13:20.000Z " + $0
                })
    }

    @Test func `TAGMSG goes to who has message-tags, and comes back as an echo`() {
        chat.enter("alice", caps: "message-tags echo-message")
        chat.enter("bob", caps: "message-tags")
        chat.enter("old")
        chat.join("#x", "alice", "bob", "old")
        let recorded = chat.events.count
        let echo = chat.ask("alice", "@+typing=active;x=y TAGMSG #x")
        #expect(echo.count == 1 && echo[0].hasSuffix(" :alice!~alice@host.alice TAGMSG #x"))
        #expect(tags(chat.take("bob").first).contains("+typing=active"))
        #expect(chat.take("old") == [])
        #expect(chat.events.count == recorded)
        #expect(chat.ask("old", "TAGMSG #x") == [":irc.test 421 old TAGMSG :Unknown command"])
    }

    @Test func `TAGMSG without a tag that may be carried is still delivered`() {
        chat.enter("alice", "bob", caps: "message-tags")
        chat.send("alice", "@unknown-tag TAGMSG bob")
        #expect(chat.take("bob").first?.hasSuffix(":alice!~alice@host.alice TAGMSG bob") == true)
    }

    @Test func `TAGMSG honours what keeps one from speaking`() {
        chat.enter("alice", "bob", caps: "message-tags")
        chat.join("#x", "alice", "bob")
        chat.send("alice", "MODE #x +m")
        #expect(chat.ask("bob", "@+draft/react=x TAGMSG #x") == [":irc.test 404 bob #x :Cannot send to channel (+m)"])
        #expect(chat.ask("bob", "@+a TAGMSG nobody") == [":irc.test 401 bob nobody :No such nick"])
    }

    // https://ircv3.net/specs/extensions/message-tags
    @Test func `Tags that are denied are left out`() {
        let chat = TestNetwork { $0.deniedClientTags = ["*", "-typing"] }
        chat.enter("alice", "bob", caps: "message-tags")
        chat.send("alice", "@+typing=active;+draft/react=x PRIVMSG bob :hi")
        #expect(tags(chat.take("bob").first).filter { $0.hasPrefix("+") } == ["+typing=active"])
    }

    // https://ircv3.net/specs/extensions/account-tag
    @Test func `account-tag tells who is logged in, on what they say and do`() {
        chat.enter("alice", "bob")
        chat.enter("carol", caps: "account-tag")
        chat.join("#x", "alice", "bob", "carol")
        chat.setAccount(of: "alice", to: "Al")
        chat.send("alice", "PRIVMSG #x :hi", "NICK al")
        #expect(
            chat.take("carol") == [
                "@account=Al :alice!~alice@host.alice PRIVMSG #x :hi", "@account=Al :alice!~alice@host.alice NICK al",
            ])
        chat.send("bob", "PRIVMSG #x :hi")
        #expect(chat.take("carol") == [":bob!~bob@host.bob PRIVMSG #x :hi"])
    }

    // MARK: The wire

    @Test func `A line too long costs that line only`() {
        chat.enter("alice")
        let long = "PRIVMSG alice :" + String(repeating: "x", count: 600)
        #expect(
            chat.ask("alice", long) == [
                ":irc.test 417 alice :Input line was too long: it has at most 512 bytes, and 4094 of tags"
            ])
        #expect(chat.ask("alice", "PING x").count == 1)
    }

    // https://ircv3.net/specs/extensions/utf8-only
    @Test func `What is no UTF-8 is refused with FAIL, whatever was negotiated`() {
        chat.enter("alice", "bob")
        chat.send("alice", bytes: Bytes("PRIVMSG bob :") + [0xFF, 0xFE])
        #expect(chat.take("alice")[0].hasPrefix(":irc.test FAIL PRIVMSG INVALID_UTF8 :"))
        #expect(chat.take("bob") == [])
    }

    @Test func `An unknown command is answered 421, and one that is none too`() {
        chat.enter("alice")
        #expect(chat.ask("alice", "NOSUCH x") == [":irc.test 421 alice NOSUCH :Unknown command"])
        #expect(chat.ask("alice", "N0SUCH x") == [":irc.test 421 alice N0SUCH :Unknown command"])
        #expect(chat.ask("alice", "@a=b") == [])
    }

    @Test func `A message that grows too long on its way is cut between characters`() {
        chat.enter("alice", "bob")
        chat.send("alice", "PRIVMSG bob :" + String(repeating: "é", count: 247))
        let line = chat.take("bob")[0]
        #expect(line.utf8.count <= 510)
        #expect(line.hasSuffix("é"))
    }

    // MARK: Typing <https://ircv3.net/specs/client-tags/typing>

    @Test(arguments: [
        "#quiet", "#none", "nobody", "carol", "a,b,c,d,e", "NickServ,#quiet", "@#quiet", "",
    ])
    func `That somebody is typing is never answered with an error`(_ target: String) {
        chat.enter("op", "carol")
        chat.enter("alice", caps: "message-tags batch labeled-response")
        chat.join("#quiet", "op", "alice")
        chat.send("op", "MODE #quiet +m")
        chat.send("carol", "MODE carol +R")
        for tag in ["+typing=active", "+draft/typing=done", "+typing=paused;+draft/typing=paused"] {
            #expect(chat.ask("alice", "@\(tag) TAGMSG \(target)") == [])
        }
        let answer = chat.ask("alice", "@label=l;+typing=active TAGMSG \(target)")
        #expect(answer == ["@label=l :irc.test ACK"])
        chat.send("op", "PRIVMSG op :x")
        let refusal = chat.ask("alice", "@+typing=active;+draft/react=x TAGMSG \(target)")
        #expect(refusal.count == 1 || target.contains(","))
    }
}
