import Chat
import Protocol

/// A page of a hundred lines of a room's past, from the log's answer to the bytes for the one who asked.
final class HistoryPageCases {
    static var cases: [(name: String, prepare: () -> (Int) -> Void)] {
        [
            (
                "replay",
                {
                    let pages = HistoryPageCases()
                    return { _ in pages.read() }
                }
            )
        ]
    }

    private static let size = 100
    private let network: Network
    private let reader = SessionID(rawValue: 1)
    private let events: [Event]
    /// Bytes of the answer so far.
    private var count = 0
    private let time = Timestamp(milliseconds: 1_700_000_000_000)

    private init() {
        network = Network(settings: Settings(), lastNumber: .none, at: time)
        let moment = time
        events = (1...Self.size).map { number in
            Event(
                number: EventNumber(rawValue: Int64(1_700_000_000_000 + number)), time: moment, kind: .message,
                source: "mara!mara@localhost", conversations: [.channel(Casemapping.ascii.fold("#lobby"))],
                target: "#lobby",
                text: Bytes("the quick brown fox jumps over the lazy dog"))
        }
        network.connectionOpened(
            reader,
            from: Origin(address: "127.0.0.1", host: "localhost", isExemptFromLimits: true, isLocal: true), at: time)
        let lines = [
            "CAP REQ :batch draft/chathistory message-tags server-time", "NICK mara", "USER mara 0 * :Mara", "CAP END",
            "JOIN #lobby",
        ]
        for line in lines { say(line) }
        _ = network.takeEffects()
    }

    private func read() {
        say("CHATHISTORY LATEST #lobby * \(Self.size)")
        count = 0
        repeat {
            carryOut(network.takeEffects())
            network.continueAnswer(to: reader, at: time)
        } while count < Self.size * 100
        use(count)
    }

    private func say(_ line: String) {
        guard let message = try? Message(parsing: Bytes(line), limits: .fromClient) else { return }
        network.receive(.message(message), from: reader, at: time)
    }
}

extension HistoryPageCases: ChatHost {
    func send(_ output: Output) {
        if case .answer(let delivery) = output { count += delivery.lines.count }
    }

    func ask(_ query: NumberedQuery, for session: SessionID) {
        network.answer(session, to: query.number, with: .page(HistoryPage(events: events, isEnd: false)), at: time)
    }

    func record(_ event: Event) {}
    func record(_ change: RegistryChange) {}
    func store(_ event: Event, thenDeliver deliveries: [Delivery], orRefuse refusal: StoreRefusal) {}
    func wake(_ session: SessionID, at moment: Timestamp) {}
    func administer(_ request: OperatorRequest) {}
    func audit(_ entry: OperatorAuditEntry) {}
    func noteTurnedAway(address: String, reason: String) {}
    func reportStatus(to session: SessionID) {}
}
