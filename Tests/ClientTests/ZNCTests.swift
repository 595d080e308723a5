import Protocol
import Testing

@testable import Client

/// ZNC: its playback, and the ways in which it knows people. <https://wiki.znc.in/Playback>
@Suite struct ZNCTests {
    private static let capabilities = "server-time batch znc.in/self-message"
    private static let module = capabilities + " znc.in/playback"
    private static let base: Int64 = 1_700_000_000_000

    private func time(_ second: Int64) -> String {
        Timestamp(milliseconds: Self.base).advanced(bySeconds: second).iso8601
    }

    private func said(_ second: Int64, _ text: String, by mask: String = "bob!u@h", to target: String = "#home")
        -> String
    {
        "@time=\(time(second)) :\(mask) PRIVMSG \(target) :\(text)"
    }

    private func enter(_ talk: inout TestSession, _ capabilities: String, at second: Int64) {
        talk.hear(
            ":z CAP * LS :\(capabilities)", ":z CAP * ACK :\(capabilities)",
            "@time=\(time(second)) :z 001 ada :Welcome",
            ":z 005 ada CHANTYPES=# PREFIX=(ov)@+ CASEMAPPING=ascii :are supported", ":z 422 ada :none",
            "@time=\(time(second)) :ada!a@h JOIN #home", ":z 353 ada = #home :ada bob", ":z 366 ada #home :End")
    }

    /// In `#home`, where two lines were said and read; then away for a minute and back.
    private func returned(_ capabilities: String) -> TestSession {
        var talk = TestSession()
        talk.connect()
        enter(&talk, capabilities, at: 0)
        talk.hear(said(1, "one"), said(2, "two"))
        talk.readAll()
        talk.now = talk.now.advanced(bySeconds: 5)
        talk.hear("@time=\(time(5)) :z PONG z :x")
        talk.session.disconnected(cause: "gone", at: talk.now)
        talk.now = talk.now.advanced(bySeconds: 60)
        talk.session.connected(at: talk.now)
        talk.collect()
        talk.forget()
        enter(&talk, capabilities, at: 65)
        return talk
    }

    private func play(_ lines: [String], of target: String = "#home", to talk: inout TestSession) {
        talk.hear(":z BATCH +p znc.in/playback \(target)")
        for line in lines { talk.hear("@batch=p;" + line.dropFirst()) }
        talk.hear(":z BATCH -p")
    }

    /// The questions to the module since the test forgot what was sent.
    private func asked(_ talk: TestSession) -> [String] {
        talk.actions.flatMap { action -> [String] in
            guard case .send(let bytes) = action else { return [] }
            return bytes.text.split(separator: "\r\n").map { String($0) }
        }.filter { $0.contains("*playback") }
    }

    // MARK: Asking

    @Test func `The module is asked for what was said since the newest line, and a little before`() {
        let talk = returned(Self.module)
        #expect(asked(talk) == ["PRIVMSG *playback :PLAY * 1699999992.000"])
    }

    @Test func `After a line that claims to be of the future, it is asked for what was said since the one before`() {
        var talk = TestSession()
        talk.connect()
        enter(&talk, Self.module, at: 0)
        talk.hear(said(1, "one"), said(86_400 * 365, "of next year"))
        talk.session.disconnected(cause: "gone", at: talk.now)
        talk.now = talk.now.advanced(bySeconds: 60)
        talk.session.connected(at: talk.now)
        talk.collect()
        talk.forget()
        enter(&talk, Self.module, at: 65)
        #expect(asked(talk) == ["PRIVMSG *playback :PLAY * 1699999991.000"])
    }

    @Test func `It is asked once a connection, behind the rooms`() {
        var talk = returned(Self.module)
        talk.pass(seconds: 10)
        #expect(asked(talk).count == 1)
    }

    @Test func `Whoever was never here asks for all`() {
        var talk = TestSession()
        talk.connect()
        enter(&talk, Self.module, at: 0)
        #expect(asked(talk) == ["PRIVMSG *playback :PLAY * 0.000"])
    }

    @Test func `Whoever was here before the program began asks from then on`() {
        var configuration = SessionConfiguration(nicks: ["ada"], channels: ["#home"], hostLabel: "z")
        configuration.lastSeen = Timestamp(milliseconds: Self.base - 89_955)
        var talk = TestSession()
        talk.session = ClientSession(configuration: configuration, seed: 1)
        talk.connect()
        enter(&talk, Self.module, at: 0)
        #expect(asked(talk) == ["PRIVMSG *playback :PLAY * 1699999900.045"])
    }

    @Test(arguments: ["server-time batch", "server-time znc.in/playback", "batch znc.in/playback"])
    func `Without its capability, or what it takes, nothing is asked`(capabilities: String) {
        var talk = TestSession()
        talk.connect()
        talk.forget()
        talk.hear(":z CAP * LS :\(capabilities)")
        let requests = talk.sent()
        #expect(!requests.contains { $0.contains("znc.in/playback") })
        enter(&talk, "server-time batch", at: 0)
        #expect(asked(talk).isEmpty)
    }

