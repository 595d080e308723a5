import Protocol
import Testing

@testable import Client

/// The answers to WHO about the people in a room, and the marks of programs. <https://ircv3.net/specs/extensions/whox>,
/// <https://ircv3.net/specs/extensions/bot-mode>
@Suite struct WhoFieldTests {
    @Test func `A server that lets one choose tells accounts as well, in one question`() {
        var talk = TestSession(channels: ["#home"])
        talk.connect()
        talk.welcome(capabilities: "away-notify", isupport: "CHANTYPES=# CASEMAPPING=ascii WHOX BOT=B")
        talk.hear(":ada!a@h JOIN #home", ":s 353 ada = #home :ada bob cara", ":s 366 ada #home :End")
        talk.forget()
        talk.hear(":s 324 ada #home +")
        #expect(talk.sent() == ["WHO #home %tcuhnfa,617"])
        let before = (talk.lines(), talk.lines(""))
        talk.hear(
            ":s 354 ada 617 #home u host.test bob G*@B bobacc", ":s 354 ada 617 #home u host.test cara H 0",
            ":s 315 ada #home :End")
        #expect((talk.lines(), talk.lines("")) == before)
        let (bob, cara) = (talk.buffer("#home")?.members["bob"], talk.buffer("#home")?.members["cara"])
        #expect(bob?.account == "bobacc" && bob?.isAway == true && bob?.isBot == true && bob?.host == "host.test")
        #expect(cara?.account == nil && cara?.isAway == false && cara?.isBot == false && cara?.user == "u")
    }

    @Test func `Where absences are not told of as they change, WHO does not say who is away`() {
        var talk = TestSession(channels: ["#home"])
        talk.connect()
        talk.welcome(isupport: "CHANTYPES=# CASEMAPPING=ascii WHOX")
        talk.hear(":ada!a@h JOIN #home", ":s 353 ada = #home :ada bob", ":s 366 ada #home :End", ":s 324 ada #home +")
        talk.hear(":s 354 ada 617 #home u h bob G bobacc", ":s 315 ada #home :End")
        #expect(talk.buffer("#home")?.members["bob"]?.isAway == false)
        #expect(talk.buffer("#home")?.members["bob"]?.account == "bobacc")
    }

    @Test func `A line of a question of the person's is told, whatever its number`() {
        var talk = TestSession.inChannel(isupport: "CHANTYPES=# CASEMAPPING=ascii WHOX")
        talk.enter("/raw WHO #home %tn,1")
        talk.hear(":s 354 ada 1 bob", ":s 354 ada 617 #none u h bob H 0", ":s 354 ada", ":s 315 ada #home :End")
        #expect(talk.lines().contains("info : bob"))
    }

    @Test(arguments: ["bot", "draft/bot", "draft/bot=x"])
    func `Who speaks as a program is marked, in the line and among the members`(tag: String) {
        var talk = TestSession.inChannel(capabilities: "message-tags")
        talk.hear("@\(tag) :bob!b@h PRIVMSG #home :beep", ":cara!c@h PRIVMSG #home :hello")
        let flags = talk.buffer("#home").map { buffer in
            (0..<buffer.lineCount).map { buffer.line(at: $0) }.filter(\.kind.isTalk).map(\.flags)
        }
        #expect(flags == [[.bot], []])
        #expect(talk.buffer("#home")?.members["bob"]?.isBot == true)
        #expect(talk.buffer("#home")?.members["cara"]?.isBot == false)
        talk.hear(
            "@\(tag) :dan!d@h JOIN #home", ":dan!d@h PART #home", ":dan!d@h JOIN #home", "@\(tag) :eli!e@h JOIN #home")
        #expect(talk.buffer("#home")?.members["dan"]?.isBot == false)
        #expect(talk.buffer("#home")?.members["eli"]?.isBot == true)
    }
}
