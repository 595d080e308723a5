import Protocol
import Testing

@testable import Chat

/// What was said in a closed room stays closed: as long as the log holds it, and the note of it no longer.
struct ClosedChannelTests {
    private let chat = TestNetwork()
    private static let caps = "draft/chathistory batch message-tags"

    init() {
        chat.enter("alice", caps: Self.caps)
        chat.send("alice", "JOIN #x", "MODE #x +k key", "PRIVMSG #x :secret")
    }

    private var notes: [String] { chat.kept.notes.keys.filter { $0.hasPrefix("closed ") }.sorted() }

    private func read() -> String {
        chat.enter("eve", caps: Self.caps)
        chat.send("eve", "JOIN #x")
        return chat.ask("eve", "CHATHISTORY LATEST #x * 10").joined()
    }

    private func forget(through number: EventNumber) { chat.act { $0.eventsPruned(through: number, at: $1) } }

    @Test func `The note of a room that is gone goes with the last of what was said there, and not before`() throws {
        chat.send("alice", "PART #x")
        let last = try #require(chat.events.last).number
        forget(through: EventNumber(rawValue: last.rawValue - 1))
        #expect(notes == ["closed #x"])
        #expect(!read().contains("secret"))
        forget(through: last)
        #expect(notes == [])
    }

    @Test func `That of a room that is still closed stays, whatever is forgotten`() {
        forget(through: EventNumber(rawValue: .max))
        #expect(notes == ["closed #x"])
        chat.send("alice", "MODE #x -k key")
        #expect(!read().contains("secret"))
    }

    @Test func `After a restart the rooms that are not there are those that are gone`() throws {
        chat.restart()
        let last = try #require(chat.events.last).number
        forget(through: EventNumber(rawValue: last.rawValue - 1))
        #expect(notes == ["closed #x"])
        forget(through: last)
        #expect(notes == [])
    }

    @Test func `A room that is kept and was opened keeps closed over a restart what was said before`() {
        chat.makeAccounts("alice")
        chat.setAccount(of: "alice", to: "alice")
        chat.send("alice", "CS REGISTER #x", "MODE #x -k key", "PRIVMSG #x :open")
        chat.restart()
        let page = read()
        #expect(page.contains("open") && !page.contains("secret"))
    }

    @Test func `Who comes after it was opened reads from there on, and not the last that was said before`() {
        chat.send("alice", "MODE #x -k key", "PRIVMSG #x :open")
        let page = read()
        #expect(page.contains("open") && !page.contains("secret"))
    }

    // MARK: Who came while it was closed

    /// What somebody finds of a room, by whichever question.
    private func found(_ name: String, in chat: TestNetwork, _ channel: String = "#y") -> Set<String> {
        let questions = [
            "CHATHISTORY LATEST \(channel) * 50", "CHATHISTORY BEFORE \(channel) timestamp=2100-01-01T00:00:00.000Z 50",
            "CHATHISTORY AFTER \(channel) timestamp=2000-01-01T00:00:00.000Z 50",
            "CHATHISTORY AROUND \(channel) timestamp=2000-01-01T00:00:00.000Z 50",
            "CHATHISTORY BETWEEN \(channel) timestamp=2000-01-01T00:00:00.000Z timestamp=2100-01-01T00:00:00.000Z 50",
            "SEARCH in=\(channel)", "SEARCH limit=50",
        ]
        let answers = questions.map { question in
            Set(chat.ask(name, question).compactMap { $0.firstMatch(of: /PRIVMSG \S+ :?(.+)/).map { String($0.1) } })
        }
        #expect(Set(answers).count == 1, "every question finds the same")
        return answers[0]
    }

    private static let allCaps = caps + " soju.im/search"

    private func channel(_ people: String...) -> TestNetwork {
        let chat = TestNetwork()
        for name in people + ["alice"] { chat.enter(name, caps: Self.allCaps) }
        chat.send("alice", "JOIN #y", "PRIVMSG #y :open")
        return chat
    }

