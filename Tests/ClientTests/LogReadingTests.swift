import Protocol
import Testing

@testable import Client

/// Pages, searches and marks of the log on this machine.
@Suite struct LogReadingTests {
    /// A log with so many lines of `#home`, a second apart, the last an hour before the usual time.
    private func log(of count: Int) -> TestLog {
        var log = TestLog()
        let end = TestSession().now.advanced(bySeconds: -3600)
        for index in 0..<count { log.add("\(index)", at: end.advanced(bySeconds: Int64(index - count + 1))) }
        return log
    }

    private func scrollToTop(_ talk: inout TestSession, _ log: inout TestLog) {
        for _ in 0..<20 where talk.buffer("#home")?.older != .complete {
            talk.session.fetchOlderHistory(in: talk.bufferID("#home"), at: talk.now)
            talk.collect()
            log.serve(&talk)
        }
    }

    @Test(arguments: [0, 1, 99, 100, 101, 250]) func `The log is paged to its first line, each line once`(count: Int) {
        var log = log(of: count)
        var talk = TestSession.logged()
        log.serve(&talk)
        #expect(talk.talkTexts() == (0..<count).suffix(100).map(String.init))
        scrollToTop(&talk, &log)
        #expect(talk.buffer("#home")?.older == .complete)
        #expect(talk.talkTexts() == (0..<count).map(String.init))
    }

    @Test func `Lines of ours that say the same within two minutes come back each`() {
        var log = TestLog()
        let end = TestSession().now.advanced(bySeconds: -600)
        for seconds: Int64 in [0, 30, 60] {
            log.add("ok", at: end.advanced(bySeconds: seconds), sender: "ada", tags: "@\(LogRecord.ownTag) ")
        }
        var talk = TestSession.logged()
        log.serve(&talk)
        #expect(talk.talkTexts() == ["ok", "ok", "ok"])
    }

    @Test func `Lines of ours that say the same come back each where one page ends between them`() {
        var log = TestLog()
        let end = TestSession().now.advanced(bySeconds: -600)
        for seconds: Int64 in [0, 1] {
            log.add("ok", at: end.advanced(bySeconds: seconds), sender: "ada", tags: "@\(LogRecord.ownTag) ")
        }
        for index in 0..<99 { log.add("\(index)", at: end.advanced(bySeconds: 2 + Int64(index))) }
        var talk = TestSession.logged()
        log.serve(&talk)
        #expect(talk.talkTexts().first == "ok" && talk.talkTexts().count == 100)
        scrollToTop(&talk, &log)
        #expect(talk.talkTexts() == ["ok", "ok"] + (0..<99).map(String.init))
    }

    @Test func `Lines that were taken back keep their places, and what was said before them is reached`() {
        var log = TestLog()
        let end = TestSession().now.advanced(bySeconds: -3600)
        for index in 0..<250 { log.add("\(index)", at: end.advanced(bySeconds: Int64(index)), id: "m\(index)") }
        for index in 20..<230 { (log.records[index].text, log.records[index].message) = ([], []) }
        var talk = TestSession.logged()
        log.serve(&talk)
        scrollToTop(&talk, &log)
        #expect(talk.talkTexts() == (0..<250).map { 20..<230 ~= $0 ? "" : "\($0)" })
        let lines = talk.buffer("#home").map { buffer in (0..<250).map { buffer.line(at: $0) } } ?? []
        #expect(lines.filter { $0.redaction == Redaction(by: "", reason: "") }.count == 210)
        #expect(lines.filter(\.isMention).isEmpty)
    }

