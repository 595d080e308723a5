import Chat
import Dispatch
import Glibc
import Protocol
import Server
import Transport

/// A message on its way from its sender's line to the sockets of a room: Chat, the outbox, a lane.
///
/// The log is left out, and so are the threads that wait for it: what was said leaves at once.
final class DeliveryCases {
    static var cases: [(name: String, prepare: () -> (Int) -> Void)] {
        [100, 1000, 10_000].map { members in
            (
                "deliver-\(members)",
                {
                    let channel = DeliveryCases(members: members)
                    return { _ in channel.speak() }
                }
            )
        }
    }

    private let network: Network
    private let lanes = LaneGroup(count: 1)
    private var outbox = Outbox(laneCount: 1)
    private var members: [SessionID] = []
    private let time = Timestamp(milliseconds: 1_700_000_000_000)

    private init(members count: Int) {
        network = Network(settings: Settings(), lastNumber: .none, at: time)
        raiseDescriptorLimit()
        members = adopt(count)
        for (number, id) in members.enumerated() { enter(id, number) }
        _ = network.takeEffects()
    }

    /// One message, until it is with the kernel for everybody.
    private func speak() {
        receive("PRIVMSG #lobby :the quick brown fox jumps over the lazy dog", from: members[0])
        carryOut(network.takeEffects())
        outbox.flush(to: lanes)
        lanes.lanes[0].queue.sync {}
    }

    private func enter(_ id: SessionID, _ number: Int) {
        network.connectionOpened(
            id, from: Origin(address: "127.0.0.1", host: "localhost", isExemptFromLimits: true, isLocal: true), at: time
        )
        // A room of several kinds of client; none wants the list of all others when it comes in.
        let kinds = ["", " message-tags server-time", " server-time"]
        receive("CAP REQ :no-implicit-names\(kinds[number % kinds.count])", from: id)
        receive("NICK n\(number)", from: id)
        receive("USER n 0 * :n", from: id)
        receive("CAP END", from: id)
        receive("JOIN #lobby", from: id)
        _ = network.takeEffects()
    }

    private func receive(_ line: String, from id: SessionID) {
        guard let message = try? Message(parsing: Bytes(line), limits: .fromClient) else { return }
        network.receive(.message(message), from: id, at: time)
    }

    /// Sockets that take whatever they are sent, at once and for ever: datagrams to somebody who reads none.
    ///
    /// One each: the kernel lets a set of sets watch one socket under 500 names at most.
    private func adopt(_ count: Int) -> [SessionID] {
        let receiver = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        func isDone(_ call: (UnsafeMutablePointer<sockaddr>) -> Int32) -> Bool {
            withUnsafeMutablePointer(to: &address) { $0.withMemoryRebound(to: sockaddr.self, capacity: 1, call) } == 0
        }
        precondition(
            isDone { bind(receiver, $0, size) } && isDone { getsockname(receiver, $0, &size) },
            "a socket of loopback cannot be had")
        let configuration = ConnectionConfiguration { _, _ in DiscardingHandler() }
        let lane = lanes.lanes[0]
        let names = QueueConfined<[ConnectionID]>([], on: lane.queue)
        for _ in 0..<count {
            let sender = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
            precondition(sender >= 0 && isDone { connect(sender, $0, size) }, "descriptors ran out: ulimit -n")
            let acceptedSocket = AcceptedSocket(
                peer: Peer(address: nil, port: 0, tag: ""), security: .plain, configuration: configuration)
            lane.adopt(sender, as: acceptedSocket) { name in
                if let name { names.value.append(name) }
            }
        }
        let all = lane.queue.sync { names.value }
        for name in all { lane.withConnection(name) { precondition($0?.isOpen == true, "a socket was not taken") } }
        precondition(Set(all).count == count, "a socket was not taken")
        return all.map { SessionID(rawValue: $0.rawValue) }
    }

    private final class DiscardingHandler: ConnectionHandler {
        func opened(_ connection: Connection) {}
        func received(_ bytes: UnsafeRawBufferPointer, from connection: Connection) {}
        func drained(_ connection: Connection) {}
        func closed(_ connection: Connection, reason: CloseReason) {}
    }
}

extension DeliveryCases: ChatHost {
    func send(_ output: Output) { outbox.append(output) }

    func store(_ event: Event, thenDeliver deliveries: [Delivery], orRefuse refusal: StoreRefusal) {
        precondition(deliveries.reduce(0) { $0 + $1.recipients.count } >= members.count, "not all are told")
        for delivery in deliveries { send(.deliver(delivery)) }
    }

    func record(_ event: Event) {}
    func record(_ change: RegistryChange) {}
    func ask(_ query: NumberedQuery, for session: SessionID) {}
    func wake(_ session: SessionID, at moment: Timestamp) {}
    func administer(_ request: OperatorRequest) {}
    func audit(_ entry: OperatorAuditEntry) {}
    func noteTurnedAway(address: String, reason: String) {}
    func reportStatus(to session: SessionID) {}
}
