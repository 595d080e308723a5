import Chat
import Foundation
import GRDB
import Protocol

/// The values that each column of a log may hold: those that this program writes, with room for all that its limits can be set to, and none that
/// it could not bear to read.
///
/// That a value has its column's type is SQLite's to check (`PRAGMA quick_check` of a `STRICT` table).
struct ColumnValueRules {
    /// A rule of one table, for all its columns.
    struct Rule {
        let table: String
        /// An expression that tells the row.
        let row: String
        /// A condition that holds for every row.
        let condition: String
    }

    /// The rows that break a rule, in one line each, at most `limit`.
    ///
    /// - Throws: ``LogError/corrupt(_:)`` where a page cannot be read.
    static func findings(in database: Database, limit: Int) throws -> [String] {
        database.add(function: foldFunction)
        var findings: [String] = []
        for rule in all where findings.count < limit {
            let rows = try PreparedStatement(
                """
                SELECT CAST(\(rule.row) AS TEXT) FROM \(rule.table) WHERE (\(rule.condition)) IS NOT TRUE
                LIMIT \(limit - findings.count)
                """, on: database)
            try rows.each { row throws(LogError) in
                findings.append("\(rule.table) \((row.text(0) ?? "").prefix(80)) holds what no Grillo writes")
            }
        }
        return findings
    }

    // MARK: The rules

    static let all = [
        Rule(
            table: "conversations", row: "id",
            condition: "id BETWEEN 1 AND \(lastPlace) AND first BETWEEN 1 AND \(lastPlace) AND \(conversation)"),
        Rule(
            table: "events", row: "number",
            condition: """
                number BETWEEN 1 AND \(lastNumber) AND \(time("time")) AND kind BETWEEN 1 AND \(lastKind)
                AND \(text("source", 1...512)) AND \(optional("account", text("account", 1...128)))
                AND \(text("target", 0...512)) AND \(optional("subject", text("subject", 0...512)))
                AND length(text) <= \(longestText) AND \(optional("tags", "length(tags) <= 16384"))
                AND length(conversations) <= 100000
                """),
        Rule(
            table: "places", row: "conversation || '/' || sequence",
            condition: """
                conversation BETWEEN 1 AND \(lastPlace) AND sequence BETWEEN 1 AND \(lastPlace)
                AND event BETWEEN 1 AND \(lastNumber) AND \(time("time"))
                """),
        Rule(
            table: "stale", row: "part",
            condition: "part BETWEEN 0 AND \(lastNumber / SearchShard.width) AND mark BETWEEN 1 AND \(lastPlace)"),
        Rule(
            table: "state", row: "key",
            condition: """
                CASE key WHEN 'end.number' THEN value BETWEEN 0 AND \(lastNumber) WHEN 'end.time' THEN \(time("value")) END
                """),
        Rule(
            table: "accounts", row: "name",
            condition: """
                folded = \(fold("name")) AND \(word("name", 1...128)) AND \(time("registered"))
                AND length(settings) <= \(longestText)
                AND (coalesce(salt, iterations, stored_key, server_key) IS NULL
                    OR length(salt) BETWEEN 1 AND 64 AND length(stored_key) = 32 AND length(server_key) = 32
                        AND iterations BETWEEN \(iterations.lowerBound) AND \(iterations.upperBound))
                """),
        Rule(
            table: "presences", row: "nick",
            condition: """
                length(account) BETWEEN 1 AND 128 AND \(text("nick", 0...512)) AND \(text("user", 0...512))
                AND \(optional("host", text("host", 0...512))) AND \(text("name", 0...512))
                AND \(text("modes", 0...8))
                """),
        Rule(
            table: "presence_rooms", row: "room",
            condition: """
                length(account) BETWEEN 1 AND 128 AND position BETWEEN 0 AND 1000000 AND \(channel("room"))
                AND \(text("ranks", 0...8)) AND \(number("since"))
                AND (coalesce(closed_to_all, closed_to_guests, closed_to) IS NULL
                    OR \(number("closed_to_all")) AND \(number("closed_to_guests")) AND closed_to BETWEEN 0 AND 255)
                """),
        Rule(
            table: "certificates", row: "account",
            condition: "length(account) BETWEEN 1 AND 128 AND length(fingerprint) = 32"),
        Rule(
            table: "nicks", row: "nick",
            condition: """
                folded = \(fold("nick")) AND \(word("nick", 1...128)) AND length(account) BETWEEN 1 AND 128
                AND \(time("since"))
                """),
        Rule(
            table: "rooms", row: "name",
            condition: """
                folded = \(fold("name")) AND \(channel("name")) AND length(founder) <= 128 AND \(time("registered"))
                AND (coalesce(topic, topic_by, topic_at) IS NULL
                    OR \(text("topic", 0...512)) AND \(word("topic_by", 1...512)) AND \(time("topic_at")))
                AND modes GLOB '+*' AND \(text("modes", 1...128))
                """),
        Rule(
            table: "room_lists", row: "room",
            condition: """
                position BETWEEN 0 AND 1000000 AND list IN (\(listLetters)) AND \(word("mask", 1...512))
                AND \(word("set_by", 1...512)) AND \(time("set_at")) AND \(optional("until", time("until")))
                AND \(optional("reason", text("reason", 0...512)))
                """),
        Rule(
            table: "room_ranks", row: "room",
            condition: "length(account) BETWEEN 1 AND 128 AND \(text("ranks", 1...8)) AND ranks NOT GLOB '*[^a-z]*'"),
        // Earlier versions took more for times than there are; see ``RegistryReader``.
        Rule(
            table: "markers", row: "account", condition: "length(account) BETWEEN 1 AND 128 AND \(conversation)"),
        Rule(
            table: "notes", row: "key",
            condition:
                """
                \(text("key", 1...512)) AND CASE WHEN key = '\(Registry.secretNote)' THEN length(value) = 32
                WHEN key GLOB '\(Registry.channelNoteHead)#*' THEN length(value) <= \(longestChannelNote)
                ELSE length(value) <= 128 END
                """
        ),
        Rule(
            table: "bans", row: "mask",
            condition: """
                folded = \(fold("mask")) AND \(word("mask", 1...512)) AND \(text("reason", 0...512))
                AND \(text("set_by", 1...512)) AND \(time("set_at")) AND \(optional("until", time("until")))
                """),
        Rule(
            table: "invitations", row: "hex(digest)",
            condition: """
                length(digest) = 32 AND uses BETWEEN 1 AND 1000 AND \(optional("room", channel("room")))
                AND iif(account IS NULL, account_folded IS NULL,
                    account_folded = \(fold("account")) AND \(word("account", 1...128)))
                AND \(optional("expires", time("expires"))) AND \(text("made_by", 1...512)) AND \(time("made_at"))
                AND \(optional("revoked", time("revoked"))) AND (fate IS NULL OR fate = '' OR \(channel("fate")))
                """),
        Rule(
            table: "invitation_guests", row: "guest",
            condition: "length(invitation) = 32 AND \(text("guest", 1...512)) AND \(time("time"))"),
        Rule(
            table: "account_metadata", row: "key",
            condition: """
                length(account) BETWEEN 1 AND 128 AND length(target) <= 512 AND \(metadataEntry)
                """),
        Rule(
            table: "room_metadata", row: "key",
            condition: "\(folded("room")) AND \(metadataEntry)"),
    ]