    @Test func `Where the server has no more, the log goes on, without doubles`() {
        var server = HistoryServer()
        let now = TestSession().now
        _ = server.happen(":bob!b@h PRIVMSG #home :s1", at: now.advanced(bySeconds: -20))
        _ = server.happen(":bob!b@h PRIVMSG #home :s2", at: now.advanced(bySeconds: -10))
        var log = log(of: 3)
        log.add("s1", at: now.advanced(bySeconds: -20), id: "k1")
        var talk = TestSession.logged(.all, capabilities: server.capabilities, isupport: server.isupport(limit: 100))
        talk.session.setVisible(talk.bufferID("#home"))
        talk.collect()
        for _ in 0..<4 {
            talk.answer(from: server)
            log.serve(&talk)
            talk.session.fetchOlderHistory(in: talk.bufferID("#home"), at: talk.now)
            talk.collect()
        }
        talk.answer(from: server)
        log.serve(&talk)
        #expect(talk.talkTexts() == ["0", "1", "2", "s1", "s2"])
        #expect(talk.buffer("#home")?.older == .complete)
        #expect(log.records.contains { $0.messageID == Bytes("k2") })
    }

    @Test func `What was kept of a talk between two of the server's lines stands between them, and each line once`() {
        let now = TestSession().now
        var log = TestLog()
        func add(_ text: String, secondsAgo: Int64, id: String = "") {
            log.add(text, at: now.advanced(bySeconds: -secondsAgo), id: id, room: "bob")
        }
        add("above", secondsAgo: 4000)
        add("s1", secondsAgo: 3000, id: "k1")
        add("between", secondsAgo: 2000)
        add("below", secondsAgo: 500)
        var talk = TestSession.logged(.missing, capabilities: HistoryTests.capabilities)
        talk.hear(":irc.test 900 ada ada!a@h ada :You are now logged in as ada")
        talk.answerBackgroundRequests()
        talk.enter("/query bob")
        talk.session.setVisible(talk.bufferID("bob"))
        let lines = [(3000, "k1", "s1"), (1000, "k2", "s2")].map { ago, id, text in
            "@batch=h;time=\(now.advanced(bySeconds: -Int64(ago)).iso8601);msgid=\(id) :bob!b@h PRIVMSG ada :\(text)"
        }
        talk.hear(":s BATCH +h chathistory bob", lines[0], lines[1], ":s BATCH -h")
        log.serve(&talk)
        #expect(talk.talkTexts("bob") == ["s1", "between", "s2", "below"])
        #expect(talk.buffer("bob")?.unread == 0)
        // The page above it is the last of the server's: then the log goes on.
        talk.session.fetchOlderHistory(in: talk.bufferID("bob"), at: talk.now)
        talk.hear(":s BATCH +o chathistory bob", ":s BATCH -o")
        log.serve(&talk)
        talk.session.fetchOlderHistory(in: talk.bufferID("bob"), at: talk.now)
        talk.collect()
        log.serve(&talk)
        #expect(talk.talkTexts("bob") == ["above", "s1", "between", "s2", "below"])
        #expect(talk.buffer("bob")?.older == .complete)
    }

    @Test func `What was missed counts after a new start as it did`() {
        var log = TestLog()
        var talk = TestSession.logged()
        log.serve(&talk)
        talk.session.setVisible(talk.bufferID("#home"))
        talk.hear(":bob!b@h PRIVMSG #home :read")
        talk.readAll()
        talk.pass(seconds: 2)
        talk.hear(":bob!b@h PRIVMSG #home :missed", ":bob!b@h PRIVMSG #home :ada, too")
        log.serve(&talk)
        var next = TestSession.logged(after: 3600)
        log.serve(&next)
        let buffer = next.buffer("#home")
        #expect(buffer?.unread == 2)
        #expect(buffer?.mentions == 1)
        #expect(buffer?.unreadRule.flatMap { buffer?.scrollback[$0]?.text } == "missed")
    }

    @Test func `A log that was never read in counts from the first start on`() {
        var log = log(of: 3)
        var talk = TestSession.logged()
        log.serve(&talk)
        #expect(talk.buffer("#home")?.unread == 0)
        #expect(log.markers[Bytes("#home")] == log.records[2].time)
        talk.hear(":bob!b@h PRIVMSG #home :new")
        log.serve(&talk)
        var next = TestSession.logged(after: 60)
        log.serve(&next)
        #expect(next.buffer("#home")?.unread == 1)
    }

