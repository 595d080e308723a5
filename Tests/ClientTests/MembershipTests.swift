import Protocol
import Testing

@testable import Client

@Suite struct MembershipTests {
    @Test func `Names fill the list, by rank and then by name`() {
        let talk = TestSession.inChannel(members: "ada zoe @bob +Cara @%Anna")
        #expect(talk.members() == "@%Anna @bob +Cara ada zoe")
    }

    @Test func `Ranks are those that the server has`() {
        var talk = TestSession.inChannel(isupport: "CHANTYPES=# PREFIX=(Yqo)!~@", members: "ada @bob ~eve !root")
        #expect(talk.members() == "!root ~eve @bob ada")
        talk.hear(":root!r@h MODE #home +q-q+o ada eve ada")
        #expect(talk.members() == "!root ~@ada @bob eve")
    }

    @Test func `Hosts in names are taken apart`() {
        let talk = TestSession.inChannel(members: "ada @bob!b@example.org")
        #expect(talk.buffer("#home")?.members["BOB"]?.host == "example.org")
    }

    @Test func `Who joins is added, with their account`() {
        var talk = TestSession.inChannel()
        talk.hear(":dan!d@h JOIN #home danacc :Dan D", ":eli!e@h JOIN #home * :Eli")
        #expect(talk.members() == "@bob +cara ada dan eli")
        #expect(talk.buffer("#home")?.members["dan"]?.account == "danacc")
        #expect(talk.buffer("#home")?.members["eli"]?.account == nil)
        #expect(talk.lines().suffix(2) == ["join dan: has come in", "join eli: has come in"])
    }

