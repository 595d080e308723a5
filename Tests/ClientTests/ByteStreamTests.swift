import Basics
import Protocol
import Testing

@testable import Client

/// The same bytes in other pieces, and bytes that nobody should send.
@Suite struct ByteStreamTests {
    private static let script = """
        :irc.test CAP * LS * :batch echo-message labeled-response
        :irc.test CAP * LS :message-tags multi-prefix server-time draft/chathistory draft/event-playback draft/read-marker
        :irc.test CAP * ACK :batch echo-message labeled-response message-tags multi-prefix server-time draft/chathistory draft/event-playback draft/read-marker
        :irc.test 433 * ada :Nickname is already in use
        :irc.test 001 ada_ :Welcome
        :irc.test 005 ada_ CHANTYPES=# PREFIX=(ov)@+ CASEMAPPING=ascii NETWORK=Test :are supported
        :irc.test 376 ada_ :End
        :ada_!a@h JOIN #home
        :irc.test 332 ada_ #home :Tëa at fīve 🍵
        :irc.test 353 ada_ = #home :ada_ @bob +cara
        :irc.test 366 ada_ #home :End
        @time=2026-01-02T03:04:05.000Z;msgid=x1 :bob!b@h PRIVMSG #home :ada_: grüß dich 👩‍👩‍👧
        :cara!c@h PRIVMSG ada_ :\u{1}ACTION waves\u{1}
        :irc.test MARKREAD #home timestamp=2026-01-02T03:00:00.000Z
        @label=g1 :irc.test BATCH +h chathistory #home
        @batch=h;time=2026-01-02T03:00:00.000Z;msgid=h1 :bob!b@h PRIVMSG #home :öld
        @batch=h;time=2026-01-02T03:00:01.000Z;msgid=h2 :bob!b@h BATCH +m draft/multiline #home
        @batch=m :bob!b@h PRIVMSG #home :two
        @batch=m :bob!b@h PRIVMSG #home :rows
        @batch=h :irc.test BATCH -m
        @batch=h;time=2026-01-02T03:00:02.000Z :eve!e@h QUIT :gone
        :irc.test BATCH -h
        @+draft/reply=h1;+draft/react=👍 :cara!c@h TAGMSG #home
        @msgid=x2;+draft/reply=h2 :cara!c@h PRIVMSG #home :yes
        :bob!b@h REDACT #home x1 :oops
        @+typing=active :bob!b@h TAGMSG #home
        :irc.test BATCH +n netjoin a b
        @batch=n :dan!d@h JOIN #home
        :irc.test BATCH -n
        :bob!b@h MODE #home +v-o dan bob
        :dan!d@h NICK dora
        :cara!c@h KICK #home dora :out
        :irc.test 404 ada_ #home :Cannot send
        ERROR :bye

        """

    private func played(by sizes: () -> Int) -> [String] {
        var talk = TestSession()
        talk.connect()
        var rest = Array(Self.script.split(separator: "\n").joined(separator: "\r\n").utf8)[...] + [0x0D, 0x0A]
        while !rest.isEmpty {
            let piece = rest.prefix(max(1, sizes()))
            rest = rest.dropFirst(piece.count)
            talk.hear(bytes: Array(piece))
        }
        return talk.sent() + ["", "#home", "cara"].flatMap { [$0] + talk.lines($0) } + [
            "\(talk.buffer("#home").map { buffer in (0..<buffer.lineCount).map { buffer.line(at: $0) } } ?? [])",
            talk.members(), "\(talk.session.nick)",
        ]
    }

