import Protocol
import Testing

@testable import Client

/// The rooms and talks that are had again the next time that the program starts.
@Suite struct RememberedChannelTests {
    private static let tokens = "CHANTYPES=# PREFIX=(ov)@+ CASEMAPPING=ascii LOBBY=#lobby"

    /// The lines with which a session that remembers these enters rooms.
    private func joins(
        _ channels: [SessionConfiguration.Channel], configured: [SessionConfiguration.Channel] = [],
        queries: [String] = []
    ) -> [String] {
        var talk = TestSession(channels: configured)
        var saved = SavedSession()
        (saved.channels, saved.queries) = (channels, queries)
        talk.session.restore(saved)
        talk.connect()
        talk.welcome(isupport: Self.tokens)
        return talk.sent().filter { $0.hasPrefix("JOIN") }
    }

    private func saved(_ talk: TestSession) -> [SessionConfiguration.Channel] {
        talk.session.savedSession(at: talk.now).channels
    }

    @Test func `Where nothing is remembered or said, the lobby is entered; else it is left out`() {
        #expect(joins([]) == ["JOIN #lobby"])
        #expect(joins(["#den"]) == ["JOIN #den"])
        #expect(joins([], configured: ["#den"]) == ["JOIN #den"])
    }

    @Test func `What the configuration names comes first, and each room once, in whatever case`() {
        #expect(joins(["#den", "#Home", "#tea"], configured: ["#home"]) == ["JOIN #home,#den,#tea"])
        #expect(joins(["#den"], configured: ["#a", "#A"]) == ["JOIN #a,#den"])
    }

    @Test func `A key that opened a room opens it again, also where the configuration names none`() {
        #expect(joins([.init(name: "#den", key: "k")], configured: ["#a", "#DEN"]) == ["JOIN #DEN,#a k"])
        #expect(
            joins([.init(name: "#den", key: "k")], configured: [.init(name: "#den", key: "new")]) == ["JOIN #den new"])
    }

    @Test(arguments: [
        "0", "", "#a,0", "#a b", "#a\r\nQUIT", ":#a", "den", "&local", "#" + String(repeating: "a", count: 512),
    ])
    func `A name that is none is not asked for`(name: String) {
        #expect(joins([.init(name: name), "#den"]) == ["JOIN #den"])
    }

    @Test(arguments: ["a,b", "a b", "", "a\nb"]) func `A key that is none is not said`(key: String) {
        #expect(joins([.init(name: "#den", key: key)]) == ["JOIN #den"])
    }

    @Test func `Rooms that are entered are kept in the order of their buffers, with their keys`() {
        var talk = TestSession.inChannel()
        talk.enter("/join #den secret")
        talk.hear(":ada!a@h JOIN #den", ":s 324 ada #den +k secret")
        talk.hear(":ada!a@h JOIN #forced")
        #expect(saved(talk) == ["#home", .init(name: "#den", key: "secret"), "#forced"])
        talk.hear(":bob!b@h MODE #den -k *")
        #expect(saved(talk) == ["#home", "#den", "#forced"])
        #expect(talk.actions.contains(.savedSessionChanged))
    }

    @Test func `A room that is left is forgotten at once, and one that throws us out is not`() {
        var talk = TestSession.inChannel()
        talk.hear(":ada!a@h JOIN #a", ":ada!a@h JOIN #b", ":ada!a@h JOIN #c")
        talk.enter("/part #a")
        talk.enter("/close", in: "#b")
        talk.hear(":bob!b@h KICK #c ada :out")
        #expect(saved(talk) == ["#home", "#c"])
        talk.hear(":ada!a@h PART #home")
        #expect(saved(talk) == ["#c"])
        // It is put away for good.
        talk.enter("/close", in: "#c")
        #expect(saved(talk).isEmpty)
        // It is called as its buffer is, which is still there.
        talk.hear(":ada!a@h JOIN #A")
        #expect(saved(talk) == ["#a"])
    }

    @Test func `A room that cannot be entered is said to be so, and stays remembered`() {
        var talk = TestSession(channels: [])
        var before = SavedSession()
        before.channels = ["#shut", "#den"]
        talk.session.restore(before)
        talk.connect()
        talk.welcome(isupport: Self.tokens)
        talk.hear(":s 474 ada #shut :Cannot join channel (+b)", ":ada!a@h JOIN #den")
        #expect(saved(talk) == ["#den", "#shut"])
        #expect(talk.lines("").filter { $0.contains("#shut") }.count == 1)
        talk.enter("/part #shut", in: "")
        #expect(saved(talk) == ["#den"])
    }

    @Test func `A renamed room is remembered by its new name, a lost connection forgets none`() {
        var talk = TestSession.inChannel(capabilities: "draft/channel-rename")
        talk.hear(":s RENAME #home #house :moved")
        #expect(saved(talk) == ["#house"])
        talk.session.disconnected(cause: "gone", at: talk.now)
        #expect(saved(talk) == ["#house"])
    }

    @Test func `So many rooms are remembered and no more, however many a server enters`() {
        var remembered = RememberedChannels()
        for number in 0...RememberedChannels.maxCount {
            let isNew = remembered.entered(.init(name: "#\(number)"), casemapping: .ascii)
            #expect(isNew == (number < RememberedChannels.maxCount))
        }
        var saved = SavedSession()
        saved.channels = (0...RememberedChannels.maxCount).map { .init(name: "#\($0)") }
        remembered.restore(saved)
        #expect(remembered.channels.count == RememberedChannels.maxCount)
    }

    @Test func `Talks that were open are opened again, the last ones where there were many`() {
        var talk = TestSession()
        var before = SavedSession()
        before.queries = (0...RememberedChannels.maxQueries).map { "nick\($0)" } + ["#room", "a,b"]
        talk.session.restore(before)
        #expect(talk.session.savedSession(at: talk.now).queries.count == RememberedChannels.maxQueries)
        talk.connect()
        talk.welcome(isupport: Self.tokens)
        let names = talk.session.buffers.filter { $0.kind == .query }.map(\.name)
        #expect(names.count == RememberedChannels.maxQueries - 1)
        #expect(names.first == "nick2" && names.last == "nick50")
        talk.enter("/close", in: "nick2")
        #expect(talk.session.savedSession(at: talk.now).queries == Array(names.dropFirst()))
    }

    @Test func `What a file should list keeps its rooms but those that were left, and gets those that it lacks`() {
        var talk = TestSession.inChannel()
        talk.hear(":ada!a@h JOIN #den", ":ada!a@h JOIN #gone", ":ada!a@h PART #gone")
        #expect(talk.session.channels(keeping: ["#refused", "#Gone", "#DEN"]) == ["#refused", "#DEN", "#home"])
        talk.hear(":ada!a@h JOIN #gone")
        #expect(talk.session.channels(keeping: ["#Gone"]) == ["#Gone", "#home", "#den"])
    }
}
