import Testing

@testable import Chat

/// The room of an invitation, while time passes.
struct InvitationChannelTests: AdmissionScenario {
    private let chat: TestNetwork

    init() {
        chat = Door().chat()
        chat.enter("op")
        chat.setAccount(of: "op", to: "op")
        chat.join("#den", "op")
        chat.send("op", "MODE #den +i")
        chat.forget()
    }

    private struct Door: AdmissionScenario {}

    private func isInvited(_ lines: [String], to channel: String) -> Bool {
        lines.last?.hasPrefix(":irc.test INVITE ") == true && lines.last?.hasSuffix(" \(channel)") == true
    }

    @Test func `It opens its room by the name that it has now, also for whom the link leads by the old one`() throws {
        let secret = try invite(chat, "#den uses=2")
        chat.send("op", "RENAME #den #cave")
        let lines = enter(chat, "ada", from: stranger(1), pass: secret)
        #expect(isInvited(lines, to: "#cave"))
        #expect(lines.contains { $0.contains("#den, which your invitation is for, is called #cave now") })
        chat.enter("eve")
        chat.join("#den", "eve")
        let entry = chat.ask("ada", "JOIN #den")
        #expect(entry.first?.hasPrefix(":irc.test 470 ada #den #cave :") == true)
        #expect(entry.contains { $0.hasPrefix(":ada!") && $0.hasSuffix(" JOIN #cave") })
        // From then on a name means what it says.
        #expect(chat.ask("ada", "JOIN #den").contains { $0.hasPrefix(":ada!") && $0.hasSuffix(" JOIN #den") })
        #expect(chat.ask("host", "INVITATION LIST").first?.contains(" #cave 2 1 ") == true)
        chat.send("op", "RENAME #cave #hole")
        #expect(isInvited(enter(chat, "bob", from: stranger(2), pass: secret), to: "#hole"))
    }

    @Test func `It never opens another room that has the name of its own, which is gone`() throws {
        let secret = try invite(chat, "#den uses=3")
        chat.send("op", "PART #den")
        let first = enter(chat, "ada", from: stranger(1), pass: secret)
        #expect(first.contains { $0.contains("is gone, as everybody left it: joining creates it again") })
        #expect(isInvited(first, to: "#den"))
        chat.enter("eve")
        chat.join("#den", "eve")
        chat.send("eve", "MODE #den +i")
        let second = enter(chat, "bob", from: stranger(2), pass: secret)
        #expect(isIn(second) && second.last?.contains("the room of that name is another one") == true)
        #expect(chat.ask("bob", "JOIN #den").last?.contains(" 473 ") == true)
    }

    @Test func `The room is the same when who invited to it, or was invited, makes it anew, also after a restart`()
        throws
    {
        let secret = try invite(chat, "#den uses=3", by: "op")
        chat.send("op", "PART #den", "JOIN #den", "MODE #den +i")
        #expect(isInvited(enter(chat, "ada", from: stranger(1), pass: secret), to: "#den"))
        chat.send("op", "PART #den")
        #expect(chat.ask("ada", "JOIN #den").contains { $0.contains(" 366 ") })
        chat.send("ada", "MODE #den +i")
        #expect(isInvited(enter(chat, "bob", from: stranger(2), pass: secret), to: "#den"))
        #expect(chat.ask("bob", "JOIN #den").contains { $0.contains(" 366 ") })
        chat.restart()
        let lines = enter(chat, "bob", from: stranger(2), pass: secret)
        #expect(isInvited(lines, to: "#den") && !lines.contains { $0.contains("is gone") })
    }
}
