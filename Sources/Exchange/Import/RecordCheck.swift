import Chat
import Protocol

/// Makes events of records, and refuses those that can be none here. A file from elsewhere may hold anything; an event holds only what a
/// client could have said, and what the checks of a log (`grillo verify`) let pass.
struct RecordCheck {
    /// Nothing that is told is later: a log does not begin in the future.
    let now: Timestamp
    private let channels = CheckedChannels()

    /// The bytes of a word, such as a source or a room.
    static let longestWord = 512
    /// The bytes of a message, and its lines: what the server takes of a client, with some room.
    static let longestText = 16 << 10
    static let mostLines = Settings().limits.multilineLines
    /// The bytes of anything else that is told in words, such as a topic: a line of IRC holds no more.
    static let longestLine = 512
    /// The bytes of all client-only tags, as they stand on the wire.
    /// <https://ircv3.net/specs/extensions/message-tags.html#size-limit>
    static let longestTags = 4094
    /// The conversations in which a quit is told.
    static let mostConversations = 10_000

    /// The reason for which an event is not taken, in a few words.
    struct Refusal: Error, Hashable {
        let reason: String

        init(_ reason: String) { self.reason = reason }
    }

    /// The record with no more text than an event has, and in words where that took something of it.
    static func shortened(_ record: ImportedRecord) -> (record: ImportedRecord, loss: String?) {
        var (record, loss) = (record, String?.none)
        if record.hasLines, let end = record.text.end(ofLines: mostLines) {
            record.text = record.text[..<end]
            loss = "longer than \(mostLines) lines: cut there"
        }
        let limit = record.hasLines ? longestText : longestLine
        guard record.text.count > limit else { return (record, loss) }
        record.text = record.text.prefix(ofAtMost: limit)
        return (record, "longer than \(limit) bytes: cut there")
    }

    /// The event without its number; it belongs to no account, and bears the name of its format.
    ///
    /// - Parameter record: is not too long, see ``shortened(_:)``.
    func event(_ record: ImportedRecord, of format: ImportFormat) throws(Refusal) -> Event {
        guard record.time > Timestamp(milliseconds: 0), record.time <= now else {
            throw Refusal(record.time > now ? "its time is still to come" : "its time is before 1970")
        }
        var event = Event(
            number: .none, time: record.time, kind: record.kind, source: record.source,
            conversations: record.conversations, target: record.target, subject: record.subject, text: record.text,
            tags: Self.tags(record.tags, of: format))
        try check(event)
        // Only a history of Grillo's knows messages of which nothing is left; that of another which is empty was not redacted.
        guard !event.isBlank || format == .grillo && record.text.isEmpty && record.tags.isEmpty else {
            throw Refusal("nothing of it can be taken")
        }
        try Self.address(&event, from: record.side)
        // A message of which nothing is left stays so: a tag would be something.
        if !event.isBlank, !event.tags.contains(where: { $0.key == Event.importedTag }) {
            event.tags.append(Tag(Event.importedTag, format.rawValue))
        }
        return event
    }

    private func check(_ event: Event) throws(Refusal) {
        try checkPlaces(of: event)
        try Self.checkWords(of: event)
    }

    private func checkPlaces(of event: Event) throws(Refusal) {
        let conversations = event.conversations
        guard Set(conversations).count == conversations.count,
            (1...Self.mostConversations).contains(conversations.count),
            event.isToldOften || conversations.count == 1, conversations.allSatisfy(isConversation)
        else { throw Refusal("there is no such room") }
        guard event.isToldOften ? event.target.isEmpty : Self.isWord(event.target) else {
            throw Refusal("there is no such room")
        }
    }

    /// Has an event be addressed to the conversation that remembers it: readers of that are told of no other. What a room was called before
    /// it was renamed, and the nick that somebody had beside an account, become what the conversation is called by.
    private static func address(_ event: inout Event, from side: String?) throws(Refusal) {
        guard !event.isToldOften, let conversation = event.conversations.first else { return }
        let name: FoldedName
        switch conversation {
        case .channel(let channel): name = channel
        case .direct(let one, let other):
            let nick = Source(parsing: Bytes(event.source)).name
            let sides = [side, nick].compactMap { $0.map { Casemapping.ascii.fold($0) } }
            guard let side = sides.first(where: { $0 == one || $0 == other }) else {
                throw Refusal("whoever did it has no part in the talk")
            }
            name = side == one ? other : one
        }
        if Casemapping.ascii.fold(event.target) != name { event.target = name.description }
    }

