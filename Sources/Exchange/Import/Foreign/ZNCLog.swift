/// A log that ZNC's module `log` wrote, of one day.
package struct ZNCLog: ImportSource {
    package let format = ImportFormat.znc
    package let path: String
    private let log: ForeignLog<ZNCSyntax>

    /// The nick of whoever kept the log of a private talk; nil in a room.
    var keeper: String? { log.keeper }

    /// True where a file looks like one.
    ///
    /// - Parameter beginning: the first bytes of the file, 4 KiB or less.
    package static func recognizes(path: String, beginning: [UInt8]) -> Bool { ZNCSyntax.recognizes(beginning) }

    package init(path: String, context: ForeignLogContext) throws(ImportProblem) {
        self.path = path
        log = try ForeignLog(path, context: context)
    }

    package func read(_ take: (ImportedItem) throws(ImportProblem) -> Void) throws(ImportProblem) {
        try log.read(take)
    }
}
