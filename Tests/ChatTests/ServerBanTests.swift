import Basics
import Protocol
import Testing

@testable import Chat

/// Whom the whole server keeps out, or quiet.
struct ServerBanTests {
    private let chat = TestNetwork()
    private static let host = Origin(address: "local", host: "localhost", isHost: true, isExemptFromLimits: true)

    init() {
        chat.enter("host", from: Self.host)
        enter("alice", "192.0.2.7")
        enter("bob", "198.51.100.9")
        chat.join("#x", "alice", "bob")
    }

    private func enter(_ name: String, _ address: String) {
        chat.enter(name, from: Origin(address: address, host: address, isSecure: true, isExemptFromLimits: true))
    }

    @Test(arguments: [
        "192.0.2.7", "192.0.2.0/24", "192.0.2.0/25", "alice!*@*", "al?ce", "~alice@*", "*!*@192.0.2.*", "~a:nasty",
        "nasty",
        "alice!*@192.0.0.0/16",
    ])
    func `A ban ends the sessions it means, and no other, with rule, reason and end`(_ target: String) {
        chat.act { $0.change(.saveAccount(Account(name: "Nasty", registered: $1, credential: nil))) }
        chat.setAccount(of: "alice", to: "Nasty")
        chat.forget()
        chat.send("host", "UBAN ADD \(target == "al?ce" ? "al?ce!*@*" : target) DURATION 1d :bad manners")
        #expect(chat.closed == ["alice"])
        let told = chat.take("alice")
        #expect(told.first?.hasPrefix(":irc.test 465 alice :You are banned from this server: bad manners (") == true)
        #expect(told.first?.hasSuffix(", until 2023-11-15T22:13:20.000Z)") == true)
        #expect(told.last?.hasPrefix("ERROR :Closing link (") == true)
        #expect(chat.take("bob").count == 1)
        #expect(chat.network.brokenInvariants() == [])
    }

    @Test(arguments: ["192.0.2.8", "192.0.2.0/30", "192.0.3.0/24", "alice?!*@*", "*!*@192.0.2.7.*", "2001:db8::/32"])
    func `Who is beside it stays`(_ target: String) {
        chat.send("host", "UBAN ADD \(target)")
        #expect(chat.closed == [])
    }

    @Test func `Who comes while it stands is told at the door, and who comes after it is not`() {
        chat.send("host", "UBAN ADD 203.0.113.0/24 DURATION 1h :noise", "UBAN ADD evil!*@* :name")
        enter("carol", "203.0.113.5")
        #expect(chat.closed == ["carol"])
        enter("evil", "192.0.2.99")
        #expect(chat.closed == ["carol", "evil"])
        #expect(chat.ask("bob", "NICK evil")[0].hasPrefix(":irc.test 432 bob evil :That nick is banned: name"))
        chat.pass(seconds: 3599)
        enter("dave", "203.0.113.5")
        #expect(chat.closed.last == "dave")
        chat.pass(seconds: 1)
        enter("erin", "203.0.113.5")
        #expect(chat.closed.last == "dave")
        #expect(chat.kept.bans.keys.map(\.description) == ["evil!*@*"])
    }

