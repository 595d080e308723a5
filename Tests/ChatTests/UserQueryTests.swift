import Protocol
import Testing

@testable import Chat

/// AWAY, SETNAME, WHO, WHOIS, WHOWAS, USERHOST and ISON.
struct UserQueryTests {
    private let chat = TestNetwork()

    // MARK: AWAY <https://modern.ircdocs.horse/#away-message>

    @Test func `AWAY and its end are acknowledged`() {
        chat.enter("alice")
        #expect(chat.ask("alice", "AWAY :lunch") == [":irc.test 306 alice :You have been marked as being away"])
        #expect(chat.ask("alice", "AWAY") == [":irc.test 305 alice :You are no longer marked as being away"])
        #expect(chat.ask("alice", "AWAY :") == [":irc.test 305 alice :You are no longer marked as being away"])
    }

    // https://ircv3.net/specs/extensions/away-notify
    @Test func `away-notify tells who shares a room, once for each change`() {
        chat.enter("alice", "old")
        chat.enter("bob", "far", caps: "away-notify")
        chat.join("#x", "alice", "bob", "old")
        chat.send("alice", "AWAY :a", "AWAY :a", "AWAY :b", "AWAY", "AWAY")
        #expect(
            chat.take("bob") == [
                ":alice!~alice@host.alice AWAY :a", ":alice!~alice@host.alice AWAY :b", ":alice!~alice@host.alice AWAY",
            ])
        #expect(chat.take("old") == [] && chat.take("far") == [])
    }

    // https://ircv3.net/specs/extensions/pre-away
    @Test func `With draft/pre-away one can be away from the beginning`() {
        chat.connect("alice")
        chat.send("alice", "CAP REQ draft/pre-away")
        #expect(chat.ask("alice", "AWAY *") == [":irc.test 306 * :You have been marked as being away"])
        chat.send("alice", "NICK alice", "USER a 0 * :b", "CAP END")
        chat.enter("bob")
        #expect(chat.ask("bob", "PRIVMSG alice :hi") == [":irc.test 301 bob alice :*"])
    }

    // MARK: SETNAME <https://ircv3.net/specs/extensions/setname>

    @Test func `A new real name is told to who has setname`() {
        chat.enter("alice", "bob", caps: "setname")
        chat.enter("old")
        chat.join("#x", "alice", "bob", "old")
        #expect(chat.ask("alice", "SETNAME :Bruce Wayne") == [":alice!~alice@host.alice SETNAME :Bruce Wayne"])
        #expect(chat.take("bob") == [":alice!~alice@host.alice SETNAME :Bruce Wayne"])
        #expect(chat.take("old") == [])
        #expect(chat.ask("old", "SETNAME :Quiet") == [], "without the capability it is done and not answered")
        #expect(chat.session("old")?.user?.realName == "Quiet")
    }

    @Test func `A real name that is none is refused with FAIL`() {
        chat.enter("alice", caps: "setname")
        #expect(chat.ask("alice", "SETNAME :")[0].hasPrefix(":irc.test FAIL SETNAME INVALID_REALNAME :"))
        #expect(chat.ask("alice", "SETNAME :" + String(repeating: "x", count: 151))[0].contains("INVALID_REALNAME"))
        #expect(chat.ask("alice", "SETNAME :" + String(repeating: "x", count: 150)).count == 1)
        #expect(chat.ask("alice", "SETNAME")[0].contains(" 461 "))
    }

    // MARK: WHO <https://modern.ircdocs.horse/#who-message>

    @Test func `WHO of a room lists its members with their ranks and presence`() {
        chat.enter("alice", "bob", "carol")
        chat.join("#x", "alice", "bob")
        chat.send("bob", "AWAY :x")
        #expect(
            chat.ask("carol", "WHO #x") == [
                ":irc.test 352 carol #x ~alice host.alice irc.test alice H@ :0 Real alice",
                ":irc.test 352 carol #x ~bob host.bob irc.test bob G :0 Real bob",
                ":irc.test 315 carol #x :End of WHO list",
            ])
    }

    @Test(arguments: [
        ("bob", ["bob"]), ("BOB", ["bob"]), ("b*", ["bob"]), ("*real*", ["alice", "bob"]), ("host.b?b", ["bob"]),
        ("0", ["alice", "bob"]), ("", ["alice", "bob"]), ("nobody", []),
    ])
    func `WHO takes a nick, a mask, or nothing`(_ mask: String, _ found: [String]) {
        chat.enter("alice", "bob")
        let answer = chat.ask("alice", "WHO \(mask)")
        #expect(answer.dropLast().map { String($0.split(separator: " ")[7]) } == found)
        #expect(answer.last?.contains(" 315 ") == true)
    }

    @Test func `The invisible are found by their nick, by those they share a room with, and by operators`() {
        chat.enter("alice", "bob", "carol")
        chat.enter("host", from: Origin(address: "l", host: "h", isHost: true, isExemptFromLimits: true))
        chat.join("#x", "alice", "bob")
        chat.send("alice", "MODE alice +i")
        #expect(chat.ask("carol", "WHO a*").count == 1)
        #expect(chat.ask("carol", "WHO alice").count == 2)
        #expect(chat.ask("bob", "WHO a*").count == 2)
        #expect(chat.ask("host", "WHO a*").count == 2)
        #expect(chat.ask("carol", "WHO #x").count == 2)
    }

    // https://modern.ircdocs.horse/#rplwhoreply-352
    @Test func `Flags are presence, operator, ranks and then what else there is`() {
        chat.enter("host", from: Origin(address: "l", host: "h", isHost: true, isExemptFromLimits: true))
        chat.join("#x", "host")
        chat.send("host", "MODE host +B", "AWAY :x")
        #expect(chat.ask("host", "WHO #x")[0].contains(" host G*@B :"))
    }

    @Test func `WHO with o lists operators only`() {
        chat.enter("alice")
        chat.enter("host", from: Origin(address: "l", host: "h", isHost: true, isExemptFromLimits: true))
        #expect(chat.ask("alice", "WHO * o").map { $0.split(separator: " ")[1] } == ["352", "315"])
        #expect(chat.ask("alice", "WHO host")[0].contains(" host H* :"))
    }

    // https://ircv3.net/specs/extensions/whox
    @Test(arguments: [
        ("bob %cuhnar", "354 alice #x ~bob host.bob bob 0 :Real bob"), ("#x %na", "354 alice alice :0"),
        ("bob %tn,42", "354 alice 42 :bob"), ("bob %nt,1234", "354 alice 0 :bob"), ("bob %t", "354 alice :0"),
        ("bob %fl", "354 alice H :0"), ("bob %is", "354 alice 255.255.255.255 :irc.test"),
        ("bob %zn", "354 alice :bob"),
        ("alice %i", "354 alice :127.0.0.1"),
        ("bob %raolfdnshiuct,7", "354 alice 7 #x ~bob 255.255.255.255 host.bob irc.test bob H 0 0 0 n/a :Real bob"),
    ])
    func `WHOX tells the fields asked for, in its own order`(_ query: String, _ line: String) {
        chat.enter("alice", "bob")
        chat.join("#x", "alice", "bob")
        #expect(chat.ask("alice", "WHO \(query)")[0] == ":irc.test \(line)")
    }

    @Test func `WHOX tells the account`() {
        chat.enter("alice", "bob")
        chat.setAccount(of: "bob", to: "Robert")
        #expect(
            chat.ask("alice", "WHO bob %a") == [
                ":irc.test 354 alice :Robert", ":irc.test 315 alice bob :End of WHO list",
            ])
    }

    // MARK: WHOIS <https://modern.ircdocs.horse/#whois-message>

    @Test func `WHOIS tells who somebody is`() {
        chat.enter("alice")
        chat.enter("bob", from: Origin(address: "192.0.2.7", host: "h", isSecure: true, isExemptFromLimits: true))
        chat.join("#x", "bob")
        chat.send("bob", "AWAY :gone")
        chat.setAccount(of: "bob", to: "Robert")
        chat.pass(seconds: 30)
        #expect(
            chat.ask("alice", "WHOIS bob") == [
                ":irc.test 311 alice bob ~bob h * :Real bob", ":irc.test 319 alice bob :@#x",
                ":irc.test 312 alice bob irc.test :Grillo", ":irc.test 671 alice bob :is using a secure connection",
                ":irc.test 330 alice bob Robert :is logged in as", ":irc.test 301 alice bob :gone",
                ":irc.test 317 alice bob 30 1700000000 :seconds idle, signon time",
                ":irc.test 318 alice bob :End of /WHOIS list",
            ])
    }

    @Test func `The address and the modes are told to oneself and to operators`() {
        chat.enter("alice", "bob")
        #expect(chat.ask("alice", "WHOIS alice").contains { $0.contains(" 338 ") })
        #expect(chat.ask("alice", "WHOIS alice").contains { $0.contains(" 378 ") })
        #expect(chat.ask("alice", "WHOIS alice").contains { $0.contains(" 379 ") })
        #expect(
            !chat.ask("alice", "WHOIS bob").contains {
                $0.contains(" 338 ") || $0.contains(" 378 ") || $0.contains(" 379 ")
            })
    }

    @Test func `WHOIS may name a server first; without a nick it is 431, for nobody 401`() {
        chat.enter("alice")
        #expect(chat.ask("alice", "WHOIS irc.test alice")[0].contains(" 311 "))
        #expect(chat.ask("alice", "WHOIS") == [":irc.test 431 alice :No nickname given"])
        #expect(
            chat.ask("alice", "WHOIS nobody") == [
                ":irc.test 401 alice nobody :No such nick", ":irc.test 318 alice nobody :End of /WHOIS list",
            ])
    }

    // https://modern.ircdocs.horse/#rplendofwhois-318
    @Test func `The end repeats the nick as it was asked for`() {
        chat.enter("alice")
        #expect(chat.ask("alice", "WHOIS ALICE").last == ":irc.test 318 alice ALICE :End of /WHOIS list")
        #expect(chat.ask("alice", "WHOIS Alice,bob").last == ":irc.test 318 alice Alice,bob :End of /WHOIS list")
    }

    // MARK: WHOWAS <https://modern.ircdocs.horse/#whowas-message>

    @Test func `WHOWAS tells former holders of a nick, the last one first`() {
        chat.enter("alice")
        for (name, host) in [("one", "h1"), ("two", "h2")] {
            chat.connect(name, from: Origin(address: host, host: host, isExemptFromLimits: true))
            chat.send(name, "NICK gone", "USER \(name) 0 * :Real \(name)", "QUIT")
        }
        let answer = chat.ask("alice", "WHOWAS GONE")
        #expect(answer[0] == ":irc.test 314 alice gone ~two h2 * :Real two")
        #expect(answer[1] == ":irc.test 312 alice gone irc.test :2023-11-14T22:13:20.000Z")
        #expect(answer[2] == ":irc.test 314 alice gone ~one h1 * :Real one")
        #expect(answer.last == ":irc.test 369 alice GONE :End of WHOWAS")
        #expect(chat.ask("alice", "WHOWAS gone 1").count == 3)
        #expect(chat.ask("alice", "WHOWAS gone -1").count == 5)
    }

    @Test func `WHOWAS of nobody is 406 and then 369, without a nick 431`() {
        chat.enter("alice")
        #expect(
            chat.ask("alice", "WHOWAS nobody") == [
                ":irc.test 406 alice nobody :There was no such nickname", ":irc.test 369 alice nobody :End of WHOWAS",
            ])
        #expect(chat.ask("alice", "WHOWAS") == [":irc.test 431 alice :No nickname given"])
    }

    @Test func `Who changes his nick is remembered under the old one`() {
        chat.enter("alice")
        chat.send("alice", "NICK al", "NICK Al")
        #expect(chat.ask("alice", "WHOWAS alice")[0].contains(" 314 "))
        #expect(chat.ask("alice", "WHOWAS al")[0].contains(" 406 "))
    }

    @Test func `What is remembered is bounded`() {
        let chat = TestNetwork { $0.limits.whowas = 3 }
        chat.enter("alice")
        for index in 0..<9 { chat.send("alice", "NICK n\(index)") }
        #expect(chat.network.users.whowas.count == 3)
        #expect(chat.ask("alice", "WHOWAS n1")[0].contains(" 406 "))
        #expect(chat.ask("alice", "WHOWAS n7")[0].contains(" 314 "))
    }

    // MARK: USERHOST, ISON

    // https://modern.ircdocs.horse/#userhost-message
    @Test func `USERHOST tells up to five, with presence and operators marked`() {
        chat.enter("alice", "bob")
        chat.enter("host", from: Origin(address: "l", host: "h", isHost: true, isExemptFromLimits: true))
        chat.send("bob", "AWAY :x")
        #expect(
            chat.ask("alice", "USERHOST alice bob nobody HOST") == [
                ":irc.test 302 alice :alice=+~alice@host.alice bob=-~bob@host.bob host*=+~host@h"
            ])
        #expect(chat.ask("alice", "USERHOST a b c d e alice") == [":irc.test 302 alice :"])
        #expect(chat.ask("alice", "USERHOST")[0].contains(" 461 "))
    }

    // https://modern.ircdocs.horse/#ison-message
    @Test func `ISON tells which of many are here`() {
        chat.enter("alice", "bob")
        #expect(chat.ask("alice", "ISON ALICE nobody :bob x") == [":irc.test 303 alice :alice bob"])
    }
}

