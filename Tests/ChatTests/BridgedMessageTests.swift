import Protocol
import Testing

@testable import Chat

/// Bridges, which let others speak in a room. <https://github.com/ircv3/ircv3-specifications/pull/417>
struct BridgedMessageTests {
    private let chat = TestNetwork()
    private static let source = "smt/discord!relay@host.bridge"

    init() {
        chat.enter("op", "bob")
        chat.enter("bridge", caps: "draft/relaymsg echo-message labeled-response message-tags batch")
        chat.enter("ann", caps: "draft/relaymsg account-tag draft/chathistory batch")
        chat.join("#x", "op", "bridge", "ann", "bob")
        chat.send("op", "MODE #x +B bridge")
        chat.forget()
    }

    @Test func `Whom a bridge lets speak speaks by a nick of its own, and the tag tells who relayed it`() {
        let echo = chat.ask("bridge", "@label=L;+reply=1 RELAYMSG #x smt/discord :hi there")
        #expect(echo.count == 1 && echo[0].hasSuffix(" :\(Self.source) PRIVMSG #x :hi there"))
        #expect(
            echo[0].hasPrefix("@label=L;") && echo[0].contains(";draft/relaymsg=bridge;+reply=1 ")
                && echo[0].contains(";msgid="))
        #expect(chat.take("ann") == ["@draft/relaymsg=bridge :\(Self.source) PRIVMSG #x :hi there"])
        #expect(chat.take("bob") == [":\(Self.source) PRIVMSG #x :hi there"])
    }

    @Test func `Operators of the room may, and nobody else whom they have not put on the list`() {
        chat.send("op", "MODE #x +hv bob ann")
        for name in ["bob", "ann"] {
            #expect(
                chat.ask(name, "RELAYMSG #x smt/discord :hi")[0].hasPrefix(":irc.test FAIL RELAYMSG PRIVS_NEEDED :"))
        }
        chat.forget()
        chat.send("op", "RELAYMSG #x a/b :hi")
        #expect(chat.take("bob") == [":a/b!relay@host.op PRIVMSG #x :hi"])
        chat.send("op", "MODE #x -B bridge!*@*")
        #expect(chat.ask("bridge", "RELAYMSG #x smt/discord :hi")[0].contains(" PRIVS_NEEDED "))
    }

    @Test func `Only operators of the room change that list`() {
        chat.send("op", "MODE #x +h bob")
        #expect(chat.ask("bob", "MODE #x +B *!*@*") == [":irc.test 482 bob #x :Your rank is too low for that"])
        #expect(chat.ask("bob", "MODE #x -B bridge!*@*") == [":irc.test 482 bob #x :Your rank is too low for that"])
        #expect(chat.channel("#x")?.modes.bridges.map(\.ban.text) == ["bridge!*@*"])
    }

    @Test(arguments: [
        "smt", "/discord", "smt/", "a//b", "in!valid/x", "a@b/x", "~op/x", "+a/x", "a,b/x", "a*/x", "a.b/x", "#a/x",
        "\u{202E}a/x", "\u{1F600}/x",
        "\u{3164}/x", "a\u{3164}/x", "a\u{200D}/x", "\u{301}a/x", "1\u{20E3}/x", "a\u{34F}/x", "a\u{E0100}/x",
        "a\u{301}\u{301}\u{301}\u{301}/x", "a/\u{FFA0}", String(repeating: "n", count: 63) + "/x",
    ])
    func `A nick without the mark, or with what has a meaning, is none`(_ nick: String) {
        #expect(chat.ask("bridge", "RELAYMSG #x \(nick) :hi")[0].hasPrefix(":irc.test FAIL RELAYMSG INVALID_NICK :"))
        #expect(chat.take("bob") == [])
    }

    @Test(arguments: [
        "smt/discord", "a/b/c", "Zoë/irc", "Zoe\u{308}/irc", "李/x", "किशोर/x",
        "a\u{301}\u{302}\u{303}/x", String(repeating: "n", count: 62) + "/x",
    ])
    func `A nick that is relayed is nobody's to take`(_ nick: String) {
        chat.send("bridge", "RELAYMSG #x \(nick) :hi")
        #expect(chat.take("bob") == [":\(nick)!relay@host.bridge PRIVMSG #x :hi"])
        #expect(chat.ask("bob", "NICK \(nick)")[0].contains(" 432 "))
    }

    @Test(arguments: [
        ("RELAYMSG #none a/b :hi", "403 bridge #none"), ("RELAYMSG #y a/b :hi", "442 bridge #y"),
        ("RELAYMSG #x a/b", "461 bridge RELAYMSG"), ("RELAYMSG #x a/b :", "FAIL RELAYMSG BLANK_MSG"),
    ])
    func `What cannot be relayed says why`(_ line: String, _ answer: String) {
        chat.send("op", "JOIN #y", "MODE #y +B bridge")
        #expect(chat.ask("bridge", line)[0].hasPrefix(":irc.test \(answer) "))
    }

    @Test func `A bridge speaks where it may speak itself, and slow mode does not hold it up`() {
        chat.send("op", "MODE #x +W 60")
        chat.forget()
        for _ in 0..<3 { chat.send("bridge", "RELAYMSG #x a/b :hi") }
        #expect(chat.take("bob").count == 3)
        chat.send("op", "MODE #x +m")
        #expect(chat.ask("bridge", "RELAYMSG #x a/b :hi")[0].contains(" 404 bridge #x "))
    }

    @Test func `History tells it as it was told, and keeps the account of the bridge`() throws {
        chat.makeAccounts("relay")
        chat.logIn("relay", as: "relay", caps: "draft/message-redaction batch message-tags echo-message")
        chat.send("op", "MODE #x +B ~a:relay")
        chat.join("#x", "relay")
        chat.send("relay", "RELAYMSG #x smt/discord :\u{1}ACTION waves\u{1}")
        let told = chat.take("ann")
        #expect(told.count == 1 && told[0].hasPrefix("@draft/relaymsg=relay :smt/discord!relay@"))
        let event = try #require(chat.events.last)
        #expect(event.account == "relay" && event.relayedBy == "relay" && event.source.hasPrefix("smt/discord!"))
        let again = chat.ask("ann", "CHATHISTORY LATEST #x * 1")[1]
        #expect(again.replacing(/@batch=[^;]+;/, with: "@") == told[0])
        // Its author is the bridge.
        #expect(chat.ask("relay", "REDACT #x \(event.number.msgid)")[0].contains(" REDACT #x "))
    }

    @Test func `A bridge without an account takes back what it relayed, and others do not`() throws {
        chat.send("bridge", "CAP REQ draft/message-redaction", "RELAYMSG #x smt/discord :hi")
        chat.send("bob", "CAP REQ :draft/message-redaction message-tags")
        let event = try #require(chat.events.last)
        #expect(chat.ask("bob", "REDACT #x \(event.number.msgid)")[0].contains(" REDACT_FORBIDDEN "))
        #expect(chat.ask("bridge", "REDACT #x \(event.number.msgid)")[0].contains(" REDACT #x "))
    }

    @Test func `Nobody can say of what they say themselves that it was relayed`() {
        chat.send("bob", "CAP REQ message-tags", "@draft/relaymsg=op PRIVMSG #x :hi")
        #expect(chat.take("ann") == [":bob!~bob@host.bob PRIVMSG #x :hi"])
        #expect(chat.events.last?.relayedBy == nil)
    }
}
