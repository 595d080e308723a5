import Protocol
import Testing

@testable import Client

@Suite struct CommandTests {
    @Test(arguments: [
        ("/join #a", "JOIN #a"), ("/j a,#b k1", "JOIN #a,#b k1"), ("/part", "PART #home"),
        ("/part so long", "PART #home :so long"),
        ("/part #x bye", "PART #x :bye"), ("/nick zoe", "NICK zoe"), ("/msg bob hi  there", "PRIVMSG bob :hi  there"),
        ("/msg #home hi", "PRIVMSG #home :hi"), ("/topic", "TOPIC #home"), ("/topic Tea", "TOPIC #home :Tea"),
        ("/topic -", "TOPIC #home :"), ("/topic #x Tea time", "TOPIC #x :Tea time"), ("/names", "NAMES #home"),
        ("/whois bob", "WHOIS bob"), ("/list #a*", "LIST #a*"), ("/away lunch time", "AWAY :lunch time"),
        ("/away", "AWAY"),
        ("/raw mode #home +o :bob", "MODE #home +o bob"), ("//join is how", "PRIVMSG #home :/join is how"),
        ("/WHOI bob", "WHOIS bob"), ("/who", "WHO #home"), ("/who *.example", "WHO *.example"), ("/motd", "MOTD"),
        ("/ctcp bob version", "PRIVMSG bob :\u{1}VERSION\u{1}"), ("/topic !now", "TOPIC #home :!now"),
        ("/part +1 bye", "PART #home :+1 bye"), ("/back", "AWAY"), ("/invite dan", "INVITE dan #home"),
        ("/invite dan #x", "INVITE dan #x"), ("/kick bob", "KICK #home bob"),
        ("/kick #x bob get out", "KICK #x bob :get out"), ("/ban bob", "MODE #home +b *!*@evil.example"),
        ("/ban stranger", "MODE #home +b stranger!*@*"), ("/ban *!*@x", "MODE #home +b *!*@x"),
        ("/ban", "MODE #home +b"), ("/unban #x *!*@x", "MODE #x -b *!*@x"),
        ("/unban bob", "MODE #home -bb bob!*@* *!*@evil.example"), ("/unban stranger", "MODE #home -b stranger!*@*"),
        ("/unban ~a:xena", "MODE #home -b ~a:xena"), ("/mode", "MODE #home"),
        ("/mode +l 5", "MODE #home +l 5"), ("/mode ada +i", "MODE ada +i"), ("/op bob", "MODE #home +o bob"),
        ("/deop bob cara", "MODE #home -oo bob cara"), ("/voice a b c", "MODE #home +vvv a b c"),
        ("/whowas bob", "WHOWAS bob"), ("/knock den", "KNOCK #den"), ("/knock #den let me in", "KNOCK #den :let me in"),
        ("/notice bob psst", "NOTICE bob :psst"),
    ]) func `A command says its line`(input: String, line: String) {
        var talk = TestSession.inChannel()
        talk.hear(":bob!b@evil.example JOIN #home")
        #expect(talk.enter(input) == .done)
        #expect(talk.sent() == [line])
    }

    @Test func `Nobody bans themselves with whoever has the same host`() {
        var talk = TestSession.inChannel()
        talk.hear(":ada!a@localhost JOIN #home", ":bob!b@localhost JOIN #home")
        talk.enter("/ban bob")
        #expect(talk.sent().last == "MODE #home +b bob!*@*")
    }

