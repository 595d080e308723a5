import Basics
import Chat
import Protocol

/// A network, five people who may be on it, and a host that answers all it is asked.
///
/// `0` has every capability and is an operator, `1` has every capability and an account, `2` has none; they share `#a`. `3` and `4`
/// have connected, and said nothing; `3` has come from this machine, and a word for it is known: what the host calls ``ends``.
final class SimulatedNetwork {
    private var broken: String?
    /// What everybody was told; kept only where it is asked for.
    var transcript: Transcript?
    private static let ends = "127.0.0.1:3-127.0.0.1:6667"
    private var network: Network
    private var kept = Registry()
    private var events: [Event] = []
    private var now = Timestamp(milliseconds: 1_700_000_000_000)
    private var ids: [SessionID] = []
    private var opened: UInt64 = 0
    private var questions: [(SessionID, NumberedQuery)] = []
    private var alarms: [(id: SessionID, at: Timestamp)] = []
    private var isLogSilent = false
    private var isLogRefusing = false

    init() {
        var settings = Settings()
        // A release changes no recording.
        settings.version = "grillo"
        settings.operators = [Operator(name: "root", account: "ada", rights: .all)]
        settings.limits.channels = 5
        settings.limits.listEntries = 3
        settings.limits.monitored = 3
        network = Network(settings: settings, lastNumber: .none, primitives: .toy, at: now)
        for number in 0..<5 { connect(number) }
        let capabilities =
            "CAP REQ :batch labeled-response message-tags server-time echo-message draft/multiline"
        for (number, nick) in ["ada", "bob", "cara"].enumerated() {
            if number < 2 {
                hear("\(capabilities) draft/chathistory draft/read-marker sasl", from: number)
            }
            hear("NICK \(nick)", from: number)
            hear("USER \(nick) 0 * :\(nick)", from: number)
            if number < 2 { hear("CAP END", from: number) }
            if number < 2 { hear("REGISTER * * password-of-\(nick)", from: number) }
            hear("JOIN #a", from: number)
            hear("PRIVMSG #a :hello", from: number)
        }
        hear("OPER root", from: 0)
    }

    /// Throws where something is not as it must be.
    func checkInvariants() throws(BrokenRule) {
        if let words = broken ?? network.brokenInvariants().first {
            throw BrokenRule(description: words)
        }
    }

    /// The log mends, and time goes by from each moment that was asked for to the next: whatever waited has had its turn.
    func finish() {
        isLogSilent = false
        isLogRefusing = false
        carryOut()
        for _ in 0..<10_000 {
            guard let next = alarms.map(\.at).min() else { break }
            now = max(now, next)
            wake()
        }
        if let words = network.waitingSessions().first { broken = broken ?? "in the end \(words)" }
    }

    /// Wakes whom the network has asked to be woken by now.
    private func wake() {
        let due = alarms.filter { $0.at <= now }
        alarms.removeAll { $0.at <= now }
        for alarm in due { network.wake(alarm.id, at: now) }
        carryOut()
    }

    /// `0`…`4`: that session says the rest. `5`…`9`: those sessions say it at once, with a line end where a `;` stands. `C`, `H`:
    /// the session that the next byte names connects anew, or is gone. `T`: as many seconds pass as the next byte says. `L`, `R`: the
    /// log falls silent or refuses, or mends. `B`: the server starts again with what is kept. `O`: the host gets a word for the
    /// connection of `3`, who says it. Else the first session says it.
    func act(_ line: ArraySlice<UInt8>) {
        guard let kind = line.first else { return }
        let rest = line.dropFirst()
        let number = Int(rest.first ?? 0)
        switch kind {
        case UInt8(ascii: "0")...UInt8(ascii: "4"): hear(rest, from: Int(kind - UInt8(ascii: "0")))
        case UInt8(ascii: "5")...UInt8(ascii: "9"):
            let lines = rest.map { $0 == UInt8(ascii: ";") ? ASCII.lineFeed : $0 } + [ASCII.lineFeed]
            network.receive(.lines(lines[...]), from: ids[Int(kind - UInt8(ascii: "5"))], at: now)
            carryOut()
        case UInt8(ascii: "O"):
            hear("OWNER ASK :\(Self.ends)", from: 0)
            hear("OWNER \(Base64URL.encode(SCRAM.Primitives.toy.randomBytes(3)))", from: 3)
        case UInt8(ascii: "C"): connect(number % 5)
        case UInt8(ascii: "H"):
            network.connectionClosed(ids[number % 5], reason: "gone", at: now)
            carryOut()
        case UInt8(ascii: "T"):
            now = now.advanced(bySeconds: Int64(number))
            wake()
            network.tick(at: now)
            carryOut()
        case UInt8(ascii: "L"):
            isLogSilent.toggle()
            carryOut()
        case UInt8(ascii: "R"): isLogRefusing.toggle()
        case UInt8(ascii: "B"): restart()
        default: hear(line, from: 0)
        }
    }

