import Protocol
import Testing

@testable import Client

/// Whatever number a server sends, a person reads a sentence: what happened, and what to type.
@Suite struct NumericWordingTests {
    /// What one line of the server's adds to all buffers.
    private func told(_ line: String, to talk: TestSession, in place: String = "#home") -> [String] {
        var talk = talk
        let names = ["", "#home", "bob"]
        let before = names.map { talk.lines($0).count }
        talk.hear(line)
        return zip(names, before).flatMap { name, count in talk.lines(name).dropFirst(count) }
    }

    /// In `#home`, where the person typed last.
    private func typing() -> TestSession {
        var talk = TestSession.inChannel()
        talk.enter("/topic")
        talk.forget()
        return talk
    }

    private static let shapes = [
        "", ":Some words", "#home :Some words", "bob :Some words", "bob #home :Some words", "#home bob :Some words",
        "KICK :Not enough parameters", "#other bob :Some words (+x)", "* :Some words (PRIVMSG CODE)", "bob",
        "#home bob",
    ]

    @Test(arguments: 1...999) func `Of no number the digits are shown, nor a code in brackets`(_ number: Int) {
        let digits = String(repeating: "0", count: 3 - "\(number)".count) + "\(number)"
        let states = [typing(), greeted()]
        for shape in Self.shapes {
            for talk in states {
                for line in told(":irc.test \(digits) ada \(shape)", to: talk) {
                    #expect(!line.contains { $0.isNumber }, "\(digits) \(shape): \(line)")
                    guard line.hasPrefix("error : ") else { continue }
                    let text = line.dropFirst(8)
                    #expect(!text.contains("(+x)") && !text.contains("CODE"), "\(digits) \(shape): \(text)")
                    #expect(
                        text.last.map { ".!?…".contains($0) } == true || text.contains("/"),
                        "\(digits) \(shape): \(text)")
                }
            }
        }
    }

    /// While coming in.
    private func greeted() -> TestSession {
        var talk = TestSession()
        talk.connect()
        talk.hear(":irc.test CAP * LS :batch")
        return talk
    }

    @Test(arguments: Numeric.allCases.filter { (400..<600).contains($0.rawValue) || $0.rawValue == 696 })
    func `No error of the table is silent, and none is passed on as it came`(_ numeric: Numeric) {
        // Getting in, and being put out, are told at the end of the connection.
        guard numeric != .youAreBanned else { return }
        let lines = told(":irc.test \(numeric.digits) ada bob #home :Xyzzy plugh", to: typing())
        #expect(lines.count == 1)
        #expect(lines.allSatisfy { !$0.hasSuffix(": bob #home Xyzzy plugh") }, "\(lines)")
    }

    @Test(arguments: [
        ("401 ada zoe :No such nick/channel", "Nobody here is called zoe: /names lists who is in a room."),
        ("401 ada #den :No such nick/channel", "There is no room #den: /list shows those there are."),
        (
            "402 ada x.test :No such server",
            "There is no server called x.test here. Leave its name out to ask this one."
        ),
        ("403 ada #den :No such channel", "There is no room #den: /list shows those there are."),
        ("403 ada den :No such channel", "“den” is not the name of a room. It begins with #, as #den does."),
        (
            "404 ada #home :Cannot send to channel (+m)",
            "Not sent: in #home only those with a voice may speak. To get one, ask bob."
        ),
        (
            "404 ada #den :Cannot send to channel (+n)",
            "Not sent: only those who are in #den may speak there. /join #den enters it."
        ),
        (
            "404 ada #home :Cannot send to channel (+b): spam (until 2026-11-29T09:30:00.000Z)",
            "Not sent: you are banned or muted in #home: spam (until 2026-11-29 09:30 UTC). To be heard, ask bob."
        ),
        (
            "404 ada #home :Cannot send to channel (+W): one message every 10s here; try again in 4s",
            "Not sent: you may not speak in #home: one message every 10s here; try again in 4s."
        ),
        (
            "404 ada #home :Cannot send to nick/channel",
            "Not sent: you may not speak in #home: ask bob."
        ),
        ("406 ada zoe :There was no such nickname", "Nobody was called zoe lately."),
        ("421 ada FOO :Unknown command", "This server does not know FOO. /help lists what can be typed."),
        ("422 ada :MOTD File is missing", "This server has no message of the day."),
        (
            "432 ada 1x :Erroneous nickname",
            "1x cannot be a nick on this server. Take letters and digits, a letter first: /nick name"
        ),
        ("441 ada bob #home :They aren't on that channel", "bob is not in #home: /names lists who is."),
        ("442 ada #den :You're not on that channel", "You are not in #den: /join #den enters it."),
        ("443 ada bob #home :is already on channel", "bob is in #home already."),
        ("461 ada KICK :Not enough parameters", "Something is missing there. Usage: /kick [room] nick [reason]"),
        ("461 ada FOO :Not enough parameters", "Something is missing after FOO. /raw HELP FOO asks for its usage."),
        ("464 ada :Password incorrect", "The password is wrong. /oper name asks for it again."),
        (
            "471 ada #den :Cannot join channel (+l): there is room for 5",
            "#den is full: there is room for 5. Try /join #den again later."
        ),
        ("472 ada y :is unknown mode char to me", "There is no mode “y” on this server. /help mode shows its usage."),
        ("473 ada #den :Cannot join channel (+i)", "#den is for those invited: ask somebody inside to /invite you."),
        (
            "474 ada #den :Cannot join channel (+b)",
            "You are banned from #den. An operator of it can lift that: /msg nick text"
        ),
        ("475 ada #den :Cannot join channel (+k)", "#den has a key: /join #den key"),
        (
            "476 ada #a,b :Bad Channel Mask",
            "“#a,b” cannot be the name of a room. It begins with #, and has no spaces or commas."
        ),
        (
            "477 ada #den :Cannot join channel (+R): you need an account",
            "#den is for those with an account: /login if you have one, else /register makes one."
        ),
        (
            "481 ada :Permission Denied: You're not an IRC operator",
            "Only an operator of this server may do that (/oper name makes you one)."
        ),
        (
            "482 ada #home :You're not channel operator",
            "Only an operator of #home may do that: ask bob."
        ),
        (
            "404 ada #home :Cannot send to channel (+c)",
            "Not sent: colours and other formatting are not let into #home."
        ),
        ("404 ada #home :Cannot send to channel (+C)", "Not sent: #home does not allow CTCP."),
        ("404 ada #home :Cannot send to channel (+T)", "Not sent: notices are not let into #home."),
        ("404 ada #home :Cannot send to channel (+G)", "Not sent: a word in it is not let into #home."),
        ("404 ada #home :Cannot send to channel (+S)", "Not sent: the mode +S of #home forbids it."),
        ("404 ada #home :Cannot send to channel (+z): wait", "Not sent: you may not speak in #home: wait."),
        (
            "404 ada #home :Cannot send to channel",
            "Not sent: you may not speak in #home: ask bob."
        ),
        (
            "482 ada #home :You must be a channel half-operator to set channel mode +m",
            "You may not do that in #home. You must be a channel half-operator to set channel mode +m."
        ),
        (
            "482 ada #home :You're not channel operator: ask bob",
            "Only an operator of #home may do that: ask bob."
        ),
        (
            "482 ada #home :Your rank is too low to kick bob",
            "That needs a higher rank in #home. Your rank is too low to kick bob."
        ),
        ("501 ada :Unknown MODE flag", "There is no such user mode on this server. Usage: /mode ada +i"),
        ("502 ada :Cant change mode for other users", "You can see and change only your own modes: /mode ada"),
        ("524 ada zzz :No help is known for that", "The server has no help on zzz. /help lists what can be typed."),
        ("696 ada #home l x :A limit is a number above 0", "Not set: A limit is a number above 0."),
        (
            "723 ada kill :Insufficient oper privileges",
            "That needs the operator privilege “kill”, which you do not have."
        ),
        ("999 ada bob :that is it (#999)", "bob: That is it."),
    ]) func `Errors say what happened and what to type`(_ line: String, _ words: String) {
        let lines = told(":irc.test " + line, to: typing())
        #expect(lines == [(line.hasPrefix("422") ? "info : " : "error : ") + words])
    }

    @Test(arguments: [
        ("221 ada +i", "You have the modes +i."),
        ("252 ada 2 :IRC Operators online", "2 IRC Operators online"),
        ("263 ada LIST :Please wait", "The server is too busy for LIST now. Try again in a moment."),
        ("265 ada 5 7 :Current local users 5, max 7", "Current local users 5, max 7"),
        ("302 ada :bob*=-b@h.test cara=+c@h", "bob is b@h.test, away; cara is c@h."),
        ("303 ada :bob cara", "Online now: bob, cara."), ("303 ada :", "None of them is online."),
        ("314 ada bob b h.test * :Bob B", "bob was b@h.test: Bob B"),
        ("322 ada #den 1 :", "#den, 1 user"), ("322 ada #den 12 :All about it", "#den, 12 users: All about it"),
        ("324 ada #den +nt", "#den has the modes +nt."),
        ("329 ada #den 1700000000", "#den was made 2023-11-14 22:13 UTC."),
        ("330 ada bob bobby :was logged in as", "bob was logged in as bobby"),
        ("333 ada #den bob!b@h 1700000000", "bob set it 2023-11-14 22:13 UTC."),
        ("336 ada #den", "You are invited to #den."), ("337 ada :End of /INVITE list", "Nobody has invited you."),
        ("346 ada #home *!*@h", "Let into #home without an invitation: *!*@h"),
        ("347 ada #home :End", "Nobody is let into #home without an invitation."),
        ("349 ada #home :End", "There are no exceptions from the bans of #home."),
        ("351 ada grillo-1.0 irc.test :", "This server runs grillo-1.0."),
        (
            "352 ada #home ~b h.test irc.test bob G*@ :0 Bob B",
            "@bob is ~b@h.test in #home, away, operator of the server: Bob B"
        ),
        ("352 ada * b h irc.test bob H :3", "bob is b@h"),
        ("315 ada zz* :End of WHO list", "Nobody was found for zz*."),
        ("354 ada 42 bob h.test 0", "bob h.test"),
        ("364 ada irc.test irc.test :0 Grillo", "irc.test: Grillo"),
        ("367 ada #home *!*@h bob!b@h 1700000000", "Banned from #home: *!*@h (by bob, 2023-11-14 22:13 UTC)"),
        ("367 ada #home *!*@h", "Banned from #home: *!*@h"),
        ("368 ada #home :End", "Nobody is banned from #home. /ban nick keeps somebody out."),
        ("381 ada :You are now an IRC operator", "You are an operator of this server now."),
        ("391 ada irc.test 2026-11-29T09:30:00.000Z", "At the server it is 2026-11-29 09:30 UTC."),
        ("728 ada #home q *!*@x bob 1700000000", "Muted in #home: *!*@x (by bob, 2023-11-14 22:13 UTC)"),
        ("730 ada :bob!b@h,cara!c@h", "Online now: bob, cara."), ("731 ada :bob", "Offline: bob."),
        ("733 ada :End of MONITOR list", "You watch nobody. /friend nick tells when somebody comes and goes."),
    ]) func `Answers are words as well`(_ line: String, _ words: String) {
        #expect(told(":irc.test " + line, to: typing()) == ["info : " + words])
    }

    @Test(arguments: [
        "004 ada irc.test grillo-1.0 iorwx beI", "042 ada 00AAAB :your unique ID", "219 ada u :End of /STATS report",
        "365 ada * :End", "374 ada :End of /INFO", "706 ada * :End of /HELP", "318 ada bob :End",
        "321 ada Channel :Users",
    ]) func `What tells a person nothing is not shown`(_ line: String) {
        #expect(told(":irc.test " + line, to: typing()) == [])
    }

    @Test func `The end of a list says what may be done with it, and that it is empty only where it is`() {
        var talk = typing()
        talk.hear(":s 367 ada #home *!*@h", ":s 368 ada #home :End", ":s 368 ada #home :End")
        #expect(
            talk.lines().suffix(3) == [
                "info : Banned from #home: *!*@h", "info : /unban mask lets somebody in again.",
                "info : Nobody is banned from #home. /ban nick keeps somebody out.",
            ])
    }

    @Test func `The end of the greeting does not say that there is no message of the day`() {
        let talk = typing()
        #expect(!talk.lines("").contains { $0.contains("message of the day") })
    }

    @Test func `Modes that the greeting names are not told`() {
        let talk = TestSession.inChannel()
        #expect(told(":irc.test 221 ada +i", to: talk) == [])
    }

    @Test func `An error about somebody stands where it was asked for, and not in the talk with them`() {
        var talk = typing()
        talk.enter("/query bob", in: "")
        talk.enter("/kick bob")
        talk.hear(":s 441 ada bob #home :They aren't on that channel")
        #expect(talk.lines().last == "error : bob is not in #home: /names lists who is.")
        #expect(talk.lines("bob").isEmpty)
    }

    @Test(arguments: [
        (
            "FAIL REDACT REDACT_FORBIDDEN #home x1 :You are not authorised to delete this message",
            "error : You are not authorised to delete this message."
        ),
        (
            "FAIL * INVALID_UTF8 :Your message was not valid UTF-8 and was ignored (PRIVMSG CODE)",
            "error : Your message was not valid UTF-8 and was ignored."
        ),
        ("FAIL RENAME X", "error : The server does not say why RENAME was refused."),
        ("FAIL * X", "error : The server refuses something, and does not say what."),
        ("FAIL", "error : The server refuses something, and does not say what."),
        ("WARN REHASH CERTS_EXPIRED :certificate is old", "info : Certificate is old."),
        ("NOTE * RATE_LIMITED :You are too fast", "info : You are too fast."),
    ]) func `Replies of the standard kind show their words alone`(_ line: String, _ words: String) {
        #expect(told(line, to: typing()) == [words])
    }

    // MARK: At the door

    private func turnedAway(_ lines: String..., password: String? = nil) -> [String] {
        var talk = TestSession(password: password)
        talk.session.start(at: talk.now)
        talk.session.connected(isPrivate: true, at: talk.now)
        for line in lines { talk.hear(line) }
        talk.session.disconnected(cause: "the server closed the connection", at: talk.now)
        talk.collect()
        return talk.lines("").filter { $0.hasPrefix("error") }
    }

    @Test(arguments: [
        ("ada ~founder", "ask founder"), ("ada ~fay @bob", "ask fay or bob"), ("ada %hal", "wait for one who has @"),
        ("ada", "ask one of those who have @"), ("ada ~fay @bob @cy @di", "ask one of those who have ~ or @ before"),
        ("%ada ~founder", "ask founder"), ("~ada bob", "wait for one who has @"),
    ]) func `Who is named is who may do it`(members: String, words: String) {
        var talk = TestSession.inChannel(isupport: "PREFIX=(qaohv)~&@%+ CHANTYPES=#", members: members)
        talk.enter("/kick bob")
        talk.hear(":s 482 ada #home :You're not channel operator")
        #expect(talk.lines().last?.hasPrefix("error : Only an operator of #home may do that: \(words)") == true)
    }

    @Test func `Who is refused at the door is told once, in one sentence, without an address`() {
        #expect(
            turnedAway(
                ":s 464 * :Password incorrect: it is not a valid invitation", password: "wrong")
                == [
                    "error : Not let in: Password incorrect: it is not a valid invitation. /reconnect asks for it again."
                ])
        #expect(
            turnedAway(
                ":s 464 * :You need the server's password",
                "ERROR :Closing link (203.0.113.5): You need the server's password")
                == ["error : Not let in: You need the server's password. /reconnect asks for it again."])
        #expect(
            turnedAway(
                ":s 465 * :You are banned from this server: noise (*!*@203.0.113.5, until 2026-11-29T09:30:00.000Z)",
                "ERROR :Closing link (203.0.113.5): Banned: noise")
                == [
                    "error : Not let in: You are banned from this server: noise (until 2026-11-29 09:30 UTC). /reconnect tries all the same."
                ])
        #expect(
            turnedAway("ERROR :Closing Link: ada[h.test] (Access denied: Bad password?)")
                == ["error : Not let in: Access denied: Bad password? /reconnect asks for it again."])
    }

    @Test func `A server that asks for a password and lets one in without has its words shown`() {
        var talk = TestSession()
        talk.session.start(at: talk.now)
        talk.session.connected(isPrivate: true, at: talk.now)
        talk.hear(":s 464 * :Password required", ":s 001 ada :Welcome")
        #expect(talk.lines("").contains("error : Password required."))
        talk.session.disconnected(cause: "gone", at: talk.now)
        #expect(talk.lines("").last?.hasPrefix("error : Connection lost: gone. Trying again in ") == true)
    }

    @Test func `Who is put out is told once, and why`() {
        var talk = typing()
        talk.hear(
            ":s 465 ada :You are banned from this server: noise (ada!*@*, for good)",
            "ERROR :Closing link (h): Banned: noise")
        talk.session.disconnected(cause: "closed", at: talk.now)
        #expect(
            talk.lines("").last
                == "error : Connection lost: You are banned from this server: noise (for good). /reconnect tries all the same."
        )
        #expect(talk.lines().last == "error : You are offline: You are banned from this server: noise (for good).")
    }

    @Test func `That nothing answers is no reason to do without TLS`() {
        var talk = TestSession()
        talk.session.start(at: talk.now)
        talk.session.dialingTakesLong(at: talk.now)
        #expect(talk.lines("").last?.contains("No answer yet") == true)
        #expect(!talk.lines("").contains { $0.contains("tls") || $0.contains("plain") })
    }
}
