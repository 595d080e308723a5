import Protocol
import Testing

@testable import Client

/// What a server sends does not fill the memory, nor take a time that grows with its square.
@Suite struct HostileBoundsTests {
    private static let capabilities = HistoryTests.capabilities + " away-notify"

    @Test func `Rooms that we are let into are bounded, and so is what is asked about them`() {
        var talk = TestSession.inChannel(capabilities: Self.capabilities, isupport: HistoryTests.support)
        for number in 0..<1200 { talk.hear(":ada!a@h JOIN #r\(number)") }
        #expect(talk.session.buffers.count == BufferList.maxOpenedByOthers)
        for _ in 0..<50 { talk.hear(":ada!a@h JOIN #r1", ":s 366 ada #r1 :End") }
        #expect(
            (1...BackgroundRequestQueue.maxWaiting).contains(
                talk.session.connection?.backgroundRequests.waitingCount ?? 0))
        let waiting = talk.session.connection?.history.all.filter { $0.target == "#r1" }.count ?? 0
        #expect(waiting <= 2)
    }

    @Test func `Talks of our own that a server makes up are bounded`() {
        var talk = TestSession.inChannel()
        for number in 0..<1200 { talk.hear(":ada!a@h PRIVMSG p\(number) :hi") }
        #expect(talk.session.buffers.count == BufferList.maxOpenedByOthers)
    }

    @Test func `Members are bounded in a room`() {
        var talk = TestSession.inChannel()
        for line in 0..<600 {
            talk.hear(":s 353 ada = #home :" + (0..<100).map { "n\(line)x\($0)" }.joined(separator: " "))
        }
        #expect((50_000...50_100).contains(talk.buffer("#home")?.members.count ?? 0))
        talk.hear(":late!l@h JOIN #home")
        #expect(talk.buffer("#home")?.members["late"] == nil)
        #expect(talk.lines().last == "join late: has come in")
    }

    @Test func `Members are bounded in bytes as well`() {
        var talk = TestSession.inChannel(capabilities: "away-notify")
        for length in [254, 255, 256, 15_000] {
            let name = String(repeating: "n", count: length)
            talk.hear(":\(name)!\(name)@\(name) JOIN #home \(name) :x", ":s 353 ada = #home :\(name)2!u@\(name)")
        }
        let members = talk.buffer("#home").map { Array($0.members.unordered) } ?? []
        #expect(members.count == 3 + 3)
        #expect(members.allSatisfy { $0.nick.utf8.count <= 255 && ($0.host?.utf8.count ?? 0) <= 255 })
        let long = String(repeating: "x", count: 15_000)
        talk.hear(
            ":s 352 ada #home \(long) \(long) s bob G :0 x", ":bob!u@h ACCOUNT \(long)", ":bob!u@h CHGHOST u \(long)")
        let bob = talk.buffer("#home")?.members["bob"]
        #expect([bob?.user, bob?.host, bob?.account].allSatisfy { ($0?.utf8.count ?? 0) <= 255 })
        talk.hear(
            ":bob!u@h NICK \(long)", "@+typing=active :\(long)!u@h TAGMSG #home",
            ":bob!u@h MODE #home +lk \(long) \(long)")
        #expect(talk.members().utf8.count < 2000 && talk.buffer("#home")?.typing == [])
        #expect(
            talk.buffer("#home")?.modes.values.allSatisfy(\.isEmpty) == true
                && talk.buffer("#home")?.membership.key == nil)
    }

    @Test func `The members of all rooms are counted as they come and go`() {
        var talk = TestSession.inChannel()
        #expect(talk.session.buffers.memberCount == 3)
        talk.hear(":ada!a@h JOIN #den", ":s 353 ada = #den :ada bob eve", ":eve!e@h QUIT :x", ":bob!b@h PART #home")
        #expect(talk.session.buffers.memberCount == 2 + 2)
        talk.hear(":cara!c@h KICK #den ada :out")
        #expect(talk.session.buffers.memberCount == 2)
        talk.enter("/close", in: "#den")
        talk.session.disconnected(cause: "gone", at: talk.now)
        #expect(talk.session.buffers.memberCount == 0)
    }

    @Test func `Capabilities and modes are bounded`() {
        var talk = TestSession.inChannel()
        for line in 0..<20 {
            let names = (0..<100).map { "c\(line)x\($0)" }.joined(separator: " ")
            talk.hear(":s CAP ada NEW :\(names)", ":s CAP ada ACK :\(names)")
        }
        #expect(talk.session.connection?.capabilities.offered.count == CapabilityNegotiation.maxOffered)
        #expect(talk.session.capabilities.isEmpty)
        let marks = String(String.UnicodeScalarView((0x4E00..<0x4E40).compactMap { Unicode.Scalar($0) }))
        talk.hear(":s MODE #home +\(marks)", ":s MODE ada +i\(marks)")
        #expect(talk.buffer("#home")?.modes.isEmpty == true)
        #expect(talk.session.connection?.identity.userModes == ["i"])
    }

    @Test func `A refusal of capabilities that were not asked for together asks for nothing`() {
        var talk = TestSession.inChannel(capabilities: "batch echo-message")
        for _ in 0..<5 { talk.hear(":s CAP ada NAK :batch echo-message away-notify") }
        #expect(talk.sent() == [])
    }

    @Test func `The tags of a batch count as well`() {
        var talk = TestSession.inChannel(capabilities: HistoryTests.capabilities, isupport: HistoryTests.support)
        talk.hear(":s BATCH +h chathistory #home")
        let tag = "+x=" + String(repeating: "y", count: 8000)
        for _ in 0..<1200 { talk.hear("@batch=h;\(tag) :bob!b@h PRIVMSG #home :a") }
        #expect((talk.session.connection?.batches.open["h"]?.byteCount ?? 0) <= Batch.maxBytes)
        #expect((talk.session.connection?.batches.open["h"]?.messages.count ?? 0) < 1000)
        talk.hear(":s BATCH -h")
        #expect(talk.session.connection?.batches.byteCount == 0)
    }

    @Test func `All batches together are bounded`() {
        var talk = TestSession.inChannel(capabilities: HistoryTests.capabilities, isupport: HistoryTests.support)
        let text = String(repeating: "y", count: 16_000)
        for number in 0..<6 {
            talk.hear(":s BATCH +h\(number) chathistory #home")
            for _ in 0..<480 { talk.hear("@batch=h\(number) :bob!b@h PRIVMSG #home :\(text)") }
        }
        #expect((talk.session.connection?.batches.byteCount ?? 0) <= Batch.maxBytesInAll + 20_000)
        // One that is begun again is not counted twice.
        talk.hear(":s BATCH +h0 chathistory #home")
        let held = talk.session.connection?.batches.open.values.reduce(0) { $0 + $1.byteCount }
        #expect(talk.session.connection?.batches.byteCount == held)
    }

    @Test func `A page of one instant is put in its place in a time that grows with it`() {
        func effort(_ count: Int) -> Duration {
            var talk = TestSession.inChannel(capabilities: HistoryTests.capabilities, isupport: HistoryTests.support)
            let lines = (0..<count).map { "time=\(HistoryTests.time(1));msgid=q\($0) :n\($0)!u@h QUIT :split" }
            talk.play(lines: Array(lines.prefix(count / 2)))
            talk.session.fetchOlderHistory(in: talk.id, at: talk.now)
            return ContinuousClock().measure { talk.play(lines: lines) }
        }
        _ = effort(500)
        // The best of three: another program may take the time of one.
        func best(_ count: Int) -> Duration { (0..<3).map { _ in effort(count) }.min() ?? .zero }
        let (small, large) = (best(2000), best(16_000))
        // Eight times as much took sixty times as long.
        #expect(large < small * 30)
    }

    @Test func `Gaps that a server makes are bounded`() {
        var talk = TestSession.inChannel(isupport: HistoryTests.support)
        for _ in 0..<1500 {
            talk.hear(":bob!b@h PRIVMSG #home :again", ":bob!b@h KICK #home ada :out")
            talk.now = talk.now.advanced(bySeconds: 20)
            talk.hear(":ada!a@h JOIN #home")
        }
        #expect((talk.buffer("#home")?.gaps.count ?? 0) <= Buffer.maxGaps)
        let lines = talk.buffer("#home").map { buffer in (0..<buffer.lineCount).map { buffer.line(at: $0) } } ?? []
        #expect(lines.filter { $0.kind == .gap }.allSatisfy { $0.gap != nil })
    }

    @Test func `Lines of the first moment there is are found again, and gone to`() {
        var talk = TestSession.inChannel(capabilities: HistoryTests.capabilities, isupport: HistoryTests.support)
        let line = "time=0001-01-01T00:00:00.000Z :bob!b@h PRIVMSG #home :first"
        talk.play(lines: [line])
        talk.session.fetchOlderHistory(in: talk.id, at: talk.now)
        talk.play(lines: [line])
        #expect(talk.talkAndGaps == ["first"])
        talk.forget()
        talk.session.goto(.earliest, in: talk.id, at: talk.now)
        talk.collect()
        #expect(talk.sent() == [])
    }

    @Test(arguments: ["4096", "100000", "9223372036854775807"])
    func `A line is never longer than what is sent, so nothing is lost`(
        _ length: String
    ) {
        var talk = TestSession.inChannel(isupport: "CHANTYPES=# LINELEN=\(length)")
        let text = (0..<300).map { "word\($0)" }.joined(separator: " ")
        talk.enter(text)
        talk.pass(seconds: 60)
        let sent = talk.sent().filter { $0.hasPrefix("PRIVMSG") }.map { $0.dropFirst("PRIVMSG #home :".count) }
        #expect(sent.joined(separator: " ") == text)
    }

    @Test(arguments: ["-9223372036854775808", "0", "10", "200"]) func `A short LINELEN cuts, and traps nothing`(
        _ length: String
    ) {
        var talk = TestSession.inChannel(isupport: "CHANTYPES=# LINELEN=\(length)")
        talk.enter(String(repeating: "a", count: 200))
        talk.pass(seconds: 60)
        #expect(talk.sent().filter { $0.hasPrefix("PRIVMSG") }.map { $0.dropFirst(15) }.joined().count == 200)
    }

    @Test func `A question that cannot be asked is not waited for`() {
        var talk = TestSession.inChannel(capabilities: HistoryTests.capabilities, isupport: HistoryTests.support)
        talk.play(lines: ["time=\(HistoryTests.time(5));msgid=a\\sb :bob!b@h PRIVMSG #home :x"])
        talk.hear(":s 324 ada #home +nt", ":ada!a@h JOIN :#with space")
        #expect(talk.buffer("#with space")?.older == OlderHistory.none)
        talk.hear(":s 324 ada :#with space")
        // Nor can one about a name that leaves no room in its line.
        let long = "#" + String(repeating: "x", count: 600)
        talk.hear(":ada!a@h JOIN \(long)")
        #expect(talk.buffer(long)?.older == OlderHistory.none)
        #expect(talk.sent().allSatisfy { !$0.contains(long) })
        // A msgid with a space in it cannot be named: the time can.
        talk.session.fetchOlderHistory(in: talk.id, at: talk.now)
        talk.collect()
        #expect(talk.sent() == ["CHATHISTORY BEFORE #home timestamp=2023-11-14T21:56:45.001Z 50"])
    }
}
