import Protocol
import Testing

@testable import Client

/// Friends: who comes and who goes. <https://ircv3.net/specs/extensions/monitor>
@Suite struct FriendTests {
    private static func online(_ token: String = "MONITOR=100") -> TestSession {
        TestSession.inChannel(isupport: "CHANTYPES=# CASEMAPPING=ascii \(token)")
    }

    private static func monitors(_ talk: inout TestSession) -> [String] {
        talk.sent().filter { $0.hasPrefix("MONITOR") }
    }

    @Test func `A friend is watched, and told where one looks`() {
        var talk = Self.online()
        #expect(talk.enter("/friend Eve") == .done)
        #expect(talk.lines().last == "info : You hear when Eve comes and goes. /friend -Eve undoes it.")
        talk.pass(seconds: 1)
        #expect(Self.monitors(&talk) == ["MONITOR + Eve"])
        talk.hear(":s 731 ada :eve")
        #expect(talk.lines().last == "info : You hear when Eve comes and goes. /friend -Eve undoes it.")
        talk.hear(":s 730 ada :eve!e@h")
        #expect(talk.lines().last == "info : Your friend eve came online.")
        let count = talk.lines().count
        talk.hear(":s 730 ada :eve!e@h")
        #expect(talk.lines().count == count)
        talk.hear(":s 731 ada :eve")
        #expect(talk.lines().last == "info : Your friend eve went offline." && talk.lines().count == count + 1)
    }

    @Test func `Friends beyond what the server watches are told as such`() {
        var talk = Self.online("MONITOR=2")
        let words = "error : The server's list of friends is full: you do not hear when these come and go: fay."
        for nick in ["dan", "eve"] { talk.enter("/friend \(nick)") }
        #expect(!talk.lines().contains(words))
        talk.enter("/friend fay")
        #expect(talk.lines().last == words)
        talk.enter("/friend -fay")
        talk.enter("/friend")
        #expect(talk.lines().last != words)
    }

    @Test func `Those who are here already are told in one line`() {
        var talk = Self.online()
        for nick in ["dan", "eve", "fay"] { talk.enter("/friend \(nick)") }
        talk.pass(seconds: 1)
        talk.hear(":s 730 ada :dan!d@h,eve!e@h", ":s 731 ada :fay")
        #expect(talk.lines().last == "info : Your friends who are online: dan, eve.")
        talk.enter("/friend")
        #expect(talk.lines().suffix(2) == ["info : Online: dan, eve.", "info : Offline: fay."])
        talk.session.disconnected(cause: "gone", at: talk.now)
        talk.enter("/friend")
        #expect(talk.lines().last == "info : Unknown: dan, eve, fay.")
    }

    @Test func `A friend with whom a talk is open is watched once, and before all other talks`() {
        var talk = Self.online("MONITOR=2")
        for nick in ["bob", "cara", "eve"] { talk.enter("/query \(nick)") }
        talk.enter("/friend EVE")
        talk.pass(seconds: 1)
        #expect(Self.monitors(&talk) == ["MONITOR + EVE,bob"])
        talk.hear(":s 730 ada :eve!e@h")
        #expect(talk.buffer("eve")?.isPeerOnline == true)
        talk.enter("/friend -eve")
        talk.pass(seconds: 2)
        #expect(Self.monitors(&talk) == ["MONITOR - EVE", "MONITOR + cara"])
    }

    @Test func `Of somebody with whom a talk is open it is said at once that they are here`() {
        var talk = Self.online()
        talk.enter("/query bob")
        talk.pass(seconds: 1)
        talk.hear(":s 730 ada :bob!b@h")
        talk.enter("/friend bob")
        #expect(
            talk.lines().last
                == "info : bob is online, and you hear when bob comes and goes. /friend -bob undoes it.")
        talk.hear(":s 731 ada :bob")
        #expect(talk.lines().last == "info : Your friend bob went offline.")
    }

    @Test func `On a network without the screen they are told with the server's lines`() {
        var talk = Self.online()
        talk.enter("/friend eve")
        talk.pass(seconds: 1)
        talk.session.setVisible(nil)
        talk.hear(":s 730 ada :eve!e@h")
        #expect(talk.lines("").last == "info : Your friend eve is online.")
    }

    @Test func `A friend's nick is completed, whether they are here or not`() {
        var talk = Self.online()
        talk.enter("/friend eve")
        #expect(talk.session.completion(of: "/msg ev", cursor: 7, in: talk.id)?.choices == ["eve "])
        talk.hear(":eve!e@h JOIN #home")
        #expect(talk.session.completion(of: "ev", cursor: 2, in: talk.id)?.choices == ["eve: "])
    }

    @Test(arguments: [
        ("/friend a,b", "“a,b” is not a nick. Usage: /friend nick"),
        ("/friend *!*@h", "“*!*@h” is not a nick. Usage: /friend nick"),
        ("/friend -eve", "eve is not among your friends. /friend lists them."),
    ]) func `What cannot be a friend is told`(input: String, reason: String) {
        var talk = Self.online()
        #expect(talk.enter(input) == .notSent(reason: reason))
    }

    @Test func `A server that tells of nobody has no friends, and none is named to it`() {
        var talk = Self.online("SILENCE=1")
        #expect(
            talk.enter("/friend eve")
                == .notSent(reason: "This server does not tell who comes and goes: it has no MONITOR."))
        talk.enter("/friend")
        #expect(
            talk.lines().last == "info : You have no friends here yet: /friend nick tells you when they come and go.")
    }

    @Test func `There are so many friends and no more, and the same once`() {
        var talk = Self.online()
        for number in 1...FriendList.maxCount { #expect(talk.enter("/friend n\(number)") == .done) }
        #expect(talk.enter("/friend N1") == .done)
        #expect(
            talk.enter("/friend more")
                == .notSent(reason: "You have \(FriendList.maxCount) friends here. /friend -nick makes space."))
        #expect(talk.session.savedSession(at: talk.now).friends.count == FriendList.maxCount)
    }

    @Test func `Friends are kept, and what no server can watch is not taken back`() {
        var saved = SavedSession()
        saved.friends = ["eve", "a,b", "", "EVE", "dan"] + (0..<200).map { "n\($0)" }
        var talk = TestSession()
        talk.session.restore(saved)
        let friends = talk.session.savedSession(at: talk.now).friends
        #expect(friends.prefix(2) == ["eve", "dan"] && friends.count == FriendList.maxCount)
    }

    @Test func `A friend whom a full server does not take is named`() {
        var talk = Self.online()
        talk.enter("/friend eve")
        talk.pass(seconds: 1)
        talk.hear(":s 734 ada 1 eve :Monitor list is full.")
        #expect(
            talk.lines("").last
                == "error : The server's list of friends is full: you do not hear when these come and go: eve."
        )
    }
}