    @Test(arguments: ["i", "k key", "b *!*@*", "b *"])
    func `Who came while it was closed reads from the own join on, and after it is opened too`(_ mode: String) {
        let chat = channel("bob", "dave", "eve")
        chat.send("eve", "JOIN #y")
        chat.send("alice", "MODE #y +\(mode)", "PRIVMSG #y :closed", "INVITE bob #y")
        chat.send("bob", "JOIN #y")
        chat.send("alice", "PRIVMSG #y :with bob")
        #expect(found("bob", in: chat) == ["with bob"])
        chat.send("alice", "MODE #y -\(mode)", "PRIVMSG #y :open again")
        #expect(found("bob", in: chat) == ["with bob", "open again"])
        chat.send("dave", "JOIN #y")
        #expect(found("dave", in: chat) == ["open again"])
        // Who was there all the time reads all of it.
        #expect(found("eve", in: chat) == ["open", "closed", "with bob", "open again"])
        // Closed and opened again, it stays so.
        chat.send("alice", "MODE #y +\(mode)", "PRIVMSG #y :twice", "MODE #y -\(mode)")
        #expect(found("bob", in: chat) == ["with bob", "open again", "twice"])
        #expect(found("dave", in: chat) == ["open again", "twice"])
        let id = chat.events.first { $0.text.text == "closed" }?.number.msgid ?? ""
        chat.enter("frank", caps: Self.allCaps + " draft/message-redaction")
        chat.send("frank", "JOIN #y")
        #expect(chat.ask("frank", "REDACT #y \(id)")[0].contains("UNKNOWN_MSGID"))
    }

    @Test func `Where only accounts may come in, it is closed to those without one`() {
        let chat = channel("bob", "dave", "guest")
        chat.makeAccounts("alice", "bob")
        for name in ["alice", "bob"] { chat.setAccount(of: name, to: name) }
        chat.send("alice", "MODE #y +R", "PRIVMSG #y :accounts", "INVITE guest #y")
        chat.send("guest", "JOIN #y")
        chat.send("bob", "JOIN #y")
        chat.send("alice", "MODE #y -R", "PRIVMSG #y :all")
        chat.send("dave", "JOIN #y")
        #expect(found("guest", in: chat) == ["all"])
        #expect(found("dave", in: chat) == ["all"])
        #expect(found("bob", in: chat) == ["open", "accounts", "all"])
    }

    @Test func `Who runs it reads what was said in its closed time, as long as that lasts`() {
        let chat = channel("bob")
        chat.send("alice", "MODE #y +i", "PRIVMSG #y :closed", "INVITE bob #y")
        chat.send("bob", "JOIN #y")
        chat.send("alice", "MODE #y +o bob")
        #expect(found("bob", in: chat) == ["open", "closed"])
        chat.send("alice", "MODE #y -i")
        #expect(found("bob", in: chat) == ["open", "closed"])
        chat.send("alice", "MODE #y -o bob")
        #expect(found("bob", in: chat) == [])
    }

    @Test func `Who is founder or operator by registration has lost nothing of that time by going and coming back`() {
        let chat = channel("bob", "carol")
        chat.makeAccounts("alice", "bob", "carol")
        for name in ["alice", "bob", "carol"] { chat.setAccount(of: name, to: name) }
        chat.send("alice", "MODE #y +k key", "PRIVMSG #y :before", "PART #y")
        chat.send("bob", "JOIN #y", "CS REGISTER #y", "CS AMODE #y +o alice", "MODE #y +k key", "PRIVMSG #y :old line")
        chat.send("bob", "MODE #y -k key", "PRIVMSG #y :open line", "MODE #y +k key", "PRIVMSG #y :new line", "PART #y")
        for _ in 1...2 {
            for name in ["alice", "bob", "carol"] { chat.send(name, "JOIN #y key") }
            #expect(found("bob", in: chat) == ["old line", "open line", "new line"])
            #expect(found("alice", in: chat) == ["old line", "open line", "new line"])
            #expect(found("carol", in: chat) == [])
            chat.act { $0.eventsPruned(through: .none, at: $1) }
            chat.restart()
            for name in ["alice", "bob", "carol"] { chat.logIn(name, as: name, caps: Self.allCaps) }
        }
        chat.send("bob", "JOIN #y key", "CS UNREGISTER #y", "PART #y", "JOIN #y", "CS REGISTER #y")
        #expect(found("bob", in: chat) == [])
    }

