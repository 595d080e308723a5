import Chat
import Protocol
import Storage

/// Makes one history of several: of files from elsewhere, and of the log of a server if that is wanted.
///
/// Their events are merged by time, and each event gets a new number; see ``ImportStaging`` for what is told twice. An imported event belongs
/// to no account, and bears the tag ``Event/importedTag``. What was redacted in one of the histories is redacted.
///
/// All takes constant memory. First everything is read and decided, which makes the ``report``; then, if that is liked, it is written.
package final class HistoryImport {
    package private(set) var report: ImportReport
    private let staging: ImportStaging
    private let kept: (any LogReading)?
    private let isExact: [Bool]
    /// The seconds in which times are compared: what knows its events' times worst decides.
    private let unit: Int64
    private var keptCount = 0

    /// Is told how much is done, from 0 to 1.
    package typealias Progress = (Double) -> Void

    /// The events that are read, and written, in one go.
    static let portion = 500

    /// Reads all, and decides what is taken.
    ///
    /// - Parameters:
    ///   - sources: what the one tells counts before what those behind it do, but first of all counts what knows its events best.
    ///   - kept: the log with which they are merged; nothing may write to it meanwhile.
    ///   - path: of the file that holds it all meanwhile, beside the log that is to be. It must not be there, and is gone with this.
    ///   - now: nothing later is taken.
    package init(
        of sources: [any ImportSource], with kept: (any LogReading)? = nil, stagedAt path: String, at now: Timestamp,
        progress: Progress = { _ in }
    ) throws(ImportProblem) {
        let sources = Self.ordered(sources)
        self.kept = kept
        isExact = sources.map(\.format.isExact)
        unit = sources.map(\.format.unit).max() ?? 1
        report = ImportReport(files: sources.map { ImportReport.File($0) })
        staging = try asked { () throws(LogError) in try ImportStaging(path: path) }
        if let kept { try stage(kept) }
        let check = RecordCheck(now: now)
        for (index, source) in sources.enumerated() {
            progress(Double(index) / Double(sources.count))
            try source.read { item throws(ImportProblem) in try stage(item, at: index, check) }
        }
        try asked { () throws(LogError) in
            try staging.settle()
            try count()
        }
    }

    /// Those first whose events have names and exact times: of equal lines theirs is taken.
    private static func ordered(_ sources: [any ImportSource]) -> [any ImportSource] {
        sources.filter(\.format.isExact) + sources.filter { !$0.format.isExact }
    }

    /// Lets go of the file that holds it all. Nothing can be asked afterwards.
    package func close() { staging.close() }

    // MARK: Reading

    private func stage(_ log: any LogReading) throws(ImportProblem) {
        try asked { () throws(LogError) in
            var pages = LogPages(of: log)
            while let event = try pages.next() {
                try staging.addKept(event.number, as: StagedLine.lines(of: event, comparedBy: unit))
                keptCount += 1
            }
        }
    }

    private func stage(_ item: ImportedItem, at index: Int, _ check: RecordCheck) throws(ImportProblem) {
        switch item {
        case .loss(let loss): report.files[index].add(loss)
        case .record(let record):
            let event: Event
            do {
                event = try check.event(record, of: report.files[index].format)
            } catch {
                return report.files[index].add(ImportLoss(line: record.line, reason: error.reason))
            }
            report.files[index].add(event)
            try asked { () throws(LogError) in
                try staging.add(
                    event, as: StagedLine.lines(of: event, comparedBy: unit), file: index + 1, msgid: record.msgid,
                    line: record.line)
            }
        }
    }

    // MARK: Deciding

    /// Tells what becomes of the events.
    private func count() throws(LogError) {
        try staging.eachOutcome { outcome throws(LogError) in
            let index = outcome.file - 1
            switch outcome.fate {
            case .double: report.files[index].doubles += 1
            case .redacted: try note("another of the histories knows that it was deleted", outcome)
            case .flood: try note("one nick says this too often in one second", outcome)
            case .taken: try countTaken(outcome)
            }
        }
    }

    private func countTaken(_ outcome: StagedOutcome) throws(LogError) {
        let (line, event) = try staging.details(of: outcome.record)
        guard try !deletesOthers(event, outcome.file) else {
            return try note("it deletes what another of the histories tells", outcome)
        }
        var isComplete = true
        let result = try EventReferences.translated(event) { msgid throws(LogError) in
            let isKnown = try staging.isKnown(msgid, in: outcome.file)
            isComplete = isComplete && isKnown
            return isKnown ? msgid : nil
        }
        let index = outcome.file - 1
        switch result {
        case .lost:
            report.files[index].add(ImportLoss(line: line, reason: "the message that it is about is not there"))
        case .event:
            report.files[index].taken += 1
            guard !isComplete else { return }
            report.files[index].add(ImportLoss(line: line, reason: "the message that it answers is not there"))
        }
    }

    /// A file that tells what the log tells, or another file, has no right to delete it there.
    private func deletesOthers(_ event: Event, _ file: Int) throws(LogError) -> Bool {
        guard event.kind == .redaction, let msgid = event.subject else { return false }
        return try staging.isDouble(msgid, in: file)
    }

    private func note(_ reason: String, _ outcome: StagedOutcome) throws(LogError) {
        let line = try staging.details(of: outcome.record).line
        report.files[outcome.file - 1].add(ImportLoss(line: line, reason: reason))
    }

    // MARK: Writing

    /// Writes all into a new log, with the index for searching. To be called once.
    ///
    /// - Parameters:
    ///   - engine: of a log that is not there yet.
    ///   - number: all events get higher ones.
    package func write(
        to engine: any StorageEngine, above number: EventNumber, progress: Progress = { _ in }
    ) throws(ImportProblem) {
        try asked { () throws(LogError) in
            let log = try engine.openLog()
            var writer = ImportWriter(log, above: number)
            try writeEvents(&writer, progress)
            try writeRegistry(&writer)
            try writer.flush()
            try ImportWriter.index(engine, log)
            try log.close()
        }
    }

    /// Goes through the log and through the files side by side.
    private func writeEvents(_ writer: inout ImportWriter, _ progress: Progress) throws(LogError) {
        let total = Double(max(keptCount + report.taken, 1))
        var written = 0
        var pages = kept.map(LogPages.init(of:))
        var (old, new) = (try pages?.next(), try staging.next())
        while old != nil || new != nil {
            if let event = old, new.map({ event.time <= $0.event.time }) ?? true {
                try write(event, &writer)
                old = try pages?.next()
            } else if let staged = new {
                try write(staged, &writer)
                new = try staging.next()
            }
            written += 1
            if written % Self.portion == 0 { progress(Double(written) / total) }
        }
    }

    /// An event of the log. What it refers to may be gone there; then it refers to nothing as before, since all numbers are higher.
    private func write(_ old: Event, _ writer: inout ImportWriter) throws(LogError) {
        var event = old
        let result = try EventReferences.translated(old) { msgid throws(LogError) in
            guard let old = EventNumber(msgid: msgid) else { return msgid }
            return try staging.number(ofKept: old)?.msgid ?? msgid
        }
        if case .event(let translated) = result { event = translated }
        let number = try writer.write(event, isExact: true)
        try staging.setNumber(number, ofKept: old.number)
    }

    private func write(_ staged: StagedEvent, _ writer: inout ImportWriter) throws(LogError) {
        guard try !deletesOthers(staged.event, staged.file) else { return }
        let result = try EventReferences.translated(staged.event) { msgid throws(LogError) in
            try staging.number(of: msgid, in: staged.file)?.msgid
        }
        guard case .event(let event) = result else { return }
        let number = try writer.write(event, isExact: isExact[staged.file - 1])
        try staging.setNumber(number, of: staged.record)
    }

    /// Writes all that the server knows beside the events, with their new numbers.
    private func writeRegistry(_ writer: inout ImportWriter) throws(LogError) {
        guard let kept else { return }
        let end = writer.number
        let numbers = Renumbering<LogError>(
            from: { [staging] number throws(LogError) in try staging.number(ofKeptFrom: number) ?? end.next },
            through: { [staging] number throws(LogError) in
                try staging.number(ofKeptFrom: number.next)?.previous ?? end
            })
        for change in try kept.registry().changes { try writer.write(change.renumbered(numbers)) }
    }
}
