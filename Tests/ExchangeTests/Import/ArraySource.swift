import Chat
import Protocol

@testable import Exchange

/// A history made of an array.
struct ArraySource: ImportSource {
    var format = ImportFormat.weechat
    var path = "array"
    var items: [ImportedItem]

    init(_ records: [ImportedRecord], of format: ImportFormat = .weechat) {
        self.format = format
        items = records.map(ImportedItem.record)
    }

    func read(_ take: (ImportedItem) throws(ImportProblem) -> Void) throws(ImportProblem) {
        for item in items { try take(item) }
    }
}

extension ImportedRecord {
    /// A short way to say a record: what `nick` says in a room, some seconds after a moment of 2023.
    static func said(
        _ text: String, by nick: String = "ada", at second: Int64, milliseconds: Int64 = 0,
        kind: Event.Kind = .message, in rooms: String..., subject: String? = nil, tags: [Protocol.Tag] = [],
        msgid: String? = nil, line: Int = 1
    ) -> ImportedRecord {
        let rooms = rooms.isEmpty ? ["#a"] : rooms
        return ImportedRecord(
            time: moment(second).advanced(byMilliseconds: milliseconds), kind: kind, source: "\(nick)!u@example.net",
            conversations: rooms.map { .channel(Casemapping.ascii.fold($0)) },
            target: kind == .quit || kind == .nick ? "" : rooms[0], subject: subject, text: Bytes(text), tags: tags,
            msgid: msgid, line: line)
    }

    static func moment(_ second: Int64) -> Timestamp { Timestamp(seconds: 1_700_000_000 + second) }
}
