import Chat
import Protocol

/// Writes a history as lines of JSON, from which it can be built anew. `docs/export.md` describes them.
package struct HistoryJSONWriter: ExportWriter {
    private let filter: ExportFilter
    private var eventCount = 0

    /// - Parameter filter: told in the first line, since what it leaves out cannot be seen in the others.
    package init(_ filter: ExportFilter = ExportFilter()) { self.filter = filter }

    package mutating func begin(_ header: ExportHeader) -> Bytes {
        line(
            .object([
                HistoryJSON.versionName: .number(HistoryJSON.version),
                "program": .string("grillo \(header.version)"),
                "made": header.made.json,
                "rooms": filter.rooms.isEmpty ? nil : .array(filter.rooms.map { .string($0) }),
                "account": filter.account.map { .string($0) },
                "since": filter.since?.json,
                "until": filter.until?.json,
            ]))
    }

    /// Written behind the beginning, in the order of their names. What is written of some rooms may go to all who are in them.
    mutating func write(_ room: RegisteredChannel) -> Bytes {
        line(HistoryJSON.room, room.json(isPublic: !filter.rooms.isEmpty))
    }

    /// Written behind the beginning, where one account's data is asked for.
    mutating func write(_ record: AccountRecord) -> Bytes { line(HistoryJSON.account, record.json) }

    package mutating func write(_ event: Event, in conversation: Conversation?) -> Bytes {
        eventCount += 1
        return line(HistoryJSON.event, event.json)
    }

    /// The last line, without which the others are not all.
    package mutating func end() -> Bytes { line(HistoryJSON.end, .number(eventCount)) }

    private func line(_ name: String, _ value: JSONValue) -> Bytes {
        line(.object([JSONValue.Member(name, value)]))
    }

    private func line(_ value: JSONValue) -> Bytes {
        var text: [UInt8] = []
        value.serialize(into: &text)
        text.append(ASCII.lineFeed)
        return text[...]
    }
}
