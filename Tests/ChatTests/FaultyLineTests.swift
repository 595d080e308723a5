import Protocol
import Testing

@testable import Chat

/// A line that is at fault itself is answered like any other.
struct FaultyLineTests {
    private let chat = TestNetwork()

    init() { chat.enter("alice", caps: "labeled-response batch standard-replies") }

    private func answer(_ bytes: Bytes) -> [String] {
        chat.send("alice", bytes: bytes)
        return chat.take("alice")
    }

    static let faults: [(Bytes, String)] = [
        (Bytes("NONEXISTENT_COMMAND"), "421 alice NONEXISTENT_COMMAND :"), (Bytes("12 x"), "421 alice 12 :"),
        (Bytes(String(repeating: "É", count: 100)), "421 alice * :"),
        (Bytes(String(repeating: "A", count: 129)), "421 alice * :"),
        (Bytes(String(repeating: "A", count: 128)), "421 alice \(String(repeating: "A", count: 128)) :"),
        (Bytes("PRIVMSG alice :hi") + [0xAA], "FAIL PRIVMSG INVALID_UTF8 :"),
        (Bytes("privmsg alice :") + [0xC3], "FAIL PRIVMSG INVALID_UTF8 :"),
        ([0xFF, 0x20, 0x41], "FAIL * INVALID_UTF8 :"), (Bytes("PING \0"), "FAIL PING INVALID_MESSAGE :"),
        (Bytes("PI\rNG x"), "FAIL * INVALID_MESSAGE :"),
        (Bytes("PRIVMSG alice :" + String(repeating: "x", count: 600)), "417 alice :"),
    ]

    @Test(arguments: faults)
    func `It names the command, and has the label`(_ line: Bytes, _ expected: String) {
        let plain = answer(line)
        #expect(plain.count == 1 && plain[0].hasPrefix(":irc.test \(expected)"), "\(plain)")
        let labelled = answer(Bytes("@label=x ") + line)
        #expect(labelled == plain.map { "@label=x " + $0 })
        let among = answer(Bytes("@+a=b;label=x\\s;c :source ") + line)
        #expect(among == plain.map { "@label=x\\s " + $0 })
    }

    @Test func `Tags that are too long, and a line too long to be kept, have the label all the same`() {
        let tags = answer(Bytes("@label=x;+a=\(String(repeating: "a", count: 5000)) PING y"))
        #expect(tags.count == 1 && tags[0].hasPrefix("@label=x :irc.test 417 alice :"))
        chat.act { network, now in
            let beginning = Bytes("@label=x PRIVMSG alice :" + String(repeating: "a", count: 4000))
            network.receive(.init(tooLong: beginning), from: chat.id("alice"), at: now)
        }
        #expect(chat.take("alice").map { $0.prefix(29) } == ["@label=x :irc.test 417 alice "])
    }

    @Test func `A label alone is acknowledged`() {
        #expect(answer(Bytes("@label=x ")) == ["@label=x :irc.test ACK"])
        #expect(answer(Bytes("@label=x :alice")) == ["@label=x :irc.test ACK"])
        #expect(answer(Bytes("   ")) == [])
    }

    @Test func `Who may have no label gets none, and one of more than 64 bytes is none`() {
        chat.enter("old")
        chat.send("old", bytes: Bytes("@label=x NONEXISTENT_COMMAND"))
        #expect(chat.take("old") == [":irc.test 421 old NONEXISTENT_COMMAND :Unknown command"])
        for (count, isLabel) in [(64, true), (65, false)] {
            let label = String(repeating: "l", count: count)
            #expect(answer(Bytes("@label=\(label) A_B"))[0].hasPrefix("@label=\(label) :") == isLabel)
        }
    }

    @Test func `A batch that it ends keeps its own label`() {
        chat.enter("bob", caps: "labeled-response batch draft/multiline")
        chat.send("bob", "@label=b BATCH +1 draft/multiline alice", "@batch=1 PRIVMSG alice :one")
        chat.send("bob", bytes: Bytes("@label=x;batch=1 PRIVMSG alice :") + [0xFF])
        let lines = chat.take("bob")
        #expect(lines.count == 2)
        #expect(lines[0].hasPrefix("@label=b :irc.test FAIL BATCH MULTILINE_INVALID "))
        #expect(lines[1].hasPrefix("@label=x :irc.test FAIL PRIVMSG INVALID_UTF8 "))
    }
}

/// A numeric repeats a client's parameter as it came, or as `*`.
struct RepeatedParameterTests {
    private let chat = TestNetwork()

    init() {
        chat.enter("alice")
        chat.join("#x", "alice")
    }

    /// Lines with a parameter `%` that is repeated, and what stands in front of it in the answer.
    static let lines = [
        ("NICK %", "432 alice "), ("JOIN %", "403 alice "), ("PART %", "403 alice "),
        ("MODE #x +k %", "696 alice #x k "),
        ("MODE #x +l %", "696 alice #x l "), ("MODE #x +b %", "696 alice #x b "), ("TOPIC %", "403 alice "),
        ("WHOIS %", "401 alice "), ("WHOWAS %", "406 alice "), ("KICK #x %", "441 alice "), ("MODE % +n", "401 alice "),
        ("INVITE % #x", "401 alice "), ("MOTD %", "402 alice "), ("HELP %", "524 alice "),
        ("PRIVMSG % :hi", "401 alice "), ("WHO %", "315 alice "), ("NAMES %", "366 alice "),
        ("LINKS x %", "402 alice "),
    ]

    @Test(arguments: lines) func `What cannot stand as a middle parameter is an asterisk`(
        _ line: String, _ head: String
    ) {
        for hostile in [":red panda", "::colon", ":" + String(repeating: "long", count: 33)] {
            // What is behind the parameter can only be there where that is one word.
            guard line.hasSuffix("%") else { continue }
            let answer = chat.ask("alice", line.replacing("%", with: hostile))
            let numeric = answer.first { $0.hasPrefix(":irc.test \(head)") }
            guard let numeric else { continue }
            #expect(numeric.hasPrefix(":irc.test \(head)* "), "\(line): \(answer)")
        }
    }

    @Test(arguments: lines) func `What can is repeated as it came`(_ line: String, _ head: String) {
        let answer = chat.ask("alice", line.replacing("%", with: "a.b~q"))
        guard let numeric = answer.first(where: { $0.hasPrefix(":irc.test \(head)") }) else { return }
        #expect(numeric.hasPrefix(":irc.test \(head)a.b~q "), "\(line): \(answer)")
    }

    // https://modern.ircdocs.horse/#channellen-parameter
    @Test func `A name one byte too long is repeated as it came`() {
        let channel = "#" + String(repeating: "b", count: Limits().channel)
        #expect(chat.ask("alice", "JOIN \(channel)")[0].hasPrefix(":irc.test 476 alice \(channel) :"))
        let nick = String(repeating: "b", count: Limits().nick + 1)
        #expect(chat.ask("alice", "NICK \(nick)")[0].hasPrefix(":irc.test 432 alice \(nick) :"))
    }

    @Test(arguments: ["passphrase with spaces", String(repeating: "long", count: 100), ""])
    func `A key that cannot be is told as an asterisk`(_ key: String) {
        let answer = chat.ask("alice", "MODE #x +k :\(key)")
        #expect(answer.count == 1 && answer[0].hasPrefix(":irc.test 696 alice #x k * :"), "\(answer)")
    }
}
