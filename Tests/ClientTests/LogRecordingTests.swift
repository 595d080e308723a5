import Protocol
import Testing

@testable import Client

/// The lines that are kept on this machine, and those that never are.
@Suite struct LogRecordingTests {
    @Test(arguments: [
        (LogPolicy.missing, "", true), (.missing, HistoryTests.capabilities, false),
        (.all, HistoryTests.capabilities, true), (.all, "", true), (.off, "", false),
    ])
    func `Lines are kept as the policy and the server have it`(
        _ policy: LogPolicy, _ capabilities: String, _ isKept: Bool
    ) {
        var log = TestLog()
        var talk = TestSession.logged(policy, capabilities: capabilities)
        talk.hear(":bob!b@h PRIVMSG #home :hello")
        log.serve(&talk)
        #expect(log.texts == (isKept ? ["hello"] : []))
    }

    @Test
    func `A talk is kept where the server keeps rooms alone, for who is not logged in, and had again after a login`() {
        var log = TestLog()
        var talk = TestSession.logged(.missing, capabilities: HistoryTests.capabilities)
        talk.hear(":bob!b@h PRIVMSG ada :psst", ":bob!b@h PRIVMSG #home :hello")
        log.serve(&talk)
        #expect(log.texts == ["psst"])
        talk.hear(":irc.test 900 ada ada!a@h ada :You are now logged in as ada", ":bob!b@h PRIVMSG ada :kept there")
        log.serve(&talk)
        #expect(log.texts == ["psst"])
        var next = TestSession.logged(.missing, capabilities: HistoryTests.capabilities, after: 3600)
        next.hear(":irc.test 900 ada ada!a@h ada :You are now logged in as ada")
        next.answerBackgroundRequests()
        next.enter("/query bob")
        next.session.setVisible(next.bufferID("bob"))
        next.hear("FAIL CHATHISTORY INVALID_TARGET LATEST bob :No history of that")
        log.serve(&next)
        #expect(next.talkTexts("bob") == ["psst"])
    }

    @Test func `A room has a policy of its own, whatever the case of its name`() {
        var log = TestLog()
        var talk = TestSession.logged(.missing, rooms: ["#HOME": .off, "bob": .off])
        talk.hear(":bob!b@h PRIVMSG #home :here", ":bob!b@h PRIVMSG ada :alone", ":cara!c@h PRIVMSG ada :kept")
        log.serve(&talk)
        #expect(log.texts == ["kept"])
        #expect(log.records.map(\.room.text).contains("cara"))
        talk = TestSession.logged(.off, rooms: ["#home": .all])
        talk.hear(":bob!b@h PRIVMSG #home :also", ":cara!c@h PRIVMSG ada :not")
        log.serve(&talk)
        #expect(log.texts == ["kept", "also"])
    }

    @Test func `Every kind of line comes back as it was`() {
        var log = TestLog()
        var talk = TestSession.logged()
        talk.hear(
            ":bob!b@h PRIVMSG #home :hello ada", ":bob!b@h PRIVMSG #home :\u{1}ACTION waves\u{1}",
            ":bob!b@h NOTICE #home :note", ":bob!b@h PRIVMSG @#home :to some", ":eve!e@h JOIN #home",
            ":eve!e@h PART #home :bye", ":dan!d@h JOIN #home", ":dan!d@h QUIT :gone",
            ":bob!b@h KICK #home cara :out", ":bob!b@h NICK rob", ":rob!b@h TOPIC #home :tea",
            ":rob!b@h MODE #home +v ada")
        log.serve(&talk)
        let first = talk.lines()
        var next = TestSession.logged(after: 3600)
        log.serve(&next)
        #expect(next.lines() == first + first.prefix(1))
        #expect(log.records.filter(\.isMention).map(\.text.text) == ["hello ada"])
        #expect(log.records.filter(\.isNews).count == 4)
    }

