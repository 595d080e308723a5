import GRDB
import GRDBSQLite

extension Database {
    /// Lets statements be stepped without GRDB's queue, by whoever uses the connection from one queue at a time.
    ///
    /// GRDB observes commits for those who watch the database, and takes it that it is on its queue then. Nobody watches.
    func stopObservingCommits() {
        sqlite3_commit_hook(sqliteConnection, nil, nil)
        sqlite3_rollback_hook(sqliteConnection, nil, nil)
    }
}
