import Protocol
import Testing

@testable import Client

/// <https://ircv3.net/specs/extensions/channel-rename>
@Suite struct ChannelRenameTests {
    private static let capabilities = HistoryTests.capabilities + " draft/channel-rename"

    @Test func `A room with another name keeps its place, its lines and its people`() {
        var talk = TestSession.inChannel(capabilities: "draft/channel-rename")
        talk.hear(":ada!a@h JOIN #other", ":bob!b@h PRIVMSG #home :hello")
        let id = talk.id
        talk.hear(":bob!b@h RENAME #home #house :more room")
        #expect(talk.session.buffers.map(\.name) == ["irc.test", "#house", "#other"])
        #expect(talk.buffer("#house")?.id == id && talk.buffer("#home") == nil && talk.session.visible == id)
        #expect(talk.members("#house") == "@bob +cara ada")
        #expect(
            talk.lines("#house").suffix(2) == [
                "message bob: hello", "info : bob has renamed #home: it is #house now (more room).",
            ])
        #expect(talk.actions.contains(.buffersChanged))
        talk.forget()
        talk.enter("hi", in: "#house")
        talk.hear(":bob!b@h PRIVMSG #house :there")
        #expect(talk.sent() == ["PRIVMSG #house :hi"] && talk.lines("#house").last == "message bob: there")
    }

    @Test(arguments: [
        ("/rename house", "RENAME #home #house"), ("/rename #house more room", "RENAME #home #house :more room"),
        ("/rename #home #house more room", "RENAME #home #house :more room"),
    ]) func `The person gives a room another name, and the room on the screen follows`(input: String, line: String) {
        var talk = TestSession.inChannel(capabilities: "draft/channel-rename")
        let id = talk.id
        #expect(talk.enter(input) == .done)
        #expect(talk.sent() == [line] && talk.buffer("#home")?.id == id)
        talk.hear(":ada!ada@host.test RENAME #home #house :more room")
        #expect(talk.buffer("#house")?.id == id && talk.session.visible == id)
        #expect(talk.lines("#house").last == "info : You have renamed #home: it is #house now (more room).")
    }

    @Test func `What is chosen for a room goes along, unless something is chosen for its new name`() {
        var talk = TestSession.inChannel(capabilities: "draft/channel-rename")
        talk.session.configuration.logRooms = ["#HOME": .off]
        talk.session.configuration.events.rooms = ["#home": .all, "#house": .smart]
        talk.hear(":bob!b@h RENAME #home #house :more room")
        #expect(talk.session.configuration.logRooms == ["#house": .off])
        #expect(talk.session.configuration.events.rooms == ["#house": .smart])
        talk.hear(":bob!b@h RENAME #house #HOUSE :louder")
        #expect(talk.session.configuration.logRooms == ["#house": .off])
    }

    @Test func `A name that is refused is told in the room, which keeps its own`() {
        var talk = TestSession.inChannel(capabilities: "draft/channel-rename")
        talk.enter("/rename #house")
        talk.hear(":s FAIL RENAME CHANNEL_NAME_IN_USE #home #house :There is a room of that name")
        #expect(talk.lines().last == "error : There is a room of that name." && talk.buffer("#home")?.isJoined == true)
    }

    @Test func `Where a server gives no other names, or there is no room, nothing is asked`() {
        var talk = TestSession.inChannel()
        #expect(talk.enter("/rename #house") == .notSent(reason: "This server cannot rename rooms."))
        #expect(
            talk.enter("/rename #house", in: "")
                == .notSent(reason: "This is not a room. Usage: /rename [room] name [reason]"))
        #expect(talk.sent() == [])
    }

    @Test func `A change of letter case is a change of name, and a server may be who does it`() {
        var talk = TestSession.inChannel()
        talk.hear(":irc.test RENAME #home #HOME :")
        #expect(talk.buffer("#home")?.name == "#HOME")
        #expect(talk.lines().last == "info : The server has renamed #home: it is #HOME now.")
    }

    @Test func `What calls the person in a room goes with it`() {
        var talk = TestSession.inChannel()
        talk.enter("/notify all")
        talk.hear(":bob!b@h RENAME #home #house :")
        #expect(talk.session.notificationLevel(in: talk.bufferID("#house")) == .all)
        #expect(talk.actions.contains(.savedSessionChanged))
    }

    @Test func `What waits to be said is said under the new name, to the same ranks`() {
        var talk = TestSession.inChannel()
        for number in 1...6 { talk.enter("line \(number)") }
        talk.enter("/msg @#home psst")
        talk.forget()
        talk.hear(":bob!b@h RENAME #home #house :")
        talk.pass(seconds: 4)
        #expect(
            talk.sent().filter { $0.hasPrefix("PRIVMSG") } == ["PRIVMSG #house :line 6", "PRIVMSG @#house :psst"])
    }

    @Test func `A question about history that waits is asked under the new name`() {
        var talk = TestSession(channels: ["#a", "#b", "#c", "#d", "#e"])
        talk.connect()
        talk.welcome(capabilities: Self.capabilities, isupport: HistoryTests.support)
        for name in ["#a", "#b", "#c", "#d", "#e"] { talk.hear(":ada!a@h JOIN \(name)") }
        talk.hear(":bob!b@h RENAME #e #new :")
        #expect(talk.session.connection?.history.all.contains { $0.target == "#new" } == true)
        #expect(talk.session.connection?.history.all.contains { $0.target == "#e" } == false)
    }

    @Test func `Where a buffer has the new name already, the room goes on there`() {
        var talk = TestSession.inChannel()
        talk.hear(":ada!a@h JOIN #house", ":ada!a@h PART #house")
        talk.hear(":bob!b@h RENAME #home #house :")
        #expect(talk.buffer("#home")?.isJoined == false && talk.buffer("#house")?.isJoined == true)
        #expect(talk.members("#house") == "@bob +cara ada" && talk.members() == "")
        #expect(talk.actions.contains(.show(talk.bufferID("#house"))))
    }

    @Test func `What waits goes with the room to the buffer that has its new name`() {
        var talk = TestSession.inChannel()
        talk.hear(":ada!a@h JOIN #house", ":ada!a@h PART #house")
        for number in 1...6 { talk.enter("line \(number)") }
        talk.forget()
        talk.hear(":bob!b@h RENAME #home #house :")
        talk.pass(seconds: 4)
        #expect(talk.sent().filter { $0.hasPrefix("PRIVMSG") } == ["PRIVMSG #house :line 6"])
    }

    @Test func `Where a room that we are not in gets a name that is there already, nothing is said of it`() {
        var talk = TestSession.inChannel()
        talk.hear(":ada!a@h JOIN #house", ":ada!a@h PART #home")
        let before = talk.session.buffers.map(\.lineCount)
        talk.hear(":bob!b@h RENAME #home #house :")
        #expect(talk.session.buffers.map(\.lineCount) == before)
    }

    @Test(arguments: ["#none #x", "#home", "#home bob", "bob #x", ""])
    func `What names no room of ours, or no room, changes nothing`(names: String) {
        var talk = TestSession.inChannel()
        talk.enter("/query bob")
        let before = talk.session.buffers.map(\.name)
        talk.hear(":bob!b@h RENAME \(names)")
        #expect(talk.session.buffers.map(\.name) == before)
    }

    // MARK: Asked for by the old name

    @Test func `A room that was asked for by its old name is entered under the new one, with its key`() {
        var talk = TestSession.inChannel(capabilities: "draft/channel-rename standard-replies")
        talk.enter("/join #old key")
        talk.forget()
        talk.hear("FAIL JOIN CHANNEL_RENAMED #old #new :The channel has been renamed")
        #expect(talk.sent() == ["JOIN #new key"])
        #expect(talk.lines("").last == "info : #old is called #new now.")
        talk.hear(":ada!a@h JOIN #new")
        #expect(talk.actions.contains(.show(talk.bufferID("#new"))))
    }

    @Test func `A room that got another name while we were away keeps its buffer`() {
        var talk = TestSession.inChannel(capabilities: "draft/channel-rename")
        let id = talk.id
        talk.session.disconnected(cause: "gone", at: talk.now)
        talk.connect()
        talk.welcome(capabilities: "draft/channel-rename", isupport: "CHANTYPES=# CASEMAPPING=ascii")
        talk.forget()
        talk.hear("FAIL JOIN CHANNEL_RENAMED #home #house :renamed")
        #expect(talk.sent() == ["JOIN #house"] && talk.buffer("#house")?.id == id)
    }

    @Test func `A server that sends us on without an end is not followed for ever`() {
        var talk = TestSession.inChannel(capabilities: "draft/channel-rename")
        talk.enter("/join #0")
        for number in 0..<100 { talk.hear("FAIL JOIN CHANNEL_RENAMED #\(number) #\(number + 1) :renamed") }
        #expect(talk.sent().filter { $0.hasPrefix("JOIN") }.count == 21)
    }

    @Test func `A name that no line can hold is not followed`() {
        var talk = TestSession.inChannel(capabilities: "draft/channel-rename")
        talk.enter("/join #old")
        talk.forget()
        talk.hear("FAIL JOIN CHANNEL_RENAMED #old #\(String(repeating: "x", count: 600)) :renamed")
        #expect(talk.sent() == [] && talk.lines("").last?.contains("is called") != true)
    }

    @Test func `Nobody who has not asked is sent anywhere`() {
        var talk = TestSession.inChannel(capabilities: "draft/channel-rename")
        talk.hear("FAIL JOIN CHANNEL_RENAMED #x #y :renamed")
        #expect(talk.sent() == [])
    }
}