    @Test(arguments: [(600, 600), (601, 0), (100_000_000_000, 0)])
    func `A line from far ahead is no mark of how far was read`(_ seconds: Int64, _ marked: Int64) {
        var log = TestLog()
        var talk = TestSession.logged(capabilities: "server-time")
        log.serve(&talk)
        talk.session.setVisible(talk.bufferID("#home"))
        let time = talk.now.advanced(bySeconds: seconds)
        talk.hear("@time=\(time.iso8601) :bob!b@h PRIVMSG #home :from ahead")
        talk.readAll()
        let now = talk.now
        talk.session.tickLog(at: now)
        talk.collect()
        log.serve(&talk)
        #expect(log.texts == ["from ahead"])
        #expect(log.markers[Bytes("#home")] == now.advanced(bySeconds: marked))
    }

    /// Whichever of the server and the log answers first.
    @Test(arguments: [true, false])
    func `Where the server keeps the lines and no read mark, that of the log says what was missed`(
        isLogFirst: Bool
    ) {
        var server = HistoryServer()
        let start = TestSession().now
        for number in 0..<4 {
            _ = server.happen(":bob!b@h PRIVMSG #home :\(number)", at: start.advanced(bySeconds: Int64(number)))
        }
        var log = TestLog()
        log.markers[Bytes("#home")] = start.advanced(bySeconds: 1)
        var talk = TestSession(log: .all)
        talk.now = start.advanced(bySeconds: 3600)
        talk.connect()
        talk.welcome(capabilities: server.capabilities, isupport: server.isupport(limit: 100))
        talk.hear(":ada!a@h JOIN #home", ":irc.test 353 ada = #home :ada @bob", ":irc.test 366 ada #home :End")
        talk.session.setVisible(talk.bufferID("#home"))
        talk.collect()
        if isLogFirst { log.serve(&talk) }
        talk.answer(from: server)
        log.serve(&talk)
        #expect(talk.buffer("#home")?.unread == 2)
        let rule = talk.buffer("#home")?.unreadRule
        #expect(rule.flatMap { talk.buffer("#home")?.scrollback[$0]?.text } == "2")
    }

    @Test func `A log without a mark makes nothing of the server's lines unread, and counts from then on`() {
        var server = HistoryServer()
        let start = TestSession().now
        _ = server.happen(":bob!b@h PRIVMSG #home :old", at: start.advanced(bySeconds: -60))
        var log = TestLog()
        var talk = TestSession.logged(.all, capabilities: server.capabilities, isupport: server.isupport(limit: 100))
        talk.session.setVisible(talk.bufferID("#home"))
        talk.collect()
        talk.answer(from: server)
        log.serve(&talk)
        #expect(talk.buffer("#home")?.unread == 0)
        let mark = log.markers[Bytes("#home")] ?? .latest
        #expect(mark > start.advanced(bySeconds: -60) && mark <= talk.now)
    }

    @Test func `Where the server keeps the read mark, the log is not asked for its own`() {
        var talk = TestSession.logged(.all, capabilities: ReadMarkerTests.capabilities)
        #expect(!talk.takeActions().contains { if case .readLog = $0 { true } else { false } })
    }

    /// A log after a day on which bob has said so much to ada alone, of which she has read nothing.
    private func logOfTalk(_ texts: [String], then act: (inout TestSession) -> Void = { _ in }) -> TestLog {
        var log = TestLog()
        var talk = TestSession.logged()
        log.serve(&talk)
        for text in texts { talk.hear(":Bob!b@h PRIVMSG ada :\(text)") }
        log.serve(&talk)
        act(&talk)
        talk.pass(seconds: 2)
        log.serve(&talk)
        return log
    }

