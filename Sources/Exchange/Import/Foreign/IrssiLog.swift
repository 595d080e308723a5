/// A log of irssi's.
package struct IrssiLog: ImportSource {
    package let format = ImportFormat.irssi
    package let path: String

    /// True where a file looks like one.
    ///
    /// - Parameter beginning: the first bytes of the file, 4 KiB or less.
    package static func recognizes(path: String, beginning: [UInt8]) -> Bool { false }

    package init(path: String, context: ForeignLogContext) throws(ImportProblem) {
        self.path = path
    }

    package func read(_ take: (ImportedItem) throws(ImportProblem) -> Void) throws(ImportProblem) {}
}
