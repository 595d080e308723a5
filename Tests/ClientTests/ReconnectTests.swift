import Protocol
import Testing

@testable import Client

@Suite struct ReconnectTests {
    private func delays(_ actions: [SessionAction]) -> [Int] {
        actions.compactMap { if case .connect(let delay) = $0 { delay } else { nil } }
    }

    @Test func `Delays double up to a minute, with at most a quarter more`() {
        var policy = ReconnectPolicy()
        for seconds in [1, 2, 4, 8, 16, 32, 60, 60, 60] {
            #expect((seconds * 1000..<seconds * 1250).contains(policy.delay(random: UInt64.max - 7)))
        }
        policy.reset()
        #expect(policy.delay(random: 0) == 1000)
    }

    @Test func `Each failure is one line with its cause and when it is tried again`() {
        var talk = TestSession()
        talk.session.start(at: talk.now)
        for _ in 0..<3 { talk.session.connectionFailed(cause: "connection refused", at: talk.now) }
        talk.collect()
        #expect(delays(talk.actions).count == 4)
        #expect(talk.lines("").count == 3)
        #expect(talk.lines("").last?.hasPrefix("error : Cannot connect: connection refused. Trying again in ") == true)
        guard case .waiting = talk.session.phase else {
            Issue.record("it does not wait")
            return
        }
        #expect((4...5).contains(talk.session.status(at: talk.now).secondsToRetry ?? 0))
    }

    @Test func `A failure that is final is said once, and the person decides`() {
        var talk = TestSession()
        talk.session.start(at: talk.now)
        talk.session.connectionFailed(cause: "its key has changed", isFinal: true, at: talk.now)
        talk.collect()
        #expect(delays(talk.actions).count == 1)
        #expect(talk.session.phase == .idle)
        #expect(talk.lines("").last == "error : Cannot connect: its key has changed. /reconnect tries again.")
        talk.session.reconnectNow(at: talk.now)
        talk.collect()
        #expect(delays(talk.actions).count == 2)
    }

    @Test func `Who has left is not brought back by a try that was planned`() {
        var talk = TestSession.inChannel()
        talk.session.disconnected(cause: "gone", at: talk.now)
        #expect(talk.enter("/disconnect") == .done)
        #expect(talk.actions.contains(.close))
        let goesOn = talk.session.shouldDial()
        #expect(!goesOn)
        #expect(talk.session.phase == .idle)
        talk.enter("/reconnect")
        #expect(talk.actions.contains(.connect(afterMilliseconds: 0)))
    }

    @Test func `Back again, the rooms are entered again, and those left are not`() {
        var talk = TestSession.inChannel()
        talk.hear(":ada!a@h JOIN #b", ":ada!a@h JOIN #c", ":ada!a@h PART #c")
        talk.session.disconnected(cause: "gone", at: talk.now)
        #expect(talk.buffer("#home")?.isJoined == false)
        talk.session.connected(at: talk.now)
        talk.collect()
        talk.forget()
        talk.welcome()
        #expect(talk.sent().last == "JOIN #home,#b")
        talk.hear(":ada!a@h JOIN #home")
        #expect(talk.session.buffers.count == 4)
        #expect(talk.buffer("#home")?.isJoined == true)
    }

    @Test func `A room that had no answer yet is asked for again, and one that was refused is not`() {
        var talk = TestSession.inChannel()
        talk.enter("/join #slow key")
        talk.enter("/join #closed")
        talk.hear(":s 473 ada #closed :Cannot join channel (+i)")
        talk.session.disconnected(cause: "gone", at: talk.now)
        talk.session.connected(at: talk.now)
        talk.collect()
        talk.forget()
        talk.welcome()
        #expect(talk.sent().last == "JOIN #slow,#home key")
    }

