import Protocol
import Testing

@testable import Chat

/// <https://modern.ircdocs.horse/#mode-message>, <https://modern.ircdocs.horse/#channel-modes>
struct ChannelModeTests {
    private let chat = TestNetwork()

    init() {
        chat.enter("alice", "bob", "carol")
        chat.join("#x", "alice", "bob")
    }

    @Test func `MODE alone tells the modes and the time the room was made`() {
        #expect(chat.ask("bob", "MODE #x") == [":irc.test 324 bob #x :+nt", ":irc.test 329 bob #x :1700000000"])
        #expect(chat.ask("bob", "MODE #none") == [":irc.test 403 bob #none :No such channel"])
    }

    @Test func `A key is told to members only`() {
        chat.send("alice", "MODE #x +kl key 9")
        #expect(chat.ask("bob", "MODE #x")[0] == ":irc.test 324 bob #x +ntkl key :9")
        #expect(chat.ask("carol", "MODE #x")[0] == ":irc.test 324 carol #x +ntkl * :9")
    }

    @Test func `A change is told to everybody in the room, once and in short`() {
        #expect(chat.ask("alice", "MODE #x +m-t+v bob") == [":alice!~alice@host.alice MODE #x +m-t+v bob"])
        #expect(chat.take("bob") == [":alice!~alice@host.alice MODE #x +m-t+v bob"])
        #expect(chat.take("carol") == [])
        #expect(chat.events.last?.text.text == "+m-t+v bob")
    }

    @Test func `What changes nothing is told to nobody`() {
        #expect(chat.ask("alice", "MODE #x +nt-im") == [])
        #expect(chat.ask("alice", "MODE #x -kl") == [])
    }

    @Test(arguments: ["+m", "-t", "+k x", "+b x", "+o bob", "-o alice"])
    func `Who is no operator may not change a room`(_ modes: String) {
        #expect(chat.ask("bob", "MODE #x \(modes)") == [":irc.test 482 bob #x :You're not channel operator"])
        #expect(chat.ask("carol", "MODE #x \(modes)") == [":irc.test 482 carol #x :You're not channel operator"])
    }

    @Test(arguments: [
        ("+Y", "472 alice Y"), ("+o nobody", "401 alice nobody"), ("+o carol", "441 alice carol #x"),
        ("+o", "461 alice MODE"), ("+l x", "696 alice #x l x"), ("+l 0", "696 alice #x l 0"),
        ("+l 1000000001", "696 alice #x l 1000000001"),

        ("+k a,b", "696 alice #x k a,b"), ("+k :a b", "696 alice #x k *"), ("+b ~q:x", "696 alice #x b ~q:x"),
        ("+I ~m:x", "696 alice #x I ~m:x"), ("+b :a b", "696 alice #x b *"),
    ])
    func `A change that cannot be says why`(_ modes: String, _ answer: String) {
        let lines = chat.ask("alice", "MODE #x \(modes)")
        #expect(lines.count == 1 && lines[0].hasPrefix(":irc.test \(answer) :"))
    }

    @Test func `A limit that is too large is told what it may be`() {
        let digits = String(repeating: "9", count: 300)
        #expect(chat.ask("alice", "MODE #x +l \(digits)")[0].hasSuffix(" :A limit is a number from 1 to 1000000000"))
        #expect(chat.ask("alice", "MODE #x +l 1000000000")[0].hasSuffix(" MODE #x +l 1000000000"))
    }

