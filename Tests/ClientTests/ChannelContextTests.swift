import Protocol
import Testing

@testable import Client

/// <https://ircv3.net/specs/client-tags/channel-context>
@Suite struct ChannelContextTests {
    private static let capabilities = "message-tags batch echo-message labeled-response draft/message-redaction"

    /// `bob`, who is in the room, has answered in private.
    private static func answered(
        _ tag: String = "+draft/channel-context", capabilities: String = capabilities, isupport: String = ""
    ) -> TestSession {
        var talk = TestSession.inChannel(
            capabilities: capabilities, isupport: "CHANTYPES=# PREFIX=(ov)@+ CASEMAPPING=ascii \(isupport)")
        talk.hear("@msgid=m1;\(tag)=#home :bob!b@h NOTICE ada :I am helping.")
        return talk
    }

    private static func last(_ talk: TestSession, in name: String = "#home") -> Line? {
        talk.buffer(name).map { $0.line(at: $0.lineCount - 1) }
    }

    @Test(arguments: ["+draft/channel-context", "+channel-context"])
    func `A private answer stands in the room that it is about, as private`(tag: String) {
        let talk = Self.answered(tag)
        #expect(talk.lines().last == "notice bob: I am helping.")
        let line = Self.last(talk)
        #expect(line?.isPrivate == true && line?.privateReceiver == "" && line?.audience == "")
        #expect(talk.buffer("bob") == nil)
    }

    @Test func `An answer to it goes to its sender alone, and says what it is about`() throws {
        var talk = Self.answered()
        talk.forget()
        let line = try #require(Self.last(talk))
        #expect(talk.session.reply(to: line.id, text: "thanks", in: talk.id, at: talk.now) == .done)
        talk.collect()
        let sent = talk.sent()
        #expect(sent.count == 1 && sent[0].hasSuffix(" PRIVMSG bob :thanks"))
        let tags = ["+draft/reply=m1", "+reply=m1", "+draft/channel-context=#home", "+channel-context=#home"]
        #expect(tags.allSatisfy { sent[0].contains($0) })
        #expect(talk.lines().last == "~message ada: thanks")
        let label = sent[0].dropFirst("@label=".count).prefix { $0 != ";" }
        talk.hear("@label=\(label);msgid=m2;+draft/channel-context=#home :ada!a@h PRIVMSG bob :thanks")
        #expect(talk.lines().last == "message ada: thanks")
        #expect(Self.last(talk)?.privateReceiver == "bob" && talk.buffer("bob") == nil)
    }

    @Test func `What is typed there is said to all`() {
        var talk = Self.answered()
        talk.forget()
        talk.enter("hello all")
        #expect(talk.sent().last?.hasSuffix(" PRIVMSG #home :hello all") == true)
        #expect(Self.last(talk)?.isPrivate == false)
    }

    @Test(arguments: [
        "=#home :eve", "=#none :bob", "=bob :bob", " :bob",
    ]) func `Strangers, and words about rooms of others, stand where they always do`(source: String) {
        var talk = TestSession.inChannel(capabilities: Self.capabilities)
        let before = talk.lines()
        talk.hear("@+draft/channel-context\(source)!u@h PRIVMSG ada :hi")
        #expect(talk.lines() == before && (talk.lines("bob") + talk.lines("eve")).count == 1)
    }

    @Test func `What is said in a room is not private, whatever its tags`() {
        var talk = TestSession.inChannel(capabilities: Self.capabilities)
        talk.hear(":ada!a@h JOIN #other", ":bob!b@h JOIN #other")
        talk.hear("@+draft/channel-context=#home :bob!b@h PRIVMSG #other :hi")
        #expect(talk.lines("#other").last == "message bob: hi")
        #expect(Self.last(talk, in: "#other")?.isPrivate == false)
    }

    @Test func `It can be answered, and neither reacted to nor taken back`() throws {
        var talk = Self.answered()
        let line = try #require(Self.last(talk))
        let buffer = try #require(talk.buffer("#home"))
        #expect(talk.session.whyNotReact(to: line, in: buffer) != nil)
        #expect(talk.session.whyNotRedact(line, in: buffer) != nil)
        talk.forget()
        #expect(talk.session.react(to: line.id, text: "x", in: talk.id, at: talk.now) != .done)
        #expect(talk.session.redact(line.id, in: talk.id, at: talk.now) != .done)
        talk.collect()
        #expect(talk.sent() == [])
    }

    @Test func `The room's history is never asked for by it`() {
        var talk = TestSession.inChannel(
            capabilities: HistoryTests.capabilities, isupport: HistoryTests.support)
        talk.hear(
            ":s BATCH +h chathistory #home",
            "@batch=h;msgid=m0;time=2023-11-14T22:13:00.000Z :bob!b@h PRIVMSG #home :x", ":s BATCH -h",
            "@msgid=p1;+draft/channel-context=#home :bob!b@h NOTICE ada :psst")
        let buffer = talk.buffer("#home")
        let index = (buffer?.lineCount ?? 1) - 1
        #expect(buffer?.line(at: index).isPrivate == true && buffer?.isFromServer(index) == false)
    }

    @Test func `What is taken back of it before it was sent is typed as words to one person`() throws {
        var talk = Self.answered(capabilities: "message-tags")
        let line = try #require(Self.last(talk))
        for number in 1...6 { _ = talk.session.reply(to: line.id, text: "line \(number)", in: talk.id, at: talk.now) }
        let taken = talk.session.cancelWaiting(at: talk.now)[talk.id]
        #expect(taken?.commands == ["/msg bob line 6"] && taken?.speech == [])
    }
}
