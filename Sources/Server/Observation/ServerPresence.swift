import Glibc
import Protocol
import SystemBasics
import Transport

/// The answer to the question how the server of a folder does. Nothing is written to find it out, so that a full disk is no hindrance.
package enum ServerPresence: Sendable {
    case running(ServerStatus)
    /// A server runs, and does not tell how it does; with what is known of it, and the remedy, in a line.
    case silent(String)
    /// Whoever asks may not look into the folder, in which a server may run; with the cause and the remedy, in a line.
    case unknown(String)
    /// No server runs; with the cause and the remedy, in a line.
    case absent(String)

    /// Milliseconds for which the server is waited for.
    private static let timeLimit: Int32 = 800

    /// Asks the server that serves a folder, through the host's own door. Takes a second at most.
    package static func find(in folder: String) -> ServerPresence {
        do throws(StartError) {
            guard access(folder, X_OK) == 0 || errno != EACCES else {
                return .unknown(
                    "the folder \(folder) cannot be opened: \(SystemError(errno)): run this as the server's user")
            }
            try DataFolder.requireThere(folder)
        } catch {
            return .absent("\(error)")
        }
        var reader = StatusReport.Reader()
        do {
            let client = AdminSocketClient(folder: folder, timeLimit: timeLimit)
            try client.answer(Message("STATUS")) { reader.take($0) }
        } catch let error as StartError where error.isAlreadyServed {
            return .silent(silence(in: folder))
        } catch {
            return .absent(absence(in: folder) ?? "\(error)")
        }
        return reader.status.map(ServerPresence.running)
            ?? .silent("the server in \(folder) is of an earlier version without a status: restart it")
    }

    private static func holder(of folder: String) -> OwningProcess? {
        OwningProcess.locking(DataFolder.lockFile(in: folder))
    }

    private static func silence(in folder: String) -> String {
        let process = holder(of: folder).map { "runs as process \($0.id) and " } ?? ""
        return "the server in \(folder) \(process)does not answer: see its log, or restart it"
    }

    /// A folder that a process has locked and does not serve: a server begins or ends, or one of the host's commands is at work. Nil where
    /// none has.
    private static func absence(in folder: String) -> String? {
        holder(of: folder).map {
            "no server answers in \(folder), which is locked by process \($0.id), \($0.name): wait until that is ready, or has ended"
        }
    }
}
