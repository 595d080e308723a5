import Protocol
import TestSupport
import Testing

@testable import Chat

/// Times, numbers and counts as nobody sends them who means well, wherever a command takes one. A trap would end the server for
/// everybody; here it would end the tests.
struct HostileNumberTests {
    @Test(arguments: [false, true]) func `Whatever is sent for a time or a number, the server goes on`(
        _ isTime: Bool
    ) throws {
        let chat = TestNetwork { $0.operators = [Operator.test("root", "secret")] }
        let capabilities = [
            "draft/read-marker draft/chathistory draft/message-redaction batch message-tags server-time",
            "labeled-response echo-message draft/multiline draft/channel-rename account-tag standard-replies",
        ].joined(separator: " ")
        chat.enter("mate", caps: capabilities)
        func enter() {
            chat.enter("z", caps: capabilities)
            chat.send("z", "OPER root secret")
            for verification in chat.takeVerifications() { chat.answerVerification(of: verification.name, .right) }
            chat.send("z", "JOIN #a", "PRIVMSG #a :one", "PRIVMSG mate :two")
            chat.send("mate", "JOIN #a", "PRIVMSG #a :three", "PRIVMSG z :four")
        }
        enter()
        for template in isTime ? HostileValues.timedCommands : HostileValues.countedCommands {
            for value in isTime ? HostileValues.times : HostileValues.numbers {
                let line = template.replacing("%", with: value)
                chat.send("z", line)
                for verification in chat.takeVerifications() { chat.answerVerification(of: verification.name, .wrong) }
                chat.pass(seconds: 5)
                let broken = chat.network.brokenInvariants()
                #expect(broken.isEmpty, "after \(line): \(broken)")
                guard chat.session("z")?.user != nil else {
                    enter()
                    continue
                }
                let answer = chat.ask("z", "PING still-here")
                #expect(answer.contains { $0.hasSuffix("PONG irc.test still-here") }, "after \(line): \(answer)")
            }
        }
    }

    @Test(arguments: HostileValues.times)
    func `A marker that is no moment is refused, and one that is can be read back`(
        _ time: String
    ) throws {
        let chat = TestNetwork()
        chat.enter("z", caps: "draft/read-marker")
        let answer = chat.ask("z", "MARKREAD z timestamp=\(time)")
        if let moment = Timestamp(iso8601: time) {
            let text = min(moment, chat.now).iso8601
            #expect(answer == [":irc.test MARKREAD z timestamp=\(text)"])
            #expect(chat.ask("z", "MARKREAD z") == answer)
        } else {
            #expect(answer.count == 1 && answer[0].contains("FAIL MARKREAD INVALID_PARAMS"), "\(answer)")
            #expect(chat.ask("z", "MARKREAD z") == [":irc.test MARKREAD z *"])
        }
    }
}
