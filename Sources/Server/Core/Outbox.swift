import Chat
import Transport

/// What one turn of the server has for the wires, sorted by lane: each lane is told once a turn.
package struct Outbox {
    private var batches: [LaneBatch]
    /// Those who came by telnet; nil where none is served.
    var telnet: TelnetGateway?
    private var recipientCache = RecipientCache()
    private var marks: DeliveryMarks

    package init(laneCount: Int) { self.init(laneCount: laneCount, telnet: nil) }

    init(laneCount: Int, telnet: TelnetGateway?) {
        self.telnet = telnet
        batches = Array(repeating: LaneBatch(), count: laneCount)
        marks = DeliveryMarks(laneCount: laneCount)
    }

    package mutating func append(_ output: Output) {
        switch output {
        case .deliver(let delivery):
            append(delivery)
        case .answer(let delivery) where isTelnet(delivery.recipients.first):
            appendTelnet(delivery, isExempt: true)
        case .answer(let delivery):
            let frame = Frame(delivery.lines)
            for recipient in delivery.recipients {
                batches[Int(recipient.lane)].appendExempt(frame, to: ConnectionID(recipient))
            }
        case .close(let session, let farewell):
            let farewell = telnet?.farewell(farewell, for: session) ?? farewell
            batches[Int(session.lane)].close(
                ConnectionID(session), farewell: Frame(farewell), reason: .local("closed by the server"))
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
        if isTelnet(first) { return appendTelnet(delivery, isExempt: false) }
        let frame = Frame(delivery.lines)
        if delivery.recipients.count == 1 {
            if first != delivery.exception { batches[Int(first.lane)].append(frame, to: ConnectionID(first)) }
        } else {
            batches[Int(first.lane)].append(
                frame, to: recipientCache.connections(of: delivery.recipients),
                except: delivery.exception.map { ConnectionID($0) })
        }
    }

    private func isTelnet(_ session: SessionID?) -> Bool {
        if let telnet, let session { telnet.serves(session) } else { false }
    }

    private mutating func appendTelnet(_ delivery: Delivery, isExempt: Bool) {
        let readers = delivery.recipients.filter { $0 != delivery.exception }
        for (text, readers) in telnet?.render(delivery.lines, for: readers) ?? [] {
            let frame = Frame(text)
            let lane = Int(readers[0].lane)
            if isExempt {
                for reader in readers { batches[lane].appendExempt(frame, to: ConnectionID(reader)) }
            } else {
                batches[lane].append(frame, to: readers.map { ConnectionID($0) })
            }
        }
    }

    /// Shows a text to somebody who came by telnet, past everything that waits for the log.
    mutating func show(_ text: String, to session: SessionID) {
        guard !text.isEmpty else { return }
        batches[Int(session.lane)].append(Frame(text), to: ConnectionID(session))
    }

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
