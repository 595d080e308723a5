import Protocol
import Storage

/// The history that Ergo keeps in a file of SQLite. What was redacted there is gone from it.
/// <https://github.com/ergochat/ergo/blob/master/irc/sqlite/history.go>
package struct ErgoDatabase: ImportSource {
    /// The most bytes of one item in JSON.
    static let longestItem = ErgoHistoryReader.longestItem

    package let format = ImportFormat.ergo
    package let path: String
    private let context: ForeignLogContext

    /// True where a file looks like one.
    ///
    /// - Parameter beginning: the first bytes of the file, 4 KiB or less.
    package static func recognizes(path: String, beginning: [UInt8]) -> Bool {
        beginning.starts(with: "SQLite format 3\0".utf8) && ErgoHistoryReader.isHistory(path)
    }

    /// - Parameter context: its room, if it has one, is the only one that is taken.
    package init(path: String, context: ForeignLogContext) throws(ImportProblem) {
        self.path = path
        self.context = context
        _ = try Self.open(path)
    }

    private static func open(_ path: String) throws(ImportProblem) -> ErgoHistoryReader {
        do {
            return try ErgoHistoryReader(path: path)
        } catch .foreignFile {
            throw ImportProblem(
                "\(path.printable) is no history of Ergo's",
                remedy: "name the file in which Ergo keeps its history")
        } catch .readOnly {
            throw ImportProblem(
                "\(path.printable) was not closed, so something would have to be written to it before it is read",
                remedy: "start Ergo and stop it, and then name it again")
        } catch {
            throw ImportProblem(
                "\(path.printable) cannot be read: \(error.cause)",
                remedy: "stop Ergo, and name a sound copy of its file")
        }
    }

    package func read(_ take: (ImportedItem) throws(ImportProblem) -> Void) throws(ImportProblem) {
        let reader = try Self.open(path)
        var maker = ErgoRecordMaker(context)
        var last = 0
        while true {
            let row: ErgoHistoryReader.Row?
            do {
                row = try reader.next()
            } catch {
                let reason = "the database cannot be read behind this row: \(error.cause)"
                return try take(.loss(ImportLoss(line: last, reason: reason)))
            }
            guard let row else { return }
            last = Int(clamping: row.id)
            for item in Self.items(of: row, &maker) { try take(item) }
        }
    }

    private static func items(of row: ErgoHistoryReader.Row, _ maker: inout ErgoRecordMaker) -> [ImportedItem] {
        let line = Int(clamping: row.id)
        guard let item = row.item else {
            return [.loss(ImportLoss(line: line, reason: "longer than \(longestItem) bytes: left out"))]
        }
        let talk = row.talk.map { ErgoRecordMaker.Place.talk(account: $0.account, correspondent: $0.correspondent) }
        return maker.items(of: item, in: row.room.map { .room($0) } ?? talk, line: line)
    }
}
