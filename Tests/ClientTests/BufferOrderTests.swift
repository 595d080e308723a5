import Protocol
import Testing

@testable import Client

/// The order of the buffers by hand, and what is pinned on this machine.
@Suite struct BufferOrderTests {
    /// In `#a`, `#b` and `#c`, which have the numbers 2 to 4.
    private static func inThree() -> ChatModel {
        var talk = TestSession(channels: ["#a", "#b", "#c"])
        talk.connect()
        talk.welcome()
        for name in ["#a", "#b", "#c"] { talk.hear(":ada!a@h JOIN \(name)") }
        return ChatModel(talk.session)
    }

    private static func names(_ chat: ChatModel) -> [String] { chat.buffers.dropFirst().map(\.name) }

    private static func address(_ name: String, in chat: ChatModel) -> BufferAddress {
        BufferAddress(.first, chat.shown.buffers.id(named: name) ?? .server)
    }

    @Test(arguments: [
        ("#c", 2, ["#c", "#a", "#b"]), ("#a", 4, ["#b", "#c", "#a"]), ("#b", 3, ["#a", "#b", "#c"]),
        ("#a", 3, ["#b", "#a", "#c"]),
    ]) func `A buffer gets a number, and the others make room`(name: String, number: Int, order: [String]) {
        var chat = Self.inThree()
        let isMoved = chat.move(Self.address(name, in: chat), to: number)
        #expect(isMoved && Self.names(chat) == order)
        for buffer in chat.shown.buffers { #expect(chat[buffer.address]?.name == buffer.name) }
    }

    @Test(arguments: [Int.min, -1, 0, 1, 5, .max]) func `No buffer gets a number that its network has not`(number: Int)
    {
        var chat = Self.inThree()
        let isMoved = chat.move(Self.address("#b", in: chat), to: number)
        #expect(!isMoved && Self.names(chat) == ["#a", "#b", "#c"])
        #expect(chat.numbers(for: Self.address("#b", in: chat)) == 2...4)
    }

    @Test func `The server's own buffer and one that is closed have no other numbers`() {
        var chat = Self.inThree()
        let isServerMoved = chat.move(BufferAddress(.first, .server), to: 3)
        let isClosedMoved = chat.move(BufferAddress(.first, BufferID(99)), to: 3)
        #expect(!isServerMoved && !isClosedMoved)
    }

    @Test func `A buffer of the second network has the numbers of that network`() {
        var chat = Self.inThree()
        var other = ClientSession(
            configuration: SessionConfiguration(nicks: ["ada"], hostLabel: "irc.other"), seed: 2,
            network: chat.nextNetwork)
        for nick in ["bob", "cara"] { _ = other.openQuery(nick) }
        chat.add(other)
        let bob = BufferAddress(NetworkID(1), BufferID(1))
        #expect(chat.numbers(for: bob) == 6...7)
        let isMoved = chat.move(bob, to: 7)
        #expect(isMoved && chat.buffers.map(\.name).suffix(3) == ["irc.other", "cara", "bob"])
    }

    @Test func `The order is had again at the next start, however the rooms come in`() {
        var chat = Self.inThree()
        let isMoved = chat.move(Self.address("#c", in: chat), to: 2)
        let saved = chat.shown.savedSession(at: Timestamp(milliseconds: 0))
        #expect(isMoved && saved.order == ["#c", "#a", "#b"])
        var talk = TestSession()
        talk.session.restore(saved)
        talk.connect()
        talk.welcome()
        for name in ["#new", "#b", "#A", "#c"] { talk.hear(":ada!a@h JOIN \(name)") }
        #expect(talk.session.buffers.dropFirst().map(\.name) == ["#c", "#A", "#b", "#new"])
    }

    @Test func `Talks that were open stand behind the rooms again, though they are open first`() {
        var talk = TestSession.inChannel()
        talk.hear(":ada!a@h JOIN #den")
        talk.enter("/query bob")
        let saved = talk.session.savedSession(at: talk.now)
        #expect(saved.order.isEmpty)
        var next = TestSession(channels: [])
        next.session.restore(saved)
        next.connect()
        next.welcome()
        #expect(next.session.buffers.dropFirst().map(\.name) == ["bob"])
        for name in ["#home", "#den", "#new"] { next.hear(":ada!a@h JOIN \(name)") }
        #expect(next.session.buffers.dropFirst().map(\.name) == ["#home", "#den", "bob", "#new"])
        #expect(next.session.savedSession(at: next.now).order.isEmpty)
    }

    @Test func `Nothing is kept of the order before a buffer is moved`() {
        #expect(Self.inThree().shown.savedSession(at: Timestamp(milliseconds: 0)).order.isEmpty)
    }

    @Test func `A room that gets another name keeps its place, at the next start as well`() {
        var order = HandOrder()
        order.set(["#a", "#b", "#c"], casemapping: .ascii)
        order.rename("#B", to: "#house", casemapping: .ascii)
        #expect(order.names == ["#a", "#house", "#c"])
        #expect(order.rank(of: Casemapping.ascii.fold("#House")) == 1)
        #expect(order.rank(of: Casemapping.ascii.fold("#b")) == .max)
    }

    @Test func `Of two buffers that had the name one after the other the last keeps its place`() {
        var order = HandOrder()
        order.set(["new", "#b", "old"], casemapping: .ascii)
        order.rename("old", to: "New", casemapping: .ascii)
        #expect(order.names == ["#b", "New"])
        #expect(order.rank(of: Casemapping.ascii.fold("new")) == 1)
        order.rename("new", to: "NEW", casemapping: .ascii)
        #expect(order.names == ["#b", "NEW"])
    }

    @Test func `A talk keeps its place and its pin when the other takes another nick, at the next start as well`() {
        var talk = TestSession()
        var saved = talk.session.savedSession(at: talk.now)
        saved.order = ["bob", "#home"]
        talk.session.restore(saved)
        talk.connect()
        talk.welcome()
        talk.hear(":ada!a@h JOIN #home", ":bob!b@h PRIVMSG ada :hi")
        #expect(talk.enter("/pin", in: "bob") == .done && talk.buffer("bob")?.isPinned == true)
        talk.forget()
        talk.hear(":bob!b@h NICK robert")
        talk.collect()
        #expect(talk.actions.contains(.savedSessionChanged))
        #expect(talk.session.buffers.dropFirst().map(\.name) == ["robert", "#home"])
        #expect(talk.buffer("robert")?.isPinned == true)
        saved = talk.session.savedSession(at: talk.now)
        #expect(saved.order == ["robert", "#home"] && saved.pinned == ["robert"])
        #expect(talk.enter("/unpin", in: "robert") == .done && talk.buffer("robert")?.isPinned == false)
    }

    @Test func `A talk stays as it is where one with the new nick is open`() {
        var talk = TestSession.inChannel()
        talk.hear(":bob!b@h PRIVMSG ada :hi", ":robert!r@h PRIVMSG ada :hi")
        #expect(talk.enter("/pin", in: "bob") == .done)
        talk.hear(":bob!b@h NICK robert")
        #expect(talk.buffer("bob")?.isPinned == true && talk.buffer("robert")?.isPinned == false)
    }

    @Test func `The order that is taken back has its bounds`() {
        var order = HandOrder()
        let names = (0...HandOrder.maxNames).map { "#\($0)" }
        order.set(["", "#" + String(repeating: "a", count: 512)] + names, casemapping: .ascii)
        #expect(order.names == Array(names.dropLast()))
    }

    // MARK: /buffer

    @Test func `/buffer asks for a buffer or for a number`() {
        var talk = TestSession.inChannel()
        #expect(talk.enter("/buffer 3") == .done && talk.actions.contains(.goToBuffer("3")))
        #expect(talk.enter("/buffer move 2") == .done)
        #expect(talk.actions.contains(.moveBuffer(talk.bufferID("#home"), to: 2)))
        talk.forget()
        for input in ["/buffer", "/buffer move", "/buffer move x", "/buffer move 99999999999999999999", "/buffer a b"] {
            #expect(talk.enter(input) != .done, "\(input)")
        }
        #expect(talk.enter("/buffer move 2", in: "") != .done)
        #expect(!talk.actions.contains { if case .moveBuffer = $0 { true } else { false } })
    }

    @Test(arguments: [
        ("1", "irc.test"), ("3", "#b"), ("#B", "#b"), ("#", "#a"), ("c", "#c"), ("irc", "irc.test"), ("5", nil),
        ("0", nil), ("zoe", nil),
    ]) func `A buffer is found by its number, its name or a part of it`(text: String, name: String?) {
        let chat = Self.inThree()
        #expect(chat.buffer(called: text).flatMap { chat[$0]?.name } == name)
    }

    // MARK: /pin

    @Test func `Where the server keeps no pins they are kept here, over restarts and losses`() {
        var talk = TestSession.inChannel()
        #expect(talk.enter("/unpin") != .done)
        #expect(talk.enter("/pin") == .done && talk.enter("/pin") != .done)
        #expect(talk.buffer("#home")?.isPinned == true && talk.lines().last == "info : Pinned here. /unpin undoes it.")
        talk.session.disconnected(cause: "the server is gone", at: talk.now)
        #expect(talk.buffer("#home")?.isPinned == true)
        let saved = talk.session.savedSession(at: talk.now)
        #expect(saved.pinned == ["#home"])
        var next = TestSession()
        next.session.restore(saved)
        next.connect()
        next.welcome()
        next.hear(":ada!a@h JOIN #Home", ":ada!a@h JOIN #other")
        #expect(next.buffer("#Home")?.isPinned == true && next.buffer("#other")?.isPinned == false)
        #expect(next.enter("/unpin", in: "#Home") == .done && next.buffer("#Home")?.isPinned == false)
        #expect(next.session.savedSession(at: next.now).pinned.isEmpty)
    }
}
