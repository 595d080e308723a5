import Protocol
import Testing

@testable import Client

/// Leaving a room to enter it again, asking to be let in, keeping somebody out, and asking who somebody was.
@Suite struct RoomCommandTests {
    @Test func `Whoever is thrown out is banned first, by their host where it is known`() {
        var talk = TestSession.inChannel()
        talk.hear(":bob!b@evil.example JOIN #home", ":ada!ada@h JOIN #den")
        talk.forget()
        talk.enter("/kickban bob enough of that")
        talk.enter("/kb #den eve")
        #expect(
            talk.sent() == [
                "MODE #home +b *!*@evil.example", "KICK #home bob :enough of that", "MODE #den +b eve!*@*",
                "KICK #den eve",
            ])
        #expect(talk.enter("/kickban bob", in: "") != .done && talk.sent() == [])
    }

    @Test func `A room is left and entered again, with the key that opened it, and is still remembered`() {
        var talk = TestSession.inChannel()
        talk.enter("/join #den secret")
        talk.hear(":ada!ada@h JOIN #den")
        talk.forget()
        #expect(talk.enter("/cycle back at once", in: "#den") == .done)
        #expect(talk.sent() == ["PART #den :back at once", "JOIN #den secret"])
        let id = talk.bufferID("#den")
        talk.hear(":ada!ada@h PART #den", ":ada!ada@h JOIN #den")
        #expect(talk.bufferID("#den") == id && talk.buffer("#den")?.isJoined == true)
        let saved = talk.session.savedSession(at: talk.now).channels
        #expect(saved.contains(.init(name: "#den", key: "secret")))
    }

    @Test func `Where one is not in the room, it is entered; elsewhere the command says how it goes`() {
        var talk = TestSession.inChannel()
        talk.hear(":ada!ada@host.test PART #home")
        talk.forget()
        #expect(talk.enter("/hop") == .done && talk.sent() == ["JOIN #home"])
        #expect(
            talk.enter("/cycle", in: "") == .notSent(reason: "This is not a room. Usage: /cycle [room] [reason]"))
    }

    @Test(arguments: [
        ("711 ada #den :Your KNOCK has been delivered.", "info : #den has been told that you would like to come in."),
        ("712 ada #den :Too many KNOCKs", "error : #den has been knocked at too often lately. Try again later."),
        ("713 ada #den :Channel is open.", "error : #den is open: /join #den enters it."),
        ("714 ada #den :You are already on that channel.", "error : You are in #den already."),
    ]) func `A knock is answered in words`(numeric: String, line: String) {
        var talk = TestSession.inChannel()
        talk.enter("/knock #den")
        talk.hear(":s \(numeric)")
        #expect(talk.lines().last == line)
    }

    @Test func `Who somebody was is told in the past, and who somebody is is not`() {
        var talk = TestSession.inChannel()
        talk.enter("/whowas bob")
        talk.hear(
            ":s 314 ada bob b h.test * :Bob B", ":s 312 ada bob irc.test :Tue Nov 14 22:13:20 2023",
            ":s 369 ada bob :End of WHOWAS", ":s 312 ada bob irc.test :A server")
        #expect(
            talk.lines().suffix(3) == [
                "info : bob was b@h.test: Bob B", "info : bob was on irc.test, until Tue Nov 14 22:13:20 2023",
                "info : bob is on irc.test: A server",
            ])
    }

    // MARK: DCC

    @Test(arguments: [
        (
            "SEND holiday.jpg 3232235521 5000 12345", "wanted to send you the file “holiday.jpg” by DCC",
            "SEND holiday.jpg"
        ),
        ("send \"my file.txt\" 1 2 3", "wanted to send you the file “my file.txt” by DCC", "SEND \"my file.txt\""),
        ("CHAT chat 3232235521 5000", "wanted to talk to you by DCC", "CHAT chat"),
    ]) func `A wish for DCC is refused, and told`(wish: String, words: String, refused: String) {
        var talk = TestSession.inChannel()
        talk.enter("/query eve")
        talk.forget()
        talk.hear(":eve!e@h PRIVMSG ada :\u{1}DCC \(wish)\u{1}")
        #expect(talk.lines("eve").last?.contains("eve \(words), which was refused.") == true)
        #expect(talk.sent() == ["NOTICE eve :\u{1}DCC REJECT \(refused)\u{1}"])
    }

    @Test func `A few wishes at a time are answered, and those of people who are not heard are not`() {
        var talk = TestSession.inChannel()
        for _ in 0..<10 { talk.hear(":eve!e@h PRIVMSG ada :\u{1}DCC SEND x 1 2 3\u{1}") }
        #expect(talk.sent().count == 4 && talk.lines("").filter { $0.contains("by DCC") }.count == 4)
        talk.pass(seconds: 20)
        talk.enter("/ignore eve")
        talk.forget()
        talk.hear(":eve!e@h PRIVMSG ada :\u{1}DCC SEND x 1 2 3\u{1}", ":eve!e@h PRIVMSG ada :\u{1}VERSION\u{1}")
        #expect(talk.sent() == [])
    }

    @Test(arguments: ["", "REJECT SEND x", "ACCEPT x 1 2", "RESUME x 1 2"]) func `What is no wish is passed over`(
        text: String
    ) {
        var talk = TestSession.inChannel()
        let before = talk.session.buffers.map(\.lineCount)
        talk.hear(":eve!e@h PRIVMSG ada :\u{1}DCC \(text)\u{1}", ":eve!e@h PRIVMSG #home :\u{1}DCC SEND x 1 2 3\u{1}")
        #expect(talk.sent() == [] && talk.session.buffers.map(\.lineCount) == before)
    }

    @Test func `A long name is cut, and what could do harm on a screen is taken out of it`() {
        let request = DCCRequest("SEND \(String(repeating: "x", count: 79))\u{1B}yz 1 2 3")
        #expect(request.argument == String(repeating: "x", count: 79) + "\u{FFFD}")
        #expect(DCCRequest("SEND \"").argument == "" && DCCRequest(" ").type == "")
    }
}
