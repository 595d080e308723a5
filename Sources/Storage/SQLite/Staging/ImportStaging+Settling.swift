import Chat
import GRDB
import Protocol

/// Which of the lines are taken. The rule:
///
/// 1. The log that is kept stays as it is: it takes nothing from itself, and no file takes anything from it.
/// 2. A blank, of which a history knows only that it was redacted, is one of the events of the same nick and kind in the same conversation
///    and the same second; as clocks differ, ``StagedLine/slack`` seconds before and behind it, and in the whole minute where one of the two
///    knows no more. Which one, nobody can tell. So of what the files tell there, only that is taken which the blank's own history still
///    tells, or the kept log does; see ``StagedRedactions``. That is asked of whole events: of a message of several lines each must be told.
/// 3. Of equal lines of the rest as many are taken as the history has that has most of them, by the second, or by the minute where a history
///    knows no more; see ``StagedSettling``. An event whose lines are all told is not told again. One of whose lines some are told is taken
///    whole.
/// 4. Reactions are equal if what they react to is one event by these rules; so are redactions. Therefore they are compared last.
extension ImportStaging {
    /// Decides what becomes of each line. To be called once, when all is added.
    ///
    /// - Parameter progress: is told how much is done, from 0 to 1.
    package func settle(progress: (Double) -> Void = { _ in }) throws(LogError) {
        try betweenTransactions { database in try database.execute(sql: StagingStatements.lineIndexes) }
        let statements = try betweenTransactions { database in try SettlingStatements(on: database) }
        for round in StagedLine.Round.allCases {
            progress(Double(round.rawValue + 1) / Double(StagedLine.Round.allCases.count + 1))
            if round != .messages { try refer(round, statements) }
            try redact(round, statements)
            try compare(round, statements)
            try statements.applyRedacted.run()
            if round == .messages { try statements.takeWhole.run() }
        }
        try betweenTransactions { database in try database.execute(sql: StagingStatements.orderIndexes) }
    }

    /// Makes the events part of the lines that these mention.
    private func refer(_ round: StagedLine.Round, _ statements: SettlingStatements) throws(LogError) {
        let update = try self.statements().refer
        statements.mentions.bind(1, round.rawValue)
        try statements.mentions.each { row throws(LogError) in
            let (file, msgid) = (Int(row.int64(2)), row.text(3) ?? "")
            let kept = EventNumber(msgid: msgid).map(Self.record(ofKept:))
            guard let home = file == Self.keptFile ? kept : try home(of: msgid, in: file) else { return }
            var hasher = Hasher()
            hasher.combine(row.int64(1))
            hasher.combine(home)
            update.bind(1, row.int64(0))
            update.bind(2, Int64(hasher.finalize()))
            try update.run()
        }
    }

    private func redact(_ round: StagedLine.Round, _ statements: SettlingStatements) throws(LogError) {
        let redact = try self.statements().redact
        statements.blanks.bind(1, round.rawValue)
        try statements.blanks.each { row throws(LogError) in
            let moment = SettlingStatements.Moment(
                round: round, minute: row.int64(0), speaker: row.int64(1), conversation: row.int64(2))
            guard let lines = try statements.lines(around: moment) else {
                return try statements.redactAll(around: moment)
            }
            for outcome in StagedRedactions.redacted(by: moment.minute, in: lines) {
                redact.bind(1, outcome.record)
                redact.bind(2, outcome.blank)
                try redact.run()
            }
        }
    }

    private func compare(_ round: StagedLine.Round, _ statements: SettlingStatements) throws(LogError) {
        let own = try self.statements()
        var settling = StagedSettling()
        statements.lines.bind(1, round.rawValue)
        try statements.lines.each { row throws(LogError) in
            let line = StagedSettling.Line(
                id: row.int64(7), record: row.int64(6), file: row.int64(5), conversation: row.int64(2),
                text: row.isNull(1) ? nil : row.int64(1), speaker: row.int64(0), second: row.int64(4),
                length: row.int64(3))
            for outcome in settling.add(line) { try own.settle(outcome) }
        }
        for outcome in settling.finish() { try own.settle(outcome) }
    }
}

extension StagingStatements {
    fileprivate func settle(_ outcome: StagedSettling.Outcome) throws(LogError) {
        settle.bind(1, outcome.id)
        settle.bind(2, outcome.fate.rawValue)
        settle.bind(3, outcome.home)
        try settle.run()
    }
}

