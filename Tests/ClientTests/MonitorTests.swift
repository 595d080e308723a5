import Protocol
import Testing

@testable import Client

/// <https://ircv3.net/specs/extensions/monitor>
@Suite struct MonitorTests {
    private static func online(_ token: String = "MONITOR=100") -> TestSession {
        TestSession.inChannel(isupport: "CHANTYPES=# CASEMAPPING=ascii \(token)")
    }

    private static func monitors(_ talk: inout TestSession) -> [String] {
        talk.sent().filter { $0.hasPrefix("MONITOR") }
    }

    @Test func `People with whom a talk is open are watched, and no longer than it is`() {
        var talk = Self.online()
        talk.enter("/query bob")
        talk.enter("/query Cara")
        talk.hear(":dan!d@h PRIVMSG ada :hello")
        #expect(Self.monitors(&talk) == [])
        talk.pass(seconds: 1)
        #expect(Self.monitors(&talk) == ["MONITOR + bob,Cara,dan"])
        talk.hear(":bob!b@h NICK rob")
        talk.enter("/close", in: "Cara")
        talk.pass(seconds: 2)
        #expect(Self.monitors(&talk) == ["MONITOR - bob,Cara", "MONITOR + rob"])
    }

    @Test func `That they are there, and that they are not, is known of the talk and told nowhere else`() {
        var talk = Self.online()
        talk.enter("/query bob")
        talk.enter("/query cara")
        talk.pass(seconds: 1)
        #expect(talk.buffer("bob")?.isPeerOnline == nil)
        let before = talk.session.buffers.map(\.lineCount)
        talk.hear(":s 730 ada :BOB!b@h", ":s 731 ada :cara")
        #expect(talk.buffer("bob")?.isPeerOnline == true && talk.buffer("cara")?.isPeerOnline == false)
        talk.hear(":s 731 * :bob", ":s 730 * :cara!c@h")
        #expect(talk.buffer("bob")?.isPeerOnline == false && talk.buffer("cara")?.isPeerOnline == true)
        #expect(talk.session.buffers.map(\.lineCount) == before)
        talk.session.disconnected(cause: "gone", at: talk.now)
        #expect(talk.buffer("bob")?.isPeerOnline == nil)
    }

    @Test(arguments: [
        ("NickServ", false), ("CHANSERV", false), ("bouncerserv", false), ("reserv", true), ("x", true), ("us", true),
        ("nickserver", true),
    ])
    func `Services are known by their names, and people whose nick is like those are asked about`(
        nick: String, isAsked: Bool
    ) {
        var talk = Self.online()
        talk.enter("/query \(nick)")
        talk.pass(seconds: 1)
        #expect(Self.monitors(&talk) == (isAsked ? ["MONITOR + \(nick)"] : []))
    }

    @Test func `Services are not asked about, and who answers is not offline`() {
        var talk = Self.online()
        talk.enter("/query NickServ")
        talk.enter("/query bob")
        talk.pass(seconds: 1)
        #expect(Self.monitors(&talk) == ["MONITOR + bob"])
        talk.hear(":s 731 ada :bob")
        #expect(talk.buffer("bob")?.isPeerOnline == false)
        talk.hear(":bob!b@h PRIVMSG ada :here I am")
        #expect(talk.buffer("bob")?.isPeerOnline == nil)
    }

    @Test func `Whom the person watches by hand is told as ever`() {
        var talk = Self.online()
        talk.enter("/query bob")
        talk.pass(seconds: 1)
        talk.hear(":s 730 ada :bob!b@h,eve!e@h")
        #expect(talk.buffer("bob")?.isPeerOnline == true)
        #expect(talk.lines("bob").isEmpty && talk.lines().last == "info : Online now: bob, eve.")
    }

    @Test(arguments: [
        ("MONITOR=2", "MONITOR + n1,n2"), ("MONITOR", "MONITOR + n1,n2,n3"), ("MONITOR=x", ""),
        ("MONITOR=\(Int.min)", ""),
    ])
    func `The server's limit is held`(token: String, line: String) {
        var talk = Self.online(token)
        for number in 1...3 { talk.enter("/query n\(number)") }
        talk.pass(seconds: 3)
        #expect(Self.monitors(&talk) == (line.isEmpty ? [] : [line]))
    }

    @Test func `A full list is no news, and those it does not take are not named again`() {
        var talk = Self.online()
        for number in 1...3 { talk.enter("/query n\(number)") }
        talk.pass(seconds: 1)
        let before = talk.session.buffers.map(\.lineCount)
        talk.forget()
        talk.hear(":s 734 ada 1 n2,n3 :Monitor list is full.")
        talk.pass(seconds: 3)
        #expect(Self.monitors(&talk) == [] && talk.session.buffers.map(\.lineCount) == before)
        talk.hear(":s 734 ada 1 eve :Monitor list is full.")
        #expect(talk.session.buffers.map(\.lineCount) != before)
    }

    @Test func `Whom the server did not take is named again once another is watched no longer`() {
        var talk = Self.online()
        for number in 1...2 { talk.enter("/query n\(number)") }
        talk.pass(seconds: 1)
        talk.hear(":s 730 ada :n1,n2", ":s 734 ada 1 n2 :Monitor list is full.")
        #expect(talk.buffer("n1")?.isPeerOnline == true && talk.buffer("n2")?.isPeerOnline == nil)
        talk.forget()
        talk.enter("/close", in: "n1")
        talk.pass(seconds: 2)
        #expect(Self.monitors(&talk) == ["MONITOR - n1", "MONITOR + n2"])
    }

    @Test func `Of another nick it is not known at once if they are there`() {
        var talk = Self.online()
        talk.enter("/query bob")
        talk.pass(seconds: 1)
        talk.hear(":s 730 ada :bob", ":bob!b@h NICK rob")
        #expect(talk.buffer("rob")?.isPeerOnline == nil)
    }

    @Test func `They are watched anew on the next connection`() {
        var talk = Self.online()
        talk.enter("/query bob")
        talk.pass(seconds: 1)
        talk.session.disconnected(cause: "gone", at: talk.now)
        _ = talk.session.shouldDial()
        talk.session.connected(at: talk.now)
        talk.welcome(isupport: "CHANTYPES=# CASEMAPPING=ascii MONITOR=100")
        talk.forget()
        talk.pass(seconds: 1)
        #expect(Self.monitors(&talk) == ["MONITOR + bob"])
    }

    @Test func `Many are named a line at a time, and servers without it hear nothing`() {
        var talk = Self.online()
        for number in 0..<40 { talk.enter("/query a_rather_long_nick_\(number)") }
        talk.pass(seconds: 1)
        let first = Self.monitors(&talk)
        talk.pass(seconds: 5)
        let rest = Self.monitors(&talk)
        #expect(first.count == 1 && rest.count == 2 && (first + rest).allSatisfy { $0.utf8.count < 420 })
        #expect((first + rest).joined().split(separator: ",").count >= 38)
        var old = Self.online("SILENCE=1")
        old.enter("/query bob")
        old.pass(seconds: 3)
        #expect(Self.monitors(&old) == [])
    }
}
