import Chat
import Protocol

/// All who came by telnet, on the server's queue: they are sessions of Chat like any other, on a lane of their own, so
/// that what goes to that lane is made plain and nothing else is touched.
struct TelnetGateway {
    /// Their lane.
    let lane: UInt8
    private let lobby: String
    private var sessions: [SessionID: TelnetSession] = [:]
    /// What is to be done in their names because of what they were told, such as answering a PING.
    private var followUps: [(session: SessionID, inputs: [Message])] = []

    init(lane: UInt8, lobby: String) {
        self.lane = lane
        self.lobby = lobby
    }

    func serves(_ session: SessionID) -> Bool { session.lane == lane }

    /// Everybody who is in the room and came by telnet.
    var guests: [SessionID] { sessions.filter { $0.value.isPresent }.map(\.key).sorted { $0.rawValue < $1.rawValue } }

    /// Somebody has come; gives the text that is shown first.
    mutating func open(_ session: SessionID, from origin: Origin) -> String {
        let plain = TelnetSession(lobby: lobby, needsPassword: !origin.needs.isEmpty)
        sessions[session] = plain
        guard origin.refusal == nil else {
            // Whatever is typed ends the connection, with the reason.
            followUps.append((session, [Message("PING", "x")]))
            return ""
        }
        return plain.prompt()
    }

    mutating func typed(_ line: TelnetLine, by session: SessionID) -> TelnetSession.Translation {
        sessions[session]?.typed(line) ?? TelnetSession.Translation()
    }

    mutating func forget(_ session: SessionID) { sessions[session] = nil }

    /// A text, and those whom it is for.
    typealias Words = (text: [UInt8], readers: [SessionID])

    /// Whole IRC lines as those see them who are to be told. What reads the same for several is made once, however many they are.
    mutating func render(_ lines: [UInt8], for recipients: [SessionID]) -> [Words] {
        let messages = Self.messages(lines)
        let time = LocalTime(WallClock.now()).clock
        let isAlike = recipients.count > 1 && messages.allSatisfy(TelnetSession.readsAlike)
        var words: [Words] = []
        var onlookers: [SessionID] = []
        for recipient in recipients {
            guard let plain = sessions[recipient] else { continue }
            if isAlike, !messages.contains(where: plain.isConcerned) {
                onlookers.append(recipient)
            } else {
                words.append((tell(messages, to: recipient, at: time), [recipient]))
            }
        }
        if !onlookers.isEmpty {
            var onlooker = TelnetSession(lobby: lobby, needsPassword: false)
            words.append((Array(messages.map { onlooker.received($0, at: time).text }.joined().utf8), onlookers))
        }
        return words.filter { !$0.text.isEmpty }
    }

    private mutating func tell(_ messages: [Message], to session: SessionID, at time: String) -> [UInt8] {
        guard var plain = sessions[session] else { return [] }
        var text = ""
        for message in messages {
            let translation = plain.received(message, at: time)
            text += translation.text
            if !translation.inputs.isEmpty { followUps.append((session, translation.inputs)) }
        }
        sessions[session] = plain
        return Array(text.utf8)
    }

    private static func messages(_ lines: [UInt8]) -> [Message] {
        lines.split(separator: ASCII.lineFeed).compactMap { line in
            try? Message(parsing: line.last == ASCII.carriageReturn ? line.dropLast() : line, limits: .fromServer)
        }
    }

    /// The last thing somebody is told, who is forgotten then; nil for who came by IRC.
    mutating func farewell(_ lines: [UInt8], for session: SessionID) -> [UInt8]? {
        guard serves(session) else { return nil }
        defer { forget(session) }
        return tell(Self.messages(lines), to: session, at: LocalTime(WallClock.now()).clock)
    }

    var hasFollowUps: Bool { !followUps.isEmpty }

    mutating func takeFollowUps() -> [(session: SessionID, inputs: [Message])] {
        defer { if !followUps.isEmpty { followUps = [] } }
        return followUps
    }
}
