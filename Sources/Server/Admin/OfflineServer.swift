import Chat
import Dispatch
import Protocol
import Storage
import Synchronization
import Transport

/// A server that is not running: its rules and what it was last told of them, on its folder, for one question of its host.
final class OfflineServer {
    private static let session = SessionID(rawValue: 1)
    /// Locked as long as it is held: no server may open it meanwhile.
    private let folder: DataFolder
    private let archive: Archive
    private let network: Network
    /// The entries that the log is to keep and has not been handed yet, in this order.
    private var unsubmitted: [LogEntry]
    /// True for the last message of the answer.
    private let isOver: (Message) -> Bool
    private var isAnswered = false
    /// The reason for which a question of the rules could not be answered.
    private var failure: (any Error)?

    /// Answers one question.
    ///
    /// - Parameters:
    ///   - address: the address at which the server will be found once it runs, for questions that want to know.
    ///   - isOver: told each line of the answer, of which it says whether it is the last.
    static func answer(
        _ question: Message, in folder: DataFolder, address: PublicAddress?, _ isOver: @escaping (Message) -> Bool
    ) throws {
        try AdminSocketClient.requireWords(question)
        let server = try OfflineServer(folder, address, isOver)
        do {
            try server.run(question)
        } catch {
            // The reason is the question's; closing stores what was decided before it failed.
            try? server.archive.close()
            throw error
        }
        try server.archive.close()
    }

    private init(_ folder: DataFolder, _ address: PublicAddress?, _ isOver: @escaping (Message) -> Bool) throws {
        self.folder = folder
        self.isOver = isOver
        let queue = DispatchQueue(label: "grillo.accounts")
        let engine = ServerConfiguration.engine(inFolder: folder.path)
        archive = try Archive(engine, deliverOn: queue, onCommit: { _ in })
        var registry = archive.registry
        let notes = registry.missingNotes
        for note in notes { registry.apply(note) }
        unsubmitted = notes.map(LogEntry.change)
        network = Network(
            settings: DataFolder.settingsServed(in: folder.path), reachability: Reachability(address: address),
            lastNumber: archive.end.number, registry: registry, primitives: .openSSL,
            at: WallClock.now(), lastTime: archive.end.time)
        // That those who are always on are there again is for a server that runs.
        _ = network.takeEffects()
    }

    private func run(_ question: Message) throws {
        let host = Origin(
            address: "local", host: "localhost", isHost: true, isSecure: true, isExemptFromLimits: true, isLocal: true)
        submit()
        network.connectionOpened(Self.session, from: host, at: WallClock.now())
        network.receive(.message(question), from: Self.session, at: WallClock.now())
        while !isAnswered, failure == nil {
            let effects = network.takeEffects()
            if effects.isEmpty { break }
            carryOut(effects)
        }
        if let failure { throw failure }
        submit()
        archive.flush()
        try archive.catchUp()
    }

    /// Hands the log what it is to keep.
    private func submit() {
        archive.submit(unsubmitted)
        unsubmitted = []
    }

    private func answer(_ query: Query) throws -> QueryResult {
        // All that was decided before a question is stored before what that saves or erases.
        submit()
        switch query {
        case .makeCredential(let password, _): return .credential(.make(password: Array(password)))
        case .save(let changes):
            try wait { archive.save(changes, then: $0) }
            return .saved
        case .erase(let account):
            _ = try wait { archive.erase(account: account, then: $0) }
            return .saved
        // Asked for by those who log in and who read: the host does neither here.
        case .verify, .checkPassword, .page, .targets, .find, .search: return .failed
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

extension OfflineServer: ChatHost {
    func send(_ output: Output) {
        switch output {
        case .deliver(let delivery), .answer(let delivery):
            for line in delivery.lines.split(separator: ASCII.lineFeed) {
                guard let message = try? Message(parsing: line.dropLast(), limits: .fromServer) else { continue }
                if isOver(message) { isAnswered = true }
            }
        case .awaitDrain(let session): network.continueAnswer(to: session, at: WallClock.now())
        // There is no connection.
        case .close, .pauseReading, .resumeReading: break
        }
    }

    func record(_ event: Event) { unsubmitted.append(.event(event)) }

    func record(_ change: RegistryChange) { unsubmitted.append(.change(change)) }

    func store(_ event: Event, thenDeliver deliveries: [Delivery], orRefuse refusal: StoreRefusal) {
        unsubmitted.append(.event(event))
        for delivery in deliveries { send(.deliver(delivery)) }
    }

    func ask(_ query: NumberedQuery, for session: SessionID) {
        do {
            let answer = try answer(query.query)
            network.answer(session, to: query.number, with: answer, at: WallClock.now())
        } catch {
            failure = error
        }
    }

    // Nothing outlasts the question: whoever would be woken is gone, and what is asked of a server finds none.
    func wake(_ session: SessionID, at moment: Timestamp) {}
    func administer(_ request: OperatorRequest) {}

    // The acts of the host itself on its folder need no line of a log that it would write to itself.
    func audit(_ entry: OperatorAuditEntry) {}
    func noteTurnedAway(address: String, reason: String) {}

    // Only a server that runs has a status.
    func reportStatus(to session: SessionID) {}
}
