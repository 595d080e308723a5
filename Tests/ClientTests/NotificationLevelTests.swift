import Protocol
import Testing

@testable import Client

/// Completion, ignoring, being called, and what is remembered.
@Suite struct NotificationLevelTests {
    @Test(arguments: [
        ("bo", ["bob: "]), ("hi b", ["bob "]), ("C", ["cara: "]), ("x #h", ["#home "]), ("/jo", ["/join "]),
        ("/join #", ["#home ", "#other "]), ("/join o", ["#other "]), ("/kick b", ["bob "]), ("/kick #o", ["#other "]),
        ("/msg ", ["cara ", "dora ", "#home ", "#other "]), ("/help jo", ["join "]), ("/me hugs c", ["cara "]),
        ("/nick c", []), ("/mode #home +o b", ["bob "]), ("//b", []), ("zzz", []), ("", ["cara: ", "dora: "]),
        ("/op c", ["cara "]), ("/xyzzy b", []),
    ]) func `What can stand there is offered`(input: String, choices: [String]) {
        var talk = TestSession.inChannel()
        talk.hear(":ada!a@h JOIN #other", ":dora!d@h PRIVMSG ada :hi", ":cara!c@h PRIVMSG #home :hi")
        let offer = talk.session.completion(of: input, cursor: input.count, in: talk.id)
        #expect(offer?.choices ?? [] == choices)
    }

    @Test func `A buffer that calls for nothing is silent, also after the next start, and the server's own may be`() {
        var talk = TestSession.inChannel()
        #expect(talk.buffer("#home")?.isSilent == false)
        for name in ["#home", ""] { talk.enter("/notify none", in: name) }
        #expect(talk.buffer("#home")?.isSilent == true && talk.session.buffers[0].isSilent)
        #expect(talk.buffer("#home")?.isMuted == false)
        var next = TestSession()
        next.session.restore(talk.session.savedSession(at: talk.now))
        next.connect()
        next.welcome()
        next.hear(":ada!a@h JOIN #home")
        #expect(next.buffer("#home")?.isSilent == true && next.session.buffers[0].isSilent)
        next.enter("/notify mentions")
        #expect(next.buffer("#home")?.isSilent == false)
    }

    @Test func `Who spoke last comes first`() {
        var talk = TestSession.inChannel(members: "ada bob bea bert")
        talk.hear(":bea!b@h PRIVMSG #home :x", ":bert!b@h PRIVMSG #home :x")
        let offer = talk.session.completion(of: "b and more", cursor: 1, in: talk.id)
        #expect(offer == CompletionOffer(range: 0..<1, choices: ["bert: ", "bea: ", "bob: "]))
    }

    @Test func `Of whom one does not want to hear nothing is heard, until one does`() {
        var talk = TestSession.inChannel(capabilities: "message-tags")
        talk.hear("@msgid=1 :cara!c@h PRIVMSG #home :hi")
        #expect(talk.enter("/ignore Bob") == .done)
        #expect(talk.actions.contains(.savedSessionChanged))
        let count = talk.lines().count
        talk.hear(
            ":bob!b@h PRIVMSG #home :ada!", ":bob!b@h PRIVMSG ada :psst", "@+typing=active :bob!b@h TAGMSG #home",
            "@+draft/reply=1;+draft/react=x :bob!b@h TAGMSG #home",
            ":bob!b@h INVITE ada #lair")
        #expect(talk.lines().count == count)
        #expect(talk.buffer("bob") == nil)
        #expect(talk.buffer("#home")?.typing == [])
        talk.enter("/ignore")
        #expect(talk.lines().last == "info : Ignored: Bob!*@* (/ignore -Bob!*@* undoes it)")
        talk.enter("/ignore -bob")
        talk.hear(":bob!b@h PRIVMSG #home :hello")
        #expect(talk.lines().last == "message bob: hello")
    }

