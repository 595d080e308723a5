import Protocol

/// The file that Ergo's `HistServ EXPORT` makes of the messages of one account: an item in JSON on each line, with its room. Private ones are
/// not in it.
/// <https://github.com/ergochat/ergo/blob/master/irc/histserv.go>
package struct ErgoExport: ImportSource {
    package let format = ImportFormat.ergo
    package let path: String
    private let context: ForeignLogContext

    /// True where a file looks like one.
    ///
    /// - Parameter beginning: the first bytes of the file, 4 KiB or less.
    package static func recognizes(path: String, beginning: [UInt8]) -> Bool {
        let line = beginning[...].prefix { $0 != ASCII.lineFeed }
        return line.starts(with: #"{"Type":"#.utf8) && line.parts(around: #""Nick":"#) != nil
    }

    /// - Parameter context: its room, if it has one, is the only one that is taken.
    package init(path: String, context: ForeignLogContext) throws(ImportProblem) {
        self.path = path
        self.context = context
        _ = try LogFileReader(path)
    }

    package func read(_ take: (ImportedItem) throws(ImportProblem) -> Void) throws(ImportProblem) {
        var reader = try LogFileReader(path, limit: ErgoDatabase.longestItem)
        var maker = ErgoRecordMaker(context)
        while let line = try reader.next() {
            for repair in line.repairs { try take(.loss(ImportLoss(line: line.number, reason: repair))) }
            guard !line.text.isEmpty else { continue }
            for item in maker.items(of: line.text, in: nil, line: line.number) { try take(item) }
        }
    }
}
