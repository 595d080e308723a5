import Protocol
import Testing

@testable import Chat

/// A network with people on it, without a socket: lines go in by the name of who says them, and come out by the name of who reads
/// them. It does the host's part: it carries out the effects in their order.
final class TestNetwork {
    private(set) var network: Network
    private var settings: Settings
    private let reachability: Reachability
    /// What is kept beside what happens.
    private(set) var kept = Registry()
    /// What has happened, for tests of the log's part.
    private(set) var events: [Event] = []
    /// The lines that nobody has taken yet, by name.
    private(set) var unread: [String: [String]] = [:]
    private(set) var closed: [String] = []
    /// What is in the host's log of its operators' acts.
    private(set) var acts: [OperatorAuditEntry] = []
    /// What is there of those whom a limit kept out.
    private(set) var turnedAway: [String] = []
    private(set) var administrations: [OperatorRequest] = []
    /// The sessions that asked how the server does.
    private(set) var statusAsked: [SessionID] = []
    /// What was asked while the log was silent.
    private(set) var queries: [(name: String, query: Query)] = []
    /// Whether questions are left for the test to answer.
    var isLogSilent = false
    /// What happened, as a log without paging rules of its own remembers it.
    private var log: ListLog { ListLog(events: events) }
    private var pendingAnswers: [(id: SessionID, number: UInt64, answer: QueryResult)] = []
    /// The number of what each asked last, which a test answers.
    private(set) var asked: [SessionID: UInt64] = [:]
    private(set) var verifications: [(name: String, credential: ClaimedSecret)] = []
    private(set) var paused: Set<String> = []
    /// Every command and numeric that anybody was ever sent.
    private(set) var commandsSeen: Set<String> = []
    private(set) var now = Timestamp(milliseconds: 1_700_000_000_000)
    /// Whether the log refuses what is said.
    var logRefuses = false
    /// Those whose socket takes no more of an answer.
    var stalled: Set<String> = []
    private var ids: [String: SessionID] = [:]
    private var openBatches: [String: Set<String>] = [:]
    private var everHad: [String: Capabilities] = [:]
    private var names: [SessionID: String] = [:]
    private var draining: [SessionID] = []
    private var alarms: [(at: Timestamp, id: SessionID)] = []
    private var lastID: UInt64 = 0
    /// The same in every test, and no two of a network alike.
    private let primitives = SCRAM.Primitives.toy(counting: Counter())

    /// - Parameter ahead: seconds from now to the time of the last event in the log.
    init(
        logAhead ahead: Int64 = 0, reachability: Reachability = Reachability(),
        adjusting adjust: (inout Settings) -> Void = { _ in }
    ) {
        var settings = Settings()
        settings.serverName = "irc.test"
        adjust(&settings)
        self.settings = settings
        self.reachability = reachability
        network = Self.network(
            settings, reachability, .none, Registry(), primitives, now, lastTime: now.advanced(bySeconds: ahead))
    }

    private static func network(
        _ settings: Settings, _ reachability: Reachability, _ last: EventNumber, _ registry: Registry,
        _ primitives: SCRAM.Primitives, _ time: Timestamp, lastTime: Timestamp? = nil
    ) -> Network {
        var registry = registry
        registry.apply(.note(Registry.secretNote, [1, 2, 3]))
        return Network(
            settings: settings, reachability: reachability, lastNumber: last, registry: registry,
            primitives: primitives, at: time, lastTime: lastTime)
    }

    /// Stops the server and starts it again, with what was kept.
    ///
    /// - Parameters:
    ///   - isInGoodOrder: whether it is told to stop, and not cut off.
    ///   - adjust: what is set otherwise from then on.
    func restart(isInGoodOrder: Bool = true, _ adjust: (inout Settings) -> Void = { _ in }) {
        if isInGoodOrder { act { $0.shutDown(reason: "restart", at: $1) } }
        adjust(&settings)
        network = Self.network(settings, reachability, network.latestNumber, kept, primitives, now)
        ids = [:]
        names = [:]
        unread = [:]
        draining = []
        alarms = []
        closed = []
        openBatches = [:]
        everHad = [:]
    }

    /// Changes what was kept, as a hand does that is not the server's.
    func changeRegistry(_ body: (inout Registry) -> Void) { body(&kept) }

    // MARK: People

    func connect(_ name: String, from origin: Origin? = nil, lane: UInt8 = 0) {
        lastID += 1
        let id = SessionID(rawValue: lastID << 8 | UInt64(lane))
        ids[name] = id
        names[id] = name
        let origin = origin ?? Origin(address: "127.0.0.1", host: "host.\(name)", isExemptFromLimits: true)
        network.connectionOpened(id, from: origin, at: now)
        carryOut()
    }