/// <https://ircv3.net/specs/extensions/monitor>
struct MonitorTests {
    private let chat = TestNetwork { $0.limits.monitored = 4 }

    @Test func `Who is watched is told to be here or not, at once and whenever that changes`() {
        chat.enter("alice", "bob")
        #expect(
            chat.ask("alice", "MONITOR + bob,carol") == [
                ":irc.test 730 alice :bob!~bob@host.bob", ":irc.test 731 alice :carol",
            ])
        chat.enter("carol")
        #expect(chat.take("alice") == [":irc.test 730 * :carol!~carol@host.carol"])
        chat.send("carol", "QUIT")
        #expect(chat.take("alice") == [":irc.test 731 * :carol"])
    }

    @Test func `A change of nick is one going and another coming, a change of case is neither`() {
        chat.enter("alice", "bob")
        chat.send("alice", "MONITOR + bob,rob")
        chat.forget()
        chat.send("bob", "NICK Bob")
        #expect(chat.take("alice") == [])
        chat.send("bob", "NICK rob")
        #expect(chat.take("alice") == [":irc.test 731 * :Bob", ":irc.test 730 * :rob!~bob@host.bob"])
    }

    @Test func `The list is told, cleared and shortened`() {
        chat.enter("alice", "bob")
        chat.send("alice", "MONITOR + Bob,carol")
        #expect(
            chat.ask("alice", "MONITOR L") == [
                ":irc.test 732 alice :Bob,carol", ":irc.test 733 alice :End of MONITOR list",
            ])
        #expect(chat.ask("alice", "MONITOR S").count == 2)
        #expect(chat.ask("alice", "MONITOR - BOB,x") == [])
        #expect(chat.ask("alice", "MONITOR L")[0] == ":irc.test 732 alice :carol")
        #expect(chat.ask("alice", "MONITOR C") == [])
        #expect(chat.ask("alice", "MONITOR L") == [":irc.test 733 alice :End of MONITOR list"])
        chat.send("bob", "QUIT")
        #expect(chat.take("alice") == [])
    }

    @Test func `A list that is full names those that did not fit`() {
        chat.enter("alice")
        #expect(
            chat.ask("alice", "MONITOR + a,b,c,d,e,f") == [
                ":irc.test 734 alice 4 e,f :Monitor list is full.", ":irc.test 731 alice :a,b,c,d",
            ])
        #expect(chat.ask("alice", "MONITOR + A") == [], "who is watched already is not added again")
    }

    @Test(arguments: ["*!*@*", "b*", "1x", "#room"])
    func `Only nicks are watched`(_ target: String) {
        chat.enter("alice")
        #expect(chat.ask("alice", "MONITOR + \(target)") == [])
        #expect(chat.session("alice")?.monitored.count == 0)
    }

    @Test func `Whoever leaves watches nobody any more`() {
        chat.enter("alice", "bob")
        chat.send("alice", "MONITOR + bob", "QUIT")
        #expect(chat.network.watchers.nicks.isEmpty)
    }

    // https://ircv3.net/specs/extensions/extended-monitor
    @Test func `extended-monitor tells more of whom one watches, each with its own capability`() {
        chat.enter("bob")
        chat.enter("all", caps: "extended-monitor away-notify account-notify setname")
        chat.enter("some", caps: "extended-monitor away-notify")
        chat.enter("plain", caps: "away-notify account-notify setname")
        for name in ["all", "some", "plain"] { chat.send(name, "MONITOR + bob") }
        chat.forget()
        chat.send("bob", "AWAY :x", "SETNAME :Rob")
        chat.setAccount(of: "bob", to: "rob")
        #expect(chat.take("all").map { $0.split(separator: " ")[1] } == ["AWAY", "SETNAME", "ACCOUNT"])
        #expect(chat.take("some").map { $0.split(separator: " ")[1] } == ["AWAY"])
        #expect(chat.take("plain") == [])
    }

    @Test func `Who watches and shares a room is told once`() {
        chat.enter("bob")
        chat.enter("alice", caps: "extended-monitor away-notify")
        chat.send("alice", "MONITOR + bob")
        chat.join("#x", "alice", "bob")
        chat.send("bob", "AWAY :x")
        #expect(chat.take("alice") == [":bob!~bob@host.bob AWAY :x"])
    }
}

