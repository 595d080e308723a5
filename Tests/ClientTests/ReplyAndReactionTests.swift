import Protocol
import Testing

@testable import Client

@Suite struct ReplyAndReactionTests {
    private static let capabilities =
        "batch echo-message labeled-response message-tags server-time draft/message-redaction"

    private func line(_ talk: TestSession, _ index: Int = -1) -> Line? {
        talk.buffer("#home").map { $0.line(at: index < 0 ? $0.lineCount + index : index) }
    }

    private func reactions(_ talk: TestSession, _ id: LineID) -> [Reaction]? {
        talk.buffer("#home").flatMap { buffer in buffer.index(of: id).map { buffer.line(at: $0).reactions } }
    }

    @Test func `An answer quotes the line it answers, whichever came first`() {
        var talk = TestSession.inChannel(capabilities: Self.capabilities)
        talk.hear("@msgid=2;+draft/reply=1 :cara!c@h PRIVMSG #home :yes", "@msgid=1 :bob!b@h PRIVMSG #home :tea\u{2}?")
        let answer = line(talk, -2)
        #expect(answer?.quote?.sender == "bob")
        #expect(answer?.quote?.excerpt == "tea?")
        #expect(answer?.quote?.line == line(talk)?.id)
        talk.hear("@+reply=9 :cara!c@h PRIVMSG #home :and this?")
        #expect(line(talk)?.quote == Quote(messageID: "9", line: nil, sender: "", excerpt: ""))
    }

    @Test func `Answering names the line, or the person where the server has no means`() {
        var talk = TestSession.inChannel(capabilities: Self.capabilities)
        talk.hear("@msgid=1 :bob!b@h PRIVMSG #home :tea?")
        guard let first = line(talk)?.id else { return }
        #expect(talk.session.reply(to: first, text: "yes", in: talk.id, at: talk.now) == .done)
        talk.collect()
        #expect(talk.sent() == ["@label=g1;+draft/reply=1;+reply=1 PRIVMSG #home :yes"])
        #expect(line(talk)?.quote?.sender == "bob")
        talk.hear("@label=g1;msgid=2;+draft/reply=1 :ada!a@h PRIVMSG #home :yes")
        #expect(line(talk)?.quote?.excerpt == "tea?")
        #expect(line(talk)?.isPending == false)
        var old = TestSession.inChannel()
        old.hear(":bob!b@h PRIVMSG #home :tea?")
        guard let line = old.buffer("#home")?.scrollback.last?.id else { return }
        #expect(old.session.reply(to: line, text: "yes", in: old.id, at: old.now) == .done)
        old.collect()
        #expect(old.sent() == ["PRIVMSG #home :bob: yes"])
    }

    @Test func `Reactions gather under their line, each person once`() {
        var talk = TestSession.inChannel(capabilities: Self.capabilities)
        talk.hear(
            "@msgid=1 :bob!b@h PRIVMSG #home :tea?", "@+draft/reply=1;+draft/react=👍 :cara!c@h TAGMSG #home",
            "@+draft/reply=1;+draft/react=👍 :cara!c@h TAGMSG #home",
            "@+draft/reply=1;+draft/react=👍 :dan!c@h TAGMSG #home",
            "@+draft/reply=1;+draft/react=lol :dan!c@h TAGMSG #home",
            "@+draft/reply=1;+draft/unreact=lol :dan!c@h TAGMSG #home",
            "@+draft/reply=7;+draft/react=👍 :cara!c@h TAGMSG #home", "@+draft/react=👍 :cara!c@h TAGMSG #home")
        #expect(line(talk)?.reactions == [Reaction(text: "👍", senders: ["cara", "dan"], isOwn: false)])
    }

