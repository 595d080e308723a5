import Chat
import Transport

/// The output of one turn of the server for the wires, sorted by lane: each lane is told once a turn.
package struct Outbox {
    private var batches: [LaneBatch]
    /// Those of the lanes that do not carry IRC.
    let codecs: LaneCodecs
    /// The answers of the codecs in the names of sessions, until they are taken in.
    private(set) var followUps: [FollowUp] = []
    private var recipientCache = RecipientCache()
    private var marks: DeliveryMarks

    package init(laneCount: Int) { self.init(laneCount: laneCount, codecs: LaneCodecs([], laneCount: laneCount)) }

    init(laneCount: Int, codecs: LaneCodecs) {
        self.codecs = codecs
        batches = Array(repeating: LaneBatch(), count: laneCount)
        marks = DeliveryMarks(laneCount: laneCount)
    }

    package mutating func append(_ output: Output) {
        switch output {
        case .deliver(let delivery):
            append(delivery)
        case .answer(let delivery):
            appendAnswer(delivery)
        case .close(let session, let farewell):
            close(session, farewell: farewell)
        case .awaitDrain(let session):
            batches[Int(session.lane)].notifyWhenDrained(ConnectionID(session))
        case .pauseReading(let session):
            batches[Int(session.lane)].pauseReading(ConnectionID(session))
        case .resumeReading(let session):
            batches[Int(session.lane)].resumeReading(ConnectionID(session))
        }
    }

    private mutating func append(_ delivery: Delivery) {
        guard let first = delivery.recipients.first else { return }
        if let codec = codecs[first] { return encode(delivery, with: codec, isExempt: false) }
        let frame = Frame(delivery.lines)
        if delivery.recipients.count == 1 {
            if first != delivery.exception { batches[Int(first.lane)].append(frame, to: ConnectionID(first)) }
        } else {
            batches[Int(first.lane)].append(
                frame, to: recipientCache.connections(of: delivery.recipients),
                except: delivery.exception.map { ConnectionID($0) })
        }
    }

    private mutating func appendAnswer(_ delivery: Delivery) {
        guard let first = delivery.recipients.first else { return }
        if let codec = codecs[first] { return encode(delivery, with: codec, isExempt: true) }
        let frame = Frame(delivery.lines)
        for recipient in delivery.recipients {
            batches[Int(recipient.lane)].appendExempt(frame, to: ConnectionID(recipient))
        }
    }

    private mutating func close(_ session: SessionID, farewell: [UInt8]) {
        let codec = codecs[session]
        let bytes = codec?.farewell(farewell, for: session) ?? farewell
        codec?.closed(session)
        batches[Int(session.lane)].close(
            ConnectionID(session), farewell: Frame(bytes), reason: .local("closed by the server"))
    }

    // MARK: Lanes with a codec

    private mutating func encode(_ delivery: Delivery, with codec: any SessionCodec, isExempt: Bool) {
        let recipients = delivery.recipients.filter { $0 != delivery.exception }
        guard !recipients.isEmpty else { return }
        for encoded in codec.encode(delivery.lines, for: recipients) { append(encoded, isExempt: isExempt) }
    }

    /// - Parameter isExempt: true for what the sessions asked for; see ``LaneBatch/appendExempt(_:to:)``.
    mutating func append(_ encoded: EncodedLines, isExempt: Bool) {
        if !encoded.followUps.isEmpty { followUps.append((encoded.sessions, encoded.followUps)) }
        guard !encoded.bytes.isEmpty, let first = encoded.sessions.first else { return }
        let frame = Frame(encoded.bytes)
        if isExempt {
            for session in encoded.sessions { batches[Int(first.lane)].appendExempt(frame, to: ConnectionID(session)) }
        } else {
            batches[Int(first.lane)].append(frame, to: encoded.sessions.map { ConnectionID($0) })
        }
    }

    /// Sends bytes of its wire format to a session, past everything that waits for the log.
    mutating func append(_ bytes: [UInt8], to session: SessionID) {
        guard !bytes.isEmpty else { return }
        batches[Int(session.lane)].append(Frame(bytes), to: ConnectionID(session))
    }

    /// Inputs that each of some sessions gives.
    typealias FollowUp = (sessions: [SessionID], inputs: [Network.Input])

    mutating func takeFollowUps() -> [FollowUp] {
        defer { followUps = [] }
        return followUps
    }

    // MARK: Handing over

    /// The last event of which all has arrived at a session whose connection tells a mark; nil where it tells none.
    func event(at mark: LaneBatch.Mark?, of session: SessionID) -> EventNumber? {
        mark.map { marks.event(at: $0, of: Int(session.lane)) }
    }

    /// Time passes; to be called every second or so.
    mutating func age() { recipientCache.age() }

    /// Hands everything over to the lanes.
    ///
    /// - Parameter event: the last event of which, and of those before it, nothing is still to come.
    package mutating func flush(to lanes: LaneGroup, through event: EventNumber = .none) {
        marks.handOver(through: event)
        for index in batches.indices where !batches[index].isEmpty {
            batches[index].mark = marks.next(of: index)
            lanes.lanes[index].submit(batches[index])
            batches[index] = LaneBatch()
        }
    }
}

/// A session and its connection have the same name, once as Chat knows it and once as Transport does.
extension ConnectionID {
    init(_ session: SessionID) { self.init(rawValue: session.rawValue) }
}

extension SessionID {
    init(_ connection: ConnectionID) { self.init(rawValue: connection.rawValue) }
}
