import Chat
import Protocol

/// An event that was taken, without its number.
package struct StagedEvent: Hashable, Sendable {
    package let record: Int64
    /// The place of the file that tells it, from 1.
    package let file: Int
    /// The line of that file on which it stands.
    package let line: Int
    /// Its conversations are all in which it is told by any of the files.
    package var event: Event
}

/// The fate of an event of a file.
package struct StagedOutcome: Hashable, Sendable {
    package let record: Int64
    /// The place of the file that tells it, from 1.
    package let file: Int
    /// The best of what became of its lines.
    package var fate: StagedFate
    /// True for a quit or a change of nick that is part of what another file tells: it adds a room to that.
    package var isPart: Bool
}

extension ImportStaging {
    /// Goes through the events of the files in the order in which they were added, and tells what became of each.
    package func eachOutcome(_ body: (StagedOutcome) throws(LogError) -> Void) throws(LogError) {
        let rows = try statements().outcomes
        var last: StagedOutcome?
        defer { rows.reset() }
        while try rows.step() {
            let (record, fate) = (rows.int64(0), StagedFate(rawValue: rows.int64(2)) ?? .taken)
            guard record > 0 else { continue }
            let isPart = fate == .taken && rows.int64(3) != record
            if last?.record == record {
                if let best = last?.fate, fate.rawValue < best.rawValue { last?.fate = fate }
                if fate == .taken, !isPart { last?.isPart = false }
                continue
            }
            if let last { try body(last) }
            last = StagedOutcome(record: record, file: Int(rows.int64(1)), fate: fate, isPart: isPart || fate != .taken)
        }
        if let last { try body(last) }
    }

    /// The line of its file on which an event stands.
    package func line(of record: Int64) throws(LogError) -> Int {
        let row = try statements().line
        defer { row.reset() }
        row.bind(1, record)
        guard try row.step() else { throw .corrupt("an event is gone that was just there") }
        return Int(row.int64(0))
    }

    /// The next of the events that were taken, in the order of time; those of one time in the order of the files, and of their lines. Nil
    /// behind the last.
    package func next() throws(LogError) -> StagedEvent? {
        let statements = try statements()
        let row = statements.records
        while try row.step() {
            let record = row.int64(.id)
            let conversations = try conversations(of: record)
            guard !conversations.isEmpty else { continue }
            let event = Event(
                number: .none, time: row.time(.time), kind: try Self.kind(row.int64(.kind)),
                source: row.text(.source) ?? "", conversations: conversations, target: row.text(.target) ?? "",
                subject: row.text(.subject), text: Bytes(row.bytes(.text)),
                tags: EventCoding.tags(row.bytes(.tags)) ?? [])
            return StagedEvent(
                record: record, file: Int(row.int64(.file)), line: Int(row.int64(.line)), event: event)
        }
        return nil
    }

    private static func kind(_ value: Int64) throws(LogError) -> Event.Kind {
        guard let kind = UInt8(exactly: value).flatMap(Event.Kind.init(rawValue:)) else {
            throw .corrupt("there are no events of kind \(value)")
        }
        return kind
    }

    private func conversations(of record: Int64) throws(LogError) -> [Conversation] {
        let rows = try statements().conversationsOf
        rows.bind(1, record)
        defer { rows.reset() }
        var conversations: [Conversation] = []
        while try rows.step() { conversations.append(try conversation(rows.int64(0))) }
        return conversations
    }

    private func conversation(_ id: Int64) throws(LogError) -> Conversation {
        if let last = lastConversation, last.id == id { return last.conversation }
        let row = try statements().conversation
        row.bind(1, id)
        defer { row.reset() }
        guard try row.step() else { throw .corrupt("conversation \(id) has no name") }
        let conversation = try ConversationNames.conversation(in: row, kind: .kind, name: .name, peer: .peer)
        lastConversation = (id, conversation)
        return conversation
    }

    // MARK: Numbers

    /// Notes the number that an event of a file has now.
    package func setNumber(_ number: EventNumber, of record: Int64) throws(LogError) {
        let row = try statements().insertNumber
        row.bind(1, record)
        row.bind(2, number.rawValue)
        try row.run()
    }

    /// Notes the number that an event of the log has now.
    package func setNumber(_ number: EventNumber, ofKept old: EventNumber) throws(LogError) {
        try setNumber(number, of: Self.record(ofKept: old))
    }

    /// True where another history, too, tells the event that a file calls by this msgid, and has its words.
    package func isToldElsewhere(_ msgid: String, in file: Int) throws(LogError) -> Bool {
        guard let home = try home(of: msgid, in: file) else { return false }
        let row = try statements().findOtherTeller
        defer { row.reset() }
        row.bind(1, home)
        row.bind(2, Int64(file))
        return try row.step()
    }

    /// The new number of the event that a file calls by a msgid; nil where none has been given yet.
    package func number(of msgid: String, in file: Int) throws(LogError) -> EventNumber? {
        guard let home = try home(of: msgid, in: file) else { return nil }
        return try number(try statements().findNumber, home)
    }

    /// The new number of an event of a file; nil where it is not written.
    package func number(of record: Int64) throws(LogError) -> EventNumber? {
        try number(try statements().findNumber, record)
    }

    /// The new number of an event of the log; nil where there is none.
    package func number(ofKept old: EventNumber) throws(LogError) -> EventNumber? {
        try number(try statements().findNumber, Self.record(ofKept: old))
    }

    /// The new number of the first event of the log from this one on; nil where there is none.
    package func number(ofKeptFrom old: EventNumber) throws(LogError) -> EventNumber? {
        try number(try statements().nextNumber, Self.record(ofKept: old))
    }

    func home(of msgid: String, in file: Int) throws(LogError) -> Int64? {
        let row = try statements().findName
        defer { row.reset() }
        row.bind(1, Int64(file))
        row.bindText(2, msgid)
        return try row.step() ? row.int64(0) : nil
    }

    private func number(_ row: PreparedStatement, _ record: Int64) throws(LogError) -> EventNumber? {
        defer { row.reset() }
        row.bind(1, record)
        return try row.step() ? row.number(0) : nil
    }

    // MARK: Losses

    /// Notes what of a file is not taken.
    package func addLoss(of file: Int, line: Int, reason: String) throws(LogError) {
        let row = try statements().insertLoss
        row.bind(1, Int64(file))
        row.bind(2, Int64(line))
        row.bindText(3, reason)
        try row.run()
    }

    /// Goes through all that is not taken of a file, in the order of its lines.
    ///
    /// - Parameter body: returns false to end it.
    package func eachLoss(
        of file: Int, _ body: (_ line: Int, _ reason: String) throws(LogError) -> Bool
    ) throws(LogError) {
        let rows = try statements().losses
        rows.bind(1, Int64(file))
        defer { rows.reset() }
        while try rows.step() {
            guard try body(Int(rows.int64(0)), rows.text(1) ?? "") else { return }
        }
    }
}
