import Protocol
import Testing

@testable import Chat

/// <https://ircv3.net/specs/extensions/multiline>, <https://ircv3.net/specs/extensions/client-batch>
struct MultilineTests {
    private let chat = TestNetwork { settings in
        settings.limits.multilineLines = 5
        settings.limits.multilineBytes = 100
    }

    init() {
        chat.enter("alice", caps: "batch draft/multiline labeled-response message-tags echo-message")
        chat.enter("bob", caps: "batch draft/multiline message-tags")
        chat.enter("old")
        chat.enter("tags", caps: "message-tags")
        chat.join("#x", "alice", "bob", "old", "tags")
    }

    private func withoutTags(_ lines: [String]) -> [String] {
        lines.map { $0.hasPrefix("@") ? $0.split(separator: " ", maxSplits: 1).last.map(String.init) ?? "" : $0 }
    }

    /// Lines between the beginning and the end of a batch.
    private func send(_ lines: String..., opening: String = "BATCH +b draft/multiline #x") -> [String] {
        chat.forget()
        chat.send("alice", opening)
        for line in lines { chat.send("alice", line) }
        return chat.ask("alice", "BATCH -b")
    }

    @Test func `A batch reaches who knows of it as a batch, its tags on the beginning`() {
        _ = send(
            "@batch=b PRIVMSG #x hello", "@batch=b privmsg #X :how is ",
            "@batch=b;draft/multiline-concat PRIVMSG #x :everyone?", opening: "@+a=1 BATCH +b draft/multiline #x")
        let lines = chat.take("bob")
        #expect(lines.count == 5)
        let reference = lines[0].split(separator: " ")[3].dropFirst()
        #expect(lines[0].hasPrefix("@msgid=") && lines[0].contains(";+a=1 :alice!~alice@host.alice BATCH +"))
        #expect(lines[0].hasSuffix(" draft/multiline #x"))
        #expect(lines[1] == "@batch=\(reference) :alice!~alice@host.alice PRIVMSG #x :hello")
        #expect(lines[3] == "@batch=\(reference);draft/multiline-concat :alice!~alice@host.alice PRIVMSG #x :everyone?")
        #expect(lines[4] == ":alice!~alice@host.alice BATCH -\(reference)")
    }

