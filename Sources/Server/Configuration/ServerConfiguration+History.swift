import Dispatch
import Logging
import Storage

extension ServerConfiguration {
    /// The history that is kept, and the storage engine that keeps it: this table is the one that names the engines.
    package enum History: String, Sendable, CaseIterable {
        case sqlite
        case memory
        case off

        /// The engine that keeps it.
        ///
        /// - Parameter folder: the data folder of the server.
        func engine(in folder: String, durability: Durability) -> any StorageEngine {
            switch self {
            // If nothing that is said is kept, accounts still are.
            case .sqlite, .off: SQLiteEngine(folder: folder, durability: durability)
            case .memory: MemoryEngine()
            }
        }

        /// True where what is said outlives the server.
        var isKept: Bool {
            switch self {
            case .sqlite: true
            case .memory, .off: false
            }
        }

        /// The end of a sentence about the history that tells for how long it is kept, or where.
        package func fate(in folder: String) -> String {
            switch self {
            case .sqlite: "kept in \(folder)"
            case .memory: "kept until the server stops"
            case .off: "not kept"
            }
        }

        /// All that can be chosen, in words for the help; the first is the one without a choice.
        package static var choices: String {
            let names = allCases.map(\.rawValue)
            let last = names.count - 1
            return "\(names[0]) (default), \(names[1..<last].joined(separator: ", ")) or \(names[last])"
        }
    }

    /// The engine that keeps this server's history.
    var engine: any StorageEngine { history.engine(in: dataFolder, durability: durability) }

    /// Opens the history.
    ///
    /// - Parameters:
    ///   - queue: the one that `onCommit` is called on.
    ///   - onCommit: told of each group that the log stored or refused.
    func openArchive(
        deliverOn queue: DispatchQueue, logger: Logger, onCommit: @escaping @Sendable (CommitResult) -> Void
    ) throws(StartError) -> Archive {
        do {
            return try Archive(engine, deliverOn: queue, onCommit: onCommit) { error in
                logger.warning("the search index could not be updated: \(error)")
            }
        } catch {
            throw StartError(error.cause, remedy: error.remedy, exitCode: .inputOutput)
        }
    }

    /// The engine that has a log in a folder, for those who come without the configuration of its server. Where none has, it is that of a
    /// server without a configuration.
    package static func engine(inFolder folder: String) -> any StorageEngine {
        let engines = History.allCases.map { $0.engine(in: folder, durability: .full) }
        return engines.first(where: \.hasLog) ?? Self(dataFolder: folder).engine
    }

    /// The files in a folder that its server must be able to write, whichever engine it has.
    static func historyFiles(inFolder folder: String) -> [String] {
        History.allCases.flatMap { $0.engine(in: folder, durability: .full).files }
    }
}
