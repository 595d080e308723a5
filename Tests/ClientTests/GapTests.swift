import Protocol
import Testing

@testable import Client

/// What a gap line says is so, on every kind of server.
@Suite struct GapTests {
    private static let told = Timestamp(milliseconds: 1_700_000_000_000)

    /// In `#home` on a server that keeps what is said.
    private func entered(_ server: inout HistoryServer, limit: Int = 50) -> Conversation {
        var talk = Conversation()
        talk.connect()
        talk.welcome(capabilities: server.capabilities, isupport: server.isupport(limit: limit))
        talk.hear(server.happen(":ada!a@h JOIN #home", at: talk.now))
        talk.answer(from: server)
        return talk
    }

    private func say(_ text: String, _ talk: inout Conversation, _ server: inout HistoryServer) {
        talk.now = talk.now.advanced(bySeconds: 1)
        talk.hear(server.happen(":bob!b@h PRIVMSG #home :\(text)", at: talk.now))
    }

    /// The connection goes; what is said meanwhile is said to the server alone.
    private func leave(
        _ talk: inout Conversation, _ server: inout HistoryServer, missing: [String] = [], limit: Int = 50,
        forgettingAllBut count: Int = .max
    ) {
        talk.session.disconnected(cause: "gone", at: talk.now)
        for text in missing {
            talk.now = talk.now.advanced(bySeconds: 1)
            _ = server.happen(":bob!b@h PRIVMSG #home :\(text)", at: talk.now)
        }
        talk.now = talk.now.advanced(bySeconds: 60)
        server.forget(allBut: count)
        talk.session.connected(at: talk.now)
        talk.collect()
        talk.welcome(capabilities: server.capabilities, isupport: server.isupport(limit: limit))
        talk.forget()
        talk.hear(server.happen(":ada!a@h JOIN #home", at: talk.now))
        talk.answer(from: server)
    }

