import Protocol
import Testing

@testable import Client

/// Who somebody is, for a card: asked once, and told nowhere else.
@Suite struct WhoisCardTests {
    private func session() -> TestSession {
        var session = TestSession.inChannel()
        session.answerBackgroundRequests()
        return session
    }

    private func ask(_ nick: String, _ session: inout TestSession) {
        session.session.requestWhoisCard(of: nick, at: session.now)
        session.collect()
    }

    @Test func `The answer stands on the card in three lines, and in no buffer`() {
        var session = session()
        let before = session.lines() + session.lines("")
        ask("bob", &session)
        #expect(session.sent() == ["WHOIS bob"])
        #expect(session.session.whoisCard(of: "BOB")?.lines == ["asking the server…"])
        session.hear(
            ":s 311 ada bob b host.test * :Bob B", ":s 319 ada bob :@#home #den ", ":s 312 ada bob irc.test :A server",
            ":s 301 ada bob :at lunch", ":s 313 ada bob :is an operator", ":s 330 ada bob bobby :is logged in as",
            ":s 671 ada bob :is using a secure connection", ":s 317 ada bob 250 1700000000 :seconds idle",
            ":s 378 ada bob :is connecting from 192.0.2.1", ":s 318 ada bob :End")
        let card = session.session.whoisCard(of: "bob")
        #expect(card?.state == .complete)
        #expect(
            card?.lines == [
                "Bob B · b@host.test", "logged in as bobby · operator of the server · TLS · on irc.test",
                "away: at lunch · idle for 4 min 10 s · in @#home #den",
            ])
        #expect(session.lines() + session.lines("") == before)
    }

    @Test func `A nick that nobody bears is said so on the card, with 401 and without`() {
        for answer in [[":s 401 ada eve :No such nick", ":s 318 ada eve :End"], [":s 318 ada eve :End"]] {
            var session = session()
            let before = session.lines()
            ask("eve", &session)
            for line in answer { session.hear(line) }
            #expect(session.session.whoisCard(of: "eve")?.lines == ["Nobody has this nick now."])
            #expect(session.lines() == before)
        }
    }

    @Test func `An answer that the person asked for by hand is told in the buffer`() {
        var session = session()
        ask("bob", &session)
        session.hear(":s 311 ada bob b host.test * :Bob B", ":s 318 ada bob :End")
        session.enter("/whois bob")
        session.hear(":s 311 ada bob b host.test * :Bob B", ":s 318 ada bob :End")
        #expect(session.lines().last?.contains("bob is b@host.test: Bob B") == true)
        // And another's, while a card waits.
        ask("bob", &session)
        session.hear(":s 311 ada cara c host.test * :Cara")
        #expect(session.lines().last?.contains("cara is c@host.test") == true)
    }

    @Test func `It is asked once while the answer is to come, and not waited for for ever`() {
        var session = session()
        ask("bob", &session)
        ask("bob", &session)
        #expect(session.sent() == ["WHOIS bob"])
        session.now = session.now.advanced(byMilliseconds: WhoisCard.timeout)
        session.hear(":s 311 ada bob b host.test * :Bob B")
        #expect(session.lines("").last?.contains("bob is b@host.test") == true)
        ask("bob", &session)
        #expect(session.sent() == ["WHOIS bob"])
    }

    @Test func `That something was not said is told, though a card waits for the same nick`() {
        var session = session()
        session.enter("/msg eve hello")
        ask("eve", &session)
        session.hear(":s 401 ada eve :No such nick")
        #expect(session.lines("eve").last?.contains("Nobody here is called eve") == true)
    }

    @Test func `Cards are bounded, and a nick that is none is not asked for`() {
        var session = session()
        for number in 0..<40 { ask("n\(number)", &session) }
        #expect(session.sent().count == 16)
        ask("two words", &session)
        ask("", &session)
        #expect(session.sent() == [])
    }

    @Test func `Whom one does not hear is known by the nick, in whatever case`() {
        var session = session()
        session.enter("/ignore Bob")
        #expect(session.session.isIgnored(nick: "bOB") && !session.session.isIgnored(nick: "cara"))
        session.enter("/ignore -bob")
        #expect(!session.session.isIgnored(nick: "bob"))
    }
}