    @Test func `One's own reaction stands when the server has sent it back, and goes in the same way`() {
        var talk = TestSession.inChannel(capabilities: Self.capabilities)
        talk.hear("@msgid=1 :bob!b@h PRIVMSG #home :tea?")
        guard let id = line(talk)?.id else { return }
        #expect(talk.session.react(to: id, text: "👍", in: talk.id, at: talk.now) == .done)
        #expect(line(talk)?.reactions == [])
        talk.hear("@label=g1;+draft/reply=1;+draft/react=👍 :ada!a@h TAGMSG #home")
        #expect(line(talk)?.reactions == [Reaction(text: "👍", senders: ["ada"], isOwn: true)])
        #expect(talk.session.react(to: id, text: "👍", in: talk.id, at: talk.now) == .done)
        talk.hear("@label=g2 :s ACK")
        #expect(line(talk)?.reactions == [])
        #expect(
            talk.sent() == [
                "@label=g1;+draft/reply=1;+reply=1;+draft/react=👍 TAGMSG #home",
                "@label=g2;+draft/reply=1;+reply=1;+draft/unreact=👍 TAGMSG #home",
            ])
    }

    @Test(arguments: [
        ("message-tags", ":s 404 ada #home :Cannot send to channel (+m)"),
        ("message-tags", "FAIL TAGMSG CANNOT_SEND #home :No"), ("message-tags", ":s 421 ada TAGMSG :Unknown command"),
        ("message-tags", ":s 263 ada TAGMSG :Wait"),
        ("message-tags labeled-response batch", "@label=g1 :s 404 ada #home :Cannot send to channel (+m)"),
        ("message-tags labeled-response batch", "@label=g1 FAIL * X :No"),
        (capabilities, "@label=g1 :s 404 ada #home :Cannot send to channel (+m)"),
    ]) func `A reaction that is refused does not stay, and that is said`(_ capabilities: String, _ answer: String) {
        var talk = TestSession.inChannel(capabilities: capabilities)
        talk.hear("@msgid=1 :bob!b@h PRIVMSG #home :tea?")
        guard let id = line(talk)?.id else { return }
        _ = talk.session.react(to: id, text: "👍", in: talk.id, at: talk.now)
        talk.now = talk.now.advanced(bySeconds: 10)
        talk.session.typing(text: "h", in: talk.id, at: talk.now)
        talk.hear(answer)
        #expect(reactions(talk, id) == [])
        #expect(talk.lines().last?.hasPrefix("error : ") == true)
        #expect(talk.session.connection?.reactions.isEmpty == true)
    }

    @Test func `A line that was said before a reaction is what the first error is about`() {
        var talk = TestSession.inChannel(capabilities: "message-tags")
        talk.hear("@msgid=1 :bob!b@h PRIVMSG #home :tea?")
        guard let id = line(talk)?.id else { return }
        talk.enter("hello")
        _ = talk.session.react(to: id, text: "👍", in: talk.id, at: talk.now)
        talk.hear(":s 404 ada #home :No")
        #expect(reactions(talk, id)?.count == 1)
        talk.hear(":s 404 ada #home :No")
        #expect(reactions(talk, id) == [])
    }

    @Test func `What the server has dealt with is not taken back by an error that comes later`() {
        var talk = TestSession.inChannel(capabilities: "message-tags")
        talk.hear("@msgid=1 :bob!b@h PRIVMSG #home :tea?")
        guard let id = line(talk)?.id else { return }
        _ = talk.session.react(to: id, text: "👍", in: talk.id, at: talk.now)
        talk.session.sendPing("x")
        talk.session.connection?.liveness = Liveness(at: talk.now)
        if let token = talk.session.connection?.liveness.ping(at: talk.now) { talk.hear(":s PONG s \(token)") }
        talk.hear(":s 404 ada #home :No")
        #expect(reactions(talk, id)?.count == 1)
        for _ in 0..<(SentReactions.most + 5) { _ = talk.session.react(to: id, text: "x", in: talk.id, at: talk.now) }
        #expect(talk.session.connection?.reactions.count == SentReactions.most)
    }

    @Test func `What is taken back is gone, and who did it is said`() {
        var talk = TestSession.inChannel(capabilities: Self.capabilities)
        talk.hear("@msgid=1 :bob!b@h PRIVMSG #home :my pass\u{2}word, ada", "@msgid=2 :s!s@h REDACT #home 1 :oops")
        #expect(line(talk)?.text == "")
        #expect(line(talk)?.wording == "taken back by s: oops")
        #expect(talk.buffer("#home")?.mentions == 0)
        talk.hear("@msgid=5 :bob!b@h PRIVMSG #home :x", ":bob!b@h REDACT #home 5", ":bob!b@h REDACT #home 99")
        #expect(line(talk)?.wording == "has taken this back")
    }

    @Test func `One's own line is taken back by asking for it`() {
        var talk = TestSession.inChannel(capabilities: Self.capabilities)
        talk.hear("@msgid=1 :ada!a@h PRIVMSG #home :oops")
        guard let id = line(talk)?.id else { return }
        #expect(talk.session.redact(id, reason: "typing error", in: talk.id, at: talk.now) == .done)
        talk.collect()
        #expect(talk.sent() == ["REDACT #home 1 :typing error"])
        var old = TestSession.inChannel()
        old.hear(":bob!b@h PRIVMSG #home :x")
        guard let line = old.buffer("#home")?.scrollback.last?.id else { return }
        #expect(
            old.session.redact(line, in: old.id, at: old.now)
                == .notSent(reason: "This server cannot delete messages."))
        #expect(
            old.session.react(to: line, text: "x", in: old.id, at: old.now)
                == .notSent(reason: "This server does not support reactions."))
    }

    @Test func `Who is typing is seen until they speak, stop or fall silent`() {
        var talk = TestSession.inChannel(capabilities: Self.capabilities)
        talk.hear("@+typing=active :bob!b@h TAGMSG #home", "@+typing=paused :cara!c@h TAGMSG #home")
        #expect(talk.buffer("#home")?.typing == ["bob", "cara"])
        talk.pass(seconds: 6)
        #expect(talk.buffer("#home")?.typing == ["cara"])
        talk.hear("@+typing=active :bob!b@h TAGMSG #home", ":bob!b@h PRIVMSG #home :there")
        talk.hear("@+typing=active :dan!b@h TAGMSG #home", "@+typing=done :dan!b@h TAGMSG #home")
        #expect(talk.buffer("#home")?.typing == ["cara"])
        talk.pass(seconds: 24)
        #expect(talk.buffer("#home")?.typing == [])
        talk.hear("@+typing=active :bob!b@h TAGMSG #home")
        talk.session.disconnected(cause: "gone", at: talk.now)
        #expect(talk.buffer("#home")?.typing == [])
    }

    @Test func `That one is typing is said at most each three seconds, and never of commands`() {
        var talk = TestSession.inChannel(capabilities: "message-tags")
        func type(_ text: String) { talk.session.typing(text: text, in: talk.id, at: talk.now) }
        type("/msg bob secret")
        type("h")
        type("he")
        talk.collect()
        #expect(talk.sent() == ["@+typing=active TAGMSG #home"])
        talk.pass(seconds: 3)
        #expect(talk.sent() == [])
        type("hel")
        talk.collect()
        #expect(talk.sent() == ["@+typing=active TAGMSG #home"])
        talk.pass(seconds: 10)
        #expect(talk.sent() == ["@+typing=paused TAGMSG #home"])
        type("")
        talk.collect()
        #expect(talk.sent() == ["@+typing=done TAGMSG #home"])
        talk.pass(seconds: 10)
        #expect(talk.sent() == [])
    }

    @Test func `Where tags may not be sent, none are`() {
        var talk = TestSession.inChannel(capabilities: "message-tags", isupport: "CHANTYPES=# CLIENTTAGDENY=*,-reply")
        talk.session.typing(text: "h", in: talk.id, at: talk.now)
        talk.collect()
        #expect(talk.sent() == [])
        #expect(talk.session.allowsClientTag("reply"))
        #expect(!talk.session.allowsClientTag("draft/react"))
    }

    @Test func `What was taken back is not answered, and two slashes in an answer are one`() {
        var talk = TestSession.inChannel(capabilities: Self.capabilities)
        talk.hear(
            "@msgid=m1 :bob!u@h PRIVMSG #home :hello", "@msgid=m2 :bob!u@h PRIVMSG #home :oops",
            ":bob!u@h REDACT #home m2")
        guard let buffer = talk.buffer("#home"), let hello = buffer.scrollback.id(ofMessage: "m1"),
            let oops = buffer.scrollback.id(ofMessage: "m2")
        else { return }
        talk.forget()
        #expect(
            talk.session.reply(to: oops, text: "what?", in: talk.id, at: talk.now)
                == .notSent(reason: "This message was deleted."))
        #expect(talk.session.reply(to: hello, text: "//hi", in: talk.id, at: talk.now) == .done)
        talk.collect()
        #expect(talk.sent().last?.hasSuffix("PRIVMSG #home :/hi") == true, "\(talk.sent())")
    }
}
