import Chat
import Protocol
import Storage

extension HistoryImport {
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
            try writeEvents(&writer, above: number, progress)
            try writeRegistry(&writer, above: number)
            try writer.flush()
            try ImportWriter.index(engine, log)
            try log.close()
        }
    }

    private func writeEvents(
        _ writer: inout ImportWriter, above start: EventNumber, _ progress: Progress
    ) throws(LogError) {
        var written = 0
        func advance() {
            written += 1
            if written % Self.portion == 0 { progress(.writing(Double(written) / Double(max(count, 1)))) }
        }
        try eachInOrder { old throws(LogError) in
            _ = try writer.write(translated(old, above: start), isExact: true)
            advance()
        } staged: { staged throws(LogError) in
            guard let event = try translated(staged, above: start) else { return }
            _ = try writer.write(event, isExact: isExact(staged.file))
            advance()
        }
    }

    /// An event of the log. What it refers to may be gone there; then it refers to nothing as before, since all numbers are higher.
    private func translated(_ old: Event, above start: EventNumber) throws(LogError) -> Event {
        let result = try EventReferences.translated(old) { msgid throws(LogError) in
            guard let old = EventNumber(msgid: msgid) else { return msgid }
            return try staging.number(ofKept: old)?.above(start).msgid ?? msgid
        }
        guard case .event(let event) = result else { return old }
        return event
    }

    /// Nil for an event of which it was decided that it is not written.
    private func translated(_ staged: StagedEvent, above start: EventNumber) throws(LogError) -> Event? {
        guard let own = try staging.number(of: staged.record) else { return nil }
        let result = try EventReferences.translated(staged.event) { msgid throws(LogError) in
            guard let number = try staging.number(of: msgid, in: staged.file), number < own else { return nil }
            return number.above(start).msgid
        }
        guard case .event(let event) = result else { return nil }
        return event
    }

    /// Writes all that the server knows beside the events, with their new numbers.
    private func writeRegistry(_ writer: inout ImportWriter, above start: EventNumber) throws(LogError) {
        guard let kept else { return }
        let end = writer.number
        let numbers = Renumbering<LogError>(
            from: { [staging] number throws(LogError) in
                try staging.number(ofKeptFrom: number)?.above(start) ?? end.next
            },
            through: { [staging] number throws(LogError) in
                try staging.number(ofKeptFrom: number.next)?.above(start).previous ?? end
            })
        for change in try kept.registry().changes { try writer.write(change.renumbered(numbers)) }
    }
}

extension EventNumber {
    /// The number as far above another one as this one is above none.
    fileprivate func above(_ start: EventNumber) -> EventNumber { EventNumber(rawValue: start.rawValue + rawValue) }
}
