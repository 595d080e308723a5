import Protocol
import Testing

@testable import Chat

/// <https://ircv3.net/specs/extensions/labeled-response>
struct LabelTests {
    private let chat = TestNetwork()

    init() {
        chat.enter("alice", caps: "labeled-response batch echo-message")
        chat.enter("bob", "carol")
    }

    @Test func `One line of answer gets the label`() {
        #expect(chat.ask("alice", "@label=L1 PING x") == ["@label=L1 :irc.test PONG irc.test x"])
        #expect(
            chat.ask("alice", "@label=a\\sb\\: NOSUCH") == [
                "@label=a\\sb\\: :irc.test 421 alice NOSUCH :Unknown command"
            ])
    }

    @Test func `No answer is an ACK`() {
        #expect(chat.ask("alice", "@label=L PONG x") == ["@label=L :irc.test ACK"])
        #expect(
            chat.ask("alice", "@label=L NOTICE nobody :hi") == ["@label=L :irc.test 401 alice nobody :No such nick"])
    }

    @Test(arguments: ["WHOIS bob", "JOIN #x", "LIST", "WHO bob", "MOTD #", "LUSERS", "NAMES #lobby", "HELP", "VERSION"])
    func `Several lines stand in a batch that has the label`(_ line: String) {
        let answer = chat.ask("alice", "@label=L \(line)")
        guard answer.count > 1 else { return #expect(answer[0].hasPrefix("@label=L ")) }
        let words = answer[0].split(separator: " ")
        #expect(words[0] == "@label=L" && words[2] == "BATCH" && words[4] == "labeled-response")
        let reference = words[3].dropFirst()
        #expect(answer.dropFirst().dropLast().allSatisfy { $0.hasPrefix("@batch=\(reference) ") })
        #expect(answer.last == ":irc.test BATCH -\(reference)")
    }

    @Test func `An echo has the label, and nobody else sees it`() {
        #expect(chat.ask("alice", "@label=L PRIVMSG bob :hi") == ["@label=L :alice!~alice@host.alice PRIVMSG bob :hi"])
        #expect(chat.take("bob") == [":alice!~alice@host.alice PRIVMSG bob :hi"])
    }

    @Test func `Echoes to several are one batch`() {
        let answer = chat.ask("alice", "@label=L PRIVMSG bob,carol :hi")
        #expect(answer.count == 4)
        #expect(answer[1].hasSuffix(" PRIVMSG bob :hi") && answer[2].hasSuffix(" PRIVMSG carol :hi"))
    }

    @Test func `Of a message to oneself only the echo has the label`() {
        let answer = chat.ask("alice", "@label=L PRIVMSG alice :me")
        #expect(
            answer.sorted() == [
                ":alice!~alice@host.alice PRIVMSG alice :me", "@label=L :alice!~alice@host.alice PRIVMSG alice :me",
            ])
    }

    @Test func `A refusal by the log has the label`() {
        chat.logRefuses = true
        chat.join("#x", "alice")
        #expect(
            chat.ask("alice", "@label=L PRIVMSG #x :hi")[0].hasPrefix(
                "@label=L :irc.test FAIL PRIVMSG MESSAGE_NOT_STORED"))
    }

    @Test func `An answer that comes later has the label`() {
        chat.enter("safe", caps: "labeled-response batch", from: .secure())
        chat.isLogSilent = true
        #expect(chat.ask("safe", "@label=L OPER root pw") == [])
        chat.answer("safe", .verdict(.wrong))
        #expect(chat.take("safe") == ["@label=L :irc.test 464 safe :Password incorrect"])
    }

    @Test func `Without both capabilities, without a value or over 64 bytes there is no label`() {
        #expect(chat.ask("bob", "@label=L PING x") == [":irc.test PONG irc.test x"])
        #expect(chat.ask("alice", "@label PING x") == [":irc.test PONG irc.test x"])
        #expect(
            chat.ask("alice", "@label=\(String(repeating: "l", count: 65)) PING x") == [":irc.test PONG irc.test x"])
        #expect(chat.ask("alice", "@label=\(String(repeating: "l", count: 64)) PING x")[0].hasPrefix("@label="))
        chat.send("alice", "CAP REQ -batch")
        #expect(chat.ask("alice", "@label=L PING x") == [":irc.test PONG irc.test x"])
    }

    @Test func `A labelled QUIT just ends`() {
        #expect(chat.ask("alice", "@label=L QUIT") == ["ERROR :Closing link (host.alice): Quit"])
    }

    @Test func `What a command answered before it ended the session has the label, and comes first`() {
        let origin = Origin(address: "192.0.2.1", host: "far", needs: .password)
        chat.connect("far", from: origin)
        chat.send("far", "CAP REQ :batch labeled-response", "NICK far", "USER f 0 * :f")
        let words = Network.admissionHint(for: origin, hasNoCapabilities: false)
        #expect(
            chat.ask("far", "@label=L CAP END") == [
                "@label=L :irc.test 464 * :\(words)", "ERROR :Closing link (far): \(words)",
            ])
    }

    // https://ircv3.net/specs/extensions/extended-isupport
    @Test func `A batch that is the whole answer has the label itself`() {
        chat.send("alice", "CAP REQ draft/extended-isupport")
        let answer = chat.ask("alice", "@label=L ISUPPORT")
        #expect(answer[0].hasPrefix("@label=L :irc.test BATCH +") && answer[0].hasSuffix(" draft/isupport"))
    }

    @Test func `Without an echo, what was said is acknowledged once it is stored`() {
        chat.enter("dora", caps: "labeled-response batch message-tags")
        chat.send("dora", "JOIN #kept")
        chat.forget()
        #expect(chat.ask("dora", "@label=L PRIVMSG #kept :hi") == ["@label=L :irc.test ACK"])
        #expect(chat.ask("dora", "@label=L PRIVMSG #kept,#kept :hi") == ["@label=L :irc.test ACK"])
        chat.logRefuses = true
        let answer = chat.ask("dora", "@label=L PRIVMSG #kept :hi")
        #expect(answer.count == 1 && answer[0].hasPrefix("@label=L ") && !answer[0].contains("ACK"))
    }
}
