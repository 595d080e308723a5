import Chat
import Exchange
import Glibc
import Protocol
import Storage
import SystemBasics
import Transport

/// Makes a new data folder of files from elsewhere, and of an existing folder if that is wanted. Nothing that is there is changed.
///
/// The folder is made under another name, ``UnfinishedImport``, and gets its own when it is whole and on the disk. What goes wrong leaves
/// nothing, unless it is only the name that could not be given.
package final class FolderImport {
    /// The files that are to be imported, and the folder that they go to.
    package struct Request: Sendable {
        /// A folder stands for all files in it.
        package var files: [String]
        /// The folder that is to be. It is not there yet, or is empty.
        package var folder: String
        /// The data folder whose history, accounts and key are carried over.
        package var kept: String?
        /// The format of all files; nil to find it by looking.
        package var format: ImportFormat?
        /// The facts that the logs of other programs do not tell of themselves.
        package var context: ForeignLogContext

        package init(
            files: [String], folder: String, kept: String? = nil, format: ImportFormat? = nil,
            context: ForeignLogContext
        ) {
            self.files = files
            self.folder = folder
            self.kept = kept
            self.format = format
            self.context = context
        }
    }

    /// Is told how much is done.
    package typealias Progress = HistoryImport.Progress

    /// The events that will be taken, and those that will not.
    package var report: ImportReport { history.report }

    private let folder: String
    private let making: ImportFolder
    private let kept: KeptFolder?
    private let history: HistoryImport

    /// Reads all that is to be imported, and decides what is taken.
    ///
    /// - Parameter interruption: can end it meanwhile, and later.
    /// - Throws: for a folder that is there, a file that cannot be read, and a server that runs on the folder that is to be carried over.
    package convenience init(
        _ request: Request, interruption: ImportInterruption = ImportInterruption(), progress: Progress = { _ in }
    ) throws(StartError) {
        let sources = try asStartError { () throws(ImportProblem) in
            var sources: [any ImportSource] = []
            for file in request.files {
                sources += try ImportFormat.openAll(file, as: request.format, request.context)
            }
            return sources
        }
        try self.init(of: sources, request, at: SteadyClock.now(), interruption: interruption, progress: progress)
    }

    init(
        of sources: [any ImportSource], _ request: Request, at now: Timestamp,
        interruption: ImportInterruption = ImportInterruption(), progress: Progress = { _ in }
    ) throws(StartError) {
        folder = try ImportFolder.freePath(request.folder)
        kept = try request.kept.map { path throws(StartError) in try KeptFolder(path) }
        making = try ImportFolder(for: folder)
        interruption.note(making)
        do throws(StartError) {
            let (log, path) = (kept?.log, UnfinishedImport.mark(in: making.path))
            history = try asStartError { () throws(ImportProblem) in
                try HistoryImport(of: sources, with: log, stagedAt: path, at: now, progress: progress)
            }
        } catch {
            making.remove()
            throw error
        }
    }

    /// Writes the folder. To be called once.
    package func write(progress: Progress = { _ in }) throws(StartError) {
        do throws(StartError) {
            var configuration = ServerConfiguration(dataFolder: making.path)
            // All of it is synced at the end.
            configuration.durability = .os
            let engine = configuration.engine
            let last = try (kept?.end() ?? .empty).lastNumber(at: SteadyClock.now())
            try asStartError { () throws(ImportProblem) in
                try history.write(to: engine, above: last, progress: progress)
            }
            try kept?.copyIdentity(to: making.path)
            try making.finish(as: folder) { history.close() }
        } catch {
            abandon()
            throw error
        }
    }

    /// Tells all that is not taken of one of the files of the report; see ``HistoryImport/eachLoss(ofFile:_:)``.
    package func eachLoss(ofFile index: Int, _ body: (ImportLoss) -> Bool) throws(StartError) {
        try asStartError { () throws(ImportProblem) in try history.eachLoss(ofFile: index, body) }
    }

    /// Leaves nothing of what was made, unless it is whole.
    package func abandon() {
        history.close()
        making.remove()
    }
}

/// The folder that is carried over. No server may use it meanwhile: what that would record then would be nowhere in the new one.
private final class KeptFolder {
    private let lock: DataFolder
    let log: any LogReader

    init(_ path: String) throws(StartError) {
        try DataFolder.requireThere(path)
        let engine = ServerConfiguration.engine(inFolder: path)
        guard engine.hasLog else {
            throw StartError(
                "there is no history in \(path)", remedy: "name the folder of a server, or leave out --with",
                exitCode: .inputOutput)
        }
        do {
            lock = try DataFolder(path: path)
        } catch  where error.isAlreadyServed {
            let stop = OwningProcess.locking(DataFolder.lockFile(in: path))?.stop
            throw StartError(
                "a server runs on \(path)", remedy: "\(stop ?? "stop it"), import, and start it on the new folder",
                exitCode: .unavailable)
        }
        do {
            guard let log = try engine.openUntouched(isInUse: false) ?? engine.openReader() else {
                throw LogError.other("it cannot be read")
            }
            self.log = log
        } catch let error as LogError {
            throw StartError(error)
        } catch {
            throw StartError(LogError.other("\(error)"))
        }
    }

    deinit { log.close() }

    /// The end of the history. All new events have higher numbers: clients remember the old ones, and none may come to mean another event.
    func end() throws(StartError) -> LogEnd {
        do {
            let last = try log.events(.none...EventNumber.highest, .backward, limit: 1).first
            return last.map { LogEnd(number: $0.number, time: $0.time) } ?? .empty
        } catch {
            throw StartError(error)
        }
    }

    /// Copies the key and the certificate, so that clients know the server again.
    func copyIdentity(to folder: String) throws(StartError) {
        for (kind, bytes) in try IdentityFiles(at: { "\(lock.path)/\($0.name)" }).present {
            let file = "\(folder)/\(kind.name)"
            do {
                try PrivateFile.write(bytes, to: file)
            } catch {
                throw StartError(
                    "\(file) cannot be written: \(error.words)", remedy: "check the disk", exitCode: .inputOutput)
            }
        }
    }
}

private func asStartError<Value>(_ body: () throws(ImportProblem) -> Value) throws(StartError) -> Value {
    do {
        return try body()
    } catch {
        throw StartError(error.cause, remedy: error.remedy, exitCode: .inputOutput)
    }
}
