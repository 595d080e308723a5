import Protocol
import Testing

@testable import Chat

/// Accounts that are made before a session has registered.
/// <https://ircv3.net/specs/extensions/account-registration>
struct EarlyRegistrationTests: AdmissionScenario {
    private let talk = TestNetwork()

    /// Brings somebody as far as the choice of a nick.
    private func knock(_ name: String, from origin: Origin = .secure()) {
        talk.connect(name, from: origin)
        talk.send(name, "CAP LS 302", "CAP REQ draft/account-registration", "NICK \(name)")
        talk.forget()
    }

    @Test func `REGISTER before registration makes the account, and logs in to it as SASL does`() {
        knock("alice")
        let lines = talk.ask("alice", "REGISTER * * sesamesesame")
        #expect(lines[0] == ":irc.test REGISTER SUCCESS alice :The account alice is yours")
        #expect(lines[1].hasPrefix(":irc.test 900 * *!*@") && lines[1].contains(" alice :"))
        #expect(talk.kept.accounts.values.map(\.name) == ["alice"])
        talk.send("alice", "USER a 0 * :A", "CAP END")
        #expect(isIn(talk.take("alice")))
        #expect(talk.session("alice")?.user?.account == "alice")
    }

    @Test func `What comes behind REGISTER waits for it, so that all can be said at once`() {
        talk.connect("alice", from: .secure())
        talk.isLogSilent = true
        talk.send(
            "alice", "CAP LS 302", "NICK alice", "USER a 0 * :A", "REGISTER alice * sesamesesame", "CAP END")
        #expect(!isIn(talk.take("alice")))
        talk.answer("alice", ListLog(events: []).answer(.makeCredential(Bytes("sesamesesame"), from: "")))
        talk.isLogSilent = false
        talk.answer("alice", .saved)
        #expect(isIn(talk.take("alice")) && talk.session("alice")?.user?.account == "alice")
    }

    @Test func `Without a nick there is no name for an account`() {
        talk.connect("alice", from: .secure())
        for name in ["*", "alice"] {
            #expect(talk.ask("alice", "REGISTER \(name) * sesamesesame")[0].contains("FAIL REGISTER NEED_NICK * :"))
        }
        #expect(talk.kept.accounts.isEmpty)
    }

    @Test func `The nick of somebody who is here is nobody else's to register`() {
        talk.enter("alice")
        knock("other")
        talk.send("other", "NICK alice")
        #expect(talk.ask("other", "REGISTER * * sesamesesame")[0].contains("FAIL REGISTER ACCOUNT_EXISTS alice :"))
        #expect(talk.kept.accounts.isEmpty && talk.session("alice")?.user?.nick == "alice")
    }

    @Test func `While a name is being registered nobody takes that nick`() {
        talk.enter("bob")
        talk.isLogSilent = true
        knock("alice")
        talk.send("alice", "REGISTER * * sesamesesame")
        #expect(talk.ask("bob", "NICK alice")[0].contains(" 433 bob alice "))
        talk.hangUp("alice")
        talk.send("bob", "NICK alice")
        #expect(talk.session("bob")?.user?.nick == "alice")
    }

    @Test func `Two who register one name at once get one account`() {
        talk.isLogSilent = true
        knock("alice")
        talk.send("alice", "REGISTER * * sesamesesame")
        knock("other")
        talk.send("other", "NICK alice")
        #expect(talk.ask("other", "REGISTER * * sesamesesame")[0].contains("ACCOUNT_EXISTS alice"))
    }

    @Test(
        "What cannot be registered is told by its code",
        arguments: [
            ("REGISTER other * sesamesesame", "ACCOUNT_NAME_MUST_BE_NICK other"),
            ("REGISTER * * short", "WEAK_PASSWORD alice"), ("VERIFY * 1", "INVALID_CODE alice"),
        ])
    func refusals(line: String, code: String) {
        knock("alice")
        #expect(talk.ask("alice", line)[0].contains(code))
        talk.send("alice", "REGISTER * * sesamesesame")
        #expect(talk.ask("alice", "REGISTER * * sesamesesame")[0].contains("ALREADY_AUTHENTICATED alice"))
    }

    private static let locks: [AdmissionMethods] = [
        [.password], [.account, .invitation], [.account, .invitation, .password],
    ]

    @Test(arguments: locks)
    func `Whoever needs something to come in makes no account before that`(_ needs: AdmissionMethods) {
        knock("alice", from: stranger(needs: needs))
        let lines = talk.ask("alice", "REGISTER * * sesamesesame")
        #expect(lines[0].contains("FAIL REGISTER COMPLETE_CONNECTION_REQUIRED alice"))
        #expect(talk.kept.accounts.isEmpty)
        let settings = talk.network.settings
        #expect(Network.registrationKeys(settings, for: stranger(needs: needs))?.contains("before-connect") != true)
    }