    @Test func `A talk that was not read stands open after a new start, with its number`() {
        var log = logOfTalk(["psst", "there?"])
        var next = TestSession.logged(after: 3600)
        log.serve(&next)
        #expect(next.buffer("bob")?.name == "Bob")
        #expect(next.buffer("bob")?.unread == 2)
        #expect(next.talkTexts("bob") == ["psst", "there?"])
        // It is open already where it was open at the end.
        var other = TestSession(log: .missing)
        var saved = SavedSession()
        saved.queries = ["bob"]
        other.session.restore(saved)
        other.now = next.now
        other.connect()
        other.welcome(isupport: "CHANTYPES=# CASEMAPPING=ascii")
        log.serve(&other)
        #expect(other.session.buffers.count { $0.kind == .query } == 1)
        #expect(other.buffer("bob")?.unread == 2)
    }

    @Test func `A talk that was read or put away, also under another nick, stays closed`() {
        let acts: [(inout TestSession) -> Void] = [
            { talk in talk.session.markRead(in: talk.bufferID("bob"), at: talk.now) },
            { talk in talk.enter("/close", in: "bob") },
            { talk in
                talk.session.markRead(in: talk.bufferID("bob"), at: talk.now)
                talk.hear(":Bob!b@h NICK rob")
            },
            { talk in
                talk.hear(":Bob!b@h NICK rob", ":rob!b@h PRIVMSG ada :still there?", ":rob!b@h NICK robert")
                talk.session.markRead(in: talk.bufferID("robert"), at: talk.now)
            },
            { talk in
                talk.hear(":Bob!b@h NICK rob", ":rob!b@h PRIVMSG ada :still there?")
                talk.enter("/close", in: "rob")
            },
        ]
        for act in acts {
            var log = logOfTalk(["psst"], then: act)
            var next = TestSession.logged(after: 3600)
            log.serve(&next)
            #expect(next.session.buffers.filter { $0.kind == .query }.isEmpty)
        }
    }

    @Test func `What was not read comes back under the nick under which it was said`() {
        let acts: [(inout TestSession) -> Void] = [
            { $0.hear(":Bob!b@h NICK rob") }, { $0.hear(":Bob!b@h NICK BOB") },
            { $0.hear(":Bob!b@h NICK rob", ":rob!b@h NICK Bob") },
        ]
        for act in acts {
            var log = logOfTalk(["psst", "there?"], then: act)
            var next = TestSession.logged(after: 3600)
            log.serve(&next)
            #expect(next.session.buffers.count { $0.kind == .query } == 1)
            #expect(next.buffer("bob")?.unread == 2)
        }
        var log = logOfTalk(["psst"]) { talk in
            talk.hear(":Bob!b@h NICK rob")
            talk.now = talk.now.advanced(bySeconds: 5)
            talk.hear(":rob!b@h PRIVMSG ada :still there?")
        }
        var next = TestSession.logged(after: 3600)
        log.serve(&next)
        #expect(next.talkTexts("bob") == ["psst"] && next.talkTexts("rob") == ["still there?"])
        #expect(next.buffer("bob")?.unread == 1 && next.buffer("rob")?.unread == 1)
    }

    @Test func `Another person who takes the nick is not read with the first one's lines`() {
        var log = logOfTalk(["psst"]) { talk in
            talk.hear(":Bob!b@h NICK rob")
            talk.now = talk.now.advanced(bySeconds: 5)
            talk.hear(":bob!other@h PRIVMSG ada :it is me, the other")
            talk.session.markRead(in: talk.bufferID("rob"), at: talk.now)
        }
        var next = TestSession.logged(after: 3600)
        log.serve(&next)
        #expect(next.buffer("rob") == nil)
        #expect(next.talkTexts("bob") == ["psst", "it is me, the other"])
        #expect(next.buffer("bob")?.unread == 1)
    }

