import Protocol
import Testing

@testable import Client

@Suite struct MultilineTests {
    /// A server that takes messages of several rows.
    private func entered(_ value: String) -> TestSession {
        var talk = TestSession()
        talk.connect()
        talk.hear(
            ":s CAP * LS :batch echo-message labeled-response message-tags draft/multiline=\(value)",
            ":s CAP * ACK :batch echo-message labeled-response message-tags draft/multiline", ":s 001 ada :Hi",
            ":s 422 ada :none", ":ada!a@h JOIN #home")
        talk.forget()
        return talk
    }

    @Test func `A draft of several rows is one message`() {
        var talk = entered("max-bytes=4000,max-lines=20")
        let text = "one\n\ntwo\n"
        #expect(talk.session.plan(for: text, in: talk.id).wording == "one message of 4 rows")
        talk.enter(text)
        #expect(
            talk.sent() == [
                "@label=g1 BATCH +bg2 draft/multiline #home", "@batch=bg2 PRIVMSG #home :one",
                "@batch=bg2 PRIVMSG #home :", "@batch=bg2 PRIVMSG #home :two", "BATCH -bg2",
            ])
        #expect(talk.lines().last == "~message ada: one\n\ntwo")
        talk.hear(
            "@label=g1;msgid=m1 :ada!a@h BATCH +x draft/multiline #home", "@batch=x :ada!a@h PRIVMSG #home :one",
            "@batch=x :ada!a@h PRIVMSG #home :", "@batch=x :ada!a@h PRIVMSG #home :two", ":s BATCH -x")
        #expect(talk.lines().last == "message ada: one\n\ntwo")
        #expect(talk.buffer("#home")?.line(at: 1).rows == ["one", "", "two"])
        #expect(talk.buffer("#home")?.line(at: 1).messageID == "m1")
        #expect(talk.buffer("#home")?.pending.isEmpty == true)
    }

    @Test func `A row that is too long for a line goes on in the next`() {
        var talk = entered("max-bytes=40000")
        talk.enter(Array(repeating: "word", count: 200).joined(separator: " "))
        let sent = talk.sent()
        #expect(sent.count == 5)
        #expect(sent.dropFirst(2).dropLast().allSatisfy { $0.contains("draft/multiline-concat PRIVMSG") })
        let text = sent.dropFirst().dropLast().map { $0.split(separator: " :", maxSplits: 1)[1] }.joined()
        #expect(text == Array(repeating: "word", count: 200).joined(separator: " "))
    }

    @Test func `What is too much for one message is several`() {
        let talk = entered("max-bytes=4000,max-lines=3")
        let plan = talk.session.plan(for: "1\n2\n3\n4\n5\n\n6", in: talk.id)
        #expect(plan.messages == 3)
        #expect(plan.wording == "3 messages, 7 rows")
    }

    @Test func `Received rows are one line, also inside history`() {
        var talk = TestSession.inChannel(capabilities: HistoryTests.capabilities + " draft/multiline")
        talk.hear(
            ":s BATCH +h chathistory #home",
            "@batch=h;msgid=m1;time=2023-11-14T21:00:00.000Z :bob!b@h BATCH +x draft/multiline #home",
            "@batch=x :bob!b@h PRIVMSG #home :one ", "@batch=x;draft/multiline-concat :bob!b@h PRIVMSG #home :row",
            "@batch=x :bob!b@h PRIVMSG #home :two", "@batch=h :s BATCH -x", ":s BATCH -h")
        #expect(talk.lines().first == "message bob: one row\ntwo")
        #expect(talk.buffer("#home")?.scrollback.id(ofMessage: "m1") != nil)
    }

    @Test func `A notice of several rows is one line: somebody's, one's own from elsewhere, and in history`() {
        var talk = TestSession.inChannel(capabilities: HistoryTests.capabilities + " draft/multiline")
        for nick in ["bob", "ada"] {
            talk.hear(
                "@msgid=\(nick) :\(nick)!u@h BATCH +x draft/multiline #home", "@batch=x :\(nick)!u@h NOTICE #home :one",
                "@batch=x :\(nick)!u@h NOTICE #home :two", ":\(nick)!u@h BATCH -x")
        }
        talk.hear(
            ":s BATCH +h chathistory #home",
            "@batch=h;msgid=m1;time=2023-11-14T21:00:00.000Z :bob!b@h BATCH +x draft/multiline #home",
            "@batch=x :bob!b@h NOTICE #home :old", "@batch=x :bob!b@h NOTICE #home :older", "@batch=h :s BATCH -x",
            ":s BATCH -h")
        let notices = talk.lines().filter { $0.hasPrefix("notice") }
        #expect(notices == ["notice bob: old\nolder", "notice bob: one\ntwo", "notice ada: one\ntwo"])
    }

    @Test func `Many messages keep to the server's pace, and can be taken back`() {
        var talk = TestSession.inChannel()
        let text = (1...10).map(String.init).joined(separator: "\n")
        #expect(talk.session.plan(for: text, in: talk.id).wording == "10 messages, over 10 s")
        talk.enter(text)
        #expect(talk.sent().count == 5)
        #expect(talk.session.waitingCount == 5)
        #expect(talk.lines().last == "~message ada: 10")
        talk.pass(seconds: 4)
        #expect(talk.sent().filter { $0.hasPrefix("PRIVMSG") } == ["PRIVMSG #home :6", "PRIVMSG #home :7"])
        talk.enter("/me waits")
        #expect(
            talk.session.cancelWaiting(at: talk.now)
                == [talk.id: CancelledMessages(speech: ["8", "9", "10"], commands: ["/me waits"])])
        #expect(talk.session.waitingCount == 0)
        #expect(talk.lines().last == "~message ada: 7")
        talk.pass(seconds: 10)
        #expect(talk.sent().filter { $0.hasPrefix("PRIVMSG") } == [])
    }
}
