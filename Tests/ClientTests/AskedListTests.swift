import Protocol
import Testing

@testable import Client

/// Rooms and people that the person looks through: /list and /names.
@Suite struct AskedListTests {
    private static func asked(_ input: String) -> TestSession {
        var talk = TestSession.inChannel(showsLists: true)
        talk.enter(input)
        return talk
    }

    // MARK: Rooms

    @Test func `Rooms come by people and then by name, and no line tells of them`() {
        var talk = Self.asked("/list")
        let before = talk.session.buffers.map(\.lineCount)
        #expect(talk.sent() == ["LIST"] && talk.actions.contains(.showList(.rooms)))
        talk.hear(
            ":s 321 ada Channel :Users  Name", ":s 322 ada #b 3 :", ":s 322 ada #tea 40 :\u{2}Tea\u{2} for all",
            ":s 322 ada #a 3 :")
        #expect(talk.session.roomList?.state == .loading)
        talk.hear(":s 323 ada :End of /LIST")
        let list = talk.session.roomList
        #expect(list?.state == .complete && list?.byPeople.map(\.name) == ["#tea", "#a", "#b"])
        #expect(list?.byPeople.first?.topic == "Tea for all" && list?.byPeople.first?.people == 40)
        #expect(talk.session.buffers.map(\.lineCount) == before)
    }

    @Test func `The same list is shown again while it comes, and asked for anew after it, or after a long silence`() {
        var talk = Self.asked("/list")
        talk.hear(":s 322 ada #a 3 :")
        talk.forget()
        #expect(talk.enter("/list") == .done && talk.sent() == [] && talk.actions.contains(.showList(.rooms)))
        #expect(
            talk.enter("/list #x*")
                == .notSent(reason: "The last list is still coming: /list shows it. Then ask for this one."))
        talk.pass(seconds: 29)
        talk.forget()
        #expect(talk.enter("/list") == .done && talk.sent() == [])
        talk.pass(seconds: 1)
        talk.forget()
        #expect(talk.enter("/list #x*") == .done && talk.sent() == ["LIST #x*"])
        talk.hear(":s 323 ada :End of /LIST")
        #expect(talk.enter("/list") == .done && talk.sent() == ["LIST"])
    }

    @Test(arguments: ["*", "den", "#a,#b", "#" + String(repeating: "x", count: 200)])
    func `What cannot be entered is left out`(name: String) {
        var talk = Self.asked("/list")
        talk.hear(":s 322 ada \(name) 3 :", ":s 322 ada #\(String(repeating: "x", count: 199)) 3 :")
        #expect(talk.session.roomList?.count == 1)
    }

    @Test(arguments: ["-5", "x", "99999999999999999999", ""]) func `A number that is none counts nobody`(count: String)
    {
        var talk = Self.asked("/list")
        talk.hear(":s 322 ada #a \(count.isEmpty ? ":" : count + " :topic")")
        #expect(talk.session.roomList?.byPeople.map(\.people) == [0])
    }

    @Test func `So many rooms are held, and the others counted`() {
        var list = RoomList(pattern: nil, at: Timestamp(milliseconds: 0))
        let topic = Bytes(String(repeating: "ü", count: 400))
        for number in 0...RoomList.maxRooms {
            _ = list.add("#\(number)", people: 1, topic: topic, at: Timestamp(milliseconds: 0))
        }
        #expect(list.count == RoomList.maxRooms && list.omitted == 1)
        #expect(list.byPeople.allSatisfy { $0.topic.utf8.count <= RoomList.maxTopicBytes })
    }

    @Test func `It is drawn anew as it doubles, and at its end`() {
        var list = RoomList(pattern: nil, at: Timestamp(milliseconds: 0))
        let news = (1...9).map { list.add("#\($0)", people: $0, topic: [], at: Timestamp(milliseconds: 0)) }
        #expect(news == [true, true, false, true, false, false, false, true, false] && list.edition == 4)
        list.end(.complete)
        #expect(list.edition == 5)
    }

    @Test(arguments: [
        ":s 263 ada LIST :Please wait a while", ":s 416 ada LIST :Too many matches", ":s 421 ada LIST :Unknown command",
    ]) func `A refusal ends the list, and is told`(line: String) {
        var talk = Self.asked("/list")
        let before = talk.session.buffers.reduce(0) { $0 + $1.lineCount }
        talk.hear(line)
        #expect(talk.session.roomList?.state == .refused)
        #expect(talk.session.buffers.reduce(0) { $0 + $1.lineCount } == before + 1)
        talk.forget()
        #expect(talk.enter("/list") == .done && talk.sent() == ["LIST"])
    }

    @Test func `What nobody asked for with a command is told as it comes`() {
        var talk = Self.asked("/raw LIST")
        talk.hear(":s 322 ada #tea 40 :Tea", ":s 323 ada :End of /LIST")
        #expect(talk.session.roomList == nil && talk.lines("").contains("info : #tea, 40 users: Tea"))
    }

    @Test func `It goes with the connection`() {
        var talk = Self.asked("/list")
        talk.session.disconnected(cause: "gone", at: talk.now)
        #expect(talk.session.roomList == nil)
    }

    // MARK: People

    @Test func `People come by rank and then by name, with what is known of them`() {
        var talk = Self.asked("/names")
        #expect(talk.sent() == ["NAMES #home"] && talk.actions.contains(.showList(.names)))
        let before = talk.session.buffers.map(\.lineCount)
        talk.hear(":bob!b@h AWAY :lunch", ":s 353 ada = #home :zoe ada", ":s 353 ada = #home :@bob +cara")
        #expect(talk.session.nameList?.state == .loading)
        talk.hear(":s 366 ada #home :End")
        let people = talk.session.nameList?.people ?? []
        #expect(people.map { $0.prefixes + $0.nick } == ["@bob", "+cara", "ada", "zoe"])
        #expect(people.first?.isAway == true && talk.session.nameList?.state == .complete)
        #expect(talk.session.buffers.map(\.lineCount) == before)
    }

    @Test func `Of two rooms the one that was asked about last is shown`() {
        var talk = Self.asked("/names #a")
        talk.enter("/names #B")
        talk.hear(":s 353 ada = #a :x", ":s 366 ada #a :End", ":s 353 ada = #b :y", ":s 366 ada #b :End")
        #expect(talk.session.nameList?.channel == "#B" && talk.session.nameList?.people.map(\.nick) == ["y"])
    }

    @Test func `So many people are held, and the others counted`() {
        var list = NameList(of: "#a")
        for number in 0..<NameList.maxPeople / 2 { list.add([Member(nick: "a\(number)"), Member(nick: "b\(number)")]) }
        #expect(list.people.count == NameList.maxPeople && list.omitted == 0)
        list.add([Member(nick: "x"), Member(nick: "y")])
        #expect(list.people.count == NameList.maxPeople && list.omitted == 2)
    }

    @Test(arguments: [":s 403 ada #home :No such channel", ":s 263 ada NAMES :Please wait", ":s 461 ada NAMES :More"])
    func `Where no answer comes, none is waited for`(line: String) {
        var talk = Self.asked("/names")
        talk.hear(line)
        #expect(talk.session.nameList?.state == .refused)
        talk.hear(":s 366 ada #home :End")
        #expect(talk.session.nameList?.state == .refused)
    }
}
