import Protocol

/// A batch that the server has begun and not ended. <https://ircv3.net/specs/extensions/batch>
struct Batch: Sendable {
    enum Kind: Hashable, Sendable {
        case history
        /// The people who wrote to us: <https://ircv3.net/specs/extensions/chathistory>.
        case targets
        case search
        case multiline
        case metadata
        /// All networks of a bouncer.
        case bouncerNetworks
        case other
    }

    /// The most batches that may be open at once. The next two bound the messages and the bytes that one batch may hold; more is not looked
    /// at.
    static let maxOpen = 64
    static let maxMessages = 20_000
    static let maxBytes = 8_000_000
    /// The most bytes that all open batches may hold together.
    static let maxBytesInAll = 32_000_000

    let kind: Kind
    /// The message that began it.
    let start: Message
    let label: String?
    /// The batch that it is part of.
    let parent: String?
    private(set) var messages: [Message] = []
    private(set) var byteCount = 0

    init(start: Message, label: String?, parent: String?) {
        self.start = start
        self.label = label
        self.parent = parent
        switch start.text(at: 1) ?? "" {
        case "chathistory", "znc.in/playback": kind = .history
        case "draft/chathistory-targets": kind = .targets
        case "soju.im/search", "search": kind = .search
        case "draft/multiline": kind = .multiline
        case "metadata": kind = .metadata
        case "soju.im/bouncer-networks": kind = .bouncerNetworks
        default: kind = .other
        }
    }

    /// True if the messages of the batch are looked at all together, when it ends. Those of one that can be very long, and go on for a while,
    /// are looked at as they come.
    var collects: Bool {
        switch kind {
        case .history, .targets, .search, .multiline: true
        case .metadata, .bouncerNetworks, .other: false
        }
    }

    /// The room or nick that it is about.
    var target: Bytes { start.parameters.count > 2 ? start.parameters[2] : [] }

    /// Keeps a message, tags and all. Returns by how many bytes the batch grew; 0 where it is full, and the message is left out.
    mutating func add(_ message: Message) -> Int {
        let size =
            message.parameters.reduce(100 + (message.source?.count ?? 0)) { $0 + $1.count }
            + message.tags.reduce(0) { $0 + $1.key.utf8.count + $1.value.utf8.count + 40 }
        guard messages.count < Self.maxMessages, byteCount + size <= Self.maxBytes else { return 0 }
        byteCount += size
        messages.append(message)
        return size
    }

    /// The one message that a multiline batch is: the words of all, with the tags of its beginning.
    /// <https://ircv3.net/specs/extensions/multiline>
    var joined: Message? {
        guard let first = messages.first else { return nil }
        var text: [UInt8] = []
        for (index, message) in messages.enumerated() {
            if index > 0, message.tag("draft/multiline-concat") == nil { text.append(ASCII.lineFeed) }
            text.append(contentsOf: message.parameters.count > 1 ? message.parameters[1] : [])
        }
        var tags = start.tags.filter { $0.key != "batch" }
        if let parent { tags.append(Tag("batch", parent)) }
        return Message(
            tags: tags, source: start.source ?? first.source, first.command,
            [first.parameters.first ?? target, text[...]])
    }
}
