import Protocol
import Testing

@testable import Client

/// The key of a room is the one that it has now.
@Suite struct ChannelKeyTests {
    private static let isupport = "CHANTYPES=# PREFIX=(ov)@+ CHANMODES=b,k,l,imnst CASEMAPPING=ascii"

    private func entered(_ key: String = "old") -> TestSession {
        var talk = TestSession.inChannel(isupport: Self.isupport)
        talk.enter("/join #den \(key)")
        talk.hear(":ada!a@h JOIN #den")
        return talk
    }

    /// What is sent to enter the rooms again after a loss.
    private func rejoin(_ talk: inout TestSession) -> [String] {
        talk.session.disconnected(cause: "gone", at: talk.now)
        talk.session.connected(at: talk.now)
        talk.collect()
        talk.forget()
        talk.welcome(isupport: Self.isupport)
        return talk.sent().filter { $0.hasPrefix("JOIN") }
    }

    @Test func `The key that was typed last is sent`() {
        var talk = entered()
        talk.hear(":ada!a@h PART #den")
        talk.enter("/join #den new")
        talk.hear(":ada!a@h JOIN #den")
        #expect(rejoin(&talk) == ["JOIN #den,#home new"])
        talk.hear(":ada!a@h JOIN #den")
        #expect(rejoin(&talk) == ["JOIN #den,#home new"])
    }

    @Test func `A key that was typed before the loss goes before the one that the room had`() {
        var talk = entered()
        talk.enter("/join #den new")
        talk.session.disconnected(cause: "gone", at: talk.now)
        talk.session.connected(at: talk.now)
        talk.hear(":s 001 ada :hi", ":s 422 ada :none", ":s 475 ada #den :Cannot join (+k)")
        talk.forget()
        talk.enter("/join #den third")
        #expect(rejoin(&talk) == ["JOIN #den,#home third"])
    }

    @Test(arguments: [
        (":bob!b@h MODE #den +k fresh", "JOIN #den,#home fresh"), (":bob!b@h MODE #den -k old", "JOIN #home,#den"),
        (":bob!b@h MODE #den -k *", "JOIN #home,#den"), (":bob!b@h MODE #den +k *", "JOIN #den,#home old"),
        (":bob!b@h MODE #den +lk 5 fresh", "JOIN #den,#home fresh"), (":bob!b@h MODE #den +m", "JOIN #den,#home old"),
        (":s 324 ada #den +ntk fresh", "JOIN #den,#home fresh"), (":s 324 ada #den +nt", "JOIN #home,#den"),
        (":s 324 ada #den +ntk", "JOIN #den,#home old"), (":s 324 ada #den +ntk *", "JOIN #den,#home old"),
    ]) func `MODE and its answer set the key`(_ line: String, _ join: String) {
        var talk = entered()
        talk.hear(line)
        #expect(rejoin(&talk) == [join])
    }

    @Test func `A change that is played back is none`() {
        var talk = entered()
        talk.hear(":s BATCH +h chathistory #den", "@batch=h :bob!b@h MODE #den +k past", ":s BATCH -h")
        #expect(rejoin(&talk) == ["JOIN #den,#home old"])
    }

    @Test func `Asking for a room that we are in, among others, leaves its key as it is`() {
        var talk = entered("sesame")
        talk.forget()
        talk.enter("/join #den,#other")
        #expect(talk.sent() == ["JOIN #other"])
        talk.hear(":ada!a@h JOIN #other")
        #expect(talk.session.channelEntry.all.isEmpty)
        #expect(rejoin(&talk) == ["JOIN #den,#home,#other sesame"])
    }

    @Test func `A room that a bouncer has entered is not asked for, and comes to the front`() {
        var talk = TestSession()
        talk.connect()
        talk.hear(":s CAP * LS :", ":s 001 ada :Hi", ":ada!a@h JOIN #home")
        talk.forget()
        talk.hear(":s 422 ada :none")
        #expect(talk.sent() == [] && talk.session.channelEntry.all.isEmpty)
        #expect(talk.actions.contains(.show(talk.id)))
    }
}