    @Test func `Of the names that a talk had so many are known, the last ones`() {
        var names = FormerLogNames()
        for number in 0...FormerLogNames.maxCount {
            names.add(Bytes("n\(number)"), last: LineID(number), time: Timestamp(milliseconds: Int64(number)))
        }
        #expect(names.takeRead(below: LineID(1)).isEmpty)
        #expect(names.takeRead(below: LineID(2)).map(\.room) == [Bytes("n1")])
        #expect(!names.remove(Bytes("n1")) && names.remove(Bytes("n2")))
        #expect(names.takeRead(below: LineID(100)).count == FormerLogNames.maxCount - 2)
        #expect(names.isEmpty)
    }

    @Test func `Nobody comes back whom one ignores, of whom nothing is kept, or whom the server knows to be read`() {
        var log = logOfTalk(["psst"])
        var deaf = TestSession(log: .missing)
        var saved = SavedSession()
        saved.ignored = ["bob!*@*"]
        deaf.session.restore(saved)
        deaf.connect()
        deaf.welcome(isupport: "CHANTYPES=# CASEMAPPING=ascii")
        log.serve(&deaf)
        #expect(deaf.buffer("bob") == nil)
        var forgetful = TestSession.logged(rooms: ["BOB": .off], after: 60)
        log.serve(&forgetful)
        #expect(forgetful.buffer("bob") == nil)
        var marked = TestSession.logged(.all, capabilities: ReadMarkerTests.capabilities, after: 60)
        log.serve(&marked)
        #expect(marked.buffer("bob") == nil)
    }

    @Test func `Of very many talks as many come back as are remembered, those that spoke last`() {
        var log = TestLog()
        let start = TestSession().now.advanced(bySeconds: -1000)
        for number in 0...RememberedChannels.maxQueries {
            log.add("hi", at: start.advanced(bySeconds: Int64(number)), sender: "p\(number)", room: "p\(number)")
            log.markers[Bytes("p\(number)")] = start.advanced(bySeconds: -1)
        }
        log.add("hi", at: start, room: "#away")
        log.markers[Bytes("#away")] = start.advanced(bySeconds: -1)
        var talk = TestSession.logged()
        log.serve(&talk)
        let names = talk.session.buffers.filter { $0.kind == .query }.map(\.name)
        #expect(names == (1...RememberedChannels.maxQueries).map { "p\($0)" })
        #expect(talk.buffer("#away") == nil)
    }

    @Test func `What is kept of a room goes along where the room gets another name`() {
        var log = log(of: 150)
        var talk = TestSession.logged()
        log.serve(&talk)
        talk.hear(":bob!b@h RENAME #home #HOME :", ":bob!b@h RENAME #HOME #house :", ":bob!b@h PRIVMSG #house :new")
        talk.session.fetchOlderHistory(in: talk.bufferID("#house"), at: talk.now)
        talk.collect()
        #expect(talk.actions.count { if case .renameLog = $0 { true } else { false } } == 1)
        log.serve(&talk)
        #expect(talk.talkTexts("#house") == (0..<150).map(String.init) + ["new"])
        #expect(log.records.allSatisfy { $0.room == Bytes("#house") })
    }

    /// In `#a[`, on a server that compares names so.
    private func connected(_ talk: inout TestSession, casemapping: String) {
        talk.session.connected(at: talk.now)
        talk.collect()
        talk.welcome(isupport: "CHANTYPES=# PREFIX=(ov)@+" + casemapping)
        talk.hear(":ada!a@h JOIN #a[", ":irc.test 353 ada = #a[ :ada", ":irc.test 366 ada #a[ :End")
    }

