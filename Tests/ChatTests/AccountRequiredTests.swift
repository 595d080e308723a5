import Protocol
import Testing

@testable import Chat

/// A door that only accounts and invitations open says so as clients know it.
/// <https://ircv3.net/specs/extensions/account-registration>
struct AccountRequiredTests: AdmissionScenario {
    private static let closed: AdmissionMethods = [.account, .invitation]

    @Test func `Whoever shows nothing is told by a standard reply that an account is required`()
        throws
    {
        let chat = chat()
        let lines = enter(chat, "eve", from: stranger(needs: Self.closed))
        #expect(lines[0].hasPrefix(":irc.test FAIL * ACCOUNT_REQUIRED :You need an account"))
        #expect(lines[1].contains(" 464 ") && lines[2].hasPrefix("ERROR "))
        #expect(lines.count == 3)
    }

    @Test func `So is whoever comes with a wrong password, or an invitation that is used up`() throws {
        let chat = chat()
        #expect(
            enter(chat, "eve", from: stranger(needs: Self.closed), pass: "x")[0].contains(
                " FAIL * ACCOUNT_REQUIRED "))
        let secret = try invite(chat)
        _ = enter(chat, "ada", from: stranger(1, needs: Self.closed), pass: secret)
        let late = enter(chat, "eva", from: stranger(2, needs: Self.closed), pass: secret)
        #expect(late[0].contains(" FAIL * ACCOUNT_REQUIRED :This invitation was for 1"))
    }

    @Test func `Where the server's password would do it is not said`() {
        let chat = chat()
        #expect(!enter(chat, "eve", from: stranger()).contains { $0.contains("ACCOUNT_REQUIRED") })
    }

    @Test(
        arguments: [(closed, true), ([.account, .invitation, .password], false), ([], false)]
            as [(AdmissionMethods, Bool)])
    func `005 says it too, before registration and after`(_ needs: AdmissionMethods, _ isTold: Bool) throws {
        let chat = chat()
        let secret = try invite(chat)
        chat.connect("ada", from: stranger(needs: needs))
        chat.send("ada", "CAP REQ :draft/extended-isupport batch")
        let early = chat.ask("ada", "ISUPPORT")
        #expect(early.contains { $0.contains(" draft/ACCOUNTREQUIRED ") } == isTold)
        chat.send("ada", "PASS \(secret)", "NICK ada", "USER u 0 * :U", "CAP END")
        let lines = chat.take("ada")
        #expect(isIn(lines))
        #expect(lines.contains { $0.contains(" draft/ACCOUNTREQUIRED ") } == isTold)
    }
}