    @Test(arguments: [
        ("bob!*@*", "bob!b@h", true), ("*!*@*.example", "x!y@a.example", true), ("b?b!*@*", "bob!b@h", true),
        ("b?b!*@*", "boob!b@h", false), ("*", "x", true), ("bob!*@*", "bob", true),
        ("a*a*a*a*b", "aaaaaaaaaaaaaaaa", false),
        ("", "x", false),
    ]) func `Masks match as they do in IRC`(mask: String, source: String, matches: Bool) {
        #expect(Hostmask.matches(Array(mask.utf8), Array(source.utf8)) == matches)
    }

    private func calls(_ talk: TestSession) -> Int {
        talk.actions.filter { if case .mention = $0 { true } else { false } }.count
    }

    @Test func `One is called by one's nick and by words of one's own, as each buffer has it`() {
        var talk = TestSession(words: ["Grillo", "tea time"])
        talk.connect()
        talk.welcome()
        talk.hear(":ada!a@h JOIN #home")
        talk.hear(
            ":bob!b@h PRIVMSG #home :grillos", ":bob!b@h PRIVMSG #home :about grillo",
            ":bob!b@h PRIVMSG #home :Tea Time!")
        #expect(calls(talk) == 2)
        #expect(talk.buffer("#home")?.mentions == 2)
        talk.session.setNotificationLevel(.all, in: talk.id)
        talk.hear(":bob!b@h PRIVMSG #home :plain", ":ada!a@h PRIVMSG #home :own")
        #expect(calls(talk) == 3)
        talk.session.setNotificationLevel(NotificationLevel.none, in: talk.id)
        talk.hear(":bob!b@h PRIVMSG #home :ada!")
        #expect(calls(talk) == 3)
    }

    @Test func `Whom one ignores and what calls come back after a restart`() {
        var talk = TestSession.inChannel()
        talk.session.setNotificationLevel(.all, in: talk.id)
        talk.enter("/ignore eve")
        let memory = talk.session.savedSession(at: talk.now)
        #expect(memory.lastSeen == talk.now.milliseconds)
        #expect(memory.notificationLevels == ["#home": .all])
        var next = TestSession()
        next.session.restore(memory)
        next.connect()
        next.welcome(isupport: "CASEMAPPING=ascii CHANTYPES=#")
        next.hear(":ada!a@h JOIN #HOME")
        #expect(next.session.notificationLevel(in: next.id) == .all)
        #expect(next.session.ignored == ["eve!*@*"])
        var kept = memory
        kept.channels = [.init(name: "#HOME")]
        #expect(next.session.savedSession(at: next.now) == kept)
    }

    @Test func `Leaving the server, one stays away until one comes back`() {
        var talk = TestSession.inChannel()
        #expect(talk.enter("/disconnect bye") == .done)
        #expect(talk.sent() == ["QUIT :bye"])
        #expect(talk.session.phase == .idle)
        talk.session.disconnected(cause: "closed", at: talk.now)
        talk.collect()
        #expect(!talk.actions.contains { if case .connect = $0 { true } else { false } })
        #expect(talk.enter("/disconnect") == .notSent(reason: "Not connected. /reconnect connects."))
        #expect(talk.enter("/reconnect") == .done)
        #expect(talk.actions.contains(.connect(afterMilliseconds: 0)))
    }

    @Test func `A cleared buffer stays empty until one goes back`() {
        var talk = TestSession.inChannel(capabilities: HistoryTests.capabilities)
        talk.play([1, 2])
        talk.enter("/clear")
        #expect(talk.lines() == [])
        talk.forget()
        talk.pass(seconds: 60)
        #expect(talk.sent().filter { $0.hasPrefix("CHATHISTORY") } == [])
        talk.session.fetchOlderHistory(in: talk.id, at: talk.now)
        talk.collect()
        #expect(talk.sent() == ["CHATHISTORY LATEST #home * 100"])
    }
}