    @Test(arguments: [(true, true), (true, false), (false, true), (false, false)])
    func `A server's farewell, which it does not keep, is not what the gap is measured by`(
        hasIDs: Bool, playsEvents: Bool
    ) {
        for missing in [[], ["one"], ["one", "two"]] {
            var server = HistoryServer(hasIDs: hasIDs, playsEvents: playsEvents)
            var talk = entered(&server)
            say("before", &talk, &server)
            talk.now = talk.now.advanced(bySeconds: 300)
            talk.hear(
                server.happen(":irc.test NOTICE #home :The server is restarting", at: talk.now, isKept: false))
            for nick in ["ada", "bob"] { _ = server.happen(":\(nick)!u@h QUIT :restarting", at: talk.now) }
            leave(&talk, &server, missing: missing)
            let words = missing.isEmpty ? "nothing missed" : "\(missing.count) missed · recovered"
            #expect(
                talk.talkAndGaps.filter { $0 != "The server is restarting" }
                    == ["before", "-- 1 min offline · \(words)"] + missing)
        }
    }

    @Test func `That we went is not told again in what the server remembers, and that others went is`() {
        var server = HistoryServer(hasIDs: true, playsEvents: true)
        var talk = entered(&server)
        say("before", &talk, &server)
        for nick in ["ada", "bob"] { _ = server.happen(":\(nick)!u@h QUIT :restarting", at: talk.now) }
        leave(&talk, &server)
        #expect(talk.lines().contains { $0.hasPrefix("quit bob") })
        #expect(!talk.lines().contains { $0.hasPrefix("quit ada") })
    }

    @Test func `A farewell where nothing else was ever said is no loss`() {
        var server = HistoryServer()
        var talk = entered(&server)
        talk.now = talk.now.advanced(bySeconds: 300)
        talk.hear(server.happen(":irc.test NOTICE #home :The server is restarting", at: talk.now, isKept: false))
        leave(&talk, &server)
        #expect(talk.talkAndGaps.last == "-- 1 min offline · nothing missed")
    }

    @Test func `A last line that was not kept is no loss where an older one was`() {
        var server = HistoryServer()
        var talk = entered(&server)
        say("before", &talk, &server)
        talk.now = talk.now.advanced(bySeconds: 100)
        talk.hear(server.happen(":eve!e@h PRIVMSG #home :to the operators", at: talk.now, isKept: false))
        leave(&talk, &server, missing: ["one"])
        #expect(talk.talkAndGaps.contains("-- 1 min offline · 1 missed · recovered"))
        #expect(talk.talkAndGaps.filter { $0 == "before" }.count == 1)
    }

    @Test func `What came before all that is held goes to the top, not below the gap`() {
        var server = HistoryServer(playsEvents: false)
        _ = server.happen(":bob!b@h PRIVMSG #home :long ago", at: Self.told.advanced(bySeconds: -1000))
        var talk = Conversation()
        talk.connect()
        talk.welcome(capabilities: server.capabilities, isupport: server.isupport(limit: 50))
        talk.hear(server.happen(":ada!a@h JOIN #home", at: talk.now))
        // The server is asked, and is gone before it answers.
        leave(&talk, &server)
        #expect(talk.talkAndGaps == ["long ago", "-- 1 min offline · nothing missed"])
    }

    @Test func `What a server has forgotten is said, and only that`() {
        var server = HistoryServer(playsEvents: false)
        var talk = entered(&server)
        say("before", &talk, &server)
        leave(&talk, &server, missing: ["one", "two", "three"], forgettingAllBut: 2)
        #expect(talk.talkAndGaps == ["before", "-- 1 min offline · server kept only 2", "two", "three"])
    }

    @Test func `A second loss soon after the first is the same gap, and what was said in it is fetched`() {
        for playsEvents in [true, false] {
            var server = HistoryServer(playsEvents: playsEvents)
            var talk = entered(&server)
            say("before", &talk, &server)
            leave(&talk, &server)
            leave(&talk, &server, missing: ["one", "two"])
            #expect(talk.talkAndGaps == ["before", "-- 2 min offline · 2 missed · recovered", "one", "two"])
        }
    }

    /// Every server, every loss: what the line says is compared with what was said.
    @Test(arguments: 0..<60) func `A gap line never lies`(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var server = HistoryServer(
            hasIDs: Bool.random(using: &random), playsEvents: Bool.random(using: &random))
        let limit = [3, 7, 50].randomElement(using: &random) ?? 50
        var talk = entered(&server, limit: limit)
        for round in 0..<4 {
            for number in 0..<Int.random(in: 0...6, using: &random) { say("r\(round) \(number)", &talk, &server) }
            if Bool.random(using: &random) {
                talk.now = talk.now.advanced(bySeconds: 20)
                talk.hear(server.happen(":irc.test NOTICE #home :bye", at: talk.now, isKept: false))
            }
            let missing = (0..<Int.random(in: 0...9, using: &random)).map { "r\(round) missed \($0)" }
            let left = Bool.random(using: &random) ? Int.max : Int.random(in: 0...12, using: &random)
            leave(&talk, &server, missing: missing, limit: limit, forgettingAllBut: left)
            guard let buffer = talk.buffer("#home"), let gap = buffer.lastGap, let line = buffer.gaps[gap] else {
                Issue.record("there is no gap line")
                return
            }
            let held = Set(talk.talkAndGaps).intersection(missing).count
            let isAllKept =
                server.kept.filter { missing.contains(String($0.line.drop { $0 != " " }.dropFirst(16))) }
                .count == missing.count
            #expect(line.missed == held, "seed \(seed), round \(round): \(line)")
            switch line.state {
            case .recovered: #expect(held == missing.count, "seed \(seed), round \(round): \(line)")
            case .cut, .notRecovered: #expect(!isAllKept || left < 12, "seed \(seed), round \(round): \(line)")
            case .unsure: #expect(left < 12 || held == missing.count, "seed \(seed), round \(round): \(line)")
            case .loading, .open: Issue.record("seed \(seed), round \(round): \(line)")
            }
            let texts = talk.talkAndGaps.filter { $0 != "bye" && !$0.hasPrefix("--") }
            #expect(Set(texts).count == texts.count, "seed \(seed): something is shown twice")
        }
    }
}