    @Test(arguments: [(" CASEMAPPING=rfc1459", " CASEMAPPING=ascii"), (" CASEMAPPING=ascii", "")], [true, false])
    func `What is kept is found where the server compares names in another way than before`(
        _ casemapping: (before: String, after: String), isNewStart: Bool
    ) {
        var log = TestLog()
        var talk = TestSession(channels: ["#a["], log: .missing)
        talk.session.start(at: talk.now)
        connected(&talk, casemapping: casemapping.before)
        log.serve(&talk)
        talk.hear(":bob!b@h PRIVMSG #a[ :kept", ":b[b!b@h PRIVMSG ada :also")
        log.serve(&talk)
        if isNewStart {
            let saved = talk.session.savedSession(at: talk.now)
            talk = TestSession(channels: [], log: .missing)
            talk.session.restore(saved)
            talk.session.start(at: talk.now)
        } else {
            talk.session.disconnected(cause: "gone", at: talk.now)
        }
        talk.now = TestSession().now.advanced(bySeconds: 60)
        connected(&talk, casemapping: casemapping.after)
        log.serve(&talk)
        let folded = casemapping.after.isEmpty ? ["#a{", "b{b"] : ["#a[", "b[b"]
        #expect(Set(log.records.filter { !$0.text.isEmpty }.map(\.room.text)) == Set(folded))
        #expect(talk.talkTexts("#a[") == ["kept"])
        #expect(talk.talkTexts("b[b") == ["also"])
    }

    @Test func `Names are told to the log once a connection, and not on the first one`() {
        var talk = TestSession(channels: ["#a["], log: .missing)
        talk.session.start(at: talk.now)
        connected(&talk, casemapping: " CASEMAPPING=ascii")
        for name in ["rfc1459", "ascii", "rfc1459"] {
            talk.hear(":irc.test 005 ada CASEMAPPING=\(name) :are supported")
        }
        #expect(!talk.takeActions().contains { if case .renameLog = $0 { true } else { false } })
        #expect(talk.session.savedSession(at: talk.now).casemapping == .ascii)
    }

    @Test(arguments: [LogPolicy.off, .all])
    func `Names go along where the server compares them in another way, whatever is kept by now`(_ policy: LogPolicy) {
        var log = TestLog()
        var talk = TestSession(channels: ["#a["], log: .all)
        talk.session.start(at: talk.now)
        connected(&talk, casemapping: " CASEMAPPING=ascii")
        talk.hear(":bob!b@h PRIVMSG #a[ :kept")
        log.serve(&talk)
        var next = TestSession(channels: [], log: policy)
        next.session.restore(talk.session.savedSession(at: talk.now))
        next.session.start(at: next.now)
        connected(&next, casemapping: " CASEMAPPING=rfc1459")
        log.serve(&next)
        #expect(log.records.filter { $0.text == Bytes("kept") }.map(\.room) == [Bytes("#a{")])
    }

    @Test func `A server that compares names in another way later in the connection is followed on the next one`() {
        var log = TestLog()
        var talk = TestSession(channels: ["#a["], log: .all)
        talk.session.start(at: talk.now)
        connected(&talk, casemapping: " CASEMAPPING=ascii")
        talk.hear(":bob!b@h PRIVMSG #a[ :first", ":irc.test 005 ada CASEMAPPING=rfc1459 :are supported")
        talk.hear(":bob!b@h PRIVMSG #a[ :second")
        log.serve(&talk)
        #expect(Set(log.records.map(\.room.text)) == ["#a["])
        talk.session.disconnected(cause: "gone", at: talk.now)
        talk.now = talk.now.advanced(bySeconds: 60)
        connected(&talk, casemapping: " CASEMAPPING=rfc1459")
        log.serve(&talk)
        #expect(Set(log.records.map(\.room.text)) == ["#a{"])
        #expect(log.texts == ["first", "second"])
    }

