import Chat
import Protocol

/// Why the log could not do what it was asked. Nothing of the group it was asked for is stored.
package enum LogError: Error, Hashable, Sendable {
    /// The disk, or the quota on it, is full.
    case full
    /// The file, or the file system under it, may not be written.
    case readOnly
    /// The system failed to read or write. What it said.
    case io(String)
    /// The bytes that were read are not those that were written. The text says what is wrong with them.
    case corrupt(String)
    /// The file has been shaped by others: tables, indexes, triggers or views that are not this program's. The text says which.
    case foreignSchema(String)
    /// The file is another program's database. Its path.
    case foreignFile(String)
    /// Another program held the database for longer than the engine waits.
    case locked
    /// A newer Grillo wrote the database. The version found and the last one known.
    case newerSchema(found: String, known: String)
    /// The event's number is not above the last one: it is a double, or out of order. Asking again does not help.
    case notAscending(EventNumber)
    /// A file is there already that was to be made.
    case exists(String)
    /// There is no such file.
    case missing(String)
    /// Anything else, in the engine's words.
    case other(String)
}

extension LogError: CustomStringConvertible {
    /// The cause, in one line without a full stop.
    package var cause: String {
        switch self {
        case .full: "the disk is full"
        case .readOnly: "the log may not be written"
        case .io(let what): "the log could not be read or written: \(what.printable)"
        case .corrupt(let what): "the log is damaged: \(what.printable)"
        case .foreignSchema(let what): "the log was changed by another program: \(what.printable)"
        case .foreignFile(let path): "the log is damaged: \(path.printable) is no log of Grillo's"
        case .locked: "another program keeps the log locked"
        case .newerSchema(let found, let known):
            "the log was written by a newer Grillo, with schema \(found.printable) where this one knows \(known)"
        case .exists(let path): "\(path.printable) is there already"
        case .missing(let path): "there is no \(path.printable)"
        case .notAscending(let number): "event \(number.rawValue) is not newer than the last one stored"
        case .other(let what): "the log failed: \(what.printable)"
        }
    }

    /// The remedy for the host, in one line without a full stop.
    package var remedy: String {
        switch self {
        case .full: "make room on the disk; it goes on by itself"
        case .readOnly: "check the data folder's owner and mode, and whether its file system is mounted read-only"
        case .io: "check the disk and the system's log"
        case .corrupt, .foreignFile: "run `grillo verify`, and restore a backup if it finds damage"
        case .locked: "end the program that has the database open"
        case .foreignSchema: "undo that change, or restore a backup from before it"
        case .newerSchema: "start the newer Grillo, or use another data folder"
        case .exists: "name another file: nothing is overwritten"
        case .missing: "check its name"
        case .notAscending, .other: "report this as a fault of Grillo"
        }
    }

    /// True where what was read is not what was written.
    var isDamage: Bool {
        if case .corrupt = self { true } else { false }
    }

    package var description: String { "\(cause): \(remedy)" }
}
