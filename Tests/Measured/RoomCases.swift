import Chat
import Protocol

/// What somebody does in a room of a thousand, as Chat decides it: something said, and something told by metadata, to which all subscribe.
final class RoomCases {
    static var cases: [(name: String, prepare: () -> (Int) -> Void)] {
        [
            (
                "said-1000",
                {
                    let room = RoomCases(members: 1000)
                    return { turn in room.act("PRIVMSG #lobby :the quick brown fox \(turn % 10)") }
                }
            ),
            (
                "profile-1000",
                {
                    let room = RoomCases(members: 1000)
                    return { turn in room.act("METADATA * SET status :the quick brown fox \(turn % 10)") }
                }
            ),
        ]
    }

    private let network: Network
    private let speaker = SessionID(rawValue: 1 << 8)
    private let time = Timestamp(milliseconds: 1_700_000_000_000)

    private init(members: Int) {
        network = Network(settings: Settings(), lastNumber: .none, at: time)
        let origin = Origin(address: "127.0.0.1", host: "localhost", isExemptFromLimits: true, isLocal: true)
        for number in 1...members {
            let id = SessionID(rawValue: UInt64(number) << 8)
            network.connectionOpened(id, from: origin, at: time)
            let lines = [
                "CAP REQ :batch draft/metadata-3 no-implicit-names", "METADATA * SUB status", "NICK n\(number)",
                "USER n 0 * :n", "CAP END", "JOIN #lobby",
            ]
            for line in lines { say(line, from: id) }
            _ = network.takeEffects()
        }
    }

    private func act(_ line: String) {
        say(line, from: speaker)
        use(network.takeEffects())
    }

    private func say(_ line: String, from session: SessionID) {
        guard let message = try? Message(parsing: Bytes(line), limits: .fromClient) else { return }
        network.receive(.message(message), from: session, at: time)
    }
}