    @Test func `A ban of an address counts before anything is said`() {
        chat.send("host", "UBAN ADD 203.0.113.5 :noise")
        chat.connect("carol", from: Origin(address: "203.0.113.5", host: "203.0.113.5"))
        let told = chat.take("carol")
        #expect(told.first == ":irc.test 465 * :You are banned from this server: noise (*!*@203.0.113.5, for good)")
        #expect(
            told.last?.hasPrefix("ERROR :Closing link (") == true && told.last?.hasSuffix(".ip): Banned: noise") == true
        )
        #expect(chat.closed == ["carol"])
    }

    @Test func `A ban lasts over a restart, and is undone`() {
        chat.send("host", "UBAN ADD 192.0.2.0/24 :noise", "UBAN ADD bob!*@* MUTE DURATION 1h :shouting")
        chat.restart()
        chat.enter("host", from: Self.host)
        enter("alice", "192.0.2.7")
        #expect(chat.closed == ["alice"])
        let list = chat.ask("host", "UBAN LIST")
        #expect(list.count == 3 && list.last?.hasSuffix(":2 in all; that is the list") == true)
        #expect(
            list.first?.contains("NOTICE host :Banned: noise (*!*@192.0.2.0/24, for good), set by host at 2023-")
                == true)
        #expect(list.dropFirst().first?.contains("NOTICE host :Muted: shouting (~m:bob!*@*, until 2023-") == true)
        chat.send("host", "UBAN DEL 192.0.2.0/24", "UBAN DEL bob!*@*")
        enter("alicia", "192.0.2.7")
        #expect(chat.closed == ["alice"])
        #expect(chat.kept.bans.isEmpty)
        #expect(chat.ask("host", "UBAN DEL bob!*@*")[0].contains("FAIL UBAN INVALID_TARGET bob!*@* :"))
    }

    @Test func `INFO tells what hits somebody who is here, or an address`() {
        chat.send("host", "UBAN ADD bob!*@* MUTE :shouting", "UBAN ADD 203.0.113.0/24")
        #expect(chat.ask("host", "UBAN INFO bob")[0].contains("Muted: shouting"))
        #expect(chat.ask("host", "UBAN INFO 203.0.113.9")[0].contains("Banned (*!*@203.0.113.0/24, for good)"))
        #expect(chat.ask("host", "UBAN INFO alice") == [":irc.test NOTICE host :alice is neither banned nor muted"])
    }

    @Test(arguments: [
        ("UBAN ADD", "461 host UBAN"), ("UBAN FROB x", "FAIL UBAN INVALID_PARAMS"),
        ("UBAN ADD ~q:x", "FAIL UBAN INVALID_TARGET"),
        ("UBAN ADD nobody", "FAIL UBAN INVALID_TARGET nobody :'nobody' is no account"),
        ("UBAN ADD x!*@* DURATION 5", "FAIL UBAN INVALID_DURATION"),
        ("UBAN ADD x!*@* DURATION", "FAIL UBAN INVALID_DURATION"),
        ("UBAN ADD *!*@* :all", "FAIL UBAN INVALID_TARGET *!*@* :'*!*@*' would hit you, too"),
        ("DLINE alice", "FAIL DLINE INVALID_TARGET alice"),
    ])
    func `What is no ban says why, and bans nobody`(_ line: String, _ answer: String) {
        #expect(chat.ask("host", line)[0].hasPrefix(":irc.test \(answer)"))
        #expect(chat.kept.bans.isEmpty && chat.closed.isEmpty)
    }

    @Test func `The older forms do the same`() {
        chat.send("host", "KLINE 1h alice :noise", "DLINE 203.0.113.0/24 :net")
        #expect(chat.closed == ["alice"])
        #expect(Set(chat.kept.bans.keys.map(\.description)) == ["alice!*@*", "*!*@203.0.113.0/24"])
        let ban = chat.kept.bans.values.first { $0.mask == "alice!*@*" }
        #expect(ban?.until != nil && ban?.reason == "noise")
        chat.send("host", "UNKLINE alice", "UNDLINE 203.0.113.0/24")
        #expect(chat.kept.bans.isEmpty)
    }

    @Test func `Who is kept quiet by name has that name until the end of it`() {
        chat.enter("op", "noisy")
        chat.join("#q", "op", "noisy")
        chat.send("op", "MODE #q +b ~m:noisy!*@*")
        #expect(chat.ask("noisy", "NICK other")[0].hasPrefix(":irc.test 437 noisy #q :"))
        chat.send("op", "MODE #q +v noisy")
        #expect(chat.ask("noisy", "NICK other").contains { $0.contains("NICK other") })
    }

    @Test func `A room's ban is for one address or a neighbourhood, so that nobody measures an address with it`() {
        chat.enter("op")
        chat.join("#q", "op")
        for mask in ["192.0.2.7", "192.0.2.0/24", "2001:db8::/64", "2001:db8::/48"] {
            #expect(chat.ask("op", "MODE #q +b *!*@\(mask)").contains { $0.contains("MODE #q +b") })
        }
        for mask in ["192.0.2.0/25", "192.0.2.0/23", "0.0.0.0/1", "2001:db8::/47", "2001:db8::/65"] {
            #expect(chat.ask("op", "MODE #q +b *!*@\(mask)")[0].contains(" 696 "))
        }
    }

    @Test func `Who is muted is told so in every room and to every person, and may read on`() {
        chat.send("host", "UBAN ADD alice!*@* MUTE DURATION 1h :shouting")
        #expect(
            chat.take("alice") == [
                ":irc.test NOTICE alice :You are muted on this server: shouting (~m:alice!*@*, until 2023-11-14T23:13:20.000Z)"
            ])
        #expect(
            chat.ask("alice", "PRIVMSG #x :hi")[0].hasPrefix(
                ":irc.test 404 alice #x :You are muted on this server: shouting"))
        #expect(
            chat.ask("alice", "PRIVMSG bob :hi")[0].hasPrefix(
                ":irc.test 531 alice bob :You are muted on this server: shouting"))
        #expect(chat.ask("alice", "NOTICE #x :hi") == [])
        #expect(chat.ask("alice", "PRIVMSG NickServ :HELP").count > 1)
        #expect(chat.take("bob") == [])
        chat.pass(seconds: 3600)
        #expect(chat.ask("alice", "PRIVMSG #x :hi") == [])
    }

    @Test func `The host cannot be kept out or quiet`() {
        chat.send("host", "UBAN ADD other!*@*")
        chat.enter("other", from: Self.host)
        #expect(chat.closed == [])
    }

    @Test func `An account is kept out when it logs in, and while it is not connected`() {
        chat.act { $0.change(.saveAccount(Account(name: "nasty", registered: $1, credential: nil))) }
        chat.send("host", "UBAN ADD nasty :enough")
        chat.setAccount(of: "alice", to: "nasty")
        #expect(chat.closed == ["alice"])
    }
}

