import Chat
import GRDB
import Protocol

/// Gives out the places of conversations: their ids and the next sequence of each, read when first asked for.
///
/// Memory is bounded, however many conversations there are: what has been used lately is in `young`; when that is full it
/// becomes `old`, and what was old is forgotten and would be read again.
struct SequenceAllocator {
    private struct Entry {
        let id: Int64
        var next: Int64

        mutating func take() -> (id: Int64, sequence: Int64) {
            defer { next += 1 }
            return (id, next)
        }
    }

    private var young: [Conversation: Entry] = [:]
    private var old: [Conversation: Entry] = [:]
    private let generation: Int
    private let reading: ReadingStatements
    private let insert: InsertStatement<ConversationColumn>

    /// - Parameter generation: half of how many conversations are held in memory at most.
    init(on database: Database, reading: ReadingStatements, generation: Int) throws {
        self.generation = generation
        self.reading = reading
        insert = try InsertStatement(on: database)
    }

    /// Takes the next place of a conversation; one that is new is made. If the transaction is then given up,
    /// ``forget()`` must follow.
    mutating func allocate(in conversation: Conversation) throws(LogError) -> (id: Int64, sequence: Int64) {
        if let place = young[conversation]?.take() { return place }
        var entry: Entry
        if let known = old.removeValue(forKey: conversation) {
            entry = known
        } else if let found = try reading.names.entry(of: conversation) {
            let last = try reading.events.lastSequence(of: found.id)
            entry = Entry(id: found.id, next: max(last + 1, found.first))
        } else {
            insert.bind(conversation, kind: .kind, name: .name, peer: .peer)
            try insert.run()
            entry = Entry(id: insert.lastInsertedRow, next: 1)
        }
        if young.count >= generation {
            old = young
            young.removeAll()
        }
        let place = entry.take()
        young[conversation] = entry
        return place
    }

    mutating func forget() {
        young.removeAll()
        old.removeAll()
    }
}