    @Test func `The older names are asked for where there are no others`() {
        for (offer, request) in [
            ("batch znc.in/batch server-time znc.in/server-time-iso", "CAP REQ :batch server-time"),
            (
                "znc.in/batch znc.in/server-time-iso znc.in/playback",
                "CAP REQ :znc.in/batch znc.in/playback znc.in/server-time-iso"
            ),
        ] {
            var talk = TestSession()
            talk.connect()
            talk.forget()
            talk.hear(":z CAP * LS :\(offer)")
            #expect(talk.sent() == [request])
        }
    }

    // MARK: Counting

    @Test(arguments: [true, false])
    func `What is played back counts as missed: numbers, mentions and the rule of what is new`(isModule: Bool) {
        var talk = returned(isModule ? Self.module : Self.capabilities)
        let lines = [said(2, "two"), said(20, "three"), said(30, "ada: four"), said(31, "mine", by: "ada!a@h")]
        if isModule { play(lines, to: &talk) } else { for line in lines { talk.hear(line) } }
        #expect(
            talk.talkAndGaps == [
                "one", "two", "-- 1 min offline · 3 missed · recovered", "three", "ada: four", "mine",
            ])
        let buffer = talk.buffer("#home")
        #expect(buffer?.unread == 2 && buffer?.mentions == 1)
        #expect(
            buffer?.firstUnread.flatMap { buffer?.scrollback.index(of: $0) }.map { buffer?.line(at: $0).text }
                == "three")
    }

    @Test func `Played back once more at the next reconnect, nothing stands twice`() {
        var talk = returned(Self.module)
        let lines = [said(2, "two"), said(20, "three"), said(30, "four")]
        play(lines, to: &talk)
        play(lines, to: &talk)
        for line in lines { talk.hear(line) }
        #expect(talk.talkAndGaps.filter { !$0.hasPrefix("--") } == ["one", "two", "three", "four"])
        #expect(talk.buffer("#home")?.unread == 2)
    }

    @Test func `Private lines are played back into their talks, with our own from elsewhere`() {
        var talk = returned(Self.module)
        play(
            [said(20, "are you there?", by: "eve!e@h", to: "ada"), said(21, "yes", by: "ada!a@h", to: "eve")],
            of: "eve",
            to: &talk)
        #expect(talk.lines("eve") == ["message eve: are you there?", "message ada: yes"])
        #expect(talk.buffer("eve")?.unread == 1)
    }

    @Test(arguments: [true, false])
    func `Of what ZNC plays back to a program that has just begun, what was there before is read`(isBatch: Bool) {
        var configuration = SessionConfiguration(nicks: ["ada"], channels: ["#home"], hostLabel: "z")
        configuration.lastSeen = Timestamp(milliseconds: Self.base + 10_000)
        var talk = TestSession()
        talk.session = ClientSession(configuration: configuration, seed: 1)
        talk.now = talk.now.advanced(bySeconds: 60)
        talk.connect()
        enter(&talk, Self.capabilities, at: 60)
        let lines = [said(-9, "old"), said(20, "new")]
        if isBatch { play(lines, to: &talk) } else { for line in lines { talk.hear(line) } }
        #expect(talk.talkAndGaps == ["old", "new"])
        #expect(talk.buffer("#home")?.unread == 1)
    }

    // MARK: buffextras

    @Test(arguments: [
        ("bob!u@h joined", "join bob: has come in"), ("bob!u@h parted: bye", "part"), ("bob!u@h quit: gone", "quit"),
        ("bob!u@h parted with message: [bye]", "part"), ("bob!u@h quit with message: [gone]", "quit"),
        ("bob!u@h is now known as rob", "nick"), ("bob!u@h set mode: +o cara", "mode"),
        ("bob!u@h kicked cara with reason: ada: out", "kick"), ("bob!u@h changed the topic to: ada: tea", "topic"),
    ]) func `What people did is shown as such, and counts as nothing missed`(words: String, start: String) {
        var talk = returned(Self.module)
        play([said(20, words, by: "*buffextras!buffextras@znc.in")], to: &talk)
        let line = talk.lines().last { !$0.hasPrefix("join ada") } ?? ""
        #expect(line.hasPrefix(start.contains(" ") ? start : start + " bob"), "\(line)")
        #expect(talk.buffer("#home")?.unread == 0 && talk.buffer("#home")?.mentions == 0)
        #expect(talk.members() == "ada bob")
    }

    @Test(arguments: ["bob!u@h ist gekommen", "bob!u@h", "", " joined"])
    func `Words of the module that are not known are told, and count as nothing missed`(words: String) {
        for isBatch in [true, false] {
            var talk = returned(Self.capabilities)
            let line = said(20, words, by: "*buffextras!buffextras@znc.in")
            if isBatch { play([line], to: &talk) } else { talk.hear(line) }
            #expect(talk.lines().contains { $0.hasPrefix("info ") && $0.hasSuffix(": " + words) })
            #expect(talk.buffer("#home")?.unread == 0)
        }
    }

    @Test func `An event keeps its tags and its words`() throws {
        func event(_ words: String, by source: String = "*buffextras!b@znc.in") -> Message? {
            BufferExtra.event(
                in: Message(tags: [Tag("time", "t")], source: Bytes(source), "PRIVMSG", [Bytes("#a"), Bytes(words)]))
        }
        let kick = try #require(event("op!o@h kicked bob with reason: a b"))
        #expect(
            kick
                == Message(
                    tags: [Tag("time", "t")], source: Bytes("op!o@h"), "KICK",
                    [Bytes("#a"), Bytes("bob"), Bytes("a b")]))
        #expect(event("op!o@h kicked bob Reason: [a b]")?.parameters.last?.text == "a b")
        #expect(event("bob!u@h quit: ")?.parameters == [Bytes("")])
        #expect(event("Server set mode: +o bob ")?.parameters.map(\.text) == ["#a", "+o", "bob"])
        #expect(event("bob!u@h joined", by: "bob!u@h") == nil)
    }

    // MARK: Names

    @Test func `A user with a network logs in by SASL PLAIN`() {
        var talk = TestSession(account: "ana@phone/libera", accountPassword: "pencil")
        talk.session.start(at: talk.now)
        talk.session.connected(isPrivate: true, isSecure: true, at: talk.now)
        talk.hear(":z CAP * LS :sasl=PLAIN", ":z CAP * ACK :sasl", "AUTHENTICATE +")
        // Base64 of NUL ana@phone/libera NUL pencil.
        #expect(talk.sent().last == "AUTHENTICATE AGFuYUBwaG9uZS9saWJlcmEAcGVuY2ls")
    }

    @Test func `/login takes such a name`() {
        var talk = TestSession.inChannel()
        #expect(talk.enter("/login ana/libera") == .done)
        #expect(
            talk.actions.contains {
                if case .askPassword(let prompt) = $0 { prompt.account == "ana/libera" } else { false }
            })
    }

    @Test func `The user name keeps what a bouncer reads in it`() {
        var talk = TestSession()
        talk.session = ClientSession(
            configuration: SessionConfiguration(nicks: ["ana"], userName: "ana@phone/libera !", hostLabel: "z"), seed: 1
        )
        talk.connect()
        #expect(talk.sent().contains("USER ana@phone/libera 0 * :ana"))
    }

    @Test func `A password with a user and a network is told as it is`() {
        var talk = TestSession(password: "ana/libera:pencil")
        talk.session.start(at: talk.now)
        talk.session.connected(isPrivate: true, at: talk.now)
        talk.collect()
        #expect(talk.sent().contains("PASS ana/libera:pencil"))
    }

    /// Asked for the password, with an account and its password at hand.
    private func asking(isPrivate: Bool = true, offer: String = "znc.in/self-message") -> TestSession {
        var talk = TestSession(account: "ana/libera", accountPassword: "pencil")
        talk.session.start(at: talk.now)
        talk.session.connected(isPrivate: isPrivate, at: talk.now)
        talk.hear(":z CAP * LS :\(offer)", ":z CAP * ACK :\(offer)")
        talk.forget()
        talk.hear(":z 464 ada :Password required")
        return talk
    }

    @Test func `A ZNC without SASL that wants a password is told the account with its own`() {
        var talk = asking()
        #expect(talk.sent() == ["PASS ana/libera:pencil"])
        #expect(!talk.actions.contains { if case .askPassword = $0 { true } else { false } })
        talk.hear(":z 001 ada :Welcome", ":z 422 ada :none")
        #expect(talk.session.phase == .online)
    }

    @Test func `Refused, it is not told again, and another is asked for`() {
        var talk = asking()
        talk.hear(":z 464 ada :Invalid Password")
        #expect(talk.sent() == ["PASS ana/libera:pencil"])
        #expect(
            talk.actions.contains {
                if case .askPassword(let prompt) = $0 { prompt.account == "ana/libera" } else { false }
            })
        talk.session.disconnected(cause: "gone", at: talk.now)
        #expect(talk.session.phase == .idle)
        #expect(talk.lines("").last?.contains("Invalid Password. /login ana/libera asks for another password.") == true)
    }

    @Test func `Neither another server is told it, nor whoever can read the connection`() {
        for var talk in [asking(isPrivate: false), asking(offer: "batch")] {
            let sent = talk.sent()
            #expect(!sent.contains { $0.hasPrefix("PASS") })
        }
    }
}
