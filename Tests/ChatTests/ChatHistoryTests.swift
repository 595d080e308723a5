import Protocol
import Testing

@testable import Chat

/// <https://ircv3.net/specs/extensions/chathistory>
@Suite("CHATHISTORY")
struct ChatHistoryTests {
    private let chat = TestNetwork()
    private static let caps = "draft/chathistory batch server-time message-tags"

    private func talk(_ count: Int, in channel: String = "#a") {
        for number in 1...count {
            chat.send("alice", "PRIVMSG \(channel) :line \(number)")
            chat.pass(seconds: 1)
        }
        chat.forget()
    }

    private func texts(_ lines: [String]) -> [String] {
        lines.compactMap { $0.firstMatch(of: /PRIVMSG \S+ :?(.+)/).map { String($0.1) } }
    }

    private func msgid(_ text: String) -> String {
        chat.events.first { $0.text.text == text }?.number.msgid ?? ""
    }

    private func time(_ text: String) -> String {
        chat.events.first { $0.text.text == text }?.time.iso8601 ?? ""
    }

    init() {
        chat.enter("alice", "bob", caps: Self.caps)
        chat.join("#a", "alice", "bob")
    }

    @Test func `LATEST is one batch of the last messages, with the ids and times they had`() throws {
        talk(5)
        let lines = chat.ask("bob", "CHATHISTORY LATEST #a * 2")
        #expect(lines.count == 4)
        #expect(lines[0].contains(" BATCH +") && lines[0].hasSuffix(" chathistory #a"))
        let reference = try #require(lines[0].firstMatch(of: /BATCH \+(\S+)/)).1
        #expect(
            lines[1]
                == "@batch=\(reference);time=\(time("line 4"));msgid=\(msgid("line 4")) "
                + ":alice!~alice@host.alice PRIVMSG #a :line 4")
        #expect(lines[3].hasSuffix("BATCH -\(reference)"))
    }

    @Test func `Pages are found by msgid and by timestamp, without the message that is named`() {
        talk(9)
        for (key, name) in [("msgid", msgid), ("timestamp", time)] {
            let five = "\(key)=\(name("line 5"))"
            #expect(texts(chat.ask("bob", "CHATHISTORY BEFORE #a \(five) 2")) == ["line 3", "line 4"])
            #expect(texts(chat.ask("bob", "CHATHISTORY AFTER #a \(five) 2")) == ["line 6", "line 7"])
            #expect(texts(chat.ask("bob", "CHATHISTORY LATEST #a \(five) 9")).first == "line 6")
            #expect(texts(chat.ask("bob", "CHATHISTORY AROUND #a \(five) 3")) == ["line 4", "line 5", "line 6"])
            let nine = "\(key)=\(name("line 9"))"
            #expect(texts(chat.ask("bob", "CHATHISTORY BETWEEN #a \(five) \(nine) 2")) == ["line 6", "line 7"])
            #expect(texts(chat.ask("bob", "CHATHISTORY BETWEEN #a \(nine) \(five) 2")) == ["line 7", "line 8"])
        }
    }

    @Test func `A batch says that nothing lies behind it, where that is so`() {
        talk(5)
        func isEnd(_ question: String) -> Bool {
            chat.ask("bob", "CHATHISTORY " + question).first { $0.contains(" BATCH +") }?.contains(
                "draft/chathistory-end") == true
        }
        func point(_ number: Int) -> String { "msgid=" + msgid("line \(number)") }
        #expect(isEnd("LATEST #a * 5"))
        #expect(!isEnd("LATEST #a * 4"))
        #expect(isEnd("BEFORE #a \(point(3)) 2"))
        #expect(!isEnd("BEFORE #a \(point(4)) 2"))
        #expect(isEnd("AFTER #a \(point(3)) 9"))
        #expect(!isEnd("AFTER #a \(point(1)) 2"))
        #expect(isEnd("BETWEEN #a \(point(1)) \(point(5)) 9"))
        #expect(!isEnd("BETWEEN #a \(point(5)) \(point(1)) 2"))
        #expect(isEnd("AROUND #a \(point(3)) 9"))
        #expect(!isEnd("AROUND #a \(point(3)) 2"))
        let years = "timestamp=2000-01-01T00:00:00.000Z timestamp=2040-01-01T00:00:00.000Z"
        #expect(isEnd("TARGETS \(years) 9"))
        #expect(!isEnd("TARGETS \(years) 1"))
    }

    @Test func `Nothing to tell is an empty batch`() {
        let lines = chat.ask("bob", "CHATHISTORY AFTER #a timestamp=2040-01-01T00:00:00.000Z 10")
        #expect(lines.count == 2)
        #expect(lines[0].contains("BATCH +") && lines[1].contains("BATCH -"))
    }

    @Test func `A label stands on the batch itself, for short pages and for long ones`() {
        chat.enter("carol", caps: Self.caps + " labeled-response")
        chat.join("#a", "carol")
        talk(100)
        for limit in [2, 100] {
            let lines = chat.ask("carol", "@label=x CHATHISTORY LATEST #a * \(limit)")
            #expect(lines[0].contains("label=x") && lines[0].contains(" chathistory #a"))
            #expect(lines.count == limit + 2)
            #expect(lines.filter { $0.contains("label=") }.count == 1)
            #expect(lines.last?.contains("BATCH -") == true)
        }
        #expect(chat.unfinishedBatches(of: "carol").isEmpty)
    }

    @Test func `The session that asks waits for the log, and nobody else does`() {
        talk(1)
        chat.isLogSilent = true
        chat.send("bob", "CHATHISTORY LATEST #a * 1", "PING after")
        chat.send("alice", "PING now")
        #expect(chat.take("bob").isEmpty)
        #expect(chat.take("alice").count == 1)
        chat.answer("bob", .page(HistoryPage(events: [], isEnd: true)))
        let lines = chat.take("bob")
        #expect(lines.last?.contains("PONG") == true)
        #expect(lines.first?.contains("BATCH +") == true)
    }

    @Test func `A log that fails is told as MESSAGE_ERROR`() {
        chat.isLogSilent = true
        chat.send("bob", "CHATHISTORY LATEST #a * 1")
        chat.answer("bob", .failed)
        #expect(chat.take("bob").last?.contains("FAIL CHATHISTORY MESSAGE_ERROR LATEST #a :") == true)
    }

    @Test(
        "What is wrong with the command is told by its code",
        arguments: [
            ("CHATHISTORY NEWEST #a * 5", "INVALID_PARAMS NEWEST :"),
            ("CHATHISTORY LATEST #a *", "INVALID_PARAMS LATEST :Insufficient parameters"),
            ("CHATHISTORY LATEST #a * * 5", "INVALID_PARAMS LATEST :Too many parameters"),
            ("CHATHISTORY BEFORE #a * 5", "INVALID_PARAMS BEFORE * :"),
            ("CHATHISTORY BEFORE #a timestamp=yesterday 5", "INVALID_PARAMS BEFORE timestamp=yesterday :"),
            ("CHATHISTORY BEFORE #a msgid=! 5", "INVALID_PARAMS BEFORE msgid=! :"),
            ("CHATHISTORY BEFORE #a sequence=5 5", "INVALID_MSGREFTYPE BEFORE #a sequence=5 :"),
            ("CHATHISTORY LATEST #a * many", "INVALID_PARAMS LATEST many :"),
            ("CHATHISTORY LATEST #nowhere * 5", "INVALID_TARGET LATEST #nowhere :"),
            ("CHATHISTORY LATEST alice * 5", "INVALID_TARGET LATEST alice :"),
            ("CHATHISTORY TARGETS msgid=1 msgid=2 5", "INVALID_PARAMS TARGETS msgid=1 :"),
        ])
    func refusals(line: String, code: String) {
        let lines = chat.ask("bob", line)
        #expect(lines.count == 1)
        #expect(lines[0].contains("FAIL CHATHISTORY " + code), "\(lines)")
    }

    @Test func `Who did not ask for the capability does not know the command`() {
        chat.enter("old")
        #expect(chat.ask("old", "CHATHISTORY LATEST #a * 5")[0].contains(" 421 "))
    }

    @Test func `The limits are told, and a page is never longer`() {
        let chat = TestNetwork { $0.limits.history = 3 }
        chat.enter("alice", caps: Self.caps)
        let tokens = chat.ask("alice", "VERSION").joined()
        #expect(tokens.contains(" CHATHISTORY=3 ") && tokens.contains(" MSGREFTYPES=msgid,timestamp "))
        chat.join("#a", "alice")
        for number in 1...5 { chat.send("alice", "PRIVMSG #a :\(number)") }
        #expect(texts(chat.ask("alice", "CHATHISTORY LATEST #a * 5")) == ["3", "4", "5"])
        #expect(texts(chat.ask("alice", "CHATHISTORY LATEST #a * 0")) == ["3", "4", "5"])
    }

    @Test func `Where nothing is kept, nothing is offered`() {
        let chat = TestNetwork { $0.keepsHistory = false }
        chat.connect("alice")
        #expect(!chat.ask("alice", "CAP LS 302").joined().contains("chathistory"))
    }

    // MARK: Who may read what

    @Test func `Only members read a room, and nobody learns that a secret one is there`() {
        talk(1)
        chat.enter("eve", caps: Self.caps)
        #expect(chat.ask("eve", "CHATHISTORY LATEST #a * 5")[0].contains("INVALID_TARGET"))
        chat.send("alice", "MODE #a +s")
        let secret = chat.ask("eve", "CHATHISTORY LATEST #a * 5")
        let absent = chat.ask("eve", "CHATHISTORY LATEST #b * 5")
        #expect(secret[0].replacing("#a", with: "#b") == absent[0])
    }

    @Test func `A newcomer reads the whole of an open room`() {
        talk(3)
        chat.enter("carol", caps: Self.caps)
        chat.join("#a", "carol")
        #expect(texts(chat.ask("carol", "CHATHISTORY LATEST #a * 5")).count == 3)
    }

    @Test func `In a room with a key or by invitation, what was said before one came in stays unread`() {
        for mode in ["+k key", "+i"] {
            let chat = TestNetwork()
            chat.enter("alice", "carol", caps: Self.caps)
            chat.join("#a", "alice")
            chat.send("alice", "PRIVMSG #a :before", "MODE #a \(mode)", "INVITE carol #a")
            chat.send("carol", "JOIN #a")
            chat.send("alice", "PRIVMSG #a :after")
            #expect(texts(chat.ask("carol", "CHATHISTORY LATEST #a * 5")) == ["after"])
            #expect(texts(chat.ask("alice", "CHATHISTORY LATEST #a * 5")) == ["before", "after"])
        }
    }

    @Test func `What two say to each other is read by their accounts, and by nobody else`() {
        let chat = TestNetwork()
        chat.enter("alice", "bob", "eve", "guest", caps: Self.caps)
        for name in ["alice", "bob", "eve"] {
            chat.setAccount(of: name, to: name)
        }
        chat.send("alice", "PRIVMSG bob :hello")
        chat.send("bob", "PRIVMSG alice :hi")
        chat.forget()
        #expect(texts(chat.ask("alice", "CHATHISTORY LATEST bob * 5")) == ["hello", "hi"])
        #expect(texts(chat.ask("bob", "CHATHISTORY LATEST alice * 5")) == ["hello", "hi"])
        #expect(chat.ask("bob", "CHATHISTORY LATEST alice * 5")[0].hasSuffix("chathistory alice"))
        #expect(texts(chat.ask("eve", "CHATHISTORY LATEST bob * 5")) == [])
        #expect(chat.ask("guest", "CHATHISTORY LATEST bob * 5")[0].contains("INVALID_TARGET"))
    }

    // MARK: TARGETS

    @Test func `TARGETS tells rooms and people by the time of their last message`() {
        chat.setAccount(of: "bob", to: "bob")
        chat.send("alice", "PRIVMSG bob :psst")
        chat.pass(seconds: 1)
        talk(1)
        let lines = chat.ask(
            "bob", "CHATHISTORY TARGETS timestamp=2020-01-01T00:00:00.000Z timestamp=2040-01-01T00:00:00.000Z 10")
        #expect(lines.count == 4)
        #expect(lines[0].hasSuffix(" draft/chathistory-targets"))
        #expect(lines[1].hasSuffix("CHATHISTORY TARGETS alice \(time("psst"))"))
        #expect(lines[2].hasSuffix("CHATHISTORY TARGETS #a \(time("line 1"))"))
    }

    // MARK: What is told again

    @Test func `Without event-playback only what was said is told; with it, what happened too`() {
        chat.send("alice", "TOPIC #a :news", "MODE #a +C", "PRIVMSG #a :hello")
        chat.enter("carol", caps: Self.caps + " draft/event-playback extended-join")
        chat.send("carol", "JOIN #a")
        chat.send("bob", "NICK robert", "PART #a :bye")
        chat.forget()
        chat.send("robert", "JOIN #a")
        let told = chat.ask("carol", "CHATHISTORY LATEST #a * 50").compactMap { line in
            line.firstMatch(of: /^@\S+ (:[^ ]+!.+)$/).map { String($0.1) }
        }
        #expect(
            told == [
                ":alice!~alice@host.alice JOIN #a * :Real alice",
                ":bob!~bob@host.bob JOIN #a * :Real bob",
                ":alice!~alice@host.alice TOPIC #a :news",
                ":alice!~alice@host.alice MODE #a +C",
                ":alice!~alice@host.alice PRIVMSG #a :hello",
                ":carol!~carol@host.carol JOIN #a * :Real carol",
                ":bob!~bob@host.bob NICK robert",
                ":robert!~bob@host.bob PART #a :bye",
            ])
        #expect(texts(chat.ask("alice", "CHATHISTORY LATEST #a * 50")).count == 1)
        #expect(chat.ask("alice", "CHATHISTORY LATEST #a * 50").count == 3)
    }

    @Test func `A message is told again as it was relayed: account, client tags, id and time`() throws {
        let chat = TestNetwork()
        chat.enter("alice", "bob", caps: Self.caps + " account-tag")
        chat.setAccount(of: "alice", to: "alice")
        chat.join("#a", "alice", "bob")
        chat.send("alice", "@+draft/reply=abc;+x=a\\sb PRIVMSG #a :hello")
        let relayed = try #require(chat.take("bob").last)
        let told = chat.ask("bob", "CHATHISTORY LATEST #a * 1")[1]
        #expect(told.replacing(/@batch=[^;]+;/, with: "@") == relayed)
    }

    @Test func `A message of several lines is a batch within the batch, or its lines one by one`() {
        chat.enter("carol", caps: Self.caps + " draft/multiline")
        chat.join("#a", "carol")
        chat.send(
            "carol", "BATCH +1 draft/multiline #a", "@batch=1 PRIVMSG #a :one", "@batch=1 PRIVMSG #a :two",
            "@batch=1;draft/multiline-concat PRIVMSG #a :three", "BATCH -1")
        chat.forget()
        let nested = chat.ask("carol", "CHATHISTORY LATEST #a * 1")
        #expect(nested.count == 6)
        #expect(nested[1].contains("batch=") && nested[1].contains("draft/multiline #a"))
        #expect(texts(nested) == ["one", "twothree"])
        let plain = chat.ask("bob", "CHATHISTORY LATEST #a * 1")
        #expect(texts(plain) == ["one", "twothree"])
        #expect(plain.filter { $0.contains("msgid=") }.count == 1)
        #expect(plain.filter { $0.contains("time=") && $0.contains("PRIVMSG") }.count == 2)
    }
}