    @Test func `A ban on all that ends by itself opens the room, and what was said stays closed`() {
        let chat = channel("bob")
        chat.send("alice", "TBAN #y 1m *!*@*", "PRIVMSG #y :closed")
        chat.pass(seconds: 61)
        chat.send("alice", "PRIVMSG #y :open again")
        chat.send("bob", "JOIN #y")
        #expect(found("bob", in: chat) == ["open again"])
    }

    @Test func `What somebody may read who stays while not connected is the same after a restart`() {
        let chat = TestNetwork()
        chat.makeAccounts("alice", "bob", "carol")
        for name in ["alice", "bob", "carol"] {
            chat.logIn(name, as: name, caps: Self.allCaps)
            chat.send(name, "NS SET ALWAYS-ON ON")
        }
        chat.send("alice", "JOIN #y", "PRIVMSG #y :open")
        chat.send("carol", "JOIN #y")
        chat.send("alice", "MODE #y +i", "PRIVMSG #y :closed", "INVITE bob #y")
        chat.send("bob", "JOIN #y")
        chat.send("alice", "MODE #y -i", "PRIVMSG #y :open again")
        chat.restart()
        for name in ["bob", "carol"] { chat.logIn(name, as: name, caps: Self.allCaps) }
        #expect(found("bob", in: chat) == ["open again"])
        #expect(found("carol", in: chat) == ["open", "closed", "open again"])
    }

    @Test func `Of a stay that was kept without it, nothing is read of before where the room was closed`() {
        let chat = TestNetwork()
        chat.makeAccounts("bob")
        chat.logIn("bob", as: "bob", caps: Self.allCaps)
        chat.enter("alice", caps: Self.allCaps)
        chat.send("bob", "NS SET ALWAYS-ON ON")
        chat.send("alice", "JOIN #y", "MODE #y +k key", "PRIVMSG #y :closed")
        chat.send("bob", "JOIN #y key")
        chat.send("alice", "PRIVMSG #y :with bob")
        chat.changeRegistry { registry in
            var presence = registry.presences[FoldedName(folded: "bob")]!
            for index in presence.channels.indices { presence.channels[index].closings = nil }
            registry.apply(.savePresence(FoldedName(folded: "bob"), presence))
        }
        chat.restart()
        chat.logIn("bob", as: "bob", caps: Self.allCaps)
        #expect(found("bob", in: chat) == ["with bob"])
    }

    @Test func `Where no history is kept nothing is noted`() {
        let chat = TestNetwork { $0.keepsHistory = false }
        chat.enter("alice")
        chat.send("alice", "JOIN #x", "MODE #x +i", "PART #x")
        #expect(chat.kept.notes.keys.filter { $0.hasPrefix("closed ") } == [])
    }
}

/// What stays of closed rooms that are gone.
struct ClosedChannelNoteTests {
    private static let far = Origin(address: "192.0.2.1", host: "far")
    private let chat = TestNetwork()

    private var notes: [String] { chat.kept.notes.keys.filter { $0.hasPrefix("closed ") }.sorted() }

    @Test(arguments: [[], ["MODE #x +i-i"], ["PRIVMSG #x :hello"]])
    func `Nothing stays of a room that was never closed`(_ lines: [String]) {
        chat.enter("alice")
        for line in ["JOIN #x"] + lines + ["PART #x"] { chat.send("alice", line) }
        #expect(notes == [])
    }