/// The statements that are needed to settle, when there are the indexes.
private struct SettlingStatements {
    let mentions, blanks, lines: PreparedStatement
    private let spoken, blankFiles, redactAll: PreparedStatement
    /// Gives all lines of a record that was redacted this fate.
    let applyRedacted: PreparedStatement
    /// Takes all lines of a record of which some are taken.
    let takeWhole: PreparedStatement

    /// A minute in which somebody said something in a conversation.
    struct Moment {
        let round: StagedLine.Round
        let minute: Int64
        let speaker: Int64
        let conversation: Int64
    }

    init(on database: Database) throws {
        mentions = try PreparedStatement(
            """
            SELECT lines.id, lines.text, mentions.file, mentions.msgid FROM mentions
            CROSS JOIN lines ON lines.id = mentions.line WHERE lines.round = ?1 AND lines.text IS NOT NULL
            """, on: database)
        blanks = try PreparedStatement(
            "SELECT DISTINCT minute, speaker, conversation FROM lines WHERE round = ?1 AND text IS NULL", on: database)
        spoken = try PreparedStatement(
            """
            SELECT record, file, text, second, length, slack FROM lines INDEXED BY lines_spoken
            WHERE round = ?1 AND minute = ?2 AND speaker = ?3 AND conversation = ?4 ORDER BY id
            """, on: database)
        // Equal ones stand together, those of seconds before those of minutes.
        lines = try PreparedStatement(
            """
            SELECT speaker, text, conversation, length, second, file, record, id FROM lines INDEXED BY lines_told
            WHERE round = ?1 AND record NOT IN (SELECT record FROM redacted)
            ORDER BY minute, speaker, text, conversation, length, second, file, record
            """, on: database)
        blankFiles = try PreparedStatement(
            """
            SELECT min(file), max(file), min(record) FROM lines INDEXED BY lines_spoken
            WHERE round = ?1 AND minute = ?2 AND speaker = ?3 AND conversation = ?4 AND text IS NULL
            """, on: database)
        redactAll = try PreparedStatement(
            """
            INSERT OR IGNORE INTO redacted (record, blank) SELECT record, ?7 FROM lines INDEXED BY lines_spoken
            WHERE round = ?1 AND minute IN (?2 - 60, ?2, ?2 + 60) AND speaker = ?3 AND conversation = ?4
                AND text IS NOT NULL AND record > 0 AND (file <> ?5 OR file <> ?6)
            """, on: database)
        // The blank may be told by another history, too.
        applyRedacted = try PreparedStatement(
            """
            UPDATE lines SET fate = 2, home = coalesce(
                (SELECT blank.home FROM lines AS blank WHERE blank.record = redacted.blank LIMIT 1), redacted.blank)
            FROM redacted WHERE lines.record = redacted.record
            """, on: database)
        takeWhole = try PreparedStatement(
            """
            UPDATE lines SET fate = 0, home = record WHERE fate IN (1, 3) AND record IN (
                SELECT record FROM lines WHERE record > 0 AND speaker & 1 = 0
                GROUP BY record HAVING min(fate) = 0 AND max(fate) > 0)
            """, on: database)
    }

    /// The lines of the speaker in a minute and in those beside it; nil where they are too many.
    func lines(around moment: Moment) throws(LogError) -> [StagedRedactions.Line]? {
        var lines: [StagedRedactions.Line] = []
        for minute in [moment.minute - StagedLine.minute, moment.minute, moment.minute + StagedLine.minute] {
            spoken.bind(moment)
            spoken.bind(2, minute)
            defer { spoken.reset() }
            var count = 0
            while try spoken.step() {
                count += 1
                if count > StagedRedactions.mostLines { return nil }
                lines.append(
                    .init(
                        record: spoken.int64(0), file: spoken.int64(1), text: spoken.isNull(2) ? nil : spoken.int64(2),
                        second: spoken.int64(3), length: spoken.int64(4), slack: spoken.int64(5)))
            }
        }
        return lines
    }

    /// Redacts all that files tell there, but for one that alone knows of the blanks.
    func redactAll(around moment: Moment) throws(LogError) {
        blankFiles.bind(moment)
        defer { blankFiles.reset() }
        guard try blankFiles.step() else { return }
        redactAll.bind(moment)
        for column in Int32(0)...2 { redactAll.bind(column + 5, blankFiles.int64(column)) }
        try redactAll.run()
    }
}

extension PreparedStatement {
    fileprivate func bind(_ moment: SettlingStatements.Moment) {
        bind(1, moment.round.rawValue)
        bind(2, moment.minute)
        bind(3, moment.speaker)
        bind(4, moment.conversation)
    }
}