    @Test func `The words of several rows stay so`() {
        var log = TestLog()
        var talk = TestSession.logged(capabilities: "batch message-tags draft/multiline")
        talk.hear(
            ":bob!b@h BATCH +x draft/multiline #home", "@batch=x :bob!b@h PRIVMSG #home :one",
            "@batch=x :bob!b@h PRIVMSG #home :two", ":bob!b@h BATCH -x")
        log.serve(&talk)
        #expect(log.texts == ["one\ntwo"])
        var next = TestSession.logged(after: 60)
        log.serve(&next)
        #expect(next.talkTexts() == ["one\ntwo"])
    }

    @Test func `A line of ours is kept when it has arrived, once`() {
        var log = TestLog()
        var talk = TestSession.logged()
        log.serve(&talk)
        talk.pong()
        talk.enter("mine")
        var underWay = talk
        log.serve(&underWay)
        #expect(log.texts == [])
        talk.pass(seconds: 1)
        talk.pong()
        log.serve(&talk)
        #expect(log.texts == ["mine"])
        talk = TestSession.logged(capabilities: "echo-message")
        talk.enter("echoed")
        log.serve(&talk)
        #expect(log.texts == ["mine"])
        talk.hear(":ada!a@h PRIVMSG #home :echoed")
        log.serve(&talk)
        #expect(log.texts == ["mine", "echoed"])
    }

    @Test func `A line that perhaps was not sent is not kept`() {
        var log = TestLog()
        var talk = TestSession.logged()
        talk.enter("lost")
        talk.session.disconnected(cause: "the server closed the connection", at: talk.now)
        talk.collect()
        log.serve(&talk)
        #expect(talk.lines().contains("message ada: lost"))
        #expect(!log.holds("lost"))
    }

    @Test func `A line that was not heard back is kept once it is played back`() {
        var log = TestLog()
        var talk = TestSession.logged(.all, capabilities: "batch server-time message-tags echo-message")
        talk.enter("mine")
        talk.hear(":irc.test 404 ada #home :Cannot send to channel")
        log.serve(&talk)
        #expect(!log.holds("mine"))
        for _ in 0..<2 {
            talk.hear(
                ":irc.test BATCH +x chathistory #home",
                "@batch=x;msgid=m1;time=\(talk.now.iso8601) :ada!a@h PRIVMSG #home :mine", ":irc.test BATCH -x")
        }
        log.serve(&talk)
        #expect(log.texts == ["mine"])
        #expect(log.records.last?.messageID == Bytes("m1"))
        #expect(talk.talkTexts() == ["mine"])
    }

    @Test func `Our own lines stay our own under another nick`() {
        var log = TestLog()
        var talk = TestSession.logged(capabilities: "echo-message")
        talk.enter("mine")
        talk.hear(":ada!a@h PRIVMSG #home :mine", ":bob!b@h PRIVMSG #home :theirs")
        log.serve(&talk)
        var next = TestSession.logged(nick: "eva", after: 60)
        log.serve(&next)
        let lines = (0..<(next.buffer("#home")?.lineCount ?? 0)).compactMap { next.buffer("#home")?.line(at: $0) }
        #expect(lines.filter { $0.kind.isTalk }.map(\.isOwn) == [true, false])
    }

    @Test func `A talk comes back when it is opened, and calls as it did`() {
        var log = TestLog()
        var talk = TestSession.logged()
        talk.hear(":bob!b@h PRIVMSG ada :alone")
        log.serve(&talk)
        var next = TestSession.logged(nick: "eva", after: 60)
        next.enter("/query bob")
        log.serve(&next)
        #expect(next.talkTexts("bob") == ["alone"])
        #expect(next.buffer("bob")?.line(at: 0).isMention == true)
    }

    @Test func `No password is kept, nor what is said with services`() {
        var log = TestLog()
        var talk = TestSession.logged(capabilities: "echo-message")
        talk.enter("/msg NickServ identify hunter2")
        talk.enter("/query NickServ")
        talk.hear(
            ":ada!a@h PRIVMSG NickServ :identify hunter2", ":NickServ!s@s NOTICE ada :hunter2 is right",
            ":ada!a@h PRIVMSG bob :ident hunter2", ":bob!b@h MODE #home +ok cara hunter2")
        talk.enter("/oper root hunter2")
        talk.pass(seconds: 1)
        log.serve(&talk)
        #expect(!log.holds("hunter2"))
        #expect(log.holds("+ok"))
    }

