import Chat
import Dispatch
import Protocol
import Storage
import Synchronization
import Transport

/// A server that is not running: its rules and what it was last told of them, on its folder, for one question.
struct OfflineServer {
    private let folder: DataFolder
    private let address: PublicAddress?

    /// - Parameter address: where the server will be found once it runs, for questions that want to know.
    init(_ folder: DataFolder, address: PublicAddress?) {
        self.folder = folder
        self.address = address
    }

    func answer(_ question: Message, _ isOver: (Message) -> Bool) throws {
        try AdminSocketClient.requireWords(question)
        let queue = DispatchQueue(label: "grillo.accounts")
        let archive = try Archive(.sqlite(path: folder.database, .full), deliverOn: queue, onCommit: { _ in })
        var registry = archive.registry
        var changes = registry.missingNotes
        for change in changes { registry.apply(change) }
        var settings = DataFolder.settingsServed(in: folder.path)
        settings.address = address
        let network = Network(
            settings: settings, lastNumber: archive.end.number, registry: registry, primitives: .openSSL,
            at: WallClock.now(), lastTime: archive.end.time)
        // What presence is restored to is this program's own business.
        _ = network.takeEffects()
        let session = SessionID(rawValue: 1)
        let host = Origin(
            address: "local", host: "localhost", isHost: true, isSecure: true, isExemptFromLimits: true, isLocal: true)
        network.connectionOpened(session, from: host, at: WallClock.now())
        network.receive(.message(question), from: session, at: WallClock.now())
        var wasAnswered = false
        while !wasAnswered {
            let effects = network.takeEffects()
            if effects.isEmpty { break }
            for effect in effects {
                switch effect {
                case .changeRegistry(let change): changes.append(change)
                case .deliver(let delivery), .answer(let delivery):
                    for line in delivery.lines.split(separator: ASCII.lineFeed) {
                        guard let message = try? Message(parsing: line.dropLast(), limits: .fromServer) else {
                            continue
                        }
                        if isOver(message) { wasAnswered = true }
                    }
                case .ask(let session, let question):
                    network.answer(
                        session, to: question.number, with: try answer(question.query, archive), at: WallClock.now())
                case .awaitDrain: network.continueAnswer(to: session, at: WallClock.now())
                default: break
                }
            }
        }
        archive.submit(changes.map(LogEntry.change))
        archive.flush()
        try archive.catchUp()
        try archive.close()
    }

    private func answer(_ query: Query, _ archive: Archive) throws -> QueryResult {
        switch query {
        case .makeCredential(let password, _): return .credential(.make(password: Array(password)))
        case .save(let changes):
            try wait { archive.save(changes, then: $0) }
            return .saved
        case .erase(let account):
            _ = try wait { archive.erase(account: account, then: $0) }
            return .saved
        default: return .failed
        }
    }

    private func wait<Value: Sendable>(_ body: (@escaping Archive.ResultHandler<Value>) -> Void) throws -> Value {
        let done = DispatchSemaphore(value: 0)
        let result = Mutex<Result<Value, LogError>?>(nil)
        body { answer in
            result.withLock { $0 = answer }
            done.signal()
        }
        done.wait()
        guard let result = result.withLock({ $0 }) else { throw LogError.other("there was no answer") }
        return try result.get()
    }
}