    @Test func `What is good of a change is made, and what is not is told`() {
        let answer = chat.ask("alice", "MODE #x +mYo bob")
        #expect(
            answer == [":irc.test 472 alice Y :is unknown mode char to me", ":alice!~alice@host.alice MODE #x +mo bob"])
    }

    // https://modern.ircdocs.horse/#channel-membership-prefixes
    @Test func `Ranks are given by those who stand as high`() {
        chat.join("#x", "carol")
        chat.send("alice", "MODE #x +h bob")
        #expect(chat.ask("bob", "MODE #x +v carol") == [":bob!~bob@host.bob MODE #x +v carol"])
        #expect(chat.ask("bob", "MODE #x +o carol")[0].contains(" 482 "))
        #expect(chat.ask("bob", "MODE #x -o alice")[0].contains(" 482 "))
        #expect(chat.ask("alice", "MODE #x +q alice")[0].contains(" 482 "))
        #expect(chat.ask("bob", "MODE #x -h bob") == [":bob!~bob@host.bob MODE #x -h bob"])
    }

    @Test func `The host may give every rank`() {
        chat.enter("host", from: Origin(address: "local", host: "localhost", isHost: true, isExemptFromLimits: true))
        chat.send("host", "MODE #x +qa alice bob")
        #expect(chat.ask("carol", "WHO #x").dropLast().map { $0.split(separator: " ")[8] } == ["H~", "H&"])
    }

    // https://modern.ircdocs.horse/#mode-message
    @Test func `A letter without the parameter it needs to be set is ignored`() {
        #expect(chat.ask("alice", "MODE #x +k") == [])
        #expect(chat.ask("alice", "MODE #x +lm") == [":alice!~alice@host.alice MODE #x +m"])
    }

    // https://modern.ircdocs.horse/#protected-prefix
    @Test func `The protected put out and demote everybody but each other`() {
        chat.enter("host", from: Origin(address: "local", host: "localhost", isHost: true, isExemptFromLimits: true))
        chat.join("#x", "carol")
        chat.send("host", "MODE #x +aa alice bob")
        #expect(chat.ask("alice", "KICK #x bob")[0].contains(" 482 "))
        #expect(chat.ask("alice", "MODE #x -a bob")[0].contains(" 482 "))
        #expect(chat.ask("bob", "KICK #x carol")[0].contains(" KICK "))
        chat.send("host", "MODE #x +q alice")
        #expect(chat.ask("alice", "MODE #x -a bob")[0].contains(" MODE "))
    }

    @Test func `More parameters than MODES are left out`() {
        let masks = (0..<9).map { "m\($0)" }
        chat.send("alice", "MODE #x +bbbbbbbbb " + masks.joined(separator: " "))
        #expect(chat.channel("#x")?.modes.bans.count == 6)
    }

    // MARK: Lists

    @Test(arguments: [
        ("b", "367", "368", "ban"), ("e", "348", "349", "exception"), ("I", "346", "347", "invite exception"),
        ("B", "956", "957", "bridge"),
    ])
    func `A list is told entry by entry, with who set it and when`(
        _ mode: String, _ item: String, _ end: String, _ name: String
    ) {
        chat.send("alice", "MODE #x +\(mode) nasty")
        for question in ["+\(mode)", mode, "-\(mode)"] {
            #expect(
                chat.ask("bob", "MODE #x \(question)") == [
                    ":irc.test \(item) bob #x nasty!*@* alice!~alice@host.alice :1700000000",
                    ":irc.test \(end) bob #x :End of channel \(name) list",
                ])
        }
        #expect(
            chat.ask("alice", "MODE #x -\(mode) NASTY!*@*") == [":alice!~alice@host.alice MODE #x -\(mode) nasty!*@*"])
    }

    @Test func `A list is told once, however often one command asks for it`() {
        #expect(chat.ask("bob", "MODE #x bbbbb+b-b").count == 1)
    }

    @Test func `The lists of a room have an end`() {
        let chat = TestNetwork { $0.limits.listEntries = 3 }
        chat.enter("alice")
        chat.join("#x", "alice")
        chat.send("alice", "MODE #x +bbe a b c")
        #expect(
            chat.ask("alice", "MODE #x +b d") == [
                ":irc.test 478 alice #x b :Channel list is full: it holds 3 entries, so take one out first"
            ])
        #expect(chat.ask("alice", "MODE #x +b A") == [])
    }

    @Test(arguments: [
        ("nick", "nick!*@*"), ("*!*@host", "*!*@host"), ("user@host", "*!user@host"), ("~user@host", "*!~user@host"),
        ("nick!user", "nick!user@*"),
        ("10.0.0.1", "*!*@10.0.0.1"), ("10.0.0.9/24", "*!*@10.0.0.0/24"), ("2001:DB8:0::7/32", "*!*@2001:db8::/32"),
        ("a!*@10.0.0.1/33", "a!*@10.0.0.1/33"), ("~a:acct", "~a:acct"), ("~m:nick", "~m:nick!*@*"),
        ("~m:~a:acct", "~m:~a:acct"),
    ])
    func `A mask is kept in full`(_ written: String, _ kept: String) {
        #expect(BanMask(written)?.text == kept)
    }

    @Test(arguments: ["", "~a:", "~m:", "~x:y", "~", "a b", "~m:~m:x", String(repeating: "x", count: 300)])
    func `What is no mask is none`(_ written: String) {
        #expect(BanMask(written) == nil)
    }

    // MARK: What modes do to talk

    /// What bob gets for speaking; nil if everybody hears it.
    private func obstacle(_ modes: String..., text: String = "hi", from name: String = "bob") -> String? {
        for mode in modes { chat.send("alice", "MODE #x \(mode)") }
        let answer = chat.ask(name, "PRIVMSG #x :\(text)")
        #expect(answer.isEmpty || answer[0].hasPrefix(":irc.test 404 \(name) #x :"))
        return answer.first.map { String($0.split(separator: " :")[1]) }
    }

    @Test func `n keeps those outside quiet, m those without a voice`() {
        #expect(obstacle(from: "carol") == "Cannot send to channel (+n)")
        #expect(obstacle("-n", from: "carol") == nil)
        #expect(obstacle("+m") == "Cannot send to channel (+m)")
        #expect(obstacle("+v bob") == nil)
    }

    @Test func `M keeps those without an account quiet`() {
        #expect(obstacle("+M")?.hasPrefix("Cannot send to channel (+M)") == true)
        chat.setAccount(of: "bob", to: "bob")
        #expect(obstacle() == nil)
    }

    @Test func `C keeps out CTCP, but not actions`() {
        #expect(obstacle("+C", text: "\u{1}VERSION\u{1}") == "Cannot send CTCP to channel (+C)")
        #expect(obstacle(text: "\u{1}ACTION waves\u{1}") == nil)
        #expect(obstacle("+v bob", text: "\u{1}VERSION\u{1}") != nil)
        #expect(obstacle("+h bob", text: "\u{1}VERSION\u{1}") == nil)
    }

    @Test func `Who is banned may not speak, unless excepted or voiced`() {
        #expect(obstacle("+b bob") == "Cannot send to channel (+b)")
        #expect(obstacle("+e bob") == nil)
        #expect(obstacle("-e+v bob bob") == nil)
    }

    // https://modern.ircdocs.horse/#extban-parameter
    @Test func `A mute takes the voice and leaves the place`() {
        #expect(obstacle("+b ~m:BOB!*@*")?.contains("muted") == true)
        chat.send("alice", "MODE #x +b ~m:carol")
        #expect(chat.ask("carol", "JOIN #x")[0].contains(" JOIN "))
        #expect(obstacle("+e ~m:bob") == nil)
        #expect(obstacle("-e ~m:bob", "+b-b x ~m:bob") == nil)
    }

    // https://ircv3.net/specs/extensions/account-extban
    @Test func `An account is banned wherever it comes from`() {
        chat.setAccount(of: "carol", to: "Nasty")
        chat.send("alice", "MODE #x +b ~a:nasty")
        #expect(chat.ask("carol", "JOIN #x")[0].contains(" 474 "))
        chat.setAccount(of: "carol", to: nil)
        #expect(chat.ask("carol", "JOIN #x")[0].contains(" JOIN "))
    }

    @Test func `A secret room is not there for others`() {
        chat.send("alice", "MODE #x +s")
        #expect(chat.ask("carol", "MODE #x")[0].contains(" 403 "))
        #expect(chat.ask("carol", "TOPIC #x")[0].contains(" 403 "))
        #expect(chat.ask("carol", "PART #x")[0].contains(" 403 "))
        #expect(chat.ask("carol", "WHO #x") == [":irc.test 315 carol #x :End of WHO list"])
        #expect(!chat.ask("carol", "WHOIS alice").contains { $0.contains("#x") })
    }
}

