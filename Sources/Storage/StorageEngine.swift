import Protocol

/// A way to keep what the server must not forget: a database, or memory.
///
/// An engine is a folder of this module and a case of the server's configuration. Nothing else knows that there is such an engine: what
/// a page of history is, what waits and what is refused, and whose question has its turn are decided once for all of them.
///
/// A log is what every engine has to give. The rest has a default for an engine that cannot do it, and the server does without: it asks
/// the writer where there is no reader, and looks at each event where there is no index.
package protocol StorageEngine: Sendable {
    /// True where a server has left a log that can be opened again.
    var hasLog: Bool { get }

    /// The paths of the files that a server must be able to write; they need not be there yet.
    var files: [String] { get }

    /// The paths of the files that the index for searching lies in, where they are not the log's own.
    var indexFiles: [String] { get }

    /// Opens the log for the one who writes it. A log that is not there is made; one that an earlier version of the program left is
    /// brought to this one.
    func openLog() throws(LogError) -> sending any EventLog

    /// Opens a way to read the log beside its writer, which neither waits for appends nor delays them. It sees all that was stored when
    /// it is asked. There has to be a log.
    ///
    /// - Returns: nil where the log is read through its writer alone.
    func openReader() throws(LogError) -> sending (any LogReader)?

    /// Opens a way to read the log that makes no file and changes none, for a look at a log that another program may use. There has to
    /// be a log.
    ///
    /// - Parameter isInUse: true where a server has it open.
    /// - Returns: nil where it cannot be read like that.
    func openUntouched(isInUse: Bool) throws(LogError) -> sending (any LogReader)?

    /// Opens the work on the index for searching, with a way of its own to read the log.
    ///
    /// - Returns: nil where nothing is indexed.
    func openSearchIndexUpdate() throws(LogError) -> sending (any SearchIndexUpdate)?

    /// Copies the log into a file that is not there yet, also while it is written. The copy is looked over before it has its name.
    ///
    /// - Parameter progress: is told how much is done, from 0 to 1.
    func backUp(to file: String, progress: @escaping @Sendable (Double) -> Void) throws(LogError)

    /// Does the same with an empty file of the caller's, who gives it its name when this has succeeded.
    func backUp(into file: String, progress: @escaping @Sendable (Double) -> Void) throws(LogError)

    /// Tells by its first bytes whether a file can be what ``backUp(to:progress:)`` made. True for a file that cannot be read.
    func mayBeBackup(_ file: String) -> Bool

    /// Puts a copy in the place of the log, which no server may use meanwhile. What was there is kept beside it.
    ///
    /// - Parameter progress: is told how much is done, from 0 to 1.
    /// - Returns: the path at which the log that was there is now; nil where there was none.
    func restore(_ file: String, progress: @escaping @Sendable (Double) -> Void) throws(LogError) -> String?

    /// Looks the log over and changes nothing.
    ///
    /// - Parameter progress: is told how much is done, from 0 to 1.
    /// - Returns: the faults that were found, in one line each.
    func verify(progress: @escaping @Sendable (Double) -> Void) throws(LogError) -> [String]

    /// Removes the copies of the log that were set aside more than some seconds ago: as earlier versions of the program left it, and as it
    /// was before another was put in its place.
    ///
    /// - Returns: the paths of those that were removed.
    func removeCopies(olderThan seconds: Int64, at time: Timestamp) -> [String]
}

extension StorageEngine {
    package var indexFiles: [String] { [] }

    package func openReader() throws(LogError) -> sending (any LogReader)? { nil }

    package func openUntouched(isInUse: Bool) throws(LogError) -> sending (any LogReader)? { nil }

    package func openSearchIndexUpdate() throws(LogError) -> sending (any SearchIndexUpdate)? { nil }

    package func mayBeBackup(_ file: String) -> Bool { false }

    package func backUp(to file: String, progress: @escaping @Sendable (Double) -> Void) throws(LogError) {
        throw .other("this history cannot be copied")
    }

    package func backUp(into file: String, progress: @escaping @Sendable (Double) -> Void) throws(LogError) {
        throw .other("this history cannot be copied")
    }

    package func restore(
        _ file: String, progress: @escaping @Sendable (Double) -> Void
    ) throws(LogError) -> String? {
        throw .other("this history cannot be restored from a copy")
    }

    package func verify(progress: @escaping @Sendable (Double) -> Void) throws(LogError) -> [String] { [] }

    package func removeCopies(olderThan seconds: Int64, at time: Timestamp) -> [String] { [] }
}
