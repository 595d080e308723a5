import Chat
import Protocol

/// A history that `grillo export --format json` wrote.
package struct GrilloHistorySource: ImportSource {
    package let format = ImportFormat.grillo
    package let path: String

    /// True where a file looks like one.
    ///
    /// - Parameter beginning: the first bytes of the file, 4 KiB or less.
    package static func recognizes(path: String, beginning: [UInt8]) -> Bool {
        beginning.starts(with: "{\"\(HistoryJSON.versionName)\":".utf8)
    }

    package init(path: String) { self.path = path }

    package func read(_ take: (ImportedItem) throws(ImportProblem) -> Void) throws(ImportProblem) {
        var course = Course(path: path)
        try LongLineReader.read(path, limit: HistoryJSON.maxLine) { line, number throws(ImportProblem) in
            course.lineCount = number
            if let item = try course.item(of: line, number: number) { try take(item) }
        }
        if let loss = try course.lossAtEnd() { try take(.loss(loss)) }
    }

    /// How far a file was read.
    private struct Course {
        let path: String
        var lineCount = 0
        private var hasHeader = false
        private var hasEnd = false
        private var eventCount = 0

        init(path: String) { self.path = path }

        /// - Parameter line: nil for one that is too long.
        mutating func item(of line: Bytes?, number: Int) throws(ImportProblem) -> ImportedItem? {
            func loss(_ reason: String) -> ImportedItem { .loss(ImportLoss(line: number, reason: reason)) }
            guard hasHeader else {
                try readHeader(line ?? [])
                return nil
            }
            guard !hasEnd else { return loss("behind the end of the history") }
            guard let line else { return loss("longer than \(HistoryJSON.maxLine >> 20) MiB") }
            do throws(JSONFault) {
                switch try HistoryJSON.read(line) {
                case .header: return loss("another history begins here: import it as a file of its own")
                case .event(let event):
                    eventCount += 1
                    return .record(ImportedRecord(event, line: number))
                case .end(let count):
                    hasEnd = true
                    return count == eventCount ? nil : loss("\(eventCount) of \(count) events are there")
                case .other: return nil
                }
            } catch {
                return loss(error.reason)
            }
        }

        private mutating func readHeader(_ line: Bytes) throws(ImportProblem) {
            guard case .header(let version)? = try? HistoryJSON.read(line) else {
                throw ImportProblem(
                    "\(path.printable) is no history of Grillo's", remedy: "name a file that grillo export made")
            }
            guard version == HistoryJSON.version else {
                throw ImportProblem(
                    "\(path.printable) is of version \(version), and this Grillo knows version \(HistoryJSON.version)",
                    remedy: "import it with the Grillo that made it")
            }
            hasHeader = true
        }

        /// The loss at the end of the file; nil where it is whole.
        func lossAtEnd() throws(ImportProblem) -> ImportLoss? {
            guard hasHeader else {
                throw ImportProblem("\(path.printable) is empty", remedy: "name a file that grillo export made")
            }
            return hasEnd ? nil : ImportLoss(line: max(lineCount, 1), reason: "the file was cut off here")
        }
    }
}

extension ImportedRecord {
    /// The event as it was, but for its account: whoever takes it in decides what of it can be an event there.
    fileprivate init(_ event: Event, line: Int) {
        self.init(
            time: event.time, kind: event.kind, source: event.source, conversations: event.conversations,
            target: event.target, side: event.account, subject: event.subject, text: event.text, tags: event.tags,
            msgid: event.number.msgid, line: line)
    }
}