    private func connect(_ number: Int) {
        opened += 1
        let id = SessionID(rawValue: opened << 8 | UInt64(number & 1))
        if ids.indices.contains(number) {
            network.connectionClosed(ids[number], reason: "again", at: now)
            now = now.advanced(byMilliseconds: 7)
            ids[number] = id
        } else {
            ids.append(id)
        }
        let origin = Origin(
            address: "192.0.2.\(number)", host: "host\(number).test", isHost: number == 0,
            isSecure: number != 2,
            isExemptFromLimits: number != 4, ends: number == 3 ? Self.ends : nil,
            certificate: number == 1 ? Array(repeating: 9, count: 32) : nil)
        network.connectionOpened(id, from: origin, at: now)
        carryOut()
    }

    private func restart() {
        network.shutDown(reason: "again", at: now)
        carryOut()
        network = Network(
            settings: network.settings, lastNumber: events.last?.number ?? .none, registry: kept,
            primitives: .toy, at: now)
        questions = []
        alarms = []
        for number in 0..<5 { connect(number) }
    }

    private func hear(_ text: String, from number: Int) { hear(Array(text.utf8)[...], from: number) }

    private func hear(_ line: Bytes, from number: Int) {
        network.receive(Network.Input(reading: line), from: ids[number], at: now)
        carryOut()
    }

    // MARK: The host's part

    private func carryOut() {
        var turns = 0
        while turns < 2000 {
            turns += 1
            let effects = network.takeEffects()
            carryOut(effects)
            if !isLogSilent, !questions.isEmpty {
                let (id, question) = questions.removeFirst()
                network.answer(id, to: question.number, with: answer(question.query), at: now)
            } else if effects.isEmpty {
                return
            }
        }
        broken = "an act has no end"
    }

    private func answer(_ query: Query) -> QueryResult {
        switch query {
        case .verify: return .verdict(.right)
        case .page(let request):
            let found = events.filter { $0.conversations.contains(request.conversation) }
            return .page(
                HistoryPage(events: found.suffix(min(request.limit, 9)), isEnd: found.count <= min(request.limit, 9)))
        case .targets: return .targets([])
        case .find(let number): return .event(events.first { $0.number == number })
        case .search(let query): return .found(Array(events.reversed().prefix(min(query.limit, 9))))
        case .checkPassword(let password, let credential, _):
            return .verdict(credential.accepts(password: Array(password), using: .toy) ? .right : .wrong)
        case .makeCredential(let password, _):
            return .credential(
                SCRAM.Credential(password: Array(password), salt: [4], iterations: 4096, using: .toy))
        case .save(let changes):
            if isLogRefusing { return .failed }
            for change in changes { kept.apply(change) }
            return .saved
        case .erase: return .saved
        }
    }

    /// Whole lines of UTF-8, none longer than a client need take, for recipients of one lane.
    private func check(_ delivery: Delivery) {
        if delivery.lines.isEmpty { return }
        if transcript != nil {
            transcript?.add(delivery.recipients.map { name(of: $0) }.joined(separator: " "))
            transcript?.add(delivery.lines)
        }
        if !delivery.lines[...].isValidUTF8 { broken = "not UTF-8: \(delivery.lines)" }
        if delivery.lines.suffix(2) != [13, 10] {
            broken = "not whole lines: \(delivery.lines[...].text)"
        }
        if Set(delivery.recipients.map(\.lane)).count > 1 { broken = "a delivery for several lanes" }
        for line in delivery.lines.split(separator: ASCII.lineFeed) {
            do throws(MessageError) {
                _ = try Message(parsing: line.dropLast(), limits: .fromServer)
            } catch {
                broken = "\(error): \(line.text)"
            }
        }
    }

    /// The number by which an act names a session, `+` for one that it does not name any more.
    private func name(of id: SessionID) -> String { ids.firstIndex(of: id).map { "\($0)" } ?? "+" }
}

extension SimulatedNetwork: ChatHost {
    func send(_ output: Output) {
        switch output {
        case .deliver(let delivery), .answer(let delivery): check(delivery)
        case .close(let id, let farewell):
            check(Delivery(farewell, to: [id]))
            transcript?.add("closed \(name(of: id))")
        case .awaitDrain(let id): network.continueAnswer(to: id, at: now)
        case .pauseReading, .resumeReading: break
        }
    }

    func record(_ event: Event) { events.append(event) }
    func record(_ change: RegistryChange) { kept.apply(change) }

    func store(_ event: Event, thenDeliver deliveries: [Delivery], orRefuse refusal: StoreRefusal) {
        if !isLogRefusing { events.append(event) }
        for delivery in isLogRefusing ? [refusal.delivery] : deliveries { check(delivery) }
    }

    func ask(_ query: NumberedQuery, for session: SessionID) { questions.append((session, query)) }
    func wake(_ session: SessionID, at moment: Timestamp) { alarms.append((session, moment)) }
    func administer(_ request: OperatorRequest) {}
    func audit(_ entry: OperatorAuditEntry) {}
    func noteTurnedAway(address: String, reason: String) {}
    func reportStatus(to session: SessionID) {}
}
