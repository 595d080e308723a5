import Testing

@testable import Chat

/// How many accounts have a rank of their own in a registered room.
struct RankedAccountTests {
    private let chat = TestNetwork { $0.limits.rankedAccounts = 2 }

    init() {
        chat.makeAccounts("alice", "bob", "carol", "dave")
        chat.logIn("a", as: "alice")
        chat.send("a", "JOIN #x", "CS REGISTER #x", "CS AMODE #x +o bob", "CS AMODE #x +v carol")
        chat.forget()
    }

    private var ranked: Int? { chat.channel("#x")?.registration?.ranks.count }

    @Test func `One more than may have is told what to do first`() {
        #expect(chat.ask("a", "CS AMODE #x +v dave")[0].contains("remove one first"))
        #expect(ranked == 2)
    }

    @Test func `One who has a rank gets another, and one who has none loses none`() {
        #expect(chat.ask("a", "CS AMODE #x +h carol")[0].contains("Done"))
        #expect(chat.ask("a", "CS AMODE #x -v dave")[0].contains("Done"))
        #expect(ranked == 2)
    }

    @Test func `Where one is taken away another may have it`() {
        chat.send("a", "CS AMODE #x -v carol")
        #expect(chat.ask("a", "CS AMODE #x +v dave")[0].contains("Done"))
        #expect(ranked == 2)
    }
}
