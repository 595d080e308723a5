import Basics
import Protocol
import Testing

@testable import Client

/// What a gap line says is so, on every kind of server.
@Suite struct GapTests {
    private static let told = Timestamp(milliseconds: 1_700_000_000_000)

    /// In `#home` on a server that keeps what is said.
    private func entered(_ server: inout HistoryServer, limit: Int = 50) -> TestSession {
        var talk = TestSession()
        talk.connect()
        talk.welcome(capabilities: server.capabilities, isupport: server.isupport(limit: limit))
        talk.hear(server.happen(":ada!a@h JOIN #home", at: talk.now))
        talk.answer(from: server)
        return talk
    }

    private func say(_ text: String, _ talk: inout TestSession, _ server: inout HistoryServer) {
        talk.now = talk.now.advanced(bySeconds: 1)
        talk.hear(server.happen(":bob!b@h PRIVMSG #home :\(text)", at: talk.now))
    }

    /// The connection goes; what is said meanwhile is said to the server alone.
    private func leave(
        _ talk: inout TestSession, _ server: inout HistoryServer, missing: [String] = [], limit: Int = 50,
        forgettingAllBut count: Int = .max, milliseconds: Int64 = 1000
    ) {
        talk.session.disconnected(cause: "gone", at: talk.now)
        for text in missing {
            talk.now = talk.now.advanced(byMilliseconds: milliseconds)
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
        var talk = TestSession()
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
        #expect(
            talk.talkAndGaps == ["before", "-- 1 min offline · 2 recovered · older ones are not kept", "two", "three"])
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

    @Test(arguments: [true, false]) func `A lost line of the last line's own moment is no proof of wholeness`(
        hasIDs: Bool
    ) {
        var server = HistoryServer(hasIDs: hasIDs, playsEvents: false)
        var talk = entered(&server, limit: 5)
        say("burst 0", &talk, &server)
        leave(&talk, &server, missing: (1..<12).map { "burst \($0)" }, limit: 5, milliseconds: 0)
        let held = hasIDs ? Array(1..<12) : Array(7..<12)
        let words = hasIDs ? "11 missed · recovered" : "5 recovered, perhaps not all"
        #expect(
            talk.talkAndGaps == ["burst 0", "-- 1 min offline · \(words)"] + held.map { "burst \($0)" })
    }

    @Test func `A server that is asked by time gives what lies before a moment that fills a page`() {
        var server = HistoryServer(hasIDs: false, playsEvents: false)
        var talk = entered(&server, limit: 5)
        say("before", &talk, &server)
        talk.session.disconnected(cause: "gone", at: talk.now)
        for number in 1..<4 {
            talk.now = talk.now.advanced(bySeconds: 1)
            _ = server.happen(":bob!b@h PRIVMSG #home :line \(number)", at: talk.now)
        }
        talk.now = talk.now.advanced(bySeconds: 1)
        leave(&talk, &server, missing: (0..<8).map { "burst \($0)" }, limit: 5, milliseconds: 0)
        #expect(
            talk.talkAndGaps == ["before", "-- 1 min offline · 8 recovered, perhaps not all"]
                + (1..<4).map { "line \($0)" } + (3..<8).map { "burst \($0)" })
    }

    @Test func `Where a server keeps nothing older, no loss is claimed`() {
        var server = HistoryServer(playsEvents: false)
        var talk = entered(&server)
        say("before", &talk, &server)
        leave(&talk, &server, missing: ["one", "two"], forgettingAllBut: 2)
        #expect(
            talk.talkAndGaps == ["before", "-- 1 min offline · 2 recovered · older ones are not kept", "one", "two"])
        leave(&talk, &server, forgettingAllBut: 0)
        #expect(talk.talkAndGaps.last?.contains("not recovered") == false)
    }

    /// Every server, every loss: what the line says is compared with what was said, also where much is said in one moment.
    @Test(arguments: 0..<120) func `A gap line never lies`(_ seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var server = HistoryServer(
            hasIDs: Bool.random(using: &random), playsEvents: Bool.random(using: &random))
        let limit = [3, 7, 50].randomElement(using: &random) ?? 50
        let step: Int64 = [0, 1, 1000].randomElement(using: &random) ?? 0
        var talk = entered(&server, limit: limit)
        for round in 0..<4 {
            talk.now = talk.now.advanced(byMilliseconds: 1)
            for number in 0..<Int.random(in: 0...6, using: &random) {
                talk.now = talk.now.advanced(byMilliseconds: step)
                talk.hear(server.happen(":bob!b@h PRIVMSG #home :r\(round) \(number)", at: talk.now))
            }
            if Bool.random(using: &random) {
                talk.now = talk.now.advanced(bySeconds: 20)
                talk.hear(server.happen(":irc.test NOTICE #home :bye", at: talk.now, isKept: false))
            }
            let missing = (0..<Int.random(in: 0...9, using: &random)).map { "r\(round) missed \($0)" }
            let left = Bool.random(using: &random) ? Int.max : Int.random(in: 0...12, using: &random)
            leave(&talk, &server, missing: missing, limit: limit, forgettingAllBut: left, milliseconds: step)
            // What is left for when somebody comes near.
            for _ in 0..<5 {
                guard let buffer = talk.buffer("#home"), let gap = buffer.lastGap, buffer.gaps[gap]?.state == .open
                else { break }
                talk.session.linesShown(gap, through: buffer.endID, in: buffer.id, at: talk.now)
                talk.collect()
                talk.answer(from: server)
            }
            guard let buffer = talk.buffer("#home"), let gap = buffer.lastGap, let line = buffer.gaps[gap] else {
                Issue.record("there is no gap line")
                return
            }
            let held = Set(talk.talkAndGaps).intersection(missing).count
            let isOlderKept = server.shown.contains { one in
                !missing.contains { one.line.hasSuffix(":" + $0) } && !one.line.contains("JOIN")
            }
            #expect(line.missed == held, "seed \(seed), round \(round): \(line)")
            switch line.state {
            case .recovered: #expect(held == missing.count, "seed \(seed), round \(round): \(line)")
            case .cut: #expect(!isOlderKept, "seed \(seed), round \(round): \(line)")
            case .unsure: #expect(!isOlderKept || line.hasPassedMoment, "seed \(seed), round \(round): \(line)")
            case .notRecovered, .loading, .open: Issue.record("seed \(seed), round \(round): \(line)")
            }
            // Only where a moment fills a page of a server that is asked by time.
            #expect(!line.hasPassedMoment || step == 0 && !server.hasIDs, "seed \(seed), round \(round): \(line)")
            let texts = talk.talkAndGaps.filter { $0 != "bye" && !$0.hasPrefix("--") }
            #expect(Set(texts).count == texts.count, "seed \(seed): something is shown twice")
        }
    }
}
