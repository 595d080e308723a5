import Protocol
import Testing

@testable import Client

@Suite struct SearchTests {
    @Test(arguments: [
        ("TEA", "is there tea?", true), ("tea", "Tea", true), ("tee", "tea", false), ("", "x", false),
        ("äpfel", "ÄPFEL", true), ("bold", "b\u{2}old", true), ("é", "caf\u{3}4é", true), ("日本", "日本語", true),
        ("longer than it", "long", false), ("aab", "aaab", true),
    ]) func `A text is found whatever its case and formatting`(needle: String, text: String, isFound: Bool) {
        #expect(TextMatcher(needle).matches(Bytes(text)) == isFound)
    }

    private func texts(_ search: LocalSearch, _ talk: TestSession) -> [String] {
        search.hits.compactMap { talk.session.buffers[$0.buffer.buffer]?.scrollback[$0.line]?.text }
    }

    @Test func `The search goes from the newest, a piece at a time, and grows with what is typed`() {
        var talk = TestSession.inChannel()
        for number in 0..<1000 { talk.hear(":bob!b@h PRIVMSG #home :line \(number)") }
        talk.hear(":teapot!b@h JOIN #home")
        var search = LocalSearch("line 99", in: talk.id, of: talk.session)
        search.step(in: talk.session, lines: 100)
        #expect(!search.isComplete)
        #expect(texts(search, talk).first == "line 999")
        #expect(search.hits.count == 10)
        talk.hear(":bob!b@h PRIVMSG #home :line 99 again")
        search.change(to: "line 995", in: talk.session)
        #expect(texts(search, talk) == ["line 995"])
        while !search.isComplete { search.step(in: talk.session, lines: 100) }
        #expect(texts(search, talk) == ["line 995"])
        search.change(to: "line 99", in: talk.session)
        while !search.isComplete { search.step(in: talk.session) }
        #expect(search.hits.count == 12)
        #expect(texts(search, talk).first == "line 99 again")
        #expect(LocalSearch("", in: nil, of: talk.session).isComplete)
    }

    @Test func `What the server and this program say is found, and not who comes and goes`() {
        var talk = TestSession.inChannel()
        talk.hear(
            ":irc.test 322 ada #teahouse 3 :Tea for all", ":teapot!b@h JOIN #home", ":bob!b@h TOPIC #home :about tea")
        talk.enter("/help list")
        var search = LocalSearch("tea", in: nil, of: talk.session)
        while !search.isComplete { search.step(in: talk.session) }
        #expect(texts(search, talk).contains { $0.contains("#teahouse") } && texts(search, talk).contains("about tea"))
        #expect(search.hits.count == 2)
        search = LocalSearch("list the rooms", in: nil, of: talk.session)
        while !search.isComplete { search.step(in: talk.session) }
        #expect(search.hits.count == 1)
    }

    @Test func `All buffers are searched, the visible one first, also while they change`() {
        var talk = TestSession.inChannel()
        talk.hear(
            ":dora!d@h PRIVMSG ada :tea in private", ":ada!a@h JOIN #b", ":bob!b@h PRIVMSG #b :tea in b",
            ":bob!b@h PRIVMSG #home :tea at home")
        var search = LocalSearch("tea", in: nil, of: talk.session)
        search.step(in: talk.session, lines: 1)
        talk.enter("/close", in: "#b")
        while !search.isComplete { search.step(in: talk.session, lines: 1) }
        #expect(texts(search, talk) == ["tea at home", "tea in private"])
    }

    static let capabilities = HistoryTests.capabilities + " soju.im/search"

    @Test func `The server is searched, and what it found is gone to`() {
        var talk = TestSession.inChannel(capabilities: Self.capabilities, isupport: "CHANTYPES=# CASEMAPPING=ascii")
        talk.play([500])
        talk.forget()
        #expect(talk.session.searchServer("green; tea", in: talk.id, at: talk.now) == .done)
        talk.collect()
        #expect(talk.sent() == ["SEARCH in=#home;text=green\\:\\stea;limit=100"])
        talk.hear(
            ":s BATCH +q soju.im/search", "@batch=q;" + HistoryTests.said(7, "green; tea!"),
            "@batch=q;msgid=d1;time=2023-11-14T21:59:00.000Z :dora!d@h PRIVMSG ada :\u{1}ACTION makes green; tea\u{1}",
            ":s BATCH -q")
        #expect(talk.actions.contains(.searched))
        #expect(talk.session.serverSearch?.found.map(\.place) == ["dora", "#home"])
        #expect(talk.session.serverSearch?.found.map(\.line.text) == ["makes green; tea", "green; tea!"])
        talk.forget()
        guard let found = talk.session.serverSearch?.found.last else { return }
        #expect(talk.session.open(found, at: talk.now) == .done)
        talk.collect()
        #expect(talk.actions.contains(.show(talk.id)))
        #expect(talk.sent() == ["CHATHISTORY AROUND #home msgid=m7 100"])
        talk.hear(":s BATCH +h chathistory #home", "@batch=h;" + HistoryTests.said(7, "green; tea!"), ":s BATCH -h")
        let place = talk.buffer("#home")?.scrollback.id(ofMessage: "m7")
        #expect(place != nil)
        #expect(talk.actions.contains { $0 == place.map { .reveal(talk.id, $0) } })
    }

    @Test func `A search that fails, or is not answered, says so`() {
        var talk = TestSession.inChannel(capabilities: Self.capabilities)
        _ = talk.session.searchServer("x", in: nil, at: talk.now)
        talk.hear("FAIL SEARCH INTERNAL_ERROR :The search could not be run")
        #expect(talk.session.serverSearch?.state == .failed(reason: "The search could not be run."))
        _ = talk.session.searchServer("x", in: nil, at: talk.now)
        talk.pass(seconds: 31)
        #expect(talk.session.serverSearch?.state == .failed(reason: "The server does not answer."))
        var old = TestSession.inChannel()
        #expect(old.session.searchServer("x", in: nil, at: old.now) != .done)
    }
}

/// The search in one network: its tests have no more.
extension LocalSearch {
    init(_ text: String, in scope: BufferID?, of session: ClientSession) {
        self.init(text, in: scope.map { BufferAddress(session.network, $0) }, of: ChatModel(session))
    }

    mutating func change(to text: String, in session: ClientSession) { change(to: text, in: ChatModel(session)) }

    mutating func step(in session: ClientSession, lines: Int = 10_000) { step(in: ChatModel(session), lines: lines) }
}