    @Test func `What one goes to is read from the log, and what lies between when one comes near`() {
        var log = TestLog()
        let now = TestSession().now
        let old = now.advanced(bySeconds: -86_400)
        for index in 0..<10 { log.add("old \(index)", at: old.advanced(bySeconds: Int64(index))) }
        for index in 0..<150 { log.add("\(index)", at: now.advanced(bySeconds: Int64(index) - 1000)) }
        var talk = TestSession.logged()
        log.serve(&talk)
        let id = talk.bufferID("#home")
        talk.session.goto(old.advanced(bySeconds: 4), in: id, at: talk.now)
        talk.collect()
        let query = talk.takeActions().compactMap { if case .readLog(let query) = $0 { query } else { nil } }.first
        guard let query else {
            Issue.record("the log was not asked")
            return
        }
        #expect(query.part == .around(old.advanced(bySeconds: 4)))
        let page = log.records.prefix(55)
        talk.session.logAnswered(LogAnswer(Array(page)), to: query, at: talk.now)
        talk.collect()
        let revealed = talk.takeActions().compactMap { if case .reveal(_, let line) = $0 { line } else { nil } }
        #expect(revealed.first.flatMap { talk.buffer("#home")?.scrollback[$0]?.text } == "old 4")
        guard let buffer = talk.buffer("#home"), let gap = buffer.gaps.keys.first else {
            Issue.record("nothing tells that lines are missing")
            return
        }
        talk.session.linesShown(gap, through: gap, in: id, at: talk.now)
        talk.collect()
        log.serve(&talk)
        #expect(talk.talkTexts() == log.texts)
        #expect(talk.buffer("#home")?.gaps[gap]?.state == .recovered)
    }

    @Test func `The search finds in the log`() {
        var log = log(of: 20)
        var talk = TestSession.logged()
        log.serve(&talk)
        #expect(talk.session.canSearchHistory(in: talk.bufferID("#home")) && !talk.session.canSearchServer)
        #expect(talk.session.searchServer("7", in: talk.bufferID("#home"), at: talk.now) == .done)
        talk.collect()
        log.serve(&talk)
        #expect(talk.session.serverSearch?.state == .complete)
        #expect(talk.session.serverSearch?.found.map(\.line.text) == ["17", "7"])
        #expect(talk.session.serverSearch?.found.first?.place == "#home")
    }

    @Test func `What was kept of a talk while one was not logged in is found later, also without a connection`() {
        var log = TestLog()
        var talk = TestSession.logged(.missing, capabilities: HistoryTests.capabilities)
        talk.hear(":bob!b@h PRIVMSG ada :green tea")
        log.serve(&talk)
        talk.hear(":irc.test 900 ada ada!a@h ada :You are now logged in as ada")
        let (bob, home) = (talk.bufferID("bob"), talk.bufferID("#home"))
        #expect(talk.session.canSearchHistory(in: bob) && !talk.session.canSearchHistory(in: home))
        for isConnected in [true, false] {
            if !isConnected { talk.session.disconnected(cause: "gone", at: talk.now) }
            for place in isConnected ? [bob] : [bob, nil] {
                #expect(talk.session.searchServer("tea", in: place, at: talk.now) == .done)
                talk.collect()
                log.serve(&talk)
                #expect(talk.session.serverSearch?.found.map(\.line.text) == ["green tea"])
            }
        }
        #expect(talk.session.searchServer("tea", in: home, at: talk.now) != .done)
        var none = TestSession.logged(.off, capabilities: HistoryTests.capabilities)
        none.session.disconnected(cause: "gone", at: none.now)
        #expect(none.session.searchServer("tea", in: nil, at: none.now) != .done)
    }

    @Test func `The search of the server and that of the log are one, with each line once`() {
        var log = TestLog()
        var talk = TestSession.logged(capabilities: "batch server-time message-tags soju.im/search")
        log.add("tea", at: talk.now.advanced(bySeconds: -10), id: "m1")
        log.add("old tea", at: talk.now.advanced(bySeconds: -20))
        #expect(talk.session.searchServer("tea", in: nil, at: talk.now) == .done)
        talk.collect()
        log.serve(&talk)
        #expect(talk.session.serverSearch?.state == .loading)
        let time = talk.now.advanced(bySeconds: -10).iso8601
        talk.hear(
            ":s BATCH +x soju.im/search", "@batch=x;time=\(time);msgid=m1 :bob!b@h PRIVMSG #home :tea", ":s BATCH -x")
        #expect(talk.session.serverSearch?.state == .complete)
        #expect(talk.session.serverSearch?.found.map(\.line.text) == ["tea", "old tea"])
    }

