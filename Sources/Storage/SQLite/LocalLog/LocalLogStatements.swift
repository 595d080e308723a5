import GRDB

/// The statements that ``LocalLogFile`` has prepared on its connection; they are let go before the connection is closed.
struct LocalLogStatements {
    let reader: LocalLogReader
    let index: LocalLogIndex
    let writer: LocalLogWriter

    init(on database: Database, partSize: Int64) throws {
        reader = try LocalLogReader(on: database)
        index = try LocalLogIndex(on: database, partSize: partSize)
        writer = try LocalLogWriter(on: database, reader: reader, index: index)
    }
}

extension LogError {
    /// True where a file cannot be used as the log that it should be, now or later.
    var isDamageOfFile: Bool {
        switch self {
        case .corrupt, .foreignSchema, .foreignFile: true
        case .full, .readOnly, .io, .locked, .newerSchema, .notAscending, .exists, .missing, .other: false
        }
    }
}
