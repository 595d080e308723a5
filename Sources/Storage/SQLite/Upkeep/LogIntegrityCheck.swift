import Chat
import GRDB
import Protocol

/// The checks of one state of a log of the last version. They bear any value of any type in any column.
struct LogIntegrityCheck {
    let database: Database
    let limit: Int
    let progress: @Sendable (Double) -> Void

    /// All that can be wrong, from the pages to the meaning.
    func run() throws -> [String] {
        // Anything that acts in a schema of somebody else's would act in the checks that follow.
        let strange = try SchemaComparison.findings(in: database)
        guard strange.isEmpty else { return Array(strange.prefix(limit)) }
        var findings: [String] = []
        try untilDamage(&findings) { try checkPages(&$0, "integrity_check") }
        progress(0.4)
        try checkValues(&findings)
        progress(0.5)
        try untilDamage(&findings, checkPlaces)
        progress(0.8)
        try untilDamage(&findings) { try checkEvents(&$0, countsPlaces: true) }
        progress(0.9)
        return findings
    }

    /// The checks of a copy before it takes the place of a log: whether all that it holds can be read, and is in order. Whether
    /// something is missing is not asked: a copy with a gap is better than none.
    func runForRestore() throws -> [String] {
        var findings: [String] = []
        try untilDamage(&findings) { try checkPages(&$0, "quick_check") }
        try checkValues(&findings)
        try untilDamage(&findings) { try checkEvents(&$0, countsPlaces: false) }
        return findings
    }

    private func checkPages(_ findings: inout [String], _ check: String) throws {
        findings += try String.fetchAll(database, sql: "PRAGMA \(check)(\(limit))").filter { $0 != "ok" }
    }

    private func checkValues(_ findings: inout [String]) throws {
        try untilDamage(&findings) { findings in
            findings += try ColumnValueRules.findings(in: database, limit: max(limit - findings.count, 0))
        }
        try untilDamage(&findings, checkSettings)
    }

    /// Does a check. Where the database cannot be read, that is a finding as well, and the check ends there.
    private func untilDamage(_ findings: inout [String], _ check: (inout [String]) throws -> Void) throws {
        do {
            try check(&findings)
        } catch {
            guard case .corrupt(let what) = LogError(error) else { throw error }
            findings.append(what)
        }
    }

    /// Checks that the settings of each account can be read.
    private func checkSettings(_ findings: inout [String]) throws {
        let rows = try SelectStatement<SettingsColumn>("FROM accounts", on: database)
        defer { rows.reset() }
        while findings.count < limit, try rows.step() {
            let bytes = rows.bytes(.settings)
            if EventCoding.tags(bytes).map(EventCoding.encode) != bytes {
                findings.append("the settings of the account \(rows.text(.name) ?? "") cannot be read")
            }
        }
    }

    /// True for bytes that ``EventCoding`` writes for the tags of an event, and for blanked ones.
    private static func areTags(_ bytes: [UInt8]) -> Bool {
        EventCoding.isBlank(bytes) || EventCoding.tags(bytes).map(EventCoding.encode) == bytes
    }

    /// Places run from the first that is kept without a gap, with numbers and times that rise, and each has its event.
    private func checkPlaces(_ findings: inout [String]) throws {
        let count = max(try Int64.fetchOne(database, sql: "SELECT count(*) FROM conversations") ?? 0, 1)
        let rows = try SelectStatement<PlaceCheckColumn>(
            """
            FROM places LEFT JOIN events ON number = event LEFT JOIN conversations ON id = conversation
            ORDER BY conversation, sequence
            """, on: database)
        defer { rows.reset() }
        var last: (id: Int64, sequence: Int64, event: Int64, time: Int64)?
        var seen = 0
        while findings.count < limit, try rows.step() {
            let (id, sequence) = (rows.int64(.conversation), rows.int64(.sequence))
            let (event, time) = (rows.int64(.event), rows.int64(.placeTime))
            if id != last?.id {
                seen += 1
                progress(0.5 + 0.3 * min(Double(seen) / Double(count), 1))
                if rows.isNull(.first) {
                    findings.append("conversation \(id) has places and no name")
                } else if sequence != rows.int64(.first) {
                    findings.append("conversation \(id) begins at \(sequence), not at \(rows.int64(.first))")
                }
            } else if let last {
                // Wraps only for a number that is no place, and is a gap then, too.
                if sequence != last.sequence &+ 1 {
                    findings.append("conversation \(id) has a gap between \(last.sequence) and \(sequence)")
                }
                if event <= last.event || time < last.time {
                    findings.append("conversation \(id) runs back at \(sequence)")
                }
            }
            if rows.isNull(.eventTime) {
                findings.append("event \(event) has a place but is missing")
            } else if rows.int64(.eventTime) != time {
                findings.append("event \(event) and its place \(id)/\(sequence) differ in time")
            }
            last = (id, sequence, event, time)
        }
    }

    /// Times rise with numbers, and an event has as many places as the conversations that still remember it.
    ///
    /// - Parameter countsPlaces: true to check that all of those places are there.
    private func checkEvents(_ findings: inout [String], countsPlaces: Bool) throws {
        var firsts: [Int64: Int64] = [:]
        try SelectStatement<FirstEventColumn>("FROM conversations", on: database).each { row throws(LogError) in
            firsts[row.int64(.id)] = row.isNull(.event) ? .max : row.int64(.event)
        }
        var expected = 0
        var time = Int64.min
        let rows = try SelectStatement<EventCheckColumn>("FROM events ORDER BY number", on: database)
        defer { rows.reset() }
        while findings.count < limit, try rows.step() {
            let number = rows.int64(.number)
            if rows.int64(.time) < time { findings.append("event \(number) is earlier than the one before") }
            time = rows.int64(.time)
            guard let ids = EventCoding.ids(rows.bytes(.conversations)), Set(ids).count == ids.count,
                Self.areTags(rows.bytes(.tags))
            else {
                findings.append("event \(number) cannot be read")
                continue
            }
            if ids.contains(where: { firsts[$0] == nil }) {
                findings.append("event \(number) was said where there is no conversation")
            }
            expected += ids.count { number >= firsts[$0] ?? .max }
        }
        guard countsPlaces else { return }
        let found = try Int.fetchOne(database, sql: "SELECT count(*) FROM places") ?? 0
        if found != expected, findings.count < limit {
            findings.append("there are \(found) places where the events say \(expected)")
        }
    }
}

// MARK: - What the checks read

private enum SettingsColumn: Int32, StatementColumn {
    case name, settings
}

/// A place with its event and its conversation.
private enum PlaceCheckColumn: Int32, StatementColumn {
    case conversation, sequence, event, placeTime, eventTime, first

    var expression: String {
        switch self {
        case .conversation, .sequence, .event, .first: "\(self)"
        case .placeTime: "places.time"
        case .eventTime: "events.time"
        }
    }
}

/// A conversation with the first event that it has a place for.
private enum FirstEventColumn: Int32, StatementColumn {
    case id, event

    var expression: String {
        switch self {
        case .id: "id"
        case .event: "(SELECT event FROM places WHERE conversation = id ORDER BY sequence LIMIT 1)"
        }
    }
}

private enum EventCheckColumn: Int32, StatementColumn {
    case number, time, conversations, tags
}