    @Test func `Where the server's search fails, what the log found counts`() {
        var log = log(of: 1)
        var talk = TestSession.logged(capabilities: "batch server-time message-tags soju.im/search")
        _ = talk.session.searchServer("0", in: nil, at: talk.now)
        talk.collect()
        log.serve(&talk)
        talk.pass(seconds: 31)
        #expect(talk.session.serverSearch?.state == .complete)
        #expect(talk.session.serverSearch?.found.count == 1)
    }

    @Test func `A log that does not answer in five seconds is asked again later, and its late answer is none`() {
        var talk = TestSession.logged()
        let query = talk.takeActions().compactMap { if case .readLog(let query) = $0 { query } else { nil } }.first
        guard let query else {
            Issue.record("the log was not asked")
            return
        }
        #expect(talk.buffer("#home")?.older == .loading)
        talk.pass(seconds: 5)
        #expect(talk.buffer("#home")?.older == .loading)
        talk.pass(seconds: 1)
        #expect(talk.buffer("#home")?.older == .failed)
        let log = log(of: 3)
        talk.session.logAnswered(LogAnswer(log.records), to: query, at: talk.now)
        #expect(talk.talkTexts() == [])
    }

    @Test func `Forgetting is asked about, and then empties the buffer and the log`() {
        var log = log(of: 150)
        var talk = TestSession.logged()
        log.serve(&talk)
        #expect(talk.enter("/clear --forget") == .done)
        log.serve(&talk)
        #expect(talk.lines().last?.contains("/clear --forget yes") == true)
        #expect(log.records.count > 149)
        // A page that is on its way brings nothing back.
        talk.session.fetchOlderHistory(in: talk.bufferID("#home"), at: talk.now)
        talk.collect()
        #expect(talk.enter("/clear --forget yes") == .done)
        log.serve(&talk)
        #expect(talk.lines() == [])
        #expect(log.records.isEmpty)
        #expect(talk.enter("/clear --forget no") != .done)
        #expect(talk.enter("/clear --forget yes", in: "") != .done)
    }

    @Test(arguments: [false, true])
    func `What was not read under a former nick is forgotten, unless another talk has that nick`(isTaken: Bool) {
        var log = logOfTalk(["psst"]) { talk in
            talk.hear(":Bob!b@h NICK rob")
            if isTaken { talk.hear(":bob!other@h PRIVMSG ada :the other") }
            talk.hear(":rob!b@h PRIVMSG ada :still there?")
            #expect(talk.enter("/clear --forget yes", in: "rob") == .done)
        }
        #expect(log.texts == (isTaken ? ["psst", "the other"] : []))
        var next = TestSession.logged(after: 3600)
        log.serve(&next)
        #expect(next.talkTexts("bob") == (isTaken ? ["psst", "the other"] : []))
        #expect(next.buffer("rob") == nil)
    }

    @Test func `Whatever a file holds is no more than lines`() {
        var log = TestLog()
        var talk = TestSession.logged()
        let messages: [Bytes] = [
            [], [0], Bytes(":"), Bytes("@"), Bytes("PRIVMSG"), Bytes(":bob PRIVMSG"), Bytes(":bob KICK"), Bytes("NICK"),
            Bytes("BATCH +x chathistory #home"), Bytes(":bob MODE"), Bytes("CAP"), Bytes("ERROR :x"), Bytes("PING :x"),
        ]
        for message in messages {
            log.records.append(
                LogRecord(
                    room: Bytes("#home"), time: .latest, messageID: Bytes("m"), sender: [], text: Bytes("a\nb"),
                    message: message))
        }
        _ = talk.sent()
        log.serve(&talk)
        #expect(talk.session.phase == .online)
        #expect((talk.buffer("#home")?.lineCount ?? 0) <= messages.count + 1)
        #expect(!talk.sent().contains { $0.hasPrefix("PONG") })
    }
}
