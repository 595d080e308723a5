import Chat
import Protocol

/// The codec of telnet: what is typed becomes lines of IRC, and the lines of Chat become plain text.
/// To Chat its sessions are like any other.
final class TelnetCodec: SessionCodec {
    private let lobby: String
    private let wording: MessageWording
    private var sessions: [SessionID: TelnetSession] = [:]

    init(lobby: String) {
        self.lobby = lobby
        wording = MessageWording(channel: lobby)
    }

    func opened(_ session: SessionID, from origin: Origin) -> DecodedLine {
        let telnetSession = TelnetSession(lobby: lobby, wording: wording, needsPassword: !origin.needs.isEmpty)
        sessions[session] = telnetSession
        // Any line ends a connection that is refused, with the reason.
        guard origin.refusal == nil else { return DecodedLine(inputs: [.message(Message("PING", "x"))]) }
        return DecodedLine(answer: Array(telnetSession.prompt().utf8))
    }

    func decode(_ line: WireLine, from session: SessionID) -> DecodedLine {
        guard let translation = sessions[session]?.typed(line) else { return DecodedLine() }
        return DecodedLine(inputs: translation.inputs.map { .message($0) }, answer: Array(translation.text.utf8))
    }

    /// Lines that read the same for several sessions are worded once, however many they are.
    func encode(_ lines: [UInt8], for recipients: [SessionID]) -> [EncodedLines] {
        let messages = Self.messages(in: lines)
        let time = LocalTime(WallClock.now()).clock
        let isAlike = recipients.count > 1 && messages.allSatisfy(TelnetSession.readsAlike)
        var encoded: [EncodedLines] = []
        var onlookers: [SessionID] = []
        for recipient in recipients {
            guard let session = sessions[recipient] else { continue }
            if isAlike, !messages.contains(where: session.isConcerned) {
                onlookers.append(recipient)
            } else {
                encoded.append(tell(messages, to: recipient, at: time))
            }
        }
        if !onlookers.isEmpty {
            let text = messages.compactMap { wording.line(for: $0, at: time) }.map(TelnetText.line).joined()
            encoded.append(EncodedLines(bytes: Array(text.utf8), sessions: onlookers))
        }
        return encoded
    }

    private func tell(_ messages: [Message], to session: SessionID, at time: String) -> EncodedLines {
        var encoded = EncodedLines(bytes: [], sessions: [session])
        for message in messages {
            guard let translation = sessions[session]?.received(message, at: time) else { break }
            encoded.bytes += translation.text.utf8
            encoded.followUps += translation.inputs.map { .message($0) }
        }
        return encoded
    }

    func closed(_ session: SessionID) { sessions[session] = nil }

    /// Warns everybody who is in the room.
    func stopWarning(seconds: Int) -> [EncodedLines] {
        let present = sessions.filter { $0.value.isPresent }.map(\.key).sorted { $0.rawValue < $1.rawValue }
        let text = "shutting down in \(seconds) seconds\r\n"
        return present.isEmpty ? [] : [EncodedLines(bytes: Array(text.utf8), sessions: present)]
    }
}
