import Protocol
import Testing

@testable import Chat

/// OWNER: the host is the host over TCP within the machine, too.
struct OwnerTokenTests {
    private let chat = TestNetwork(reachability: .forTests)
    private static let ends = "from 127.0.0.1 54321 to 127.0.0.1 6697"

    init() { chat.connect("door", from: .ownDoor) }

    private func local(ends: String? = Self.ends, needs: AdmissionMethods = []) -> Origin {
        Origin(address: "127.0.0.1", host: "localhost", needs: needs, isLocal: true, ends: ends)
    }

    private func word(for ends: String = Self.ends) throws -> String {
        let line = try #require(chat.ask("door", "OWNER ASK :\(ends)").first)
        return String(try #require(line.split(separator: " ").last))
    }

    private func enter(_ name: String, saying words: String..., from origin: Origin) -> [String] {
        chat.connect(name, from: origin)
        for word in words { chat.send(name, "OWNER \(word)") }
        chat.send(name, "NICK \(name)", "USER u 0 * :U", "JOIN #lobby")
        return chat.take(name)
    }

    @Test func `With a word of the host's own door a client within the machine is the host and runs the lobby`() throws
    {
        let lines = enter("ana", saying: try word(), from: local())
        #expect(lines.contains { $0.contains(" 353 ") && $0.contains("~ana") })
        #expect(chat.session("ana")?.isOperator == true)
        #expect(chat.takeActs().map { "\($0.operatorName) \($0.command)" } == ["host OWNER"])
        #expect(chat.ask("ana", "INVITATION CREATE #lobby")[0].contains("INVITATION CREATED"))
    }

    @Test func `It is let in where only the invited are`() throws {
        let lines = enter("ana", saying: try word(), from: local(needs: [.account, .invitation]))
        #expect(lines.contains { $0.contains(" 001 ana ") })
    }

    @Test func `A word is good once`() throws {
        let word = try word()
        _ = enter("ana", saying: word, from: local())
        let lines = enter("eve", saying: word, from: local())
        #expect(lines[0].contains("That token is not valid"))
        #expect(chat.session("eve")?.isOperator == false)
    }

    @Test(arguments: [(9, true), (10, false), (11, false)])
    func `It is good for ten seconds`(_ seconds: Int64, _ isGood: Bool) throws {
        let word = try word()
        chat.pass(seconds: seconds)
        _ = enter("ana", saying: word, from: local())
        #expect(chat.session("ana")?.isOperator == isGood)
    }

    @Test(arguments: [
        nil, "from 127.0.0.1 54322 to 127.0.0.1 6697", "from 127.0.0.1 54321 to 127.0.0.1 6698",
        "from 127.0.0.1 54321 to 127.0.0.2 6697",
    ])
    func `It is good for one connection alone, and not after it was said on another`(_ ends: String?) throws {
        let word = try word()
        _ = enter("eve", saying: word, from: local(ends: ends))
        #expect(chat.session("eve")?.isOperator == false)
        _ = enter("ana", saying: word, from: local())
        #expect(chat.session("ana")?.isOperator == false)
    }

    @Test func `Nobody else is given a word, and none is taken of somebody who is in`() throws {
        chat.connect("eve", from: local())
        #expect(chat.ask("eve", "OWNER ASK :\(Self.ends)")[0].contains("That token is not valid"))
        chat.send("eve", "NICK eve", "USER u 0 * :U")
        #expect(chat.ask("eve", "OWNER \(try word())")[0].contains(" 462 "))
        #expect(chat.session("eve")?.isOperator == false)
    }

    @Test func `Words that nobody uses are bounded, and the newest is good`() throws {
        let first = try word()
        for _ in 0..<OwnerTokens.capacity { _ = try word(for: "from ::1 1 to ::1 2") }
        let last = try word()
        _ = enter("eve", saying: first, from: local())
        #expect(chat.session("eve")?.isOperator == false)
        _ = enter("ana", saying: last, from: local())
        #expect(chat.session("ana")?.isOperator == true)
    }

    // MARK: Without it

    @Test(arguments: [
        "INVITATION CREATE #lobby", "MODE #lobby +m", "KICK #lobby bob", "RENAME #lobby #hall",
        "TBAN #lobby 1h x!*@*", "KILL bob :x", "WALLOPS :x", "DIE", "UBAN LIST",
    ])
    func `Whoever has no rank at the server's own machine is told how the host enters`(_ line: String) {
        chat.enter("bob", from: .secure())
        chat.join("#lobby", "bob")
        _ = enter("ana", from: local())
        #expect(chat.ask("ana", line)[0].contains("run grillo-tui as the server's user"))
        chat.enter("far", from: .secure())
        chat.join("#lobby", "far")
        #expect(chat.ask("far", line).last?.contains("grillo-tui") == false)
    }

    @Test func `Whoever may not invite is told who may, and how`() {
        chat.enter("far", from: .secure())
        chat.join("#lobby", "far")
        #expect(chat.ask("far", "INVITATION CREATE #lobby")[0].hasSuffix("grillo invite --room '#lobby'"))
        #expect(chat.ask("far", "INVITATION CREATE *")[0].hasSuffix("grillo invite"))
        chat.join("#mine", "far")
        #expect(chat.ask("far", "INVITATION CREATE #mine")[0].contains("/register"))
    }
}
