import Chat
import Protocol

/// Makes records of Ergo's items.
struct ErgoRecordMaker {
    /// The most bytes of a message that are taken.
    static let textLimit = LogFileReader.lineLimit
    /// The most bytes that the tags of one message have together, keys and values.
    static let tagLimit = 4096

    /// The conversation of an item.
    enum Place {
        case room(String)
        /// With an account of one side, and the other.
        case talk(account: String, correspondent: String)
    }

    /// The one room that is wanted; nil for all.
    private let room: FoldedName?
    private var rules = ChannelNameRules()
    /// Names of rooms that were asked for, and what is wrong with each.
    private var known: [String: String?] = [:]

    init(_ context: ForeignLogContext) {
        room = context.room.map { Casemapping.ascii.fold($0) }
    }

    /// The record and losses that an item makes.
    ///
    /// - Parameter line: the line or the row in which it stands.
    mutating func items(of json: Bytes, in place: Place?, line: Int) -> [ImportedItem] {
        guard let item = ErgoItem(json: json) else { return [Self.loss(line, "no item of Ergo's history: left out")] }
        guard let place = place ?? Self.place(of: item) else {
            return [Self.loss(line, "belongs to no room and no private talk: left out")]
        }
        guard isWanted(place) else { return [] }
        guard let kind = ErgoItem.Kind(rawValue: item.type) else {
            return [Self.loss(line, "of a kind (\(item.type)) that Ergo is not known to write: left out")]
        }
        guard kind != .invitation else {
            return [Self.loss(line, "an invitation, which no history keeps here: left out")]
        }
        guard let time = Timestamp(iso8601: item.words.time) else {
            return [Self.loss(line, "its time cannot be read: left out")]
        }
        return items(of: item, kind, at: time, in: place, line: line)
    }

    private static func loss(_ line: Int, _ reason: String) -> ImportedItem {
        .loss(ImportLoss(line: line, reason: reason))
    }

    /// The conversation that an item of an export tells by itself.
    private static func place(of item: ErgoItem) -> Place? {
        guard let name = item.correspondent, !name.isEmpty else { return nil }
        return name.utf8.first == UInt8(ascii: "#") ? .room(name) : .talk(account: "", correspondent: name)
    }

    private func isWanted(_ place: Place) -> Bool {
        guard let room else { return true }
        return switch place {
        case .room(let name): Casemapping.ascii.fold(name) == room
        case .talk: false
        }
    }

    private mutating func items(
        of item: ErgoItem, _ kind: ErgoItem.Kind, at time: Timestamp, in place: Place, line: Int
    ) -> [ImportedItem] {
        let source = Source(parsing: Bytes(item.nick))
        guard ForeignLimits.isNick(Bytes(source.name)) else {
            return [Self.loss(line, "its sender is not called as anybody can be: left out")]
        }
        let conversation: Conversation
        let target: String
        switch place {
        case .room(let name):
            if let problem = problem(with: name) {
                let shown = Bytes(name).prefix(ofAtMost: ForeignLimits.room).text.printable
                return [Self.loss(line, "no room is called \(shown) here: \(problem)")]
            }
            (conversation, target) = (.channel(Casemapping.ascii.fold(name)), name)
        case .talk(let account, let correspondent):
            target = item.parameter ?? Self.recipient(from: source.name, account, correspondent)
            guard ForeignLimits.isNick(Bytes(target)) else {
                return [Self.loss(line, "does not tell to whom it went: left out")]
            }
            conversation = .between(Casemapping.ascii.fold(source.name), Casemapping.ascii.fold(target))
        }
        var record = ImportedRecord(
            time: time, kind: .message, source: Self.source(source), conversations: [conversation], target: target,
            text: item.text, tags: Self.tags(of: item), msgid: Self.msgid(of: item), line: line)
        guard Self.tell(kind, of: item, in: &record) else {
            return [Self.loss(line, "lacks a part without which it tells nothing: left out")]
        }
        return Self.shortened(record)
    }

    /// Of a private message that does not tell to whom it went: whichever side did not send it.
    private static func recipient(from sender: String, _ account: String, _ correspondent: String) -> String {
        Casemapping.ascii.fold(correspondent) == Casemapping.ascii.fold(sender) ? account : correspondent
    }

    private mutating func problem(with name: String) -> String? {
        guard name.utf8.count <= ForeignLimits.room else { return "it has more than \(ForeignLimits.room) bytes" }
        if let problem = known[name] { return problem }
        if known.count >= 4096 { known = [:] }
        let problem = rules.problem(with: name, limit: ForeignLimits.room)
        known[name] = .some(problem)
        return problem
    }

    private static func source(_ source: Source) -> String {
        guard let user = source.user, let host = source.host, ForeignLimits.isAddress(Bytes(user + "@" + host)) else {
            return source.name
        }
        return source.description
    }

    private static func msgid(of item: ErgoItem) -> String? {
        item.words.msgid.flatMap { 1...128 ~= $0.utf8.count ? $0 : nil }
    }

    /// The client-only tags, in the order of their keys. None where they are more than one message can have.
    private static func tags(of item: ErgoItem) -> [Tag] {
        let tags = (item.tags ?? [:]).map { Tag($0.key, $0.value) }.filter { $0.isClientOnly && isKey($0.key) }
        let size = tags.reduce(0) { $0 + $1.key.utf8.count + $1.value.utf8.count }
        return size > tagLimit ? [] : tags.sorted { $0.key < $1.key }
    }

    /// <https://ircv3.net/specs/extensions/message-tags.html#format>
    private static func isKey(_ key: String) -> Bool {
        let name = key.utf8.dropFirst()
        return !name.isEmpty && name.allSatisfy { $0.isASCIIDigit || $0.isASCIILetter || "-./".utf8.contains($0) }
    }

    /// Puts what an item tells where a record has it.
    ///
    /// - Returns: false where something is missing.
    private static func tell(_ kind: ErgoItem.Kind, of item: ErgoItem, in record: inout ImportedRecord) -> Bool {
        switch kind {
        case .message, .notice:
            record.kind = kind == .message ? .message : .notice
            return !record.text.isEmpty
        case .tagMessage:
            record.kind = .tagMessage
            record.text = []
            return !record.tags.isEmpty
        case .join:
            record.kind = .join
            record.text = ErgoItem.line(item.parameter ?? "")
        case .part: record.kind = .part
        case .topic: record.kind = .topic
        case .mode:
            record.kind = .mode
            record.text = item.modeChange
            return !record.text.isEmpty
        case .quit:
            record.kind = .quit
            record.target = ""
        case .kick, .nick:
            record.kind = kind == .kick ? .kick : .nick
            if kind == .nick { record.target = "" }
            guard let nick = item.parameter, ForeignLimits.isNick(Bytes(nick)) else { return false }
            record.subject = nick
        case .invitation: return false
        }
        return true
    }

    /// The record, its text not longer than it may be, and behind a loss where that took something of it.
    private static func shortened(_ record: ImportedRecord) -> [ImportedItem] {
        let limit = record.kind.isStateChange ? ForeignLimits.line : textLimit
        guard record.text.count > limit else { return [.record(record)] }
        var shortened = record
        shortened.text = record.text.prefix(ofAtMost: limit)
        return [loss(record.line, "longer than \(limit) bytes: cut there"), .record(shortened)]
    }
}
