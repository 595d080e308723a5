import Chat
import Protocol

/// Events as `docs/export.md` tells them.
extension Event {
    /// Every field of the event; those that it does not have are left out.
    var json: JSONValue {
        .object([
            "msgid": .string(number.msgid),
            "time": time.json,
            "kind": .string(kind.word),
            "source": .string(source),
            "account": account.map { .string($0) },
            "in": .array(conversations.map(\.json)),
            "target": .string(target),
            "subject": subject.map { .string($0) },
            "text": text.isEmpty ? nil : .bytes(text),
            "tags": tags.isEmpty ? nil : .array(tags.map { .array([.string($0.key), .string($0.value)]) }),
        ])
    }

    /// The event that ``json`` tells.
    init(json: JSONValue) throws(JSONFault) {
        let object = try JSONObject(json)
        self.init(
            number: try object.required("msgid") { $0.string.flatMap(EventNumber.init(msgid:)) },
            time: try object.required("time", Timestamp.init(json:)),
            kind: try object.required("kind") { $0.string.flatMap(Kind.init(word:)) },
            source: try object.required("source", \.string),
            account: try object.optional("account", \.string),
            conversations: try object.required("in", Self.conversations),
            target: try object.required("target", \.string),
            subject: try object.optional("subject", \.string),
            text: try object.optional("text", \.bytes) ?? [],
            tags: try object.optional("tags", Self.tags) ?? [])
    }

    private static func conversations(_ json: JSONValue) -> [Conversation]? {
        guard let values = json.array else { return nil }
        let conversations = values.compactMap(Conversation.init(json:))
        return conversations.count == values.count && Set(conversations).count == values.count ? conversations : nil
    }

    private static func tags(_ json: JSONValue) -> [Tag]? {
        guard let values = json.array else { return nil }
        let tags = values.compactMap { pair -> Tag? in
            guard let parts = pair.array, parts.count == 2, let key = parts[0].string, let value = parts[1].string
            else { return nil }
            return Tag(key, value)
        }
        return tags.count == values.count ? tags : nil
    }
}

extension Event.Kind {
    /// The kind's name outside of the program. It does not change.
    var word: String {
        switch self {
        case .message: "message"
        case .notice: "notice"
        case .join: "join"
        case .part: "part"
        case .kick: "kick"
        case .topic: "topic"
        case .mode: "mode"
        case .nick: "nick"
        case .quit: "quit"
        case .redaction: "redaction"
        case .tagMessage: "tagmsg"
        }
    }

    private static let byWord = Dictionary(uniqueKeysWithValues: allCases.map { ($0.word, $0) })

    init?(word: String) {
        guard let kind = Self.byWord[word] else { return nil }
        self = kind
    }
}

extension Conversation {
    /// A room as its name in lower case, the talk of two people as an array of both.
    var json: JSONValue {
        switch self {
        case .channel(let name): .bytes(name.bytes[...])
        case .direct(let one, let other): .array([.bytes(one.bytes[...]), .bytes(other.bytes[...])])
        }
    }

    init?(json: JSONValue) {
        func name(_ json: JSONValue) -> FoldedName? { json.bytes.map { Casemapping.ascii.fold($0) } }
        if let people = json.array {
            guard people.count == 2, let one = name(people[0]), let other = name(people[1]) else { return nil }
            self = .between(one, other)
        } else {
            guard let room = name(json) else { return nil }
            self = .channel(room)
        }
    }
}

extension Timestamp {
    /// The moment that a string tells.
    init?(json: JSONValue) {
        guard let text = json.string, let time = Timestamp(iso8601: text) else { return nil }
        self = time
    }

    var json: JSONValue { .string(iso8601) }
}
