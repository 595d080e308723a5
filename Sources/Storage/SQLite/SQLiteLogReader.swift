import Chat
import GRDB
import GRDBSQLite
import Glibc
import Protocol

/// A connection that reads a log on SQLite beside the one that writes it, and the index of what was said.
package final class SQLiteLogReader: SQLiteLogReading, LogReader {
    private let queue: DatabaseQueue
    private var prepared: ReadingStatements?
    private var stale: StaleTable?
    private let indexPath: String
    private var index: (queue: DatabaseQueue, file: ino_t)?

    /// - Parameter name: the name by which SQLite opens the log, where that is another one, see ``SQLiteConnection/untouchedName(of:isInUse:)``.
    package init(path: String, openedAs name: String? = nil) throws(LogError) {
        indexPath = SearchIndex.path(beside: path)
        do {
            queue = try Self.connect(name ?? path, "grillo.log.reader")
            (prepared, stale) = try queue.read { database in
                database.stopObservingCommits()
                return (try ReadingStatements(on: database), try StaleTable(on: database))
            }
        } catch {
            throw LogError(error)
        }
    }

    deinit { close() }

    /// Ends all use. The last connection to go leaves the log in one file, so this one must not linger.
    package func close() {
        prepared = nil
        stale = nil
        try? index?.queue.close()
        index = nil
        try? queue.close()
    }

    /// Parts of the log out of which something was taken.
    func staleShards() throws(LogError) -> [StaleShard] {
        guard let stale else { throw .other("it is closed") }
        return try stale.all()
    }

    private static func connect(_ path: String, _ label: String) throws -> DatabaseQueue {
        try SQLiteConnection.open(path, label: label, access: .readOnly, settings: "PRAGMA cache_size = -16384")
    }

    func tables() throws(LogError) -> ReadingStatements {
        guard let prepared else { throw .other("it is closed") }
        return prepared
    }

    /// The conversation that was asked for last: a page asks for its own many times.
    private var last: (conversation: Conversation, id: Int64)?

    /// A room may have got another name.
    package func beginQuestion() { last = nil }

    func id(of conversation: Conversation) throws(LogError) -> Int64? {
        if let last, last.conversation == conversation { return last.id }
        guard let id = try tables().names.entry(of: conversation)?.id else { return nil }
        last = (conversation, id)
        return id
    }

    // MARK: Search

    /// Searches: events that the index has not seen yet are looked at one by one; then the index is asked, from its newest part back.
    package func search(_ query: SearchQuery) throws(LogError) -> SearchPage {
        try inSnapshot { () throws(LogError) in
            do throws(LogError) {
                var search = IndexedSearch(query, in: self)
                return try search.run(openIndex())
            } catch {
                // Without the index it takes longer; if it is the log that cannot be read, that says so again.
                index = nil
                var search = IndexedSearch(query, in: self)
                return try search.run(nil)
            }
        }
    }

    /// The index as it is now: it may have been made anew in another file of the same name.
    private func openIndex() throws(LogError) -> DatabaseQueue? {
        var status = stat()
        guard stat(indexPath, &status) == 0 else { return nil }
        if let index, index.file == status.st_ino { return index.queue }
        do {
            let queue = try Self.connect(indexPath, "grillo.search.reader")
            index = (queue, status.st_ino)
            return queue
        } catch {
            throw LogError(error)
        }
    }
}
