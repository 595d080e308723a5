import Protocol
import Testing

@testable import Chat

/// What changes of an account while the log is storing another value of it.
@Suite("Saving")
struct AccountSavingTests: PhoneScenario {
    let chat = TestNetwork()
    private let certificate = String(repeating: "07", count: 32)

    init() { begin(accounts: "alice", "bob") }

    private var alice: Account? { chat.kept.accounts[chat.network.fold("alice")] }

    /// What the log is asked to store for somebody is with it, and not answered yet.
    private func beginSaving(_ name: String, _ line: String) {
        chat.isLogSilent = true
        chat.send(name, line)
        chat.isLogSilent = false
    }

    /// The log has stored what it was asked last, or refuses it.
    private func endSaving(_ name: String, isStored: Bool = true) throws {
        guard case .save(let changes) = try #require(chat.queries.last).query else {
            Issue.record("nothing was to be saved")
            return
        }
        if isStored { chat.changeRegistry { kept in changes.forEach { kept.apply($0) } } }
        chat.answer(name, isStored ? .saved : .failed)
    }

    @Test(
        "What has arrived by then is kept when the log has answered, and told no second time", arguments: [true, false])
    func arrival(isStored: Bool) throws {
        chat.send("carol", "PRIVMSG #x :heard")
        beginSaving("phone", "NS CERT ADD \(certificate)")
        chat.hangUp("phone")
        try endSaving("phone", isStored: isStored)
        #expect(alice?.certificates.count == (isStored ? 1 : 0))
        chat.restart(isInGoodOrder: false)
        chat.enter("carol")
        chat.send("carol", "JOIN #x", "PRIVMSG #x :new")
        chat.logIn("phone", as: "alice")
        chat.send("phone", "JOIN #x")
        #expect(told("phone") == ["new"])
    }

    @Test
    func `Rooms that are entered by then are entered after a restart, and the new way in counts, too`() throws {
        chat.send("phone", "NS SET ALWAYS-ON ON")
        chat.logIn("desk", as: "alice")
        beginSaving("phone", "NS CERT ADD \(certificate)")
        chat.send("desk", "JOIN #y", "MODE alice +R")
        try endSaving("phone")
        #expect(alice?.certificates.count == 1)
        let rooms = alice.flatMap { chat.kept.presences[$0.folded] }?.channels.map(\.name)
        #expect(rooms?.contains("#y") == true && alice?.isRegisteredOnly == true)
        #expect(chat.network.registry.accounts == chat.kept.accounts)
        #expect(chat.network.registry.presences == chat.kept.presences)
        #expect(chat.network.pendingSaves.nothingWaits)
    }

    @Test func `An account that is removed meanwhile leaves nothing`() throws {
        chat.logIn("desk", as: "alice")
        beginSaving("phone", "NS DROP alice")
        chat.send("desk", "MODE alice +R")
        try endSaving("phone")
        #expect(alice == nil && chat.network.pendingSaves.nothingWaits)
    }

    @Test
    func `Of two changes of one account at once the second is refused, since it would undo the first`() throws {
        chat.logIn("desk", as: "alice")
        chat.enter("other")
        beginSaving("phone", "NS CERT ADD \(certificate)")
        #expect(chat.ask("desk", "NS SET ALWAYS-ON ON").last?.contains("try again") == true)
        try endSaving("phone")
        #expect(chat.ask("desk", "NS SET ALWAYS-ON ON").last?.contains("You stay") == true)
        #expect(alice?.certificates.count == 1 && alice?.isAlwaysOn == true)
    }
}