/// What becomes of a user from outside.
struct IdentityTests {
    private let chat = TestNetwork()

    // https://ircv3.net/specs/extensions/account-notify
    @Test func `A login and its end are told to oneself and to who has account-notify`() {
        chat.enter("alice", "old")
        chat.enter("bob", caps: "account-notify")
        chat.join("#x", "alice", "bob", "old")
        chat.setAccount(of: "alice", to: "Al")
        #expect(chat.take("alice") == [":irc.test 900 alice alice!~alice@host.alice Al :You are now logged in as Al"])
        #expect(chat.take("bob") == [":alice!~alice@host.alice ACCOUNT Al"])
        chat.setAccount(of: "alice", to: nil)
        #expect(chat.take("alice") == [":irc.test 901 alice alice!~alice@host.alice :You are now logged out"])
        #expect(chat.take("bob") == [":alice!~alice@host.alice ACCOUNT *"])
        #expect(chat.take("old") == [])
    }

    @Test func `A login before registration counts from the beginning`() {
        chat.connect("alice")
        chat.setAccount(of: "alice", to: "Al")
        #expect(chat.take("alice") == [":irc.test 900 * *!*@host.alice Al :You are now logged in as Al"])
        chat.send("alice", "NICK alice", "USER a 0 * :b")
        #expect(chat.session("alice")?.user?.account == "Al")
    }
}
