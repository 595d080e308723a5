import Chat
import Foundation
import Protocol
import Storage

@testable import Exchange

/// A small history in memory: two rooms, a talk of two people, and somebody who had a name before.
struct HistoryExample {
    let log: any EventLog

    static let den = Conversation.channel(Casemapping.ascii.fold("#Den"))
    static let hall = Conversation.channel(Casemapping.ascii.fold("#hall"))
    static let talk = Conversation.between(Casemapping.ascii.fold("ada"), Casemapping.ascii.fold("bob"))
    static let foreignTalk = Conversation.between(Casemapping.ascii.fold("bob"), Casemapping.ascii.fold("eve"))

    /// In UTC.
    static let style = HistoryExport.Style(format: .json, timeZone: .gmt, made: second(1000))

    static func second(_ second: Int64) -> Timestamp { Timestamp(seconds: second) }

    /// An event with the number and the second `number`.
    static func event(
        _ number: Int64, _ kind: Event.Kind = .message, by nick: String, account: String? = nil,
        in conversations: [Conversation], target: String, subject: String? = nil, text: String = "", tags: [Tag] = []
    ) -> Event {
        Event(
            number: EventNumber(rawValue: number), time: second(number), kind: kind, source: "\(nick)!u@h",
            account: account, conversations: conversations, target: target, subject: subject, text: Bytes(text),
            tags: tags)
    }

    static let events = [
        event(1, by: "ada", account: "ada", in: [den], target: "#Den", text: "from whoever had the name before"),
        event(2, by: "ada", in: [talk], target: "bob", text: "and wrote to bob"),
        event(10, .join, by: "bob", account: "Bob", in: [den], target: "#Den", text: "Bob of Ulm"),
        event(11, by: "ada", account: "Ada", in: [den], target: "#Den", text: "hello"),
        event(12, by: "bob", account: "bob", in: [den], target: "#den", text: "a secret"),
        event(13, by: "ada", account: "ada", in: [talk], target: "bob", text: "hello bob"),
        event(14, by: "bob", account: "bob", in: [talk], target: "ada", text: "hello ada"),
        event(15, by: "eve", in: [hall], target: "#hall", text: "anybody?"),
        event(16, by: "eve", in: [foreignTalk], target: "bob", text: "for bob alone"),
        event(
            17, .redaction, by: "bob", account: "bob", in: [den], target: "#Den",
            subject: EventNumber(rawValue: 12).msgid),
        event(18, .tagMessage, by: "ada", account: "ada", in: [den], target: "#Den", tags: [Tag("+draft/react", "👍")]),
        event(19, .quit, by: "bob", account: "bob", in: [den, hall], target: "", text: "bye"),
    ]

    init() throws {
        log = try MemoryEngine().openLog()
        var entries = [
            LogEntry.change(
                .saveAccount(
                    Account(
                        name: "Ada", registered: Self.second(5),
                        credential: SCRAM.Credential(
                            salt: [1, 2], iterations: 4096, storedKey: [3, 3], serverKey: [4, 4]),
                        certificates: [[0xAB, 0xCD]], settings: ["always-on": "on"]))),
            .change(
                .saveChannel(
                    RegisteredChannel(
                        name: "#Den", founder: Casemapping.ascii.fold("ada"), registered: Self.second(6),
                        topic: .init(text: "A topic", setBy: "ada", setAt: Self.second(7)), modes: "+mkl sesame 10",
                        lists: [.init(list: "b", mask: "eve!*@*", setBy: "ada", setAt: Self.second(8))],
                        ranks: [Casemapping.ascii.fold("bob"): "o"], metadata: ["url": "https://den.example"]))),
            .change(
                .reserveNick(
                    NickReservation(nick: "Ada", account: Casemapping.ascii.fold("ada"), since: Self.second(5)))),
            .change(.saveMetadata(Casemapping.ascii.fold("ada"), key: "pronouns", about: nil, "she")),
            .change(
                .saveMetadata(Casemapping.ascii.fold("ada"), key: "color", about: Casemapping.ascii.fold("#den"), "red")
            ),
            .change(.markRead(account: Casemapping.ascii.fold("ada"), Self.den, Self.second(12))),
        ]
        entries += Self.events.map { .event($0) }
        try log.append(entries)
    }

    /// The texts of what a walk hands over.
    func texts(_ filter: ExportFilter, in conversation: Conversation? = nil) throws -> [String] {
        try events(filter, in: conversation).map(\.text.text)
    }

    /// What a walk hands over.
    func events(_ filter: ExportFilter, in conversation: Conversation? = nil) throws -> [Event] {
        var found: [Event] = []
        try HistoryExport.reading(log, filter) { export throws(ImportProblem) in
            if let conversation {
                try export.events(in: conversation) { event, _ in found.append(event) }
            } else {
                try export.events { event, _ in found.append(event) }
            }
        }
        return found
    }

    /// The lines of an export in JSON.
    func json(_ filter: ExportFilter, to path: String) throws -> [String] {
        try HistoryExport.reading(log, filter) { export throws(ImportProblem) in
            try export.writeJSON(to: .file(path), Self.style) { _ in }
        }
        return try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map(String.init)
    }
}
