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
