import Chat
import Protocol

/// All who are here by the plain road, on the server's queue: they are sessions of Chat like any other, on a lane of their own, so
/// that what goes to that lane is made plain and nothing else is touched.
struct PlainRoad {
    /// Their lane.
    let lane: UInt8
    private let lobby: String
    private var sessions: [SessionID: PlainSession] = [:]
    /// What is to be done in their names because of what they were told, such as answering a PING.
    private var followUps: [(session: SessionID, inputs: [Message])] = []

    init(lane: UInt8, lobby: String) {
        self.lane = lane
        self.lobby = lobby
    }

    func serves(_ session: SessionID) -> Bool { session.lane == lane }

    /// Whether anybody is in the room by this road.
    var hasGuests: Bool { sessions.values.contains(where: \.isPresent) }

    /// Everybody who is in the room by it.
    var guests: [SessionID] { sessions.filter { $0.value.isPresent }.map(\.key).sorted { $0.rawValue < $1.rawValue } }

    /// Somebody has come; gives what he is to see first.
    mutating func open(_ session: SessionID, from origin: Origin) -> String {
        let plain = PlainSession(lobby: lobby, needsPassword: !origin.needs.isEmpty)
        sessions[session] = plain
        guard origin.refusal == nil else {
            // Whatever he says ends it, with the reason.
            followUps.append((session, [Message("PING", "x")]))
            return ""
        }
        return plain.prompt()
    }

    mutating func typed(_ line: PlainLine, by session: SessionID) -> PlainSession.Turn {
        sessions[session]?.typed(line) ?? PlainSession.Turn()
    }

    mutating func forget(_ session: SessionID) { sessions[session] = nil }

    /// Whole IRC lines as one of them sees them.
    mutating func plain(_ lines: [UInt8], for session: SessionID) -> [UInt8] {
        guard var plain = sessions[session] else { return [] }
        var text = ""
        for line in lines.split(separator: ASCII.lineFeed) {
            guard
                let message = try? Message(
                    parsing: line.last == ASCII.carriageReturn ? line.dropLast() : line, limits: .fromServer)
            else { continue }
            let turn = plain.told(message, at: LocalTime(WallClock.now()).clock)
            text += turn.text
            if !turn.inputs.isEmpty { followUps.append((session, turn.inputs)) }
        }
        sessions[session] = plain
        return Array(text.utf8)
    }

    /// The last thing somebody is told, who is forgotten then; nil for who is not on this road.
    mutating func farewell(_ lines: [UInt8], for session: SessionID) -> [UInt8]? {
        guard serves(session) else { return nil }
        defer { forget(session) }
        return plain(lines, for: session)
    }

    var hasFollowUps: Bool { !followUps.isEmpty }

    mutating func takeFollowUps() -> [(session: SessionID, inputs: [Message])] {
        defer { if !followUps.isEmpty { followUps = [] } }
        return followUps
    }
}