    /// Brings people in under their own names; what they are told about it is thrown away.
    func enter(_ people: String..., caps: String = "", from origin: Origin? = nil, lane: UInt8 = 0) {
        for name in people {
            connect(name, from: origin, lane: lane)
            if !caps.isEmpty { send(name, "CAP REQ :\(caps)") }
            send(name, "NICK \(name)")
            send(name, "USER \(name) 0 * :Real \(name)")
            if !caps.isEmpty { send(name, "CAP END") }
            unread[name] = []
        }
    }

    /// Lets people join a room; what anybody is told about it is thrown away.
    func join(_ channel: String, _ people: String...) {
        for name in people { send(name, "JOIN \(channel)") }
        unread = [:]
    }

    func session(_ name: String) -> Session? { ids[name].flatMap { network.sessions[$0] } }

    func channel(_ name: String) -> Channel? { network.channels[network.foldChannel(name)] }

    func hangUp(_ name: String, _ reason: String = "Connection closed") {
        guard let id = ids[name] else { return }
        network.connectionClosed(id, reason: reason, at: now)
        carryOut()
    }

    // MARK: Lines

    func send(_ name: String, _ lines: String...) {
        for line in lines { send(name, bytes: Bytes(line)) }
    }

    /// A line without its ending, as a lane reads it.
    func send(_ name: String, bytes: Bytes) {
        guard let id = ids[name] else { return }
        network.receive(Network.Input(reading: bytes), from: id, at: now)
        carryOut()
    }

    /// What somebody has read since this was last asked, without line endings.
    func take(_ name: String) -> [String] {
        defer { unread[name] = [] }
        return unread[name] ?? []
    }

    /// What somebody reads in answer to a line.
    func ask(_ name: String, _ line: String) -> [String] {
        unread[name] = []
        send(name, line)
        return take(name)
    }

    /// Throws away what nobody has read.
    func forget() { unread = [:] }

    // MARK: Time

    func pass(seconds: Int64) {
        let end = now.advanced(bySeconds: seconds)
        while let next = alarms.filter({ $0.at <= end }).min(by: { $0.at < $1.at }) {
            alarms.removeAll { $0.at == next.at && $0.id == next.id }
            now = max(now, next.at)
            network.wake(next.id, at: now)
            carryOut()
        }
        now = end
        network.tick(at: now)
        carryOut()
    }

    /// Sets the machine's clock so many seconds ahead, or back.
    func setClock(ahead seconds: Int64) {
        network.tick(at: now, clock: now.advanced(bySeconds: seconds))
        carryOut()
    }

    // MARK: The host's part

    /// Changes the settings, as a host does that reads its configuration again.
    func reload(_ adjust: (inout Settings) -> Void) {
        adjust(&settings)
        act { $0.apply(settings, at: $1) }
    }

    func takeActs() -> [OperatorAuditEntry] {
        defer { acts = [] }
        return acts
    }

    func takeVerifications() -> [(name: String, credential: ClaimedSecret)] {
        defer { verifications = [] }
        return verifications
    }

    func answerVerification(of name: String, _ verdict: VerificationResult) {
        answer(name, .verdict(verdict))
    }

    /// What somebody waits for is answered.
    func answer(_ name: String, _ answer: QueryResult) {
        guard let id = ids[name] else { return }
        network.answer(id, to: asked[id] ?? 0, with: answer, at: now)
        carryOut()
    }

    /// Does something to the network from outside and carries out what comes of it.
    func act(_ body: (Network, Timestamp) -> Void) {
        body(network, now)
        carryOut()
    }

    /// Logs somebody in to an account, or out, as a service does when it knows who somebody is.
    func setAccount(of name: String, to account: String?) {
        guard let session = session(name) else { return }
        network.advance(to: now)
        network.setAccount(of: session, to: account)
        carryOut()
    }

    func id(_ name: String) -> SessionID { ids[name] ?? SessionID(rawValue: 0) }

    func drain(_ name: String) {
        stalled.remove(name)
        carryOut()
    }

    private func carryOut() {
        while true {
            carryOut(network.takeEffects())
            if !pendingAnswers.isEmpty {
                let (id, number, answer) = pendingAnswers.removeFirst()
                network.answer(id, to: number, with: answer, at: now)
                continue
            }
            guard let place = draining.firstIndex(where: { names[$0].map { !stalled.contains($0) } ?? true }) else {
                return
            }
            network.continueAnswer(to: draining.remove(at: place), at: now)
        }
    }

    private func look(for question: NumberedQuery, of id: SessionID) {
        func answer(_ answer: QueryResult) { pendingAnswers.append((id, question.number, answer)) }
        switch question.query {
        case .verify(let credential): verifications.append((names[id] ?? "?", credential))
        case let query where isLogSilent: queries.append((names[id] ?? "?", query))
        case .save(let changes):
            for change in changes { kept.apply(change) }
            answer(.saved)
        case let query: answer(log.answer(query))
        }
    }