/// What others see in the place of an address.
struct CloakTests {
    private let cloak = Cloak(secret: [1, 2, 3], primitives: .toy)

    private func host(_ address: String) throws -> [Substring] {
        cloak.host(for: try #require(IPAddress(address))).split(separator: ".")
    }

    @Test func `It is the same for the same address, and no other`() throws {
        #expect(try host("192.0.2.7") == host("::ffff:192.0.2.7"))
        #expect(try host("192.0.2.7") != host("192.0.2.8"))
        #expect(
            Cloak(secret: [4], primitives: .toy).host(for: try #require(IPAddress("192.0.2.7")))
                != (try host("192.0.2.7").joined(separator: ".")))
        #expect(try host("2001:db8::7").joined(separator: ".").utf8.count <= 64)
    }

    @Test func `Neighbours share its end`() throws {
        #expect(try host("192.0.2.7").dropFirst() == host("192.0.2.200").dropFirst())
        #expect(try host("192.0.2.7")[1] != host("192.0.3.7")[1])
        #expect(try host("192.0.2.7")[2] == host("192.0.3.7")[2])
        #expect(try host("2001:db8::7").dropFirst() == host("2001:db8::ffff").dropFirst())
        #expect(try host("2001:db8::7")[1] != host("2001:db8:0:1::7")[1])
    }

    /// Everything that tells others of somebody, and what they read of it.
    @Test func `Nobody else ever reads an address`() {
        let chat = TestNetwork()
        let secret = "198.51.100.77"
        chat.enter(
            "watch", caps: "account-notify away-notify extended-join chghost setname userhost-in-names message-tags")
        chat.send("watch", "MONITOR + leaky", "JOIN #x", "MODE watch +w")
        chat.forget()
        let far = Origin(address: secret, host: secret, isSecure: true, isExemptFromLimits: true)
        chat.enter("leaky", from: far)
        for line in [
            "JOIN #x", "PRIVMSG #x :hi", "PRIVMSG watch :hi", "NOTICE #x :hi", "TOPIC #x :t", "AWAY :x", "AWAY",
            "SETNAME :other", "INVITE watch #y", "JOIN #y", "INVITE watch #y", "MODE #y +b *!*@x", "MODE leaky +w",
        ] { chat.send("leaky", line) }
        chat.send("watch", "MODE #x +o leaky", "JOIN #y", "TOPIC #x")
        chat.send(
            "leaky", "MODE #x +b other", "TOPIC #x :again", "RENAME #y #z", "NICK leaked", "NICK leaky", "PRIVMSG #x :x"
        )
        for line in [
            "WHO #x", "WHO leaky", "WHO *", "WHO #x %tcuihsnfdlaor,1", "WHOIS leaky", "WHOIS leaky leaky",
            "USERHOST leaky",
            "NAMES #x", "MODE #x b", "MODE #z b", "TOPIC #x", "WHOWAS leaked", "STATS u", "STATS o", "LIST",
        ] { chat.send("watch", line) }
        chat.send("leaky", "PART #z", "QUIT :bye")
        chat.send("watch", "WHOWAS leaky", "TOPIC #x")
        let read = chat.take("watch")
        #expect(read.count > 60)
        #expect(read.filter { $0.contains(secret) } == [])
        #expect(!chat.events.contains { $0.source.contains(secret) || $0.text.text.contains(secret) })
        #expect(read.contains { $0.contains(".ip ") })
    }

    @Test func `Oneself and operators with the right are told the address`() {
        let chat = TestNetwork {
            $0.operators = [.test("root", "secret", [.addresses]), .test("less", "secret", [.kill])]
        }
        let far = Origin(address: "198.51.100.77", host: "198.51.100.77", isSecure: true, isExemptFromLimits: true)
        chat.enter("far", "root", "less", from: far)
        chat.send("root", "OPER root secret")
        chat.send("less", "OPER less secret")
        for (name, isTold) in [("far", true), ("root", true), ("less", false)] {
            let lines = chat.ask(name, "WHOIS far") + chat.ask(name, "WHO far %i")
            #expect(lines.filter { $0.contains("198.51.100.77") }.count == (isTold ? 3 : 0))
        }
        #expect(
            chat.ask("root", "WHOIS far").contains(
                ":irc.test 378 root far :is connecting from ~far@198.51.100.77 198.51.100.77"))
    }
}
