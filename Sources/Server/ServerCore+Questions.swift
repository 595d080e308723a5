import Chat
import Dispatch
import Logging
import Protocol
import Storage
import Transport

/// What Chat asks, answered off the server's queue: by the archive, or by whoever checks passwords.
extension ServerCore {
    /// Has a question answered, off this queue.
    func ask(_ query: Query, for session: SessionID) {
        switch query {
        case .verify(.serverPassword(let given)):
            answerLater(session, with: .verdict(password?.accepts(given) == true ? .right : .wrong))
        case .page(let request): askArchive(for: session, { $0.page(request, then: $1) }, then: { .events($0) })
        case .targets(let request): askArchive(for: session, { $0.targets(request, then: $1) }, then: { .targets($0) })
        case .find(let number): askArchive(for: session, { $0.find(number, then: $1) }, then: { .event($0) })
        case .search(let query): askArchive(for: session, { $0.search(query, then: $1) }, then: { .found($0.events) })
        case .save(let changes):
            askArchive(
                for: session, failure: "accounts and invitations cannot be stored", { $0.save(changes, then: $1) },
                then: { .saved })
        case .erase(let account):
            askArchive(
                for: session, failure: "what an account said cannot be erased",
                { $0.erase(account: account, then: $1) }, then: { _ in .saved })
        case .makeNonce: answerLater(session, with: .nonce(Cryptography.randomBytes(18)))
        case .checkPassword(let password, let credential, let address):
            work(for: session, from: address) {
                .verdict(credential.accepts(password: Array(password), using: .openSSL) ? .right : .wrong)
            }
        case .makeCredential(let password, let address):
            work(for: session, from: address) { .credential(.make(password: Array(password))) }
        }
    }

    /// Has something done that takes long, off this queue.
    private func work(for session: SessionID, from address: String, _ body: @escaping @Sendable () -> Answer) {
        guard let home else { return }
        let isTaken = passwords.submit(for: address) { [weak home] in
            let answer = body()
            guard let home else { return }
            home.queue.async { [weak home] in home?.value.answer(session, with: answer) }
        }
        if !isTaken { answerLater(session, with: .failed) }
    }

    private func answerLater(_ session: SessionID, with answer: Answer) {
        home?.queue.async { [weak home] in home?.value.answer(session, with: answer) }
    }

    private func askArchive<Value: Sendable>(
        for session: SessionID, failure: String = "the history cannot be read",
        _ ask: (Archive, @escaping Archive.Answer<Value>) -> Void,
        then answer: @escaping @Sendable (Value) -> Answer
    ) {
        let tell: Archive.Answer<Value> = { [weak home] result in
            guard let core = home?.value else { return }
            switch result {
            case .success(let value): core.answer(session, with: answer(value))
            case .failure(let error):
                core.logger.error("\(failure): \(error)")
                core.answer(session, with: .failed)
            }
        }
        ask(archive, tell)
    }

    private func answer(_ session: SessionID, with answer: Answer) {
        network.answer(session, with: answer, at: WallClock.now())
        finishTurn()
    }
}