    @Test func `Who parts, quits or is thrown out is gone`() {
        var talk = TestSession.inChannel(members: "ada bob cara dan")
        talk.hear(":bob!b@h PART #home :lunch", ":cara!c@h QUIT :Ping timeout", ":ada!a@h KICK #home dan :enough")
        #expect(talk.members() == "ada")
        #expect(
            talk.lines().suffix(3) == [
                "part bob: has left (lunch)", "quit cara: has gone (Ping timeout)",
                "kick ada: has thrown out dan (enough)",
            ])
    }

    @Test func `A quit is told only where the person was`() {
        var talk = TestSession.inChannel()
        talk.hear(":ada!a@h JOIN #other", ":bob!b@h QUIT :bye")
        #expect(talk.lines().last == "quit bob: has gone (bye)")
        #expect(talk.lines("#other") == ["join ada: has come in"])
    }

    @Test func `A new nick keeps rank and place of mind`() {
        var talk = TestSession.inChannel()
        talk.hear(":bob!b@h NICK :aaron", ":ada!a@h NICK :lovelace")
        #expect(talk.members() == "@aaron +cara lovelace")
        #expect(talk.session.nick == "lovelace")
        #expect(talk.lines().suffix(2) == ["nick bob: is now called aaron", "nick ada: is now called lovelace"])
    }

    @Test func `A change of letter case is no other member`() {
        var talk = TestSession.inChannel()
        talk.hear(":bob!b@h NICK BOB")
        #expect(talk.members() == "@BOB +cara ada")
    }

    @Test func `A query follows its person's new nick`() {
        var talk = TestSession.inChannel()
        talk.enter("/query bob")
        let id = talk.session.buffers.id(named: "bob")
        talk.hear(":bob!b@h NICK rob")
        #expect(talk.session.buffers.id(named: "rob") == id)
        #expect(talk.session.buffers.id(named: "bob") == nil)
    }

    @Test func `Thrown out, one is no longer in, and is told`() {
        var talk = TestSession.inChannel()
        talk.hear(":bob!b@h KICK #home ADA :out")
        #expect(talk.buffer("#home")?.isJoined == false)
        #expect(talk.members() == "")
        #expect(talk.actions.contains { if case .mention = $0 { true } else { false } })
    }

    @Test func `Away and account notices reach every room`() {
        var talk = TestSession.inChannel()
        talk.hear(":bob!b@h AWAY :lunch", ":cara!c@h ACCOUNT cc", ":cara!c@h CHGHOST cu new.host")
        #expect(talk.buffer("#home")?.members["bob"]?.isAway == true)
        #expect(talk.buffer("#home")?.members["cara"]?.account == "cc")
        #expect(talk.buffer("#home")?.members["cara"]?.host == "new.host")
        talk.hear(":bob!b@h AWAY")
        #expect(talk.buffer("#home")?.members["bob"]?.isAway == false)
    }

    @Test func `Who was away before is asked once, room after room, and not shown`() {
        var talk = TestSession()
        talk.connect()
        talk.welcome(capabilities: "away-notify")
        talk.hear(":ada!a@h JOIN #a", ":ada!a@h JOIN #b", ":s 324 ada #a +n", ":s 324 ada #b +n")
        talk.forget()
        talk.hear(":s 353 ada = #a :ada bob", ":s 366 ada #a :End", ":s 366 ada #b :End", ":s 366 ada #a :End")
        #expect(talk.sent() == ["WHO #a"])
        talk.hear(":s 352 ada #a b example.org s bob G@ :0 Bob", ":s 315 ada #a :End")
        #expect(talk.sent() == ["WHO #b"])
        #expect(talk.buffer("#a")?.members["bob"]?.isAway == true)
        #expect(talk.lines("#a") == ["join ada: has come in"])
    }

    @Test func `Modes of the room are kept, and lists are not`() {
        var talk = TestSession.inChannel()
        talk.hear(":irc.test 324 ada #home +ntk key", ":bob!b@h MODE #home +lb-t 10 *!*@bad")
        #expect(talk.buffer("#home")?.modeString == "+kln")
        #expect(talk.buffer("#home")?.modes["l"] == "10")
        #expect(talk.lines().last == "mode bob: has set +lb-t 10 *!*@bad")
    }

    @Test func `A topic has its words until it is taken away`() {
        var talk = TestSession.inChannel()
        talk.hear(":s 332 ada #home :Tea at five", ":s 333 ada #home bob!b@h 1700000000")
        #expect(talk.buffer("#home")?.topic == "Tea at five")
        talk.hear(":cara!c@h TOPIC #home :")
        #expect(talk.buffer("#home")?.topic == nil)
        #expect(talk.lines().last == "topic cara: has taken the topic away")
    }

    @Test func `Names are the same by the server's casemapping`() {
        var talk = TestSession.inChannel(isupport: "CHANTYPES=# CASEMAPPING=rfc1459", members: "ada nick[x]")
        talk.hear(":NICK{X}!n@h PART #HOME")
        #expect(talk.members() == "ada")
        var other = TestSession.inChannel(members: "ada nick[x]")
        other.hear(":nick{x}!n@h PART #home")
        #expect(other.members() == "ada nick[x]")
    }

    @Test func `A netsplit in a batch is told like any other quits`() {
        var talk = TestSession.inChannel()
        talk.hear(
            ":s BATCH +x netsplit a.net b.net", "@batch=x :bob!b@h QUIT :a.net b.net",
            "@batch=x :cara!c@h QUIT :a.net b.net",
            ":s BATCH -x")
        #expect(talk.members() == "ada")
    }

    @Test func `The first room that a bouncer enters for us is shown`() {
        var talk = TestSession(channels: [])
        talk.connect()
        talk.hear(":s 001 ada :Hi", ":ada!a@h JOIN #kept", ":ada!a@h JOIN #other", ":s 422 ada :none")
        let shown = talk.actions.compactMap { if case .show(let id) = $0 { id } else { nil } }
        #expect(shown == [talk.session.buffers.id(named: "#kept")])
    }

    @Test func `The room that was asked for is shown also where a bouncer is in it already`() {
        var talk = TestSession()
        talk.connect()
        talk.hear(":s 001 ada :Hi", ":ada!a@h JOIN #other", ":ada!a@h JOIN #home", ":s 422 ada :none")
        let shown = talk.actions.compactMap { if case .show(let id) = $0 { id } else { nil } }
        #expect(shown.last == talk.session.buffers.id(named: "#home"))
    }

    @Test func `A room that one is put into later does not take the place of what is shown`() {
        var talk = TestSession.inChannel()
        talk.session.setVisible(.server)
        talk.hear(":ada!a@h JOIN #forced")
        #expect(!talk.actions.contains { if case .show = $0 { true } else { false } })
    }

    @Test func `A topic that stays the same is told once a day where we come in again`() {
        var talk = TestSession.inChannel()
        func told() -> Int { talk.lines().count { $0.hasPrefix("info : Topic: ") } }
        func comesBack(_ topic: String) {
            talk.hear(":ada!a@h PART #home", ":ada!a@h JOIN #home", ":irc.test 332 ada #home :\(topic)")
        }
        talk.hear(":irc.test 332 ada #home :Be kind")
        #expect(told() == 1)
        comesBack("Be kind")
        #expect(told() == 1 && talk.buffer("#home")?.topic == "Be kind")
        // The answer to somebody who asks.
        talk.hear(":irc.test 332 ada #home :Be kind")
        #expect(told() == 2)
        comesBack("Be kinder")
        #expect(told() == 3)
        talk.hear(":bob!b@h TOPIC #home :Be")
        comesBack("Be")
        #expect(told() == 3)
        talk.now = talk.now.advanced(bySeconds: 86_399)
        comesBack("Be")
        #expect(told() == 3)
        talk.now = talk.now.advanced(bySeconds: 1)
        comesBack("Be")
        #expect(told() == 4)
    }
}
