import Chat
import Protocol
import Storage

/// Makes one history of several: of files from elsewhere, and of the log of a server if that is wanted.
///
/// Their events are merged by time, and each event gets a new number. Which of them are taken is told by ``ImportStaging/settle(progress:)``;
/// of those a redaction is not that would take words which another history still has, nor what is nothing without an event that is not there.
/// An imported event belongs to no account, and bears the tag ``Event/importedTag``.
///
/// All takes constant memory. First everything is read and decided, which makes the ``report``; then, if that is liked, it is written: just
/// what was decided.
package final class HistoryImport {
    package private(set) var report: ImportReport
    let staging: ImportStaging
    let kept: (any LogReading)?
    private let isExact: [Bool]
    private let staged: StagedLines
    private var readCount = 0
    /// The events of the new history.
    private(set) var count = 0

    /// Is told how much is done.
    package typealias Progress = (ImportProgress) -> Void

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
        staged = StagedLines(nicks: try asked { () throws(LogError) in try kept?.registry().nicks ?? [:] })
        report = ImportReport(files: sources.map { ImportReport.File($0) })
        staging = try asked { () throws(LogError) in try ImportStaging(path: path) }
        if let kept { try stage(kept, progress) }
        let check = RecordCheck(now: now)
        for (index, source) in sources.enumerated() {
            try source.read { item throws(ImportProblem) in
                try stage(item, at: index, check)
                countRead(progress)
            }
        }
        try asked { () throws(LogError) in
            try staging.settle { progress(.comparing($0)) }
            try decide()
            try tellLosses()
        }
    }

    /// Those first whose events have names and exact times: of equal lines theirs is taken.
    private static func ordered(_ sources: [any ImportSource]) -> [any ImportSource] {
        sources.filter(\.format.isExact) + sources.filter { !$0.format.isExact }
    }

    /// Lets go of the file that holds it all. Nothing can be asked afterwards.
    package func close() { staging.close() }

    // MARK: Reading

    private func countRead(_ progress: Progress) {
        readCount += 1
        if readCount % Self.portion == 0 { progress(.reading(readCount)) }
    }

    private func stage(_ log: any LogReading, _ progress: Progress) throws(ImportProblem) {
        try asked { () throws(LogError) in
            var pages = LogPages(of: log)
            while let event = try pages.next() {
                try staging.addKept(event.number, as: staged.lines(of: event, from: nil))
                countRead(progress)
            }
        }
    }

    private func stage(_ item: ImportedItem, at index: Int, _ check: RecordCheck) throws(ImportProblem) {
        switch item {
        case .loss(let loss): try asked { () throws(LogError) in try note(loss, of: index) }
        case .record(let whole):
            let (record, cut) = RecordCheck.shortened(whole)
            if let cut {
                let loss = ImportLoss(line: record.line, reason: cut)
                try asked { () throws(LogError) in try note(loss, of: index) }
            }
            let event: Event
            do {
                event = try check.event(record, of: report.files[index].format)
            } catch {
                let loss = ImportLoss(line: record.line, reason: error.reason)
                return try asked { () throws(LogError) in try note(loss, of: index) }
            }
            let lines = staged.lines(of: event, from: report.files[index].format)
            report.files[index].add(event)
            try asked { () throws(LogError) in
                try staging.add(event, as: lines, file: index + 1, msgid: record.msgid, line: record.line)
            }
        }
    }

    // MARK: Deciding

    /// Decides of each event if it is written, in the order of writing: what an event refers to has to be written before it.
    private func decide() throws(LogError) {
        try staging.eachOutcome { outcome throws(LogError) in
            switch outcome.fate {
            case .double: report.files[outcome.file - 1].doubles += 1
            case .redacted: try note("another of the histories knows that it was deleted", outcome)
            case .flood: try note("one nick says this too often in one minute", outcome)
            // The event itself is counted where it is decided of.
            case .taken: if outcome.isPart { report.files[outcome.file - 1].taken += 1 }
            }
        }
        try eachInOrder { old throws(LogError) in
            try staging.setNumber(nextNumber(), ofKept: old.number)
        } staged: { staged throws(LogError) in
            try decide(staged)
        }
    }

    private func decide(_ staged: StagedEvent) throws(LogError) {
        let index = staged.file - 1
        guard try !deletesOthers(staged.event, staged.file) else {
            let reason = "it deletes what another of the histories tells"
            return try note(ImportLoss(line: staged.line, reason: reason), of: index)
        }
        var isComplete = true
        let result = try EventReferences.translated(staged.event) { msgid throws(LogError) in
            let number = try staging.number(of: msgid, in: staged.file)
            isComplete = isComplete && number != nil
            return number?.msgid
        }
        switch result {
        case .lost:
            try note(ImportLoss(line: staged.line, reason: "the message that it is about is not there"), of: index)
        case .event:
            report.files[index].taken += 1
            try staging.setNumber(nextNumber(), of: staged.record)
            guard !isComplete else { return }
            try note(ImportLoss(line: staged.line, reason: "the message that it answers is not there"), of: index)
        }
    }

    /// The numbers of the staging begin at 1.
    private func nextNumber() -> EventNumber {
        count += 1
        return EventNumber(rawValue: Int64(count))
    }

    /// A file that tells what the log tells, or another file, has no right to delete it there.
    private func deletesOthers(_ event: Event, _ file: Int) throws(LogError) -> Bool {
        guard event.kind == .redaction, let msgid = event.subject else { return false }
        return try staging.isToldElsewhere(msgid, in: file)
    }

    // MARK: Losses

    private func note(_ reason: String, _ outcome: StagedOutcome) throws(LogError) {
        try note(ImportLoss(line: staging.line(of: outcome.record), reason: reason), of: outcome.file - 1)
    }

    private func note(_ loss: ImportLoss, of index: Int) throws(LogError) {
        report.files[index].lossCount += 1
        try staging.addLoss(of: index + 1, line: loss.line, reason: loss.reason)
    }

    private func tellLosses() throws(LogError) {
        for index in report.files.indices {
            try staging.eachLoss(of: index + 1) { line, reason throws(LogError) in
                report.files[index].losses.append(ImportLoss(line: line, reason: reason))
                return report.files[index].losses.count < ImportReport.File.mostLosses
            }
        }
    }

    /// Tells all losses of one of the files of the report, in the order of their lines.
    ///
    /// - Parameters:
    ///   - index: the place of the file in the report, from 0.
    ///   - body: returns false to end it.
    package func eachLoss(ofFile index: Int, _ body: (ImportLoss) -> Bool) throws(ImportProblem) {
        try asked { () throws(LogError) in
            try staging.eachLoss(of: index + 1) { line, reason throws(LogError) in
                body(ImportLoss(line: line, reason: reason))
            }
        }
    }

    // MARK: Order

    /// Goes through the log and through what is taken of the files side by side.
    func eachInOrder(
        kept takeKept: (Event) throws(LogError) -> Void, staged takeStaged: (StagedEvent) throws(LogError) -> Void
    ) throws(LogError) {
        var pages = kept.map(LogPages.init(of:))
        var (old, new) = (try pages?.next(), try staging.next())
        while old != nil || new != nil {
            if let event = old, new.map({ event.time <= $0.event.time }) ?? true {
                try takeKept(event)
                old = try pages?.next()
            } else if let staged = new {
                try takeStaged(staged)
                new = try staging.next()
            }
        }
    }

    /// True where the times of a file's events are exact to the millisecond.
    ///
    /// - Parameter file: its place, from 1.
    func isExact(_ file: Int) -> Bool { isExact[file - 1] }
}

/// How much of an import is done.
package enum ImportProgress: Hashable, Sendable {
    /// So many lines and events were read.
    case reading(Int)
    /// From 0 to 1.
    case comparing(Double)
    /// From 0 to 1.
    case writing(Double)
}
