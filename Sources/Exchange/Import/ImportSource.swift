/// A history from elsewhere, read from one end to the other: one file, or one database.
///
/// It is read in constant memory and as often as is asked; each reading gives the same. What cannot be taken is told as a loss in its place and
/// the reading goes on behind it. Only what makes the whole source unreadable is thrown.
package protocol ImportSource {
    /// The mark that each ``ImportedRecord`` from here gets.
    var format: ImportFormat { get }
    /// The path of the file, as it was given.
    var path: String { get }

    /// Hands over everything that the source has, in its own order.
    ///
    /// - Parameter take: called for each; what it throws ends the reading.
    func read(_ take: (ImportedItem) throws(ImportProblem) -> Void) throws(ImportProblem)
}

/// The kinds of history that can be taken in. The raw value is the word of the command line, and stands in the tag of each line that was taken.
package enum ImportFormat: String, CaseIterable, Sendable {
    case grillo, weechat, irssi, znc, ergo
}

/// One step through a source.
package enum ImportedItem: Hashable, Sendable {
    case record(ImportedRecord)
    case loss(ImportLoss)
}

/// A part of a source that was not taken, or not as it was.
package struct ImportLoss: Hashable, Sendable {
    /// The line on which it is, from 1; the row of a database.
    package var line: Int
    /// What is lost and why, in one line of printable words without a full stop: `not in UTF-8: taken as Latin-1`.
    package var reason: String

    package init(line: Int, reason: String) {
        self.line = line
        self.reason = reason
    }
}

/// The reason for which an import, or an export, could not be made.
package struct ImportProblem: Error, Hashable {
    /// The cause, and behind it the remedy, each without a full stop.
    package var cause: String
    package var remedy: String

    package init(_ cause: String, remedy: String) {
        self.cause = cause
        self.remedy = remedy
    }
}
