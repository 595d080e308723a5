import Chat
import Foundation
import Protocol
import Storage
import TestSupport
import Testing

/// An engine in a folder; opened again in the same folder, a durable one finds what was stored.
struct EngineFixture: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let isDurable: Bool
    let make: @Sendable (Scratch) -> any StorageEngine

    static let sqlite = Durability.allCases.map { durability in
        EngineFixture(testDescription: "SQLite \(durability)", isDurable: true) {
            SQLiteEngine(path: $0.file("log.sqlite"), durability: durability)
        }
    }
    static let memory = EngineFixture(testDescription: "memory", isDurable: false) { _ in MemoryEngine() }
    static let all = sqlite + [memory]
    static let durable = all.filter(\.isDurable)

    func open(_ folder: Scratch) throws -> any EventLog { try make(folder).openLog() }

    /// The way to read that the server uses: beside the writer where the engine can, else through the log itself.
    func reader(of log: any EventLog, in folder: Scratch) throws -> any LogReading {
        try make(folder).openReader() ?? log
    }
}

extension Conversation {
    static func channel(_ name: String) -> Conversation { .channel(Casemapping.ascii.fold(name)) }
}

extension Event {
    /// A short way to say an event.
    static func of(
        _ number: Int64, _ kind: Kind = .message, in conversations: Conversation..., at time: Int64? = nil,
        text: String = "line"
    ) -> Event {
        Event(
            number: EventNumber(rawValue: number), time: Timestamp(milliseconds: time ?? number * 1000), kind: kind,
            source: "ada!ada@example.net", conversations: conversations, target: "#a", text: Bytes(text))
    }
}

extension EventNumber: ExpressibleByIntegerLiteral {
    public init(integerLiteral value: Int64) { self.init(rawValue: value) }
}

extension LogReading {
    /// The numbers that a conversation remembers, in order.
    func numbers(in conversation: Conversation) throws -> [Int64] {
        try scan(conversation, limit: .max).map(\.event.number.rawValue)
    }

    /// The sequences of a conversation, in order.
    func sequences(in conversation: Conversation) throws -> [Int64] {
        try scan(conversation, limit: .max).map(\.sequence)
    }
}

extension FoldedName: ExpressibleByStringLiteral {
    public init(stringLiteral value: String) { self = Casemapping.ascii.fold(value) }
}
