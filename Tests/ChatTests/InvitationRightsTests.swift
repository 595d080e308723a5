import Protocol
import Testing

@testable import Chat

/// Who lets people in, and who takes that back.
struct InvitationRightsTests: AdmissionScenario {
    /// Somebody who came by an invitation, has made an account, and founds a room.
    private func guest(_ chat: TestNetwork, uses: Int = 1) throws -> (id: String, secret: String) {
        let secret = try invite(chat, "* uses=\(uses)")
        #expect(isIn(enter(chat, "ada", from: stranger(1, needs: [.account, .invitation]), pass: secret)))
        #expect(chat.ask("ada", "NS REGISTER sesame-sesame").contains { $0.contains("The account ada is yours") })
        chat.send("ada", "JOIN #hers")
        let entry = try #require(chat.ask("host", "INVITATION LIST").first)
        return (String(entry.split(separator: " ")[3]), secret)
    }

    private func logIn(_ chat: TestNetwork, _ session: String, as account: String) -> [String] {
        chat.logIn(
            session, as: account, from: stranger(7, needs: [.account, .invitation]), password: "sesame-sesame")
        return chat.take(session)
    }

    @Test func `Who runs a room lets people into the server where the host leaves it to them, and nowhere else`() throws
    {
        for isAllowed in [true, false] {
            let chat = chat { $0.channelOperatorsMayInvite = isAllowed }
            _ = try guest(chat)
            for line in ["INVITATION CREATE #hers", "CS INVITE #hers"] {
                let answer = chat.ask("ada", line).joined()
                #expect(answer.contains("grillo://") == isAllowed)
                #expect(answer.contains("Only the host lets people into this server") == !isAllowed)
            }
            #expect(chat.ask("host", "INVITATION CREATE #hers").last?.contains("grillo://") == true)
            // Whoever is in the server already is another matter.
            chat.enter("bob")
            #expect(chat.ask("ada", "INVITE bob #hers").last?.contains(" 341 ") == true)
        }
    }

    @Test func `Who has the right invites, whoever runs the room`() {
        let chat = chat {
            $0.channelOperatorsMayInvite = false
            $0.operators = [Operator(name: "boss", account: "boss", rights: .invite)]
        }
        chat.makeAccounts("boss")
        chat.logIn("boss", as: "boss")
        chat.send("boss", "OPER boss x")
        #expect(chat.ask("boss", "INVITATION CREATE *").last?.contains("grillo://") == true)
    }

    @Test func `An invitation that is revoked leaves the accounts that were made by it, and names them`() throws {
        let chat = chat()
        let (id, secret) = try guest(chat)
        #expect(
            chat.ask("host", "INVITATION REVOKE \(id)")
                == [":irc.test INVITATION ACCOUNT \(id) ada", ":irc.test INVITATION REVOKED \(id)"])
        #expect(chat.closed.isEmpty)
        chat.hangUp("ada")
        let origin = stranger(1, needs: [.account, .invitation])
        #expect(enter(chat, "guest", from: origin, pass: secret).last?.contains("was revoked") == true)
        #expect(isIn(logIn(chat, "later", as: "ada")))
    }

    @Test func `With its guests it ends their sessions and accounts, and those of nobody else`() throws {
        let chat = chat()
        let (id, secret) = try guest(chat, uses: 3)
        #expect(isIn(logIn(chat, "phone", as: "ada")))
        #expect(isIn(enter(chat, "bob", from: stranger(2), pass: secret)))
        let other = try invite(chat)
        #expect(isIn(enter(chat, "eve", from: stranger(3), pass: other)))
        chat.send("eve", "NS REGISTER sesame-sesame")
        chat.enter("neighbour")
        chat.forget()
        #expect(
            chat.ask("host", "INVITATION REVOKE \(id) guests")
                == [":irc.test INVITATION ACCOUNT \(id) ada", ":irc.test INVITATION REVOKED \(id)"])
        #expect(chat.closed.sorted() == ["ada", "bob", "phone"])
        #expect(chat.take("bob").last?.contains("Your invitation was revoked") == true)
        #expect(chat.kept.accounts.keys.map(\.description) == ["eve"])
        #expect(!isIn(logIn(chat, "again", as: "ada")))
        #expect(chat.network.brokenInvariants() == [])
    }

    @Test func `Who came by an account that came by an invitation owes its own accounts to that, over a restart`()
        throws
    {
        let chat = chat()
        let (id, _) = try guest(chat)
        chat.restart()
        chat.connect("host", from: .ownDoor)
        #expect(isIn(logIn(chat, "phone", as: "ada")))
        chat.send("phone", "NS LOGOUT", "NICK second", "NS REGISTER sesame-sesame")
        #expect(chat.ask("host", "INVITATION REVOKE \(id)").filter { $0.contains(" ACCOUNT ") }.count == 2)
    }

    @Test func `Only the host sends guests away`() throws {
        let chat = chat()
        let (_, _) = try guest(chat)
        _ = try invite(chat, "#hers", by: "ada")
        let entry = try #require(chat.ask("ada", "INVITATION LIST").first)
        let id = String(entry.split(separator: " ")[3])
        #expect(chat.ask("ada", "INVITATION REVOKE \(id) guests").last?.contains("NO_PRIVILEGES") == true)
        #expect(chat.ask("ada", "INVITATION REVOKE \(id) everybody").last?.contains("INVALID_PARAMS") == true)
        #expect(chat.ask("ada", "INVITATION REVOKE \(id)").last?.contains("REVOKED \(id)") == true)
    }
}