    @Test func `It reaches who does not line by line, without blank ones, the msgid on the first`() {
        _ = send(
            "@batch=b PRIVMSG #x :", "@batch=b PRIVMSG #x :one", "@batch=b PRIVMSG #x :", "@batch=b PRIVMSG #x :two")
        #expect(
            chat.take("old") == [
                ":alice!~alice@host.alice PRIVMSG #x :one", ":alice!~alice@host.alice PRIVMSG #x :two",
            ])
        let tagged = chat.take("tags")
        #expect(tagged[0].hasPrefix("@msgid=") && tagged[1].hasPrefix(":alice"))
    }

    @Test func `Short client tags stand on each line, long ones on the first alone`() {
        for (value, isOnEach) in [
            ("1", true), (String(repeating: "v", count: 60), true), (String(repeating: "v", count: 61), false),
        ] {
            _ = send(
                "@batch=b PRIVMSG #x :one", "@batch=b PRIVMSG #x :two",
                opening: "@+a=\(value) BATCH +b draft/multiline #x")
            let tagged = chat.take("tags")
            #expect(tagged[0].hasPrefix("@msgid=") && tagged[0].contains(";+a=\(value) "))
            #expect(tagged[1].hasPrefix("@+a=\(value) :alice") == isOnEach)
        }
    }

    @Test func `It is one event, its lines set apart by line feeds`() {
        _ = send("@batch=b PRIVMSG #x :a", "@batch=b PRIVMSG #x :b ", "@batch=b;draft/multiline-concat PRIVMSG #x :c")
        #expect(chat.events.last?.text.text == "a\nb c")
        #expect(chat.events.last?.kind == .message)
    }

    @Test func `The label of its beginning comes back on the echo's beginning, and nowhere else`() {
        let echo = send(
            "@batch=b PRIVMSG #x :a", "@batch=b PRIVMSG #x :b", opening: "@label=L BATCH +b draft/multiline #x")
        #expect(echo.count == 4)
        #expect(echo[0].contains("label=L") && echo[0].contains(" BATCH +"))
        #expect(echo.dropFirst().allSatisfy { !$0.contains("label=") })
    }

    @Test func `The time of an echo stands on its beginning, and not on its lines`() {
        chat.send("alice", "CAP REQ server-time")
        let echo = send("@batch=b PRIVMSG #x :a", "@batch=b PRIVMSG #x :b")
        #expect(echo.count == 4)
        #expect(echo.map { $0.contains("time=") }.prefix(3) == [true, false, false])
    }

    @Test func `Tags do not count among the bytes of a message, the ends of its lines do`() {
        for (count, isFine) in [(49, true), (50, false)] {
            let line = String(repeating: "a", count: count)
            let echo = send(
                "@batch=b;+a=\(String(repeating: "t", count: 500)) PRIVMSG #x :" + line + "b",
                "@batch=b;+a=\(String(repeating: "t", count: 500)) PRIVMSG #x :" + line,
                opening: "@+a=\(String(repeating: "t", count: 500)) BATCH +b draft/multiline #x")
            #expect(echo.contains { $0.contains(" BATCH +") } == isFine)
        }
    }

    @Test func `Notices make a batch too, which is one notice to all, in the log and when it is told again`() {
        let echo = send("@batch=b NOTICE #x :a", "@batch=b notice #x :b")
        for lines in [echo, chat.take("bob")] {
            #expect(lines.count == 4 && lines[0].hasSuffix(" draft/multiline #x"))
            #expect(lines[1].hasSuffix("NOTICE #x :a") && lines[2].hasSuffix("NOTICE #x :b"))
        }
        #expect(chat.take("old") == [":alice!~alice@host.alice NOTICE #x :a", ":alice!~alice@host.alice NOTICE #x :b"])
        #expect(chat.events.last?.kind == .notice && chat.events.last?.text.text == "a\nb")
        chat.enter("late", caps: "batch draft/multiline draft/chathistory")
        chat.send("late", "JOIN #x")
        let page = chat.ask("late", "CHATHISTORY LATEST #x * 1")
        #expect(page.count == 6 && page[1].hasSuffix(" draft/multiline #x"))
        #expect(page[2].hasSuffix("NOTICE #x :a") && page[3].hasSuffix("NOTICE #x :b"))
    }

    @Test func `A batch of notices to nobody is answered where it was labelled, as a notice is`() {
        let notice = "@batch=b NOTICE nobody :a"
        #expect(send(notice, opening: "BATCH +b draft/multiline nobody") == [])
        #expect(send(notice, opening: "@label=L BATCH +b draft/multiline nobody")[0].contains(" 401 alice nobody "))
    }

    @Test func `One line in a batch is one message`() {
        _ = send("@batch=b PRIVMSG #x :alone")
        #expect(withoutTags(chat.take("bob")) == [":alice!~alice@host.alice PRIVMSG #x :alone"])
    }

    @Test func `A person can be the target`() {
        _ = send("@batch=b PRIVMSG bob :a", "@batch=b PRIVMSG bob :b", opening: "BATCH +b draft/multiline bob")
        #expect(chat.take("bob").count == 4)
        #expect(
            send("@batch=b PRIVMSG nobody :a", opening: "BATCH +b draft/multiline nobody") == [
                ":irc.test 401 alice nobody :No such nick"
            ])
    }

    @Test(
        arguments: [
            (["@batch=b PRIVMSG #y :a"], "MULTILINE_INVALID_TARGET #x #y"),
            (["@batch=b TAGMSG #x", "@batch=b NOTICE #x :a"], "MULTILINE_INVALID"),
            (["@batch=b PRIVMSG #x :a", "@batch=b NOTICE #x :b"], "MULTILINE_INVALID"),
            (["@batch=b NOTICE #x :a", "@batch=b PRIVMSG #x :b"], "MULTILINE_INVALID"),
            (["@batch=b;draft/multiline-concat PRIVMSG #x :"], "MULTILINE_INVALID"), ([], "MULTILINE_INVALID"),
            (["@batch=b PRIVMSG #x :", "@batch=b PRIVMSG #x :"], "MULTILINE_INVALID"),
            (Array(repeating: "@batch=b PRIVMSG #x :a", count: 6), "MULTILINE_MAX_LINES 5"),
            (["@batch=b PRIVMSG #x :" + String(repeating: "a", count: 101)], "MULTILINE_MAX_BYTES 100"),
            (
                ["@batch=b PRIVMSG #x :" + String(repeating: "a", count: 99), "@batch=b PRIVMSG #x :b"],
                "MULTILINE_MAX_BYTES 100"
            ),
        ] as [([String], String)])
    func `A batch that is none fails once, and nobody sees any of it`(_ lines: [String], _ failure: String) {
        chat.send("alice", "BATCH +b draft/multiline #x")
        for line in lines { chat.send("alice", line) }
        chat.send("alice", "BATCH -b")
        let answer = chat.take("alice")
        #expect(answer.count == 1 && answer[0].hasPrefix(":irc.test FAIL BATCH \(failure) :"))
        #expect(chat.take("bob") == [] && chat.take("old") == [])
        #expect(chat.session("alice")?.batch == nil)
    }

    @Test func `As many lines and bytes as there may be pass`() {
        let echo = send(
            "@batch=b PRIVMSG #x :" + String(repeating: "a", count: 92), "@batch=b PRIVMSG #x :a",
            "@batch=b PRIVMSG #x :a",
            "@batch=b PRIVMSG #x :a", "@batch=b PRIVMSG #x :a")
        #expect(echo.count == 7)
        #expect(chat.events.last?.text.count == 100)
    }

    @Test func `Another message before its end ends it, and is not lost`() {
        chat.send("alice", "@label=L BATCH +b draft/multiline #x", "@batch=b PRIVMSG #x :a")
        let answer = chat.ask("alice", "PRIVMSG #x :interleaved")
        #expect(answer[0].hasPrefix("@label=L :irc.test FAIL BATCH MULTILINE_INVALID :"))
        #expect(chat.take("old") == [":alice!~alice@host.alice PRIVMSG #x :interleaved"])
        #expect(chat.ask("alice", "@batch=b PRIVMSG #x :late") == [])
        #expect(chat.ask("alice", "BATCH -b") == [])
        #expect(chat.take("old") == [])
    }

    @Test func `A PONG before its end does no harm`() {
        chat.send("alice", "BATCH +b draft/multiline #x", "@batch=b PRIVMSG #x :a", "PONG x", "@batch=b PRIVMSG #x :b")
        chat.send("alice", "BATCH -b")
        #expect(chat.take("old").count == 2)
    }

    @Test func `A batch that stays open times out, and its rest is ignored`() {
        chat.send("alice", "BATCH +b draft/multiline #x", "@batch=b PRIVMSG #x :a")
        chat.pass(seconds: 61)
        #expect(chat.take("alice")[0].hasPrefix(":irc.test FAIL BATCH TIMEOUT b :"))
        #expect(chat.ask("alice", "@batch=b PRIVMSG #x :b") == [])
        #expect(chat.ask("alice", "BATCH -b") == [])
    }

    @Test(arguments: [
        "BATCH +b", "BATCH +b draft/multiline", "BATCH +b netsplit a", "BATCH b draft/multiline #x",
        "BATCH + draft/multiline #x", "BATCH -other", "@batch=other PRIVMSG #x :a", "BATCH +b draft/multiline #x,#y",
        "BATCH +a.b draft/multiline #x",
    ])
    func `What opens no batch, or belongs to none, fails`(_ line: String) {
        #expect(chat.ask("alice", line)[0].hasPrefix(":irc.test FAIL BATCH MULTILINE_INVALID :"))
        #expect(chat.take("old") == [])
    }

    @Test func `Who has not asked for it has no batches`() {
        #expect(chat.ask("old", "BATCH +b draft/multiline #x")[0].hasPrefix(":irc.test FAIL BATCH MULTILINE_INVALID :"))
        chat.send("old", "@batch=b PRIVMSG #x :plain")
        #expect(withoutTags(chat.take("bob")) == [":old!~old@host.old PRIVMSG #x :plain"])
    }

    @Test func `What keeps one from speaking keeps a batch back`() {
        chat.send("bob", "PART #x")
        chat.send("bob", "BATCH +b draft/multiline #x", "@batch=b PRIVMSG #x :a", "@batch=b PRIVMSG #x :b")
        #expect(chat.ask("bob", "BATCH -b") == [":irc.test 404 bob #x :Cannot send to channel (+n)"])
    }

    @Test func `A line that cannot be read ends it: rather none of it than half`() {
        chat.send("alice", "BATCH +b draft/multiline #x", "@batch=b PRIVMSG #x :a")
        chat.send("alice", bytes: Bytes("@batch=b PRIVMSG #x :") + [0xFF])
        #expect(
            chat.take("alice").map { $0.split(separator: " ")[2] + " " + $0.split(separator: " ")[3] } == [
                "BATCH MULTILINE_INVALID", "PRIVMSG INVALID_UTF8",
            ])
        #expect(chat.ask("alice", "BATCH -b") == [])
        #expect(chat.take("old") == [])
    }
}
