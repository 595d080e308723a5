import Chat
import Logging
import Protocol
import Storage

/// Answers what Chat asks, off the server's queue: from the archive, or by whoever stretches passwords.
struct QueryService: Sendable {
    let archive: Archive
    let passwords: PasswordHasherPool
    let metrics: ServerMetrics
    let logger: Logger

    /// Has a query answered.
    ///
    /// - Parameters:
    ///   - password: the server's own.
    ///   - context: the session that asks. Nothing is read any more for a session that is gone; its changes are stored all the same.
    func answer(_ query: Query, password: ServerPassword?, of context: LogReadContext, to promise: AnswerPromise) {
        switch query {
        case .verify(.serverPassword(let given)):
            promise.answer(.verdict(password?.accepts(given) == true ? .right : .wrong))
        case .page(let request): archive.page(request, for: context, then: resultHandler(promise) { .page($0) })
        case .targets(let request):
            archive.targets(request, for: context, then: resultHandler(promise) { .targets($0) })
        case .find(let number): archive.find(number, for: context, then: resultHandler(promise) { .event($0) })
        case .search(let query):
            archive.search(query, for: context, then: resultHandler(promise) { .found($0.events) })
        case .save(let changes):
            archive.save(
                changes, then: resultHandler(promise, failure: "accounts and invitations cannot be stored") { .saved })
        case .erase(let account):
            archive.erase(
                account: account,
                then: resultHandler(promise, failure: "the messages of an account cannot be deleted") { _ in .saved })
        case .checkPassword(let password, let credential, let address):
            submitHashing(promise, from: address) {
                .verdict(credential.accepts(password: Array(password), using: .openSSL) ? .right : .wrong)
            }
        case .makeCredential(let password, let address):
            submitHashing(promise, from: address) { .credential(.make(password: Array(password))) }
        }
    }

    /// Has something done that takes long.
    private func submitHashing(
        _ promise: AnswerPromise, from address: String, _ body: @escaping @Sendable () -> QueryResult
    ) {
        let isTaken = passwords.submit(for: address) { promise.answer(body()) }
        guard !isTaken else { return }
        metrics.refused(by: .passwordQueue)
        promise.answer(.failed)
    }

    /// Makes the handler that takes a result of the archive and keeps a promise with it.
    private func resultHandler<Value: Sendable>(
        _ promise: AnswerPromise, failure: String = "the history cannot be read",
        _ answer: @escaping @Sendable (Value) -> QueryResult
    ) -> Archive.ResultHandler<Value> {
        { [logger] result in
            switch result {
            case .success(let value): promise.answer(answer(value))
            case .failure(let error):
                logger.error("\(failure): \(error)")
                promise.answer(.failed)
            }
        }
    }
}