    @Test func `Nor does whoever is banned`() {
        talk.connect("host", from: .ownDoor)
        talk.send("host", "NICK host", "USER h 0 * :H", "UBAN ADD alice!*@* noise")
        talk.connect("alice", from: .secure())
        talk.send("alice", "CAP LS 302", "NICK alice")
        #expect(talk.ask("alice", "REGISTER * * sesamesesame").contains { $0.contains(" 465 ") })
        #expect(talk.closed == ["alice"] && talk.kept.accounts.isEmpty)
    }

    @Test(arguments: ["*!~bad@*", "*!?bad@203.0.113.*", "*!*b*@203.0.113.0/24", "a*!~bad@*.ip"])
    func `Where a ban asks for the user name, that is to be told before an account is made`(_ mask: String) {
        talk.connect("host", from: .ownDoor)
        talk.send("host", "NICK host", "USER h 0 * :H", "UBAN ADD \(mask) noise")
        let origin = Origin(address: "203.0.113.5", host: "abc.ip", isSecure: true)
        knock("alice", from: origin)
        #expect(
            talk.ask("alice", "REGISTER * * sesamesesame")[0].contains(
                "FAIL REGISTER TEMPORARILY_UNAVAILABLE alice :Say USER"))
        #expect(talk.kept.accounts.isEmpty)
        talk.pass(seconds: 10)
        talk.send("alice", "USER good 0 * :A")
        #expect(talk.ask("alice", "REGISTER * * sesamesesame")[0].contains("REGISTER SUCCESS alice"))
        knock("anne", from: origin)
        talk.send("anne", "USER bad 0 * :A")
        #expect(talk.ask("anne", "REGISTER * * sesamesesame").contains { $0.contains(" 465 ") })
        #expect(talk.closed == ["anne"] && talk.kept.accounts.count == 1)
    }

    @Test(arguments: ["*!~bad@192.0.2.0/24", "bob!~bad@*", "*!~bad@*.example", "*!~bad@* MUTE"])
    func `A ban by user name that is no matter of theirs keeps nobody waiting`(_ ban: String) {
        talk.connect("host", from: .ownDoor)
        talk.send("host", "NICK host", "USER h 0 * :H", "UBAN ADD \(ban) noise")
        knock("alice", from: Origin(address: "203.0.113.5", host: "abc.ip", isSecure: true))
        #expect(talk.ask("alice", "REGISTER * * sesamesesame")[0].contains("REGISTER SUCCESS alice"))
    }

    @Test func `Whoever makes an account before the invitation was looked at is known to have come with it`() throws {
        let chat = chat()
        let secret = try invite(chat)
        chat.connect("alice", from: .secure())
        chat.send("alice", "CAP LS 302", "PASS \(secret)", "NICK alice", "REGISTER * * sesamesesame")
        chat.send("alice", "USER a 0 * :A", "CAP END")
        #expect(isIn(chat.take("alice")))
        let account = chat.kept.accounts[Casemapping.ascii.fold("alice")]
        #expect(account?.invitedBy != nil && account?.invitedBy == chat.kept.invitations.keys.first)
    }

    @Test func `From one address only a few accounts are made in an hour, also before registration`() {
        for number in 0..<6 {
            knock("user\(number)", from: Origin(address: "203.0.113.5", host: "h", isSecure: true))
            talk.pass(seconds: 30)
            let line = talk.ask("user\(number)", "REGISTER * * sesamesesame")[0]
            #expect(line.contains(number < 5 ? "SUCCESS" : "TEMPORARILY_UNAVAILABLE"))
        }
    }

    @Test func `The value tells how long a password may be, where one may be said`() {
        let settings = Settings()
        let keys = Network.registrationKeys(settings, for: .secure())
        #expect(keys == "before-connect,max-password-length=300,min-password-length=8")
        #expect(Network.registrationKeys(settings, for: Origin(address: "192.0.2.1", host: "h")) == nil)
        #expect(
            Network.registrationKeys(settings, for: stranger())
                == "max-password-length=300,min-password-length=8")
    }

    @Test func `Other lengths count at once, and are told`() {
        talk.enter("alice", caps: "cap-notify", from: .secure())
        talk.send("alice", "CAP LS 302")
        talk.forget()
        talk.reload {
            $0.limits.longestPassword = 128
            $0.limits.shortestPassword = 9
        }
        let told = talk.take("alice").filter { $0.contains(" CAP alice NEW ") }
        #expect(told.count == 1 && told[0].contains("max-password-length=128,min-password-length=9"))
        let long = String(repeating: "p", count: 129)
        #expect(talk.ask("alice", "REGISTER * * \(long)")[0].contains("UNACCEPTABLE_PASSWORD alice"))
        #expect(talk.ask("alice", "REGISTER * * \(long.dropLast())")[0].contains("SUCCESS alice"))
    }
}