    private func rename(_ channel: Chat.Conversation, to name: Chat.Conversation) {
        for place in events.indices {
            events[place].conversations = events[place].conversations.map {
                $0 == channel ? name : $0 == name ? channel : $0
            }
        }
    }

    private func deliver(_ delivery: Delivery) {
        let lanes = Set(delivery.recipients.map(\.lane))
        #expect(lanes.count == 1, "a delivery is for one lane")
        let text = delivery.lines.text
        #expect(Bytes(delivery.lines).isValidUTF8, "output is UTF-8: \(text)")
        #expect(text.hasSuffix("\r\n"), "output is whole lines: \(text)")
        var lines: [String] = []
        var messages: [Message] = []
        for line in text.split(separator: "\r\n" as Character) {
            lines.append(String(line))
            let message = try? Message(parsing: Bytes(String(line)), limits: .fromServer)
            #expect(message != nil, "what is sent is a message within the limits: \(line)")
            if let message {
                messages.append(message)
                commandsSeen.insert(message.command.name)
            }
        }
        for recipient in delivery.recipients where recipient != delivery.exception {
            guard let name = names[recipient] else { continue }
            #expect(!closed.contains(name), "nothing is sent to \(name) behind its farewell: \(text)")
            for message in messages { check(message, to: name) }
            unread[name, default: []].append(contentsOf: lines)
        }
    }

    /// Each tag goes to who asked for it, and every batch has a beginning and an end.
    private func check(_ message: Message, to name: String) {
        everHad[name, default: []].formUnion(session(name)?.capabilities ?? .all)
        let had = everHad[name] ?? []
        for tag in message.tags {
            let needed: Capabilities =
                switch tag.key {
                case "time": .serverTime
                case "account": .accountTag
                case "batch": .batch
                case "label": .labeledResponse
                case OpenBatch.concatenationTag: .multiline
                case "draft/oper": .operatorTag
                case Event.relayTag: .relayedMessages
                case "draft/chathistory-end": .chatHistory
                default: .messageTags
                }
            #expect(had.isSuperset(of: needed), "\(name) asked for \(tag.key)")
        }
        if let batch = message.tag("batch") {
            #expect(openBatches[name]?.contains(batch) == true, "the batch \(batch) is open for \(name)")
        }
        guard message.command == "BATCH", let reference = message.text(at: 0) else { return }
        if reference.hasPrefix("+") {
            openBatches[name, default: []].insert(String(reference.dropFirst()))
        } else {
            let wasOpen = openBatches[name]?.remove(String(reference.dropFirst())) != nil
            #expect(wasOpen, "the batch \(reference) that ends for \(name) had begun")
        }
    }

    /// Batches that somebody has been told the beginning of, and not the end.
    func unfinishedBatches(of name: String) -> Set<String> { openBatches[name] ?? [] }
}

extension TestNetwork: ChatHost {
    func send(_ output: Output) {
        switch output {
        case .deliver(let delivery), .answer(let delivery): deliver(delivery)
        case .close(let id, let farewell):
            deliver(Delivery(farewell, to: [id]))
            if let name = names[id] { closed.append(name) }
        case .awaitDrain(let id): draining.append(id)
        case .pauseReading(let id): if let name = names[id] { paused.insert(name) }
        case .resumeReading(let id): if let name = names[id] { paused.remove(name) }
        }
    }

    func record(_ event: Event) { events.append(event) }

    func record(_ change: RegistryChange) {
        kept.apply(change)
        if case .renameChannel(let old, let new) = change { rename(.channel(old), to: .channel(new)) }
    }

    func store(_ event: Event, thenDeliver deliveries: [Delivery], orRefuse refusal: StoreRefusal) {
        if !logRefuses {
            if let redacted = event.redacted, let place = events.firstIndex(where: { $0.number == redacted }) {
                events[place].blank()
            }
            events.append(event)
        }
        for delivery in logRefuses ? [refusal.delivery] : deliveries { deliver(delivery) }
    }

    func ask(_ query: NumberedQuery, for session: SessionID) {
        asked[session] = query.number
        look(for: query, of: session)
    }

    func wake(_ session: SessionID, at moment: Timestamp) { alarms.append((moment, session)) }
    func administer(_ request: OperatorRequest) { administrations.append(request) }
    func audit(_ entry: OperatorAuditEntry) { acts.append(entry) }
    func noteTurnedAway(address: String, reason: String) { turnedAway.append(reason) }
    func reportStatus(to session: SessionID) { statusAsked.append(session) }
}

extension Reachability {
    /// A server that knows where it is found.
    static let forTests = Reachability(
        address: PublicAddress(host: "chat.test", port: 6697, keyFingerprint: Array(0..<32)))
}
