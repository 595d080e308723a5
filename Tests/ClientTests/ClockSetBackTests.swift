import Protocol
import Testing

@testable import Client

/// A clock that is set back by an hour stops nothing that is waited for.
@Suite struct ClockSetBackTests {
    private static let hour: Int64 = -3600

    @Test func `A greeting that never ends is a loss`() {
        var talk = TestSession()
        talk.connect()
        talk.pass(seconds: 1)
        talk.now = talk.now.advanced(bySeconds: Self.hour)
        talk.pass(seconds: 62)
        #expect(talk.actions.contains(.close))
    }

    @Test func `History that is not answered can be asked for again`() {
        var talk = TestSession.inChannel(capabilities: HistoryTests.capabilities, isupport: HistoryTests.support)
        talk.pass(seconds: 1)
        #expect(talk.buffer("#home")?.older == .loading)
        talk.now = talk.now.advanced(bySeconds: Self.hour)
        talk.pass(seconds: 32)
        #expect(talk.buffer("#home")?.older == .failed)
        talk.now = talk.now.advanced(bySeconds: Self.hour)
        talk.pass(seconds: 16)
        talk.session.fetchOlderHistory(in: talk.id, at: talk.now)
        #expect(talk.buffer("#home")?.older == .loading)
    }

    @Test func `A search that is not answered fails`() {
        var talk = TestSession.inChannel(capabilities: "batch soju.im/search")
        talk.pass(seconds: 1)
        #expect(talk.session.searchServer("tea", in: nil, at: talk.now) == .done)
        talk.now = talk.now.advanced(bySeconds: Self.hour)
        talk.pass(seconds: 32)
        #expect(talk.session.serverSearch?.state == .failed(reason: "The server does not answer."))
    }

    @Test func `Rooms are entered where no message of the day ends`() {
        var talk = TestSession()
        talk.connect()
        talk.hear(":s CAP * LS :", ":s 001 ada :Welcome")
        talk.pass(seconds: 1)
        talk.forget()
        talk.now = talk.now.advanced(bySeconds: Self.hour)
        talk.pass(seconds: 7)
        #expect(talk.sent().contains("JOIN #home"))
    }

    @Test func `Typing is told, and ends`() {
        var talk = TestSession.inChannel(capabilities: "message-tags")
        talk.pass(seconds: 1)
        talk.session.typing(text: "a", in: talk.id, at: talk.now)
        talk.hear("@+typing=active :bob!b@h TAGMSG #home")
        talk.collect()
        talk.forget()
        talk.now = talk.now.advanced(bySeconds: Self.hour)
        talk.pass(seconds: 31)
        #expect(talk.buffer("#home")?.typing == [])
        talk.session.typing(text: "ab", in: talk.id, at: talk.now)
        talk.collect()
        #expect(talk.sent().last == "@+typing=active TAGMSG #home")
    }
}
