import Chat
import Foundation
import Protocol

@testable import Exchange

/// Events of one room, and what a writer makes of them.
enum ExportedEvents {
    static let room = Conversation.channel(Casemapping.ascii.fold("#Den"))

    /// 2026-11-30 18:00:00 in UTC.
    static let evening = Timestamp(iso8601: "2026-11-30T18:00:00Z") ?? .earliest

    /// An event of `bo!~bo@host`, its number so many seconds behind ``evening``.
    static func event(
        _ number: Int64, _ kind: Event.Kind = .message, _ text: String = "", by source: String = "bo!~bo@host",
        account: String? = nil, target: String = "#Den", subject: String? = nil, tags: [Tag] = []
    ) -> Event {
        Event(
            number: EventNumber(rawValue: number), time: evening.advanced(bySeconds: number), kind: kind,
            source: source, account: account, conversations: [room], target: target, subject: subject,
            text: Bytes(text), tags: tags)
    }

    static func msgid(_ number: Int64) -> String { EventNumber(rawValue: number).msgid }

    static func written(
        _ events: [Event], by writer: some ExportWriter, name: String = "#Den", topic: String? = nil
    ) -> String {
        var writer = writer
        let header = ExportHeader(
            version: "1.2.3", made: evening, conversation: room, name: name, topic: topic)
        var bytes = writer.begin(header)
        for event in events { bytes += writer.write(event, in: room) }
        return (bytes + writer.end()).text
    }
}