    @Test(arguments: [
        ("bob", "id rather stay", true), ("bob", "op is away", true), ("bob", "key lime pie", true),
        ("bob", "identify pencil", false), ("bob", "login ada pencil", false), ("bob", "/pass pencil", false),
        ("bob", "op pencil", false), ("bob", "op pencil #den", false), ("bob", "op pencil now", true),
        ("helpbot", "op pencil", false), ("robo", "op pencil", false), ("nickserv", "hello there", false),
    ])
    func `Words to a person are kept unless they look like a password, and those to a bot where they may hold one`(
        _ nick: String, _ words: String, _ isKept: Bool
    ) {
        var log = TestLog()
        var talk = TestSession.logged(capabilities: "echo-message message-tags")
        let tags = nick == "robo" ? "@bot " : ""
        talk.hear("\(tags):\(nick)!n@h PRIVMSG ada :hello", ":ada!a@h PRIVMSG \(nick) :\(words)")
        log.serve(&talk)
        #expect(log.texts.contains(words) == isKept)
    }

    @Test func `Words of the server and of this program are not kept`() {
        var log = TestLog()
        var talk = TestSession.logged()
        log.serve(&talk)
        log.records = []
        talk.hear(":irc.test NOTICE ada :hello", ":irc.test 371 ada :words", ":irc.test 324 ada #home +nt")
        talk.enter("/help join")
        log.serve(&talk)
        #expect(log.records.isEmpty)
    }

    @Test(arguments: [LogRecord.maxTextBytes - 1, LogRecord.maxTextBytes, LogRecord.maxTextBytes + 1])
    func `A text that is too long is cut`(_ count: Int) {
        var log = TestLog()
        var talk = TestSession.logged()
        let text = Bytes(String(repeating: "a", count: count))
        talk.session.record(
            LineContent(time: talk.now, kind: .message, sender: Bytes("bob"), text: text), in: talk.bufferID("#home"))
        talk.collect()
        log.serve(&talk)
        #expect(log.texts.map(\.utf8.count) == [min(count, LogRecord.maxTextBytes)])
        var next = TestSession.logged(after: 60)
        log.serve(&next)
        #expect(next.talkTexts().map(\.utf8.count) == [min(count, LogRecord.maxTextBytes)])
    }

    @Test func `What the server takes back is forgotten, whether it is held here or not`() {
        var log = TestLog()
        var talk = TestSession.logged(capabilities: "message-tags draft/message-redaction")
        log.add("old slip", at: talk.now.advanced(bySeconds: -86_400), id: "m0")
        talk.hear("@msgid=m1 :bob!b@h PRIVMSG #home :slip")
        log.serve(&talk)
        #expect(log.texts == ["old slip", "slip"])
        _ = talk.enter("/clear")
        talk.hear(":bob!b@h REDACT #home m1 :typo", ":bob!b@h REDACT #home m0")
        log.serve(&talk)
        #expect(!log.holds("slip"))
    }
    @Test(arguments: [LogPolicy.missing, .all, .off])
    func `What is taken back in a talk that is closed is forgotten, whatever is kept by now`(_ policy: LogPolicy) {
        var log = TestLog()
        let capabilities = "message-tags echo-message draft/message-redaction"
        var talk = TestSession.logged(.all, capabilities: capabilities)
        talk.hear(
            "@msgid=m1 :bob!b@h PRIVMSG ada :slip one", "@msgid=m2 :ada!a@h PRIVMSG bob :slip two",
            "@msgid=m3 :bob!b@h PRIVMSG #home :slip three")
        log.serve(&talk)
        #expect(log.texts.count == 3)
        var next = TestSession.logged(policy, capabilities: capabilities + " " + HistoryTests.capabilities)
        next.hear(":bob!b@h REDACT ada m1", ":ada!a@h REDACT BOB m2", ":bob!b@h REDACT #home m3", ":bob!b@h REDACT ada")
        #expect(next.buffer("bob") == nil)
        log.serve(&next)
        #expect(log.texts == [])
        #expect(!log.holds("slip"))
    }
}