    @Test(arguments: [
        ["MODE #x +i"], ["MODE #x +i", "MODE #x -i"], ["MODE #x +i", "NICK ann"], ["MODE #x +i", "MODE #x +m"],
    ])
    func `Nothing stays of a closed room in which nothing was said and nobody else was, and none is counted`(
        _ lines: [String]
    ) {
        chat.enter("alice", from: Self.far)
        for _ in 0..<(Self.maxADay + 5) {
            for line in ["JOIN #x"] + lines + ["PART #x"] { chat.send("alice", line) }
            chat.pass(seconds: 30)
        }
        #expect(notes == [])
        chat.send("alice", "JOIN #x", "MODE #x +i", "PRIVMSG #x :hello", "PART #x")
        #expect(notes == ["closed #x"])
    }

    @Test func `Who comes and goes in a closed room, and its key, leave their note`() {
        chat.enter("alice", "ben")
        chat.send("alice", "JOIN #x", "MODE #x +i", "INVITE ben #x")
        chat.send("ben", "JOIN #x", "PART #x")
        chat.send("alice", "PART #x", "JOIN #y", "MODE #y +k key", "PART #y")
        #expect(notes == ["closed #x", "closed #y"])
    }

    private static let playback = "batch draft/chathistory draft/event-playback"

    @Test(arguments: [
        "PRIVMSG #x :secret", "NOTICE #x :secret", "TOPIC #x :secret", "PART #x :secret", "QUIT :secret",
        "MODE #x +k secret", "MODE #x +b secret!*@*", "KICK #x ben :secret", "NICK secret", "SETNAME :secret",
    ])
    func `Nothing that was stored while a room was closed is for who makes it anew`(_ line: String) {
        chat.enter("alice", "ben")
        chat.enter("eve", caps: Self.playback)
        chat.send("alice", "JOIN #x", "MODE #x +i", "INVITE ben #x")
        chat.send("ben", "JOIN #x")
        chat.send("alice", line, "PART #x")
        chat.send("ben", "PART #x")
        #expect(notes == ["closed #x"])
        chat.send("eve", "JOIN #x")
        let page = chat.ask("eve", "CHATHISTORY LATEST #x * 50")
        #expect(page.contains { $0.contains(":eve!") && $0.contains(" JOIN ") })
        #expect(!page.contains { $0.contains("secret") || $0.contains(":alice!") || $0.contains(":ben!") })
    }

    @Test func `The key and the last words of a room in which nobody spoke are not for the next`() {
        chat.enter("ann", "ben")
        chat.enter("xen", caps: Self.playback)
        chat.send("ann", "JOIN #den", "MODE #den +ik sesame", "INVITE ben #den")
        chat.send("ben", "JOIN #den", "QUIT :the safe code is 4711")
        chat.send("ann", "NICK anna", "PART #den")
        chat.send("xen", "JOIN #den")
        let page = chat.ask("xen", "CHATHISTORY LATEST #den * 50").joined()
        #expect(!page.contains("sesame") && !page.contains("4711") && !page.contains("host.ann"))
    }

    @Test func `A room that is made and closed again has one note`() {
        chat.enter("alice")
        chat.send("alice", "JOIN #x", "MODE #x +i", "PRIVMSG #x :secret", "PART #x")
        chat.send("alice", "JOIN #x", "MODE #x +i", "PART #x")
        #expect(notes == ["closed #x"])
    }

    @Test func `Words that were said before a restart stay closed when the room is opened after it`() {
        chat.enter("alice")
        chat.makeAccounts("alice")
        chat.setAccount(of: "alice", to: "alice")
        chat.send("alice", "JOIN #x", "CS REGISTER #x", "MODE #x +i", "PRIVMSG #x :secret")
        chat.restart()
        chat.enter("alice")
        chat.enter("eve", caps: "batch draft/chathistory draft/event-playback")
        chat.setAccount(of: "alice", to: "alice")
        chat.send("alice", "JOIN #x", "MODE #x -i")
        chat.send("eve", "JOIN #x")
        #expect(!chat.ask("eve", "CHATHISTORY LATEST #x * 50").contains { $0.contains("secret") })
    }

