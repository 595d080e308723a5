import Dispatch
import Logging
import Protocol

/// The backups that a server makes by itself, one at a time, on a queue of their own: a disk that is slow, or hangs, holds up nobody else. This
/// value lives on the server's queue.
///
/// The first is made when the newest in the folder is old enough, be it at the start; the next when the time between two has passed since. One
/// that failed is tried again.
final class ServerBackups {
    /// The seconds after a failure until it is tried again, where backups are no more frequent.
    static let retryInterval: Int64 = 900

    /// One look for whether a backup is due, with the backup.
    struct Turn: Hashable, Sendable {
        let number: Int
        let plan: BackupPlan
        let place: BackupFolder
        /// The moment at which it began.
        let time: Timestamp
    }

    /// The outcome of a turn.
    enum Outcome: Sendable {
        /// The newest backup, which is not old enough.
        case notDue(Timestamp)
        case made(BackupFolder.Made)
        case failed(StartError)
    }

    /// A change counts from the next tick. In another folder a backup is made also where one hangs in the folder before.
    var plan: BackupPlan {
        didSet {
            guard plan != oldValue else { return }
            due = nil
            guard plan.folder != oldValue.folder else { return }
            (newest, failure, running) = (nil, nil, nil)
            queue = Self.makeQueue()
        }
    }
    /// The data folder.
    private let folder: String
    private let logger: Logger
    private var queue = ServerBackups.makeQueue()
    /// The number of the last turn that was begun.
    private var number = 0
    private var running: Turn?
    /// The time of the next turn; nil for at once.
    private var due: Timestamp?
    private var newest: Timestamp?
    private var failure: StartError?
    /// The failure that was logged last, without the name of the file, which is another each time.
    private var logged: String?

    init(_ plan: BackupPlan, of folder: String, logger: Logger) {
        self.plan = plan
        self.folder = folder
        self.logger = logger
    }

    private static func makeQueue() -> DispatchQueue { DispatchQueue(label: "grillo.backups", qos: .utility) }

    /// What a status tells of them; nil where none are made.
    var status: ServerStatus.Backup? {
        guard plan.folder != nil else { return nil }
        return ServerStatus.Backup(
            every: plan.every, last: newest?.seconds, running: running?.time.seconds, failure: failure?.description)
    }

    /// Begins a turn where it is time for one. To be called once a second.
    ///
    /// - Parameters:
    ///   - time: by the machine's clock, which may be set.
    ///   - loop: the server's, on which the outcome is noted.
    func tick(at time: Timestamp, on loop: ServerLoop) {
        guard let turn = begin(at: time) else { return }
        queue.async { [folder] in
            let outcome = Self.take(turn, of: folder)
            loop.perform { $0.housekeeping.backups.note(outcome, of: turn, at: WallClock.now()) }
        }
    }

    /// - Returns: the turn for which it is time; nil for none.
    func begin(at time: Timestamp) -> Turn? {
        guard let place = plan.folder, running == nil, isDue(at: time) else { return nil }
        number += 1
        running = Turn(number: number, plan: plan, place: BackupFolder(path: place), time: time)
        return running
    }

    private func isDue(at time: Timestamp) -> Bool {
        guard let due, time < due else { return true }
        // The clock was set back.
        return due.seconds(since: time) > plan.every
    }

    /// Makes a backup, unless the newest is not old enough. One that is of a time to come does not count.
    static func take(_ turn: Turn, of folder: String) -> Outcome {
        let (place, time) = (turn.place, turn.time)
        do throws(StartError) {
            return try place.locking(for: folder) { () throws(StartError) in
                if let newest = place.newest(at: time), time.seconds(since: newest) < turn.plan.every {
                    return .notDue(newest)
                }
                return .made(try place.makeBackup(of: folder, at: time, keeping: turn.plan.keep))
            }
        } catch {
            return .failed(error)
        }
    }

    /// Notes the outcome of a turn; where another plan holds by now, there is a turn at once.
    func note(_ outcome: Outcome, of turn: Turn, at time: Timestamp) {
        // One that was given up with its folder.
        guard turn.number == running?.number else { return }
        running = nil
        guard turn.plan == plan else { return }
        switch outcome {
        case .notDue(let moment): succeed(at: moment)
        case .made(let backup):
            succeed(at: turn.time)
            logger.notice(
                "a backup is made", metadata: ["file": "\(backup.path)", "removed": "\(backup.removed.count)"])
            for file in backup.stuck {
                logger.warning("an old backup cannot be removed", metadata: ["file": "\(file)"])
            }
        case .failed(let error):
            failure = error
            let words = error.description.replacing(BackupFolder.name(at: turn.time), with: "")
            if logged != words { logger.error("no backup could be made: \(error)") }
            logged = words
            due = time.advanced(bySeconds: min(plan.every, Self.retryInterval))
        }
    }

    private func succeed(at moment: Timestamp) {
        (newest, failure, logged) = (moment, nil, nil)
        due = moment.advanced(bySeconds: plan.every)
    }
}
