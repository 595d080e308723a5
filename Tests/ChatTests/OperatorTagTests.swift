import Protocol
import Testing

@testable import Chat

/// The tag on what IRC operators do. <https://ircv3.net/specs/extensions/oper-tag>
struct OperatorTagTests {
    private let chat = TestNetwork { $0.operators = [.test("root", "secret")] }
    private static let near = Origin(address: "127.0.0.1", host: "h", isExemptFromLimits: true, isLocal: true)

    init() {
        chat.enter("oper", from: Self.near)
        chat.enter("ann", caps: "draft/oper-tag echo-message")
        chat.enter("bob")
        chat.join("#x", "oper", "ann", "bob")
        chat.send("oper", "OPER root secret")
        chat.forget()
    }

    @Test(arguments: [
        "PRIVMSG #x :hi", "NOTICE #x hi", "TOPIC #x :hi", "MODE #x +s", "NICK other", "KICK #x bob", "INVITE ann #y",
        "PART #x", "QUIT",
    ])
    func `All that an operator does has the tag, without a value, for those who asked for it`(_ line: String) {
        if line.hasPrefix("INVITE") { chat.send("oper", "JOIN #y") }
        chat.forget()
        chat.send("oper", line)
        let told = chat.take("ann")
        #expect(told.count == 1 && told[0].hasPrefix("@draft/oper :oper!~oper@h "))
        #expect(chat.take("bob").allSatisfy { $0.hasPrefix(":") })
    }

    @Test func `Nothing else has it, and what an operator did before or does after neither`() {
        chat.send("bob", "PRIVMSG #x :hi")
        #expect(chat.take("ann") == [":bob!~bob@host.bob PRIVMSG #x :hi"])
        chat.reload { $0.operators = [] }
        chat.forget()
        chat.send("oper", "PRIVMSG #x :hi")
        #expect(chat.take("ann") == [":oper!~oper@h PRIVMSG #x :hi"])
    }

    @Test func `A client cannot say it of itself`() {
        chat.send("bob", "CAP REQ message-tags", "@draft/oper=root PRIVMSG #x :hi")
        #expect(chat.take("ann") == [":bob!~bob@host.bob PRIVMSG #x :hi"])
    }
}