    private static let maxADay = 200

    private func makeClosedChannels(_ count: Int, by nick: String) {
        for number in 0..<count {
            chat.send(nick, "JOIN #r\(number)", "MODE #r\(number) +i", "PRIVMSG #r\(number) :x", "PART #r\(number)")
            chat.pass(seconds: 10)
        }
    }

    @Test func `One who makes closed rooms over and over has made enough in a day, and others have not`() {
        chat.enter("alice", from: Self.far)
        makeClosedChannels(Self.maxADay + 1, by: "alice")
        #expect(notes.count == Self.maxADay)
        // Whoever shares the address still makes rooms, and closes those of others.
        chat.enter("carol", from: Self.far)
        #expect(chat.ask("carol", "JOIN #more").first?.contains(" JOIN ") == true)
        for line in ["MODE #more +ns-t+i", "MODE #more +k key", "TBAN #more 1h *!*@*"] {
            let answer = chat.ask("carol", line)
            #expect(
                answer.contains {
                    $0.contains(" CANNOT_CLOSE #more :200 rooms from your address were closed, registered or renamed")
                })
        }
        #expect(chat.channel("#more")?.closedTo == [] && chat.channel("#more")?.modes.flags.contains(.secret) == true)
        #expect(notes.count == Self.maxADay)
        chat.enter("bob")
        chat.send("bob", "JOIN #his", "MODE #his +i", "MODE #his +o alice")
        #expect(notes.count == Self.maxADay + 1)
    }

    @Test func `The same room closed and opened again and again counts once`() {
        chat.enter("alice", from: Self.far)
        for _ in 0..<(Self.maxADay + 5) {
            chat.send("alice", "JOIN #x", "MODE #x +i", "PART #x")
            chat.pass(seconds: 10)
        }
        #expect(chat.ask("alice", "JOIN #y").count > 1)
        #expect(chat.ask("alice", "MODE #y +i").contains { $0.hasSuffix(" MODE #y +i") })
    }

    @Test func `One who renames a room over and over has made enough in a day`() {
        chat.enter("alice", from: Self.far)
        chat.send("alice", "JOIN #r", "PRIVMSG #r :x", "RENAME #r #r0")
        for number in 0..<(Self.maxADay + 1) {
            chat.send("alice", "RENAME #r\(number) #r\(number + 1)")
            chat.pass(seconds: 10)
        }
        #expect(notes.count == Self.maxADay)
        let name = chat.session("alice")?.user?.channels.first?.name ?? ""
        #expect(chat.ask("alice", "RENAME \(name) #more").first?.contains("CANNOT_RENAME") == true)
        // The case of a letter leaves no note.
        #expect(
            chat.ask("alice", "RENAME \(name) \(name.uppercased())").contains { $0.contains("CANNOT_RENAME") } == false)
    }

    @Test func `One who renames a closed room over and over has made enough in a day, too, and its maker has not`() {
        chat.enter("bob", "alice", from: Self.far)
        chat.send("bob", "JOIN #r", "PRIVMSG #r :x")
        chat.enter("carl", from: Origin(address: "198.51.100.7", host: "other"))
        chat.send("carl", "JOIN #r")
        chat.send("bob", "MODE #r +io carl")
        for number in 0..<(Self.maxADay + 1) {
            chat.send("carl", "RENAME \(number == 0 ? "#r" : "#r\(number)") #r\(number + 1)")
            chat.pass(seconds: 20)
        }
        #expect((Self.maxADay...Self.maxADay + 2).contains(notes.count))
        chat.send("bob", "JOIN #mine", "MODE #mine +i")
        #expect(chat.channel("#mine")?.closedTo.isEmpty == false)
    }
}
