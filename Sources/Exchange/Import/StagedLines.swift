import Chat
import Protocol
import Storage

/// By what an event is known again in another history: its second, its conversation, its nick, its kind and each line of what it says.
extension StagedLine {
    /// The lines of an event, at least one. Hashes are those of this process: nobody can choose lines with the same.
    ///
    /// - Parameter unit: the seconds in which times are compared, 1 or more.
    static func lines(of event: Event, comparedBy unit: Int64) -> [StagedLine] {
        let speaker = speaker(of: event)
        let texts: [Int64?] = event.isBlank ? [nil] : texts(of: event).map { hash($0) }
        let second = event.time.seconds - event.time.seconds % max(unit, 1)
        return event.conversations.flatMap { conversation in
            texts.map {
                StagedLine(second: second, conversation: conversation, speaker: speaker, text: $0)
            }
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
