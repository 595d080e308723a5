import Chat
import Dispatch
import Logging
import Protocol
import Storage
import Transport

/// What Chat asks, answered off the server's queue: by the archive, or by whoever checks passwords.
extension ServerCore {
    /// Has a question answered, off this queue.
    func ask(_ question: Question, for session: SessionID) {
        let asker = Asker(session: session, number: question.number)
        switch question.query {
        case .verify(.serverPassword(let given)):
            answerLater(asker, with: .verdict(password?.accepts(given) == true ? .right : .wrong))
        case .page(let request): askArchive(for: asker, { $0.page(request, then: $1) }, then: { .events($0) })
        case .targets(let request): askArchive(for: asker, { $0.targets(request, then: $1) }, then: { .targets($0) })
        case .find(let number): askArchive(for: asker, { $0.find(number, then: $1) }, then: { .event($0) })
        case .search(let query): askArchive(for: asker, { $0.search(query, then: $1) }, then: { .found($0.events) })
        case .save(let changes):
            askArchive(
                for: asker, failure: "accounts and invitations cannot be stored", { $0.save(changes, then: $1) },
                then: { .saved })
        case .erase(let account):
            askArchive(
                for: asker, failure: "what an account said cannot be erased",
                { $0.erase(account: account, then: $1) }, then: { _ in .saved })
        case .makeNonce: answerLater(asker, with: .nonce(Cryptography.randomBytes(18)))
        case .checkPassword(let password, let credential, let address):
            work(for: asker, from: address) {
                .verdict(credential.accepts(password: Array(password), using: .openSSL) ? .right : .wrong)
            }
        case .makeCredential(let password, let address):
            work(for: asker, from: address) { .credential(.make(password: Array(password))) }
        }
    }

    /// Has something done that takes long, off this queue.
    private func work(for asker: Asker, from address: String, _ body: @escaping @Sendable () -> Answer) {
        guard let home else { return }
        let isTaken = passwords.submit(for: address) { [weak home] in
            let answer = body()
            guard let home else { return }
            home.queue.async { [weak home] in home?.value.answer(asker, with: answer) }
        }
        if !isTaken { answerLater(asker, with: .failed) }
    }

    private func answerLater(_ asker: Asker, with answer: Answer) {
        home?.queue.async { [weak home] in home?.value.answer(asker, with: answer) }
    }

    private func askArchive<Value: Sendable>(
        for asker: Asker, failure: String = "the history cannot be read",
        _ ask: (Archive, @escaping Archive.Answer<Value>) -> Void,
        then answer: @escaping @Sendable (Value) -> Answer
    ) {
        let tell: Archive.Answer<Value> = { [weak home] result in
            guard let core = home?.value else { return }
            switch result {
            case .success(let value): core.answer(asker, with: answer(value))
            case .failure(let error):
                core.logger.error("\(failure): \(error)")
                core.answer(asker, with: .failed)
            }
        }
        ask(archive, tell)
    }

    private func answer(_ asker: Asker, with answer: Answer) {
        network.answer(asker.session, to: asker.number, with: answer, at: WallClock.now())
        finishTurn()
    }
}

/// The question that an answer is for, and the session that asked it.
private struct Asker {
    let session: SessionID
    let number: UInt64
}