    /// A copy that went on from near the end of what a number can be would soon be full.
    private static let lastNumber = SQLiteEventLog.maxStartNumber.rawValue
    private static let lastPlace: Int64 = 1 << 53
    /// The most bytes of an event's text, or of an account's settings. Earlier versions told in one event that 10,000
    /// bans had ended, and kept the 10,000 rooms of somebody in one setting: that is some two million bytes.
    private static let longestText = 4 << 20
    /// The most bytes of a note on how a room is set. A list of 10,000 entries has 644 bytes for each at most: a mask
    /// of 200, whoever set it with 211, a reason of 200, and numbers.
    private static let longestChannelNote = 8 << 20
    private static let listLetters = ChannelListMode.allCases.map { "'\($0.rawValue)'" }.joined(separator: ", ")
    private static let lastKind = Event.Kind.allCases.map(\.rawValue).max() ?? 0
    /// The iterations that a check of a password may take; see ``SCRAM/Client/iterations``.
    private static let iterations = SCRAM.Client.iterations

    // MARK: Conditions

    /// Columns `kind`, `name` and `peer` that name a room, or two people of whom the lower comes first.
    private static let conversation = """
        \(folded("name")) AND iif(kind = 1, peer = x'' AND substr(name, 1, 1) = x'23',
            kind = 2 AND \(folded("peer")) AND name <= peer)
        """

    /// Columns `key` and `value` of an entry of metadata.
    private static let metadataEntry = """
        \(text("key", 1...128)) AND key NOT GLOB '*[^a-z0-9_./-]*' AND \(text("value", 1...512))
        """

    private static func optional(_ column: String, _ condition: String) -> String {
        "(\(column) IS NULL OR \(condition))"
    }

    private static func time(_ column: String) -> String {
        "\(column) BETWEEN \(Timestamp.range.lowerBound) AND \(Timestamp.range.upperBound)"
    }

    /// The number of an event, or ``EventNumber/none``.
    private static func number(_ column: String) -> String { "\(column) BETWEEN 0 AND \(lastNumber)" }

    private static func text(_ column: String, _ bytes: ClosedRange<Int>) -> String {
        "length(CAST(\(column) AS BLOB)) BETWEEN \(bytes.lowerBound) AND \(bytes.upperBound)"
    }

    /// A rule for a text that stands on the wire as a parameter with others behind it.
    private static func word(_ column: String, _ bytes: ClosedRange<Int>) -> String {
        """
        \(text(column, bytes)) AND instr(CAST(\(column) AS BLOB), x'00') = 0 AND substr(\(column), 1, 1) <> ':'
        AND \(column) NOT GLOB '*[' || char(1) || '-' || char(32) || ']*'
        """
    }

    private static func channel(_ column: String) -> String {
        "\(word(column, 2...512)) AND \(column) GLOB '[#]*' AND instr(\(column), ',') = 0"
    }

    /// A name folded by ASCII.
    private static func fold(_ column: String) -> String { "\(foldFunction.name)(\(column))" }

    private static func folded(_ column: String) -> String {
        "\(word("CAST(\(column) AS TEXT)", 1...512)) AND \(column) = \(fold(column))"
    }

    /// SQLite's own `lower` knows other letters where it was built with ICU.
    private static let foldFunction = DatabaseFunction("folded", argumentCount: 1, pure: true) { values in
        switch values[0].storage {
        case .string(let text): Data(Casemapping.ascii.fold(text).bytes)
        case .blob(let bytes): Data(Casemapping.ascii.fold(Array(bytes)).bytes)
        case .null, .int64, .double: nil
        }
    }
}
