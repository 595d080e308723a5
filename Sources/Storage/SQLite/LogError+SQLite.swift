import GRDB
import GRDBSQLite
import Glibc
import SystemBasics

extension LogError {
    /// The last failure of a connection.
    init(connection: OpaquePointer?) {
        self.init(
            code: sqlite3_extended_errcode(connection), message: String(cString: sqlite3_errmsg(connection)),
            systemError: sqlite3_system_errno(connection))
    }

    /// The error for one that GRDB threw.
    init(_ error: any Error) {
        switch error {
        case let error as LogError: self = error
        case let error as DatabaseError:
            self.init(code: error.extendedResultCode.rawValue, message: error.message ?? "\(error)", systemError: 0)
        case is RowDecodingError: self = .corrupt("a value is of another type than its column")
        default: self = .other("\(error)")
        }
    }

    /// - Parameters:
    ///   - code: an extended result code. <https://www.sqlite.org/rescode.html>
    ///   - systemError: the `errno` behind it, 0 where it is not known. SQLite tells a full disk only where a write fails;
    ///     the growth of a file fails with an I/O error.
    private init(code: Int32, message: String, systemError: Int32) {
        let isSystemFault = [SQLITE_IOERR, SQLITE_CANTOPEN, SQLITE_FULL].contains(code & 0xFF)
        switch (code & 0xFF, isSystemFault ? systemError : 0) {
        case (SQLITE_FULL, _), (_, ENOSPC), (_, EDQUOT): self = .full
        case (SQLITE_READONLY, _), (SQLITE_PERM, _), (_, EROFS), (_, EACCES): self = .readOnly
        case (SQLITE_IOERR, 0), (SQLITE_CANTOPEN, 0): self = .io(message)
        case (SQLITE_IOERR, let number), (SQLITE_CANTOPEN, let number):
            self = .io("\(message) (\(SystemError(number)))")
        case (SQLITE_CORRUPT, _), (SQLITE_NOTADB, _), (SQLITE_TOOBIG, _): self = .corrupt(message)
        case (SQLITE_BUSY, _), (SQLITE_LOCKED, _): self = .locked
        default: self = .other("\(message) (SQLite \(code))")
        }
    }
}