/// <https://modern.ircdocs.horse/#user-modes>
struct UserModeTests {
    private let chat = TestNetwork()

    init() { chat.enter("alice", "bob") }

    @Test func `MODE of oneself tells and changes`() {
        #expect(chat.ask("alice", "MODE alice") == [":irc.test 221 alice :+"])
        #expect(chat.ask("alice", "MODE alice +iB-w") == [":alice!~alice@host.alice MODE alice +iB"])
        #expect(chat.ask("alice", "MODE ALICE") == [":irc.test 221 alice :+Bi"])
    }

    @Test func `Others are nobody's to change`() {
        #expect(chat.ask("alice", "MODE bob +i")[0].contains(" 502 "))
        #expect(chat.ask("alice", "MODE bob")[0].contains(" 502 "))
        #expect(chat.ask("alice", "MODE nobody")[0].contains(" 401 "))
    }

    @Test func `What is known is changed, and then what is not is told`() {
        #expect(
            chat.ask("alice", "MODE alice +iYX") == [
                ":alice!~alice@host.alice MODE alice +i", ":irc.test 501 alice :Unknown MODE flag",
            ])
    }

    @Test func `Nobody makes himself an operator, or secure`() {
        #expect(chat.ask("alice", "MODE alice +oZ") == [])
        #expect(chat.session("alice")?.user?.modes == [])
    }

    @Test func `Who comes over TLS has Z, the host has o`() {
        chat.enter("tls", from: Origin(address: "::1", host: "x", isSecure: true, isExemptFromLimits: true))
        chat.enter("host", from: Origin(address: "l", host: "x", isHost: true, isExemptFromLimits: true))
        #expect(chat.ask("tls", "MODE tls -Z") == [])
        #expect(chat.ask("tls", "MODE tls") == [":irc.test 221 tls :+Z"])
        #expect(chat.ask("host", "MODE host -o") == [":host!~host@x MODE host -o"])
    }

    @Test func `R lets only those with an account speak to one`() {
        chat.send("alice", "MODE alice +R")
        #expect(chat.ask("bob", "PRIVMSG alice :hi")[0].hasPrefix(":irc.test 477 bob alice :"))
        chat.setAccount(of: "bob", to: "bob")
        chat.forget()
        #expect(chat.ask("bob", "PRIVMSG alice :hi") == [])
        #expect(chat.take("alice").count == 1)
    }

    // https://ircv3.net/specs/extensions/bot-mode
    @Test func `A bot is shown as one in WHOIS, in WHO and on what it says`() {
        chat.enter("carol", caps: "message-tags")
        chat.send("bob", "MODE bob +B")
        #expect(chat.ask("alice", "WHOIS bob").contains(":irc.test 335 alice bob :is a bot on Grillo"))
        #expect(chat.ask("alice", "WHO bob")[0].contains(" bob HB :"))
        chat.send("bob", "PRIVMSG carol :beep")
        #expect(chat.take("carol")[0].split(separator: " ")[0].split(separator: ";").contains("bot"))
    }
}