    @Test(arguments: [
        ("/jion #a", "There is no /jion. Did you mean /join?"),
        ("/xyzzy", "There is no /xyzzy. /help lists what there is; // sends a slash."),
        ("/n x", "/n could be /names or /notice or /nick or /notify or /networks."),
        ("/kick", "Something is missing. Usage: /kick [room] nick [reason]"),
        ("/op", "Something is missing. Usage: /op nick [nick]…"), ("/ignore *", "That would be everybody."),
        ("/ignore -bob", "bob!*@* is not ignored. /ignore lists who is."),
        ("/goto never", "“never” is not a time in the past. Try 14:30, yesterday, 3 oct or 2h ago."),
        ("/login ada secret", "Something is missing. Usage: /login [account]"),
        ("/register", "This connection is not encrypted, so no password is sent over it. Use TLS."),
        ("/", "A command's name comes right after the slash. /help lists them; // sends a slash."),
        ("/join", "Something is missing. Usage: /join room[,room] [key]"),
        ("/msg bob", "Something is missing. Usage: /msg target text"),
        ("/me", "Something is missing. Usage: /me text"),
        ("/whois", "A nick is missing. Usage: /whois nick"),
        ("/oper root secret", "This connection is not encrypted, so no password is sent over it. Use TLS."),
        ("/quack a", "There is no /quack. /help lists what there is; // sends a slash."),
        ("/query #a", "#a is a room: /join #a enters it."),
        ("/raw :only a source", "That is not a line of IRC: a command of letters or three digits comes first."),
        ("/kickban *!*@x", "A mask removes nobody: /ban mask keeps them out, /kickban nick does both."),
        ("/knock", "Something is missing. Usage: /knock room [text]"),
        ("/knock #home", "You are in #home already."),
        ("/dcc send bob x", "There is no DCC here. To give somebody a file, put it on the web and send the link."),
        ("/help jion", "There is no /jion. Did you mean /join?"),
    ]) func `A mistake is told, with what to do, and the input is kept`(input: String, reason: String) {
        var talk = TestSession.inChannel()
        if input == "/raw :only a source" {
            #expect(talk.enter("/raw :only") == .notSent(reason: reason))
        } else {
            #expect(talk.enter(input) == .notSent(reason: reason))
        }
        #expect(talk.sent() == [])
    }