    @Test func `The nick one chose is asked for again, and taken when its ghost goes`() {
        var talk = TestSession.inChannel()
        talk.enter("/nick zoe")
        talk.hear(":ada!a@h NICK zoe")
        talk.session.disconnected(cause: "gone", at: talk.now)
        talk.session.connected(at: talk.now)
        talk.collect()
        #expect(talk.sent().contains("NICK zoe"))
        talk.hear(":s 433 * zoe :Nickname is already in use", ":s 001 ada :Welcome", ":s 422 ada :none")
        talk.hear(":ada!a@h JOIN #home", ":s 353 ada = #home :ada zoe", ":s 366 ada #home :End")
        talk.forget()
        talk.hear(":zoe!a@h QUIT :Ping timeout")
        #expect(talk.sent() == ["NICK zoe"])
    }

    @Test func `A clock that is set back does not stop the PINGs`() {
        var talk = TestSession.inChannel()
        talk.hear(":s PONG s grillo-1")
        talk.now = talk.now.advanced(bySeconds: -3600)
        talk.pass(seconds: 31)
        #expect(talk.sent() == ["PING grillo-2"])
    }

    @Test func `What the server said in farewell is the cause`() {
        var talk = TestSession.inChannel()
        talk.hear("ERROR :Closing link: too slow")
        talk.session.disconnected(cause: "end of stream", at: talk.now)
        #expect(talk.lines("").last?.contains("the server closed the connection: too slow") == true)
    }

    @Test func `A minute online makes the next loss a first one`() {
        var talk = TestSession()
        talk.session.start(at: talk.now)
        for _ in 0..<5 { talk.session.connectionFailed(cause: "x", at: talk.now) }
        talk.session.connected(at: talk.now)
        talk.welcome()
        talk.pass(seconds: 61)
        talk.forget()
        talk.session.disconnected(cause: "x", at: talk.now)
        talk.collect()
        #expect((delays(talk.actions).first ?? 0) < 1250)
    }

    @Test func `A connection that is lost at once does not make the delays short again`() {
        var talk = TestSession()
        talk.session.start(at: talk.now)
        for _ in 0..<5 {
            talk.session.connected(at: talk.now)
            talk.session.disconnected(cause: "x", at: talk.now)
        }
        talk.collect()
        #expect((delays(talk.actions).last ?? 0) >= 16_000)
    }

    @Test func `Silence is broken by a PING, whose answer gives the lag`() {
        var talk = TestSession.inChannel()
        talk.hear(":s PONG s grillo-1")
        talk.pass(seconds: 29)
        #expect(talk.sent() == [])
        talk.pass(seconds: 1)
        #expect(talk.sent() == ["PING grillo-2"])
        talk.now = Timestamp(milliseconds: talk.now.milliseconds + 250)
        talk.hear(":s PONG s :grillo-2")
        #expect(talk.session.status(at: talk.now).lagMilliseconds == 250)
    }

    @Test func `No answer for ninety seconds is a loss`() {
        var talk = TestSession.inChannel()
        talk.hear(":s PONG s grillo-1")
        talk.pass(seconds: 119)
        #expect(talk.session.phase == .online)
        talk.pass(seconds: 2)
        #expect(talk.actions.contains(.close))
        #expect(delays(talk.actions).count == 1)
        talk.session.disconnected(cause: "closed", at: talk.now)
        talk.collect()
        #expect(delays(talk.actions).count == 1)
    }

    @Test func `A greeting that never ends is a loss`() {
        var talk = TestSession()
        talk.connect()
        talk.pass(seconds: 61)
        #expect(talk.actions.contains(.close))
        #expect(talk.lines("").last?.contains("did not finish the greeting") == true)
    }

    @Test func `A refused password is not sent again`() {
        var talk = TestSession(password: "wrong")
        talk.connect()
        talk.forget()
        talk.hear(":s 464 * :Password incorrect", "ERROR :Bad password")
        talk.session.disconnected(cause: "closed", at: talk.now)
        talk.collect()
        #expect(delays(talk.actions) == [])
        #expect(talk.session.phase == .idle)
    }

    @Test func `Who does not want to wait need not`() {
        var talk = TestSession.inChannel()
        talk.session.disconnected(cause: "gone", at: talk.now)
        talk.collect()
        talk.forget()
        #expect(talk.enter("/reconnect", in: "") == .done)
        #expect(delays(talk.actions) == [0])
        #expect(talk.session.phase == .connecting)
    }
}
