import Protocol
import Testing

@testable import Chat

/// An answer counts for its own question alone.
struct PendingQueryTests {
    private func chat() -> TestNetwork {
        let chat = TestNetwork { $0.operators = [Operator.test("root", "secret")] }
        chat.enter("victim", "mallory", from: .secure())
        chat.send("victim", "NS REGISTER victimpw1")
        chat.send("mallory", "NS REGISTER mallorypw1", "NS LOGOUT")
        chat.forget()
        return chat
    }

    @Test(arguments: ["NickServ,NickServ,NickServ,NickServ", "NickServ,nickserv", "nobody,NickServ,ChanServ"])
    func `Who asks a service several times at once does not become somebody else`(_ targets: String) {
        let chat = chat()
        let answer = chat.ask("mallory", "PRIVMSG \(targets) :IDENTIFY mallory mallorypw1")
        #expect(answer.contains { $0.hasPrefix(":irc.test 407 ") && $0.hasSuffix(" alone") })
        chat.send("mallory", "NS IDENTIFY victim wrongwrong")
        #expect(chat.session("mallory")?.account == nil)
        chat.send("mallory", "OPER root wrongwrong")
        for verification in chat.takeVerifications() { chat.answerVerification(of: verification.name, .wrong) }
        #expect(chat.session("mallory")?.user?.isOperator == false)
        chat.send("mallory", "NS IDENTIFY mallory mallorypw1")
        #expect(chat.session("mallory")?.account == "mallory")
    }

    @Test func `An answer to another question than the last is taken for no answer`() throws {
        let chat = chat()
        chat.isLogSilent = true
        chat.send("mallory", "NS IDENTIFY mallory mallorypw1")
        let id = chat.id("mallory")
        let first = try #require(chat.asked[id])
        chat.act { $0.answer(id, to: 0, with: .verdict(.right), at: $1) }
        #expect(chat.session("mallory")?.account == nil)
        chat.answer("mallory", .verdict(.wrong))
        chat.send("mallory", "NS IDENTIFY victim wrongwrong")
        // The one before is answered once more.
        chat.act { $0.answer(id, to: first, with: .verdict(.right), at: $1) }
        #expect(chat.session("mallory")?.account == nil)
        chat.answer("mallory", .verdict(.wrong))
        #expect(chat.session("mallory")?.account == nil)
    }

    @Test func `A second question of a session fails, and the first is answered`() {
        let chat = chat()
        chat.isLogSilent = true
        var answers: [QueryResult] = []
        chat.act { network, _ in
            guard let session = chat.session("mallory") else { return }
            network.ask(.find(.none), for: session) { answers.append($0) }
            network.ask(.find(.none), for: session) { answers.append($0) }
        }
        #expect(answers == [.failed])
        chat.answer("mallory", .event(nil))
        #expect(answers == [.failed, .event(nil)])
    }
}