    private static func checkWords(of event: Event) throws(Refusal) {
        guard isWord(event.source) else { throw Refusal("there is no such nick") }
        switch event.kind {
        case .kick, .nick, .redaction:
            guard event.subject.map(isWord) == true else { throw Refusal("what it is about is missing") }
        case .message, .notice, .tagMessage, .join, .part, .topic, .mode, .quit:
            guard event.subject.map(isWord) != false else { throw Refusal("what it is about cannot be") }
        }
        let hasLines = event.kind == .message || event.kind == .notice
        guard !event.text.contains(where: { isControl($0) && !(hasLines && $0 == ASCII.lineFeed) }) else {
            throw Refusal("it holds what cannot stand in a line")
        }
        let size = Self.size(ofTags: event.tags.filter(\.isClientOnly))
        guard size <= longestTags else { throw Refusal("its tags are longer than \(longestTags) bytes") }
    }

    /// The tags that clients made for each other. A history of Grillo's also says what a bridge relayed, and what was imported there.
    private static func tags(_ tags: [Tag], of format: ImportFormat) -> [Tag] {
        tags.filter { tag in
            guard !tag.key.isEmpty, tag.key.utf8.allSatisfy(isOfKey), !tag.value.utf8.contains(ASCII.nul) else {
                return false
            }
            if tag.isClientOnly { return true }
            guard format == .grillo else { return false }
            return tag.key == Event.relayTag && isWord(tag.value)
                || tag.key == Event.importedTag && ImportFormat(rawValue: tag.value) != nil
        }
    }

    /// The bytes of tags on the wire, with what parts them.
    private static func size(ofTags tags: [Tag]) -> Int {
        var wire: [UInt8] = []
        for tag in tags {
            if !wire.isEmpty { wire.append(ASCII.semicolon) }
            tag.serialize(into: &wire)
        }
        return wire.count
    }

    // MARK: Bytes

    /// True for a word that can stand on the wire with others behind it.
    private static func isWord(_ text: String) -> Bool { isWord(text.utf8) }

    private static func isWord(_ bytes: some Collection<UInt8>) -> Bool {
        (1...longestWord).contains(bytes.count) && bytes.first != ASCII.colon && bytes.allSatisfy { $0 > ASCII.space }
    }

    private func isConversation(_ conversation: Conversation) -> Bool {
        switch conversation {
        case .channel(let name): Self.isName(name) && channels.canBe(name)
        case .direct(let one, let other):
            one <= other && [one, other].allSatisfy { Self.isName($0) && Self.isSide($0) }
        }
    }

    private static func isName(_ name: FoldedName) -> Bool {
        isWord(name.bytes) && Casemapping.ascii.fold(name.bytes) == name
    }

    /// True for what may be a nick, and no room, mask or list.
    private static func isSide(_ name: FoldedName) -> Bool {
        name.bytes.first != UInt8(ascii: "#") && !name.bytes.contains { "!@,*?".utf8.contains($0) }
    }

    private static func isControl(_ byte: UInt8) -> Bool {
        byte == ASCII.nul || byte == ASCII.carriageReturn || byte == ASCII.lineFeed
    }

    private static func isOfKey(_ byte: UInt8) -> Bool {
        switch byte {
        case 0...ASCII.space, ASCII.semicolon, ASCII.equals: false
        default: true
        }
    }
}

extension Event {
    /// True for what happened to somebody in several conversations at once.
    var isToldOften: Bool { kind == .quit || kind == .nick }
}

extension ImportedRecord {
    /// True for what may be said in several lines.
    fileprivate var hasLines: Bool { kind == .message || kind == .notice }
}

extension Bytes {
    /// The end of so many lines; nil where there are no more of them.
    fileprivate func end(ofLines limit: Int) -> Int? {
        var count = 0
        return firstIndex { byte in
            if byte == ASCII.lineFeed { count += 1 }
            return count == limit
        }
    }
}
