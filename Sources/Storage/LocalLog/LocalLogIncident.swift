import Protocol

/// An event in the life of a ``LocalLog`` that the user is to be told of.
package enum LocalLogIncident: Hashable, Sendable {
    /// The file was damaged, or was not this program's: it has the name that is told now, and a new one was begun.
    case setAside(String)
    /// Lines cannot be stored. They wait, and it is tried again every few seconds; told once until it works again.
    case failing(LogError)
    /// Lines are stored again. The number of those that were lost meanwhile, since too many waited.
    case recovered(lost: Int)
    /// A page could not be read, and was answered as empty.
    case unreadable(LogError)
}

extension LocalLogIncident: CustomStringConvertible {
    /// One line: the cause, then the remedy.
    package var description: String {
        switch self {
        case .setAside(let name): "the log was damaged: it is kept as \(name.printable), and a new one was begun"
        case .failing(let error): "the log is not written: \(error.localDescription)"
        case .recovered(0): "the log is written again, and nothing is missing in it"
        case .recovered(1): "the log is written again; 1 line is missing in it"
        case .recovered(let lost): "the log is written again; \(lost) lines are missing in it"
        case .unreadable(let error): "the log cannot be read: \(error.localDescription)"
        }
    }
}

extension LogError {
    /// The cause and the remedy for the user of a client, whose log is one of a ``LocalLog``; in one line without a full stop.
    package var localDescription: String {
        let remedy =
            switch self {
            case .full, .io, .locked, .missing, .notAscending, .other: self.remedy
            case .readOnly: "check the owner and the mode of the log's folder"
            case .corrupt, .foreignSchema, .foreignFile, .exists: "move the file away, and start again"
            case .newerSchema: "start the newer Grillo, or move the file away"
            }
        return "\(cause): \(remedy)"
    }
}