    @Test func `Whole, in halves, byte by byte or by chance: the same comes of it`() {
        let whole = played { Int.max }
        #expect(whole.contains("message bob: has taken this back: oops"))
        #expect(whole.contains("message bob: two\nrows"))
        #expect(whole.contains("action cara: waves"))
        #expect(whole.suffix(2) == ["+cara ada_ bob", "ada_"])
        #expect(played { Self.script.utf8.count / 2 } == whole)
        #expect(played { 1 } == whole)
        var random = SplitMix64(seed: 11)
        for _ in 0..<20 { #expect(played { Int.random(in: 1...200, using: &random) } == whole) }
    }

    @Test func `A line that is too long or no IRC costs only itself`() {
        var talk = TestSession.inChannel()
        talk.hear(bytes: Array(repeating: UInt8(ascii: "x"), count: 1_000_000))
        talk.hear("", ":bob!b@h PRIVMSG #home :still here", "\u{1}\u{2}", "@", ":", "@a :b", ": ::")
        #expect(talk.lines().last == "message bob: still here")
        #expect(talk.lines("").filter { $0.contains("not IRC") }.count == 1)
    }

    @Test func `Missing parameters do no harm`() {
        var talk = TestSession.inChannel()
        let commands =
            [
                "PRIVMSG", "NOTICE", "JOIN", "PART", "QUIT", "KICK", "NICK", "TOPIC", "MODE", "INVITE", "AWAY",
                "ACCOUNT", "CHGHOST",
            ]
            + [
                "REDACT", "MARKREAD", "CHATHISTORY", "AUTHENTICATE", "REGISTER", "VERIFY", "SEARCH", "SETNAME", "PING",
                "PONG", "CAP", "BATCH", "ERROR", "WALLOPS", "FAIL", "WARN", "NOTE", "TAGMSG",
                "STRANGE",
            ]
            + (0...999).map { String(String($0 + 1000).dropFirst()) }
        for command in commands {
            for source in ["", ":bob!b@h ", ":ada!a@h ", ":irc.test ", ":!@ "] {
                for parameters in [
                    "", " ada", " #home", " #home ada", " ada #home bob", " * :", " ada ada ada ada ada ada",
                ] {
                    talk.hear(source + command + parameters)
                    // Our own leaving and renaming are real: come back for the next.
                    if talk.session.nick != "ada" { talk.hear(":\(talk.session.nick)!a@h NICK ada") }
                }
            }
        }
        talk.hear(":ada!a@h JOIN #home", ":bob!b@h PRIVMSG #home :still here")
        #expect(talk.lines().last == "message bob: still here")
    }

    @Test func `Random and mutated lines leave a session that still works`() {
        var random = SplitMix64(seed: 42)
        let pieces = Self.script.split(separator: "\n").map { Array($0.utf8) }
        for _ in 0..<40 {
            var talk = TestSession()
            talk.connect()
            talk.welcome(
                capabilities:
                    "echo-message batch labeled-response server-time message-tags draft/chathistory draft/read-marker",
                isupport: "CASEMAPPING=ascii")
            talk.hear(":ada!a@h JOIN #home")
            for _ in 0..<200 {
                talk.hear(bytes: mutated(pieces.randomElement(using: &random) ?? [], &random) + [0x0D, 0x0A])
                if Int.random(in: 0..<10, using: &random) == 0 { talk.enter("text \(talk.now.milliseconds)") }
                if Int.random(in: 0..<50, using: &random) == 0 { talk.pass(seconds: 7) }
                doAnything(&talk, &random)
            }
            checkInvariants(talk.session)
            talk.session.disconnected(cause: "end", at: talk.now)
            talk.session.reconnectNow(at: talk.now)
            talk.session.connected(at: talk.now)
            talk.hear(
                ":s 001 ada :Welcome", ":s 422 ada :none", ":ada!a@h JOIN #fresh", ":bob!b@h PRIVMSG #fresh :hello")
            #expect(talk.lines("#fresh").last == "message bob: hello")
        }
    }

    @Test func `Whatever the person enters, whatever things are called, each line sent is one line of IRC`() {
        var random = SplitMix64(seed: 5)
        let words = [
            "#home", ":x", "bob", "", " ", "é\u{301}", "👩‍👩‍👧", "\u{1}", "\r", "\n", "\0", "#a,#b", "+o", "-", "//", "/",
            "*", "#",
        ]
        for capabilities in ["", "echo-message", OutgoingMessageTests.echoing] {
            var talk = TestSession.inChannel(capabilities: capabilities)
            talk.hear("::odd!u@h PRIVMSG ada :hi", ":ada!a@h JOIN :#with space", ":x y!u@h PRIVMSG ada :hi")
            for _ in 0..<3000 {
                let command = SlashCommandTable.standard.entries.map(\.name).filter {
                    !["quit", "reconnect", "close", "disconnect"].contains($0)
                }
                let name = Bool.random(using: &random) ? "/" + (command.randomElement(using: &random) ?? "") + " " : ""
                let rest = (0..<Int.random(in: 0..<5, using: &random)).map { _ in
                    words.randomElement(using: &random) ?? ""
                }
                let buffer = talk.session.buffers.randomElement(using: &random)?.id ?? .server
                let text = name + rest.joined(separator: Bool.random(using: &random) ? " " : "")
                _ = talk.session.submit(text, in: buffer, at: talk.now)
            }
            talk.collect()
            for line in talk.sent() {
                #expect(line.utf8.count <= 510 + 32)
                #expect((try? Message(parsing: Bytes(line), limits: .fromClient)) != nil)
            }
        }
    }

    /// What a screen does, in any order and with any line.
    private func doAnything(_ talk: inout TestSession, _ random: inout SplitMix64) {
        guard let buffer = talk.session.buffers.randomElement(using: &random) else { return }
        let id = buffer.id
        func line() -> LineID {
            let count = buffer.lineCount
            return count == 0 ? LineID(7) : buffer.id(at: Int.random(in: 0..<count, using: &random))
        }
        switch Int.random(in: 0..<16, using: &random) {
        case 0: talk.session.fetchOlderHistory(in: id, at: talk.now)
        case 1: talk.session.linesShown(line(), through: line(), in: id, at: talk.now)
        case 2: talk.session.setVisible(id)
        case 3: talk.session.goto(Timestamp(milliseconds: talk.now.milliseconds - 99_999_999), in: id, at: talk.now)
        case 4: _ = talk.session.reply(to: line(), text: "yes", in: id, at: talk.now)
        case 5: _ = talk.session.react(to: line(), text: "x", in: id, at: talk.now)
        case 6: _ = talk.session.redact(line(), in: id, at: talk.now)
        case 7: _ = talk.session.resend(line(), in: id, at: talk.now)
        case 8: talk.session.typing(text: "h", in: id, at: talk.now)
        case 9:
            var search = LocalSearch("o", in: nil, of: talk.session)
            while !search.isComplete { search.step(in: talk.session, lines: 3) }
            for hit in search.hits { #expect(talk.session.buffers[hit.buffer.buffer]?.scrollback[hit.line] != nil) }
        case 10: _ = talk.session.cancelWaiting(at: talk.now)
        case 11: _ = talk.session.submit("a\nb\nc", in: id, at: talk.now)
        case 12 where Int.random(in: 0..<20, using: &random) == 0:
            talk.session.disconnected(cause: "x", at: talk.now)
            talk.session.connected(isPrivate: true, at: talk.now)
            talk.welcome(
                capabilities: "batch server-time message-tags draft/chathistory echo-message",
                isupport: "CASEMAPPING=ascii")
            talk.hear(":ada!a@h JOIN #home")
        default: break
        }
        talk.collect()
    }

    private func mutated(_ line: [UInt8], _ random: inout SplitMix64) -> [UInt8] {
        var line = line
        switch Int.random(in: 0..<6, using: &random) {
        case 0:
            line = (0..<Int.random(in: 0..<300, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
        case 1: line = Array(line.prefix(Int.random(in: 0...line.count, using: &random)))
        case 2: line += line
        default:
            for _ in 0..<Int.random(in: 1..<6, using: &random) where !line.isEmpty {
                let place = Int.random(in: 0..<line.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: line[place] = UInt8.random(in: 0...255, using: &random)
                case 1: line.remove(at: place)
                case 2:
                    line.insert([0x20, 0x3A, 0x2C, 0x2D, 0x2B, 0x23].randomElement(using: &random) ?? 0x20, at: place)
                default: line.insert(UInt8.random(in: 0...255, using: &random), at: place)
                }
            }
        }
        return line
    }

    private func checkInvariants(_ session: ClientSession) {
        #expect(session.buffers.first?.kind == .server)
        for buffer in session.buffers {
            #expect(session.buffers[buffer.id]?.id == buffer.id)
            if buffer.kind != .server { #expect(session.buffers.id(named: buffer.name) == buffer.id) }
            #expect(buffer.members.slice(0..<10_000).count == buffer.members.count)
            #expect(buffer.unread >= 0 && buffer.mentions >= 0)
            for (gap, _) in buffer.gaps where gap >= buffer.scrollback.firstID {
                #expect(buffer.scrollback[gap]?.kind == .gap)
            }
            for index in 0..<buffer.lineCount {
                #expect(buffer.index(of: buffer.line(at: index).id) == index)
            }
        }
    }
}
