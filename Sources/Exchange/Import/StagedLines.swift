import Chat
import Protocol
import Storage

/// Makes the lines by which an event is known again in another history: its time, its conversation, its nick, its kind and each line of what
/// it says.
struct StagedLines {
    /// The nicks of the server whose log is kept: it knows a talk by the accounts, and a log by the nicks.
    let nicks: [FoldedName: NickReservation]

    /// The seconds by which a clock may differ from that of the server: that of a client, which writes down when it received a line.
    static let slack: Int64 = 2

    /// The lines of an event, at least one. Hashes are those of this process: nobody can choose lines with the same.
    ///
    /// - Parameter format: of the file that tells it; nil for the log that is kept.
    func lines(of event: Event, from format: ImportFormat?) -> [StagedLine] {
        let speaker = Self.speaker(of: event)
        let texts: [Int64?] = event.isBlank ? [nil] : Self.texts(of: event).map { Self.hash($0) }
        return event.conversations.flatMap { conversation in
            texts.map { text in
                var line = StagedLine(
                    second: event.time.seconds, conversation: known(conversation), speaker: speaker, text: text)
                if line.conversation != conversation { line.place = conversation }
                setTime(of: &line, event, from: format)
                setMention(of: &line, event)
                return line
            }
        }
    }

    private func known(_ conversation: Conversation) -> Conversation {
        guard case .direct(let one, let other) = conversation else { return conversation }
        return .between(nicks[one]?.account ?? one, nicks[other]?.account ?? other)
    }

    private func setTime(of line: inout StagedLine, _ event: Event, from format: ImportFormat?) {
        let tag = event.tags.first { $0.key == Event.importedTag }
        let origin = tag.flatMap { ImportFormat(rawValue: $0.value) } ?? format ?? .grillo
        // A blank has lost the tag that tells where it is from. One at the beginning of a minute may be irssi's.
        let mayBeOfMinute = line.text == nil && line.second == line.firstOfMinute
        line.length = mayBeOfMinute ? StagedLine.minute : origin.length
        line.slack = origin.isExact && !mayBeOfMinute ? 0 : Self.slack
        if line.length > 1 { line.second = line.firstOfMinute }
    }

    /// What a reaction or a redaction is about is a part of it.
    private func setMention(of line: inout StagedLine, _ event: Event) {
        switch event.kind {
        case .tagMessage:
            line.round = .tagMessages
            line.mention = event.tags.first { EventReferences.tags.contains($0.key) }?.value
        case .redaction:
            line.round = .redactions
            line.mention = event.subject
        case .message, .notice, .join, .part, .kick, .topic, .mode, .nick, .quit: break
        }
    }

    private static func speaker(of event: Event) -> Int64 {
        let nick = Casemapping.ascii.fold(Source(parsing: Bytes(event.source)).name)
        let hash = hash(nick.bytes + [ASCII.nul, event.kind.rawValue])
        return event.isToldOften ? hash | 1 : hash & ~1
    }

    /// The words of an event, line by line, as far as logs keep them: without the formatting, and of a join not the real name.
    private static func texts(of event: Event) -> [[UInt8]] {
        let subject = Casemapping.ascii.fold(event.subject ?? "").bytes
        switch event.kind {
        case .message, .notice: return event.text.split(separator: ASCII.lineFeed).map(plain).orEmpty
        case .join: return [[]]
        case .kick: return [subject + [ASCII.nul] + plain(event.text)]
        case .nick: return [subject]
        case .part, .topic, .mode, .quit, .redaction: return [plain(event.text)]
        case .tagMessage:
            let tags = event.tags.filter { $0.isClientOnly && !EventReferences.tags.contains($0.key) }
            return [tags.map { "\($0.key)=\($0.value)" }.sorted().joined(separator: ";").utf8.map { $0 }]
        }
    }

    /// An action is not the words that it is made of.
    private static func plain(_ text: Bytes) -> [UInt8] {
        var plain = SearchTokenizer.unformatted(text)
        while let last = plain.last, last == ASCII.space || last == ASCII.ctcp { plain.removeLast() }
        return text.first == ASCII.ctcp ? [ASCII.ctcp] + plain : plain
    }

    private static func hash(_ bytes: [UInt8]) -> Int64 {
        var hasher = Hasher()
        bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
        return Int64(hasher.finalize())
    }
}

extension [[UInt8]] {
    /// One empty line where there is none.
    fileprivate var orEmpty: [[UInt8]] { isEmpty ? [[]] : self }
}
