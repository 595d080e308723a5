/// A log that irssi wrote.
package struct IrssiLog: ImportSource {
    package let format = ImportFormat.irssi
    package let path: String
    private let log: ForeignLog<IrssiSyntax>

    /// True where a file looks like one.
    ///
    /// - Parameter beginning: the first bytes of the file, 4 KiB or less.
    package static func recognizes(path: String, beginning: [UInt8]) -> Bool { IrssiSyntax.recognizes(beginning) }

    package init(path: String, context: ForeignLogContext) throws(ImportProblem) {
        self.path = path
        log = try ForeignLog(path, context: context)
    }

    package func read(_ take: (ImportedItem) throws(ImportProblem) -> Void) throws(ImportProblem) {
        try log.read(take)
    }
}
