import Protocol
import Testing

@testable import Chat

/// What was said in a closed room stays closed: as long as the log holds it, and the note of it no longer.
struct ClosedRoomTests {
    private let chat = Conversation()
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

    private func forget(through number: EventNumber) { chat.act { $0.forgot(through: number, at: $1) } }

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
        chat.act { $0.setAccount(of: chat.id("alice"), to: "alice", at: $1) }
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

    @Test func `Where no history is kept nothing is noted`() {
        let chat = Conversation { $0.keepsHistory = false }
        chat.enter("alice")
        chat.send("alice", "JOIN #x", "MODE #x +i", "PART #x")
        #expect(chat.kept.notes.keys.filter { $0.hasPrefix("closed ") } == [])
    }
}

/// What stays of closed rooms that are gone.
struct ClosedRoomNoteTests {
    private static let far = Origin(address: "192.0.2.1", host: "far")
    private let chat = Conversation()

    private var notes: [String] { chat.kept.notes.keys.filter { $0.hasPrefix("closed ") }.sorted() }

    @Test(arguments: ["MODE #x +i", "MODE #x +k key", "MODE #x +ik key", "MODE #x +i-i"])
    func `Nothing stays of a room in which nothing was said`(_ closing: String) {
        chat.enter("alice")
        chat.send("alice", "JOIN #x", closing, "PART #x")
        #expect(notes == [])
    }

    @Test(arguments: ["PRIVMSG #x :secret", "NOTICE #x :secret", "TOPIC #x :secret", "PART #x :secret"])
    func `A note stays where something was said, and keeps it closed`(_ line: String) {
        chat.enter("alice")
        chat.enter("eve", caps: "batch draft/chathistory draft/event-playback")
        chat.send("alice", "JOIN #x", "MODE #x +i", line, "PART #x")
        #expect(notes == ["closed #x"])
        chat.send("eve", "JOIN #x")
        #expect(!chat.ask("eve", "CHATHISTORY LATEST #x * 50").contains { $0.contains("secret") })
    }

    @Test func `A note that was there stays as it was when nothing more is said`() {
        chat.enter("alice")
        chat.send("alice", "JOIN #x", "MODE #x +i", "PRIVMSG #x :secret", "PART #x")
        let before = chat.kept.notes["closed #x"]
        chat.send("alice", "JOIN #x", "MODE #x +i", "PART #x")
        #expect(chat.kept.notes["closed #x"] == before)
    }

    @Test func `Words that were said before a restart stay closed when the room is opened after it`() {
        chat.enter("alice")
        chat.makeAccounts("alice")
        chat.act { $0.setAccount(of: chat.id("alice"), to: "alice", at: $1) }
        chat.send("alice", "JOIN #x", "CS REGISTER #x", "MODE #x +i", "PRIVMSG #x :secret")
        chat.restart()
        chat.enter("alice")
        chat.enter("eve", caps: "batch draft/chathistory draft/event-playback")
        chat.act { $0.setAccount(of: chat.id("alice"), to: "alice", at: $1) }
        chat.send("alice", "JOIN #x", "MODE #x -i")
        chat.send("eve", "JOIN #x")
        #expect(!chat.ask("eve", "CHATHISTORY LATEST #x * 50").contains { $0.contains("secret") })
    }

    private func makeClosedRooms(_ count: Int, by nick: String) {
        for number in 0..<count {
            chat.send(nick, "JOIN #r\(number)", "MODE #r\(number) +i", "PRIVMSG #r\(number) :x", "PART #r\(number)")
            chat.pass(seconds: 10)
        }
    }

    @Test func `One who makes closed rooms over and over has made enough in a day, and others have not`() {
        chat.enter("alice", from: Self.far)
        makeClosedRooms(ClosedRoomCount.mostADay + 1, by: "alice")
        #expect(notes.count == ClosedRoomCount.mostADay)
        #expect(chat.ask("alice", "JOIN #more").first?.hasPrefix(":irc.test 405 alice #more :") == true)
        chat.enter("bob")
        #expect(chat.ask("bob", "JOIN #more").first?.contains(" JOIN ") == true)
        #expect(chat.ask("alice", "JOIN #more").first?.contains(" JOIN ") == true)
    }

    @Test func `One who renames a room over and over has made enough in a day`() {
        chat.enter("alice", from: Self.far)
        chat.send("alice", "JOIN #r", "PRIVMSG #r :x", "RENAME #r #r0")
        for number in 0..<(ClosedRoomCount.mostADay + 1) {
            chat.send("alice", "RENAME #r\(number) #r\(number + 1)")
            chat.pass(seconds: 10)
        }
        #expect(notes.count == ClosedRoomCount.mostADay)
    }

    @Test func `The count of closed rooms ends with its day`() {
        func time(_ seconds: Int64) -> Timestamp { Timestamp(milliseconds: seconds * 1000) }
        var count = ClosedRoomCount(at: time(5))
        for _ in 0..<(ClosedRoomCount.mostADay - 1) { count.add(at: time(6)) }
        #expect(!count.isFull(at: time(7)))
        count.add(at: time(7))
        #expect(count.isFull(at: time(7)))
        #expect(count.isFull(at: time(86_404)))
        #expect(!count.isFull(at: time(86_405)))
        count.add(at: time(86_405))
        #expect(count.count == 1)
    }
}