    @Test func `A reason that is another room's name without its mark is asked about`() {
        var talk = TestSession.inChannel()
        talk.hear(":ada!ada@host.test JOIN #den")
        talk.forget()
        #expect(
            talk.enter("/part den")
                == .notSent(reason: "To leave that room: /part #den. To leave this one: /part #home den"))
        #expect(talk.enter("/part home") == .done)
        #expect(talk.sent() == ["PART #home :home"])
    }

    @Test func `Speech in the server's buffer reaches nobody and is kept`() {
        var talk = TestSession.inChannel()
        guard case .notSent(let reason) = talk.enter("hello?", in: "") else {
            Issue.record("it was taken")
            return
        }
        #expect(reason.contains("/join #room"))
    }

    @Test func `Speech without a connection is kept`() {
        var talk = TestSession.inChannel()
        talk.session.disconnected(cause: "gone", at: talk.now)
        #expect(talk.enter("hello") != .done)
        #expect(talk.enter("/join #x") != .done)
        #expect(talk.enter("/help") == .done && talk.actions.contains(.showCommands))
        #expect(talk.session.commandList.last?.contains("//") == true)
    }

    @Test func `Speech in a room that one has left is kept`() {
        var talk = TestSession.inChannel()
        talk.hear(":ada!a@h PART #home")
        #expect(
            talk.enter("hello") == .notSent(reason: "You are not in #home. /join #home enters it; your line is kept."))
    }

    @Test func `Every command has a help line, and is found by its name and aliases`() {
        let table = SlashCommandTable.standard
        for entry in table.entries {
            #expect(!entry.help.isEmpty)
            for name in [entry.name] + entry.aliases { #expect(table.entry(named: name)?.name == entry.name) }
        }
        #expect(table.sections.allSatisfy { !$0.heading.isEmpty && !$0.entries.isEmpty })
        let names = table.entries.flatMap { [$0.name] + $0.aliases }
        #expect(Set(names).count == names.count)
    }

    @Test(arguments: [
        ("/inv", "ite [nick] [room]"), ("/invite", " [nick] [room]"), ("/invite ", "[nick] [room]"),
        ("/invite bo", " [room]"), ("/invite #home", nil), ("/INVITE bo #home", nil), ("/j", " room[,room] [key]"),
        ("/kick ", "[room] nick [reason]"), ("/kick bo", " [reason]"), ("/kick #home ", "nick [reason]"),
        ("/kick #home bo go away", nil), ("/unignore bo", nil), ("/unignore ", "nick or mask"), ("/op a b", " [nick]…"),
        ("/connect ", "[name|host [port]|link]"), ("/connect x", nil), ("/mode +m", nil),
        ("/mode #home", " [changes]"), ("/quit", " [reason]"), ("/motd", nil), ("/", nil), ("/ join", nil),
        ("//join", nil), ("join", nil), ("/xyzzy", nil), ("/no", nil), ("/join\n", nil), ("", nil),
    ])
    func `A command that is typed lacks the rest of its name, and its arguments`(_ input: String, _ missing: String?) {
        #expect(SlashCommandTable.standard.missing(from: input, channelTypes: "#") == missing)
    }

    @Test func `A room that was asked for is shown once it is entered`() {
        var talk = TestSession.inChannel()
        talk.enter("/join #new")
        #expect(!talk.actions.contains(.show(BufferID(2))))
        talk.hear(":ada!a@h JOIN #new")
        #expect(talk.actions.contains(.show(BufferID(2))))
        talk.forget()
        talk.hear(":ada!a@h JOIN #forced")
        #expect(!talk.actions.contains(.show(BufferID(3))))
    }

    @Test func `A room that another stands for is shown in its place`() {
        var talk = TestSession.inChannel()
        talk.enter("/join #old")
        talk.hear(":srv 470 ada #old #new :Forwarding to another channel", ":ada!a@h JOIN #new")
        #expect(talk.actions.contains(.show(BufferID(2))))
        talk.forget()
        talk.hear(":ada!a@h JOIN #old")
        #expect(!talk.actions.contains(.show(BufferID(3))))
    }

    @Test func `A query opens and is shown`() {
        var talk = TestSession.inChannel()
        talk.enter("/query bob hi")
        #expect(talk.actions.contains(.show(BufferID(2))))
        #expect(talk.sent() == ["PRIVMSG bob :hi"])
        #expect(talk.lines("bob") == ["~message ada: hi"])
    }

    @Test func `Closing a room leaves it and shows another`() {
        var talk = TestSession.inChannel()
        #expect(talk.enter("/close") == .done)
        #expect(talk.sent() == ["PART #home"])
        #expect(talk.session.buffers.count == 1)
        #expect(talk.session.visible == .server)
        talk.hear(":ada!a@h PART #home", ":bob!b@h PRIVMSG #home :late")
        guard case .notSent(let reason) = talk.enter("/close", in: "") else {
            Issue.record("a network that is connected was put away")
            return
        }
        #expect(reason.contains("/disconnect first"))
    }

    @Test func `A second buffer beside this one is asked of the screen`() {
        var talk = TestSession.inChannel()
        for input in ["/split", "/split #den", "/split 12", "/unsplit"] { #expect(talk.enter(input) == .done) }
        #expect(
            talk.actions.filter { $0 != .savedSessionChanged } == [
                .split(with: nil), .split(with: "#den"), .split(with: "12"), .unsplit,
            ])
        #expect(talk.sent() == [])
    }

    @Test func `Quitting is asked of the program, which has the session say goodbye`() {
        var talk = TestSession.inChannel()
        talk.enter("/quit so long")
        #expect(talk.actions.filter { $0 != .savedSessionChanged } == [.quit(reason: "so long")])
        #expect(talk.sent() == [])
        talk.session.sayGoodbye("so long", at: talk.now)
        #expect(talk.session.drainActions().suffix(2) == [.send(Array("QUIT :so long\r\n".utf8)), .close])
        talk.session.disconnected(cause: "closed", at: talk.now)
        #expect(!talk.session.drainActions().contains { if case .connect = $0 { true } else { false } })
    }

    @Test func `WHOIS is answered where it was asked, in words`() {
        var talk = TestSession.inChannel()
        talk.enter("/whois bob")
        talk.hear(
            ":s 311 ada bob b example.org * :Bob B", ":s 319 ada bob :@#home #b",
            ":s 317 ada bob 130 1700000000 :seconds idle",
            ":s 671 ada bob :is using a secure connection", ":s 318 ada bob :End")
        #expect(
            talk.lines().suffix(4) == [
                "info : bob is b@example.org: Bob B", "info : bob is in @#home #b",
                "info : bob has been idle for 2 min 10 s, connected since 2023-11-14 22:13 UTC",
                "info : bob is using a secure connection",
            ])
    }

    @Test func `NAMES that were asked for are written out`() {
        var talk = TestSession.inChannel()
        talk.enter("/names")
        talk.hear(":s 353 ada = #home :ada @bob", ":s 353 ada = #home :+cara", ":s 366 ada #home :End")
        #expect(talk.lines().last == "info : 3 in #home: ada @bob +cara")
    }
}
